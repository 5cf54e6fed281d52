package notify

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/notify/dispatch"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Door is what colleagues see of messages. It shows neither names nor addresses: who somebody is stands with the appointment.
type Door struct{ n *Notifier }

var _ contractconnect.MessagesHandler = (*Door)(nil)

// Door is the door to this node's messages.
func (n *Notifier) Door() *Door { return &Door{n} }

const listed = 200 // unless somebody asks for more

// attention are the stages that a person should look at.
var attention = []dispatch.Stage{dispatch.Failed, dispatch.Unknown, dispatch.Bounced}

// List implements the Messages service.
func (d *Door) List(ctx context.Context, r *connect.Request[contract.ListMessagesRequest]) (*connect.Response[contract.ListMessagesResponse], error) {
	q := r.Msg
	if q.Limit == 0 {
		q.Limit = listed
	}
	if q.Attention {
		q.Stages = attention
	}
	out := &contract.ListMessagesResponse{Sends: d.n.Sends()}
	err := d.n.Log.Read(ctx, func(k kv.Reader) error {
		out.Messages = nil
		d.each(k, func(_ []byte, th *contract.MessageThread, m *contract.Message) bool {
			if wanted(q, th, m) {
				out.Messages = append(out.Messages, d.row(th, m))
			}
			return true
		})
		return nil
	})
	slices.SortStableFunc(out.Messages, func(a, b *contract.ListedMessage) int { return int(a.Message.DueMs/1000 - b.Message.DueMs/1000) })
	if out.More = len(out.Messages) > int(q.Limit); out.More {
		out.Messages = out.Messages[:q.Limit]
	}
	return answer(out, err)
}

// each looks at every message until look says no.
func (d *Door) each(k kv.Reader, look func(name []byte, th *contract.MessageThread, m *contract.Message) bool) {
	for name, th := range d.n.Machine.View(k).Threads(nil) {
		for _, m := range th.Messages {
			if !look(name, th, m) {
				return
			}
		}
	}
}

func wanted(q *contract.ListMessagesRequest, th *contract.MessageThread, m *contract.Message) bool {
	return (len(q.Stages) == 0 || slices.Contains(q.Stages, m.Stage)) && (len(q.Appointment) == 0 || bytes.Equal(q.Appointment, th.Appointment)) &&
		(q.Document == "" || q.Document == th.Document)
}

// row is a message as it is shown.
func (d *Door) row(th *contract.MessageThread, m *contract.Message) *contract.ListedMessage {
	return &contract.ListedMessage{Message: m, Appointment: th.Appointment, Site: th.Site, Document: th.Document, Say: d.n.stands(m)}
}

// Preview implements the Messages service.
func (d *Door) Preview(_ context.Context, r *connect.Request[contract.PreviewMessageRequest]) (*connect.Response[contract.PreviewMessageResponse], error) {
	q := r.Msg
	if Kinds[q.Kind] == "" {
		return answer[contract.PreviewMessageResponse](nil, fault.New("notify.Preview", fault.Invalid).Tell("Dit bericht bestaat niet.", ""))
	}
	languages := d.n.Languages
	if l := Language(q.Language); l != "" {
		if texts[l] == nil {
			return answer[contract.PreviewMessageResponse](nil, fault.New("notify.Preview", fault.Invalid).Tell("In deze taal zijn er geen berichten.", "Kies uit nl, fr, en, de."))
		}
		languages = slices.Compact([]Language{"nl", l})
	}
	f, err := d.n.invented(q.Kind)
	if err != nil {
		return answer[contract.PreviewMessageResponse](nil, err)
	}
	l, err := f.write(languages...)
	out := &contract.PreviewMessageResponse{Subject: l.Subject, Text: l.Text, Html: l.HTML, Sms: l.SMS}
	for _, a := range l.Attachments {
		out.Attached = append(out.Attached, a.Name)
	}
	if err == nil && q.Whole {
		out.Mail, err = Parcel{ID: strings.Repeat("0", 32), To: inventedMail, At: d.n.Now(), Say: l}.mail(senderOf(d.n.Mail))
	}
	return answer(out, err)
}

// Settings implements the Messages service.
func (d *Door) Settings(ctx context.Context, _ *connect.Request[contract.MessageSettingsRequest]) (*connect.Response[contract.MessageSettingsResponse], error) {
	n := d.n
	out := &contract.MessageSettingsResponse{Node: n.Node, Quiet: n.Quiet.String(), AMinute: uint32(n.AMinute), Survey: n.Survey, Portal: n.Portal, Sender: n.Sender}
	if n.Mail != nil {
		out.Mail, out.Sender = n.Mail.Where(), senderOf(n.Mail).Address
	}
	if n.Ask != nil {
		out.Survey = "eigen pagina's"
	}
	if n.SMS != nil {
		out.Sms = n.SMS.Where()
	}
	for _, l := range n.Languages {
		out.Languages = append(out.Languages, string(l))
	}
	for _, channel := range []string{"mail", "sms"} {
		if p := n.paused(channel); p.until.After(n.Now()) {
			out.Away += channel + ": " + say(p.reason) + ", weer geprobeerd om " + p.until.In(zone()).Format("15:04") + ". "
		}
	}
	out.Away = strings.TrimSpace(out.Away)
	err := n.Log.Read(ctx, func(k kv.Reader) error {
		out.Waiting, out.Attention = 0, 0
		d.each(k, func(_ []byte, _ *contract.MessageThread, m *contract.Message) bool {
			switch {
			case !dispatch.Ended(m) && m.DueMs <= n.Now().UnixMilli():
				out.Waiting++
			case slices.Contains(attention, m.Stage):
				out.Attention++
			}
			return true
		})
		return nil
	})
	return answer(out, err)
}

