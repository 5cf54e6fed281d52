package central

import (
	"context"
	"net/http"
	"strings"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/notify"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Messages is how a node sends messages to citizens. The zero value sends none: they wait, and are dropped in time.
type Messages struct {
	Mail, SMS notify.Carrier
	Sender    string // who signs
	Languages []notify.Language
	Quiet     notify.Quiet
	AMinute   int
	Portal    string // address of the citizens' pages as citizens see them, without a slash at its end; empty: messages have no links
	Survey    string
}

// newNotifier makes what sends messages. Any node that has something to send with sends; the one that leads tidies up.
func newNotifier(n *Node, log consensus.Log) (*notify.Notifier, error) {
	m := n.cfg.Messages
	c := notify.Config{Node: n.cfg.Name, Log: log, Machine: n.machine, Leads: func() bool { _, _, isMe := n.raft.Leader(); return isMe },
		Mail: m.Mail, SMS: m.SMS, Sender: m.Sender, Languages: m.Languages, Quiet: m.Quiet, AMinute: m.AMinute, Pass: n.passes.Text,
		Portal: strings.TrimSuffix(m.Portal, "/"), Survey: m.Survey, Now: n.cfg.Now, Random: n.cfg.Random, Logger: n.cfg.Logger}
	if c.Portal != "" {
		c.Link = func(id office.AppointmentID) string { return c.Portal + n.portal.Link(id) }
	}
	return notify.New(c)
}

// messagesDoor is the door of colleagues to messages.
func (n *Node) messagesDoor(limit connect.HandlerOption) (string, http.Handler) {
	path, h := contractconnect.NewMessagesHandler(n.notify.Door(), limit)
	return path, n.withToken(h)
}

// runMessages sends until ctx ends.
func (n *Node) runMessages(ctx context.Context) error { return n.notify.Run(ctx) }
