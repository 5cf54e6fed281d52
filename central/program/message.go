package program

import (
	"context"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"connectrpc.com/connect"
	"github.com/spf13/cobra"
	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/central/notify"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
)

func messagesCommand(w World) *cobra.Command {
	c := &cobra.Command{Use: "messages", Short: "What citizens are told by mail and SMS, and what became of it", Args: understood(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(listMessagesCommand(w), previewMessageCommand(w), messageSettingsCommand(w), retryMessageCommand(w), bouncedMessageCommand(w))
	return c
}

// ofMessages makes a call of the door to messages one that ask makes.
func ofMessages[Q, A any](call func(contractconnect.MessagesClient, context.Context, *connect.Request[Q]) (*connect.Response[A], error)) func(door, context.Context, *connect.Request[Q]) (*connect.Response[A], error) {
	return func(d door, ctx context.Context, q *connect.Request[Q]) (*connect.Response[A], error) {
		return call(d.messages, ctx, q)
	}
}

func listMessagesCommand(w World) *cobra.Command {
	q := new(contract.ListMessagesRequest)
	var about string
	c := tool(w, &cobra.Command{Use: "list", Short: "Messages, the soonest due first; nobody's name or address is shown"},
		func(ctx context.Context, h *hq, _ []string) (err error) {
			if about != "" {
				if q.Appointment, err = parseAppointment(about); err != nil {
					return err
				}
			}
			res, err := ask(ctx, h, ofMessages(contractconnect.MessagesClient.List), q)
			if err != nil {
				return err
			}
			if !res.Sends {
				h.remark("Deze knoop verstuurt geen berichten: er is geen mailserver ingesteld ('central messages settings').")
			}
			if res.More {
				h.remark("Er zijn er meer; vraag er meer met --limit.")
			}
			return h.showMessages(res, res.Messages...)
		})
	f := c.Flags()
	f.BoolVar(&q.Attention, "attention", false, "only what a person should look at: refused, unknown, came back")
	f.StringVar(&about, "appointment", "", "only about this appointment")
	f.StringVar(&q.Document, "document", "", "only about this document")
	f.Uint32Var(&q.Limit, "limit", 0, "at most so many; default 200")
	return c
}

// showMessages shows messages as they stand.
func (h *hq) showMessages(res proto.Message, all ...*contract.ListedMessage) error {
	t := &table{head: []string{"BERICHT", "WAT", "OVER", "OM", "HOE HET STAAT", "WEG", "POGINGEN"}}
	for _, l := range all {
		m := l.Message
		about := l.Document
		if len(l.Appointment) == 16 {
			about = (&contract.Appointment{Id: l.Appointment}).AppointmentID().Code()
		}
		t.add(hex.EncodeToString(m.Id), kindDutch[m.Kind], about, time.UnixMilli(m.DueMs).In(h.Now().Location()).Format("2006-01-02 15:04"), l.Say, m.Channel, number(m.Tries))
	}
	return h.show(res, t)
}

// kindDutch are the kinds of message for colleagues.
var kindDutch = map[contract.MessageKind]string{
	contract.MessageKind_MESSAGE_KIND_CONFIRMATION: "bevestiging", contract.MessageKind_MESSAGE_KIND_CHANGE: "wijziging",
	contract.MessageKind_MESSAGE_KIND_CANCELLATION: "annulering", contract.MessageKind_MESSAGE_KIND_REMINDER: "herinnering",
	contract.MessageKind_MESSAGE_KIND_CONFLICT: "conflict", contract.MessageKind_MESSAGE_KIND_READY: "document klaar",
	contract.MessageKind_MESSAGE_KIND_STILL_READY: "document nog klaar", contract.MessageKind_MESSAGE_KIND_TERM: "termijn loopt",
	contract.MessageKind_MESSAGE_KIND_LAST_CALL: "laatste kans", contract.MessageKind_MESSAGE_KIND_SURVEY: "bevraging",
	contract.MessageKind_MESSAGE_KIND_SOONER: "vroeger moment",
}

// kindNames lists what a message can be, as typed.
func kindNames() []string { return slices.Sorted(maps.Values(notify.Kinds)) }

func previewMessageCommand(w World) *cobra.Command {
	q := new(contract.PreviewMessageRequest)
	var html bool
	c := tool(w, &cobra.Command{Use: "preview KIND", Short: "A message as it would be sent, to an invented visitor: " + strings.Join(kindNames(), ", "), Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) error {
			for kind, name := range notify.Kinds {
				if name == args[0] {
					q.Kind = kind
				}
			}
			if q.Kind == 0 {
				return invalid("central.messages", nil, "Dit bericht bestaat niet.", "Kies uit "+strings.Join(kindNames(), ", ")+".")
			}
			res, err := ask(ctx, h, ofMessages(contractconnect.MessagesClient.Preview), q)
			if err != nil {
				return err
			}
			return h.showPreview(res, html)
		})
	f := c.Flags()
	f.StringVar(&q.Language, "language", "", "with its translation: fr, en or de; default as this headquarters sends it")
	f.BoolVar(&html, "html", false, "the HTML")
	f.BoolVar(&q.Whole, "mail", false, "the whole mail as it goes over the line")
	return c
}

func (h *hq) showPreview(res *contract.PreviewMessageResponse, html bool) error {
	switch {
	case h.json:
		return h.showJSON(res)
	case len(res.Mail) > 0:
		_, err := h.Out.Write(res.Mail)
		return err
	case html:
		_, err := fmt.Fprintln(h.Out, res.Html)
		return err
	}
	_, err := fmt.Fprintf(h.Out, "Onderwerp: %s\nBijlagen: %s\n\n%s\nSMS (%d tekens): %s\n", res.Subject, strings.Join(res.Attached, ", "), res.Text, len([]rune(res.Sms)), res.Sms)
	return err
}

func messageSettingsCommand(w World) *cobra.Command {
	return tool(w, &cobra.Command{Use: "settings", Short: "How each node sends"},
		func(ctx context.Context, h *hq, _ []string) error {
			t := &table{head: []string{"KNOOP", "MAILSERVER", "AFZENDER", "SMS", "STIL", "PER MINUUT", "TALEN", "BEVRAGING", "TE VERSTUREN", "NA TE KIJKEN", "NU"}}
			last := new(contract.MessageSettingsResponse)
			for _, d := range h.doors {
				res, err := askAt(ctx, d, ofMessages(contractconnect.MessagesClient.Settings), new(contract.MessageSettingsRequest))
				if err != nil {
					h.remark("%s antwoordt niet.", d.url)
					continue
				}
				now := res.Away
				if res.Mail == "" && res.Sms == "" {
					now = "verstuurt niet: niet ingesteld"
				}
				t.add(res.Node, res.Mail, res.Sender, res.Sms, res.Quiet, number(res.AMinute), strings.Join(res.Languages, ","), res.Survey,
					number(res.Waiting), number(res.Attention), now)
				last = res
			}
			return h.show(last, t)
		})
}

// parseMessage reads a message's id.
func parseMessage(text string) ([]byte, error) {
	id, err := hex.DecodeString(text)
	if err != nil || len(id) != 16 {
		return nil, invalid("central.messages", err, "Dit is geen bericht.", "Neem wat 'central messages list' onder BERICHT toont.")
	}
	return id, nil
}

func retryMessageCommand(w World) *cobra.Command {
	q := new(contract.RetryMessageRequest)
	c := tool(w, &cobra.Command{Use: "retry MESSAGE", Short: "Send what was refused, is unknown, was dropped or came back once more", Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) (err error) {
			if q.Id, err = parseMessage(args[0]); err != nil {
				return err
			}
			res, err := ask(ctx, h, ofMessages(contractconnect.MessagesClient.Retry), q)
			if err != nil {
				return err
			}
			return h.showMessages(res, res.Message)
		})
	c.Flags().StringVar(&q.By, "by", "", "who decided it")
	return c
}

func bouncedMessageCommand(w World) *cobra.Command {
	q := new(contract.BouncedMessageRequest)
	c := tool(w, &cobra.Command{Use: "bounced MESSAGE", Short: "Note that a mail came back; its Message-ID begins with the message", Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) (err error) {
			text, _, _ := strings.Cut(strings.TrimPrefix(args[0], "<"), "@")
			if q.Id, err = parseMessage(text); err != nil {
				return err
			}
			res, err := ask(ctx, h, ofMessages(contractconnect.MessagesClient.Bounced), q)
			if err != nil {
				return err
			}
			return h.showMessages(res, res.Message)
		})
	c.Flags().StringVar(&q.Reason, "reason", "", "the code in the mail that came back, as 5.1.1")
	return c
}