// Retry implements the Messages service.
func (d *Door) Retry(ctx context.Context, r *connect.Request[contract.RetryMessageRequest]) (*connect.Response[contract.RetryMessageResponse], error) {
	row, err := d.act(ctx, r.Msg.Id, func(ref *contract.MessageRef) *contract.HQCommand {
		return &contract.HQCommand{Kind: &contract.HQCommand_MessageRetry{MessageRetry: &contract.MessageRetry{Ref: ref, By: r.Msg.By}}}
	})
	return answer(&contract.RetryMessageResponse{Message: row}, err)
}

// Bounced implements the Messages service: what a colleague, or a program that reads the sender's box, saw come back.
func (d *Door) Bounced(ctx context.Context, r *connect.Request[contract.BouncedMessageRequest]) (*connect.Response[contract.BouncedMessageResponse], error) {
	reason := r.Msg.Reason
	if !bounceWord(reason) {
		return answer[contract.BouncedMessageResponse](nil, fault.New("notify.Bounced", fault.Invalid).
			Tell("Geef als reden alleen een code, zoals 5.1.1: woorden van een mailserver herhalen vaak het adres.", ""))
	}
	if reason == "" {
		reason = "bounced"
	}
	row, err := d.act(ctx, r.Msg.Id, func(ref *contract.MessageRef) *contract.HQCommand {
		return &contract.HQCommand{Kind: &contract.HQCommand_MessageBounced{MessageBounced: &contract.MessageBounced{Ref: ref, Reason: reason}}}
	})
	return answer(&contract.BouncedMessageResponse{Message: row}, err)
}

// bounceWord reports whether a reason is a code, and no sentence with an address in it.
func bounceWord(s string) bool {
	return len(s) <= 20 && strings.Trim(s, "0123456789.-abcdefghijklmnopqrstuvwxyz") == ""
}

// act has a command about one message applied, and gives the message as it stands then.
func (d *Door) act(ctx context.Context, id []byte, of func(*contract.MessageRef) *contract.HQCommand) (row *contract.ListedMessage, err error) {
	var ref *contract.MessageRef
	look := func(k kv.Reader) error {
		d.each(k, func(name []byte, th *contract.MessageThread, m *contract.Message) bool {
			if len(id) == 0 || !bytes.Equal(m.Id, id) {
				return true
			}
			ref, row = &contract.MessageRef{Thread: bytes.Clone(name), Number: m.Number}, d.row(th, m)
			return false
		})
		return nil
	}
	if err := d.n.Log.Read(ctx, look); err != nil {
		return nil, err
	}
	if ref == nil {
		return nil, fault.New("notify.act", fault.NotFound).Tell("Dit bericht is niet gevonden.", "Neem wat 'central messages list' onder BERICHT toont.")
	}
	if _, err := d.n.propose(ctx, of(ref)); err != nil {
		return nil, err
	}
	return row, d.n.Log.Read(ctx, look)
}

// answer is a message or a fault, as an RPC gives it.
func answer[A any](a *A, err error) (*connect.Response[A], error) {
	if err != nil {
		return nil, fault.RPC(err)
	}
	return connect.NewResponse(a), nil
}

// invented are the facts of a message to somebody who does not exist.
func (n *Notifier) invented(kind contract.MessageKind) (f facts, err error) {
	err = n.Log.Stale(func(k kv.Reader, _ freshness) error {
		plan := n.Machine.View(k).Calendar()
		today := plan.Today(n.Now())
		site, product := office.SiteID("buurtloket"), office.ProductID("eid-aanvraag")
		if all := plan.Sites(); len(all) > 0 {
			site = all[0].ID
		}
		id := office.AppointmentID{15: 1}
		f = facts{Kind: kind, Sender: n.Sender, Portal: n.Portal, Zone: plan.Zone(), Name: "An Peeters", Survey: n.surveyAt(site), Pass: strings.Repeat("VOORBEELD ", 12)}
		f.visit(plan, &contract.Appointment{Id: id[:], Products: []string{string(product)}, Persons: 1,
			Place: &contract.Place{Site: string(site), Run: contract.NewRun(office.SeatID{Date: today + 7, Desk: 1, Start: 10 * 60}, 1, 10)}})
		f.Sooner = sooner{On: today + 2, At: 9 * 60, Site: f.Site, Address: f.Address, Until: today.At(14*60+30, plan.Zone())}
		if f.Link = "https://loket.voorbeeld.be/afspraak/VOORBEELD"; n.Portal != "" {
			f.Link = n.Portal + "/afspraak/VOORBEELD"
		}
		if f.Survey == "" {
			f.Survey = "https://loket.voorbeeld.be/vragen"
		}
		if register.OfDocument(kind) {
			f.Document, f.Last = documentName(plan, "eid-afhalen"), today+60
		}
		return nil
	})
	return f, err
}

const inventedMail = "an.peeters@voorbeeld.invalid"

// zone is that of all places.
func zone() *time.Location {
	z, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		return time.UTC
	}
	return z
}
