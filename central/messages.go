package central

import (
	"context"
	"net/http"
	"strings"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/notify"
	"github.com/buurtloket/buurtloket/central/planning"
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
	Survey    string // where visitors say how it was, SurveyPages: on our own pages; empty: nobody is asked
	// Waiting is how long a place that came free is held for who waits for a sooner one, and is told of it; 0: there is no waiting list.
	// It takes something to send with and Portal. All nodes have the same.
	Waiting time.Duration
}

// waits reports whether this node has a waiting list.
func (m Messages) waits() bool {
	return m.Waiting > 0 && m.Portal != "" && (m.Mail != nil || m.SMS != nil)
}

// SurveyPages has visitors asked on our own pages. It takes Portal.
const SurveyPages = "pages"

// surveys reports whether visitors are asked on our own pages.
func (m Messages) surveys() bool { return m.Survey == SurveyPages && m.Portal != "" }

// newNotifier makes what sends messages. Any node that has something to send with sends; the one that leads tidies up.
func newNotifier(n *Node, log consensus.Log) (*notify.Notifier, error) {
	m := n.cfg.Messages
	c := notify.Config{Node: n.cfg.Name, Log: log, Machine: n.machine, Leads: func() bool { _, _, isMe := n.raft.Leader(); return isMe },
		Mail: m.Mail, SMS: m.SMS, Sender: m.Sender, Languages: m.Languages, Quiet: m.Quiet, AMinute: m.AMinute, Pass: n.passes.Text,
		Portal: strings.TrimSuffix(m.Portal, "/"), Survey: m.Survey, Now: n.cfg.Now, Random: n.cfg.Random, Logger: n.cfg.Logger}
	if m.Survey == SurveyPages {
		c.Survey = ""
	}
	if m.surveys() {
		c.Ask = func(id office.AppointmentID) string { return c.Portal + n.portal.SurveyPage(id) }
	}
	if m.waits() {
		c.Sooner = m.Waiting
	}
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

// waitingDoor is the door of colleagues to the waiting list.
func (n *Node) waitingDoor(limit connect.HandlerOption) (string, http.Handler) {
	path, h := contractconnect.NewWaitingListHandler(planning.NewWaitingList(n.plan, n.notify.Sooner), limit)
	return path, n.withToken(h)
}

// surveysDoor is the door of colleagues to what visitors said.
func (n *Node) surveysDoor(limit connect.HandlerOption) (string, http.Handler) {
	path, h := contractconnect.NewSurveysHandler(planning.NewSurveys(n.plan), limit)
	return path, n.withToken(h)
}

// runMessages sends until ctx ends.
func (n *Node) runMessages(ctx context.Context) error { return n.notify.Run(ctx) }
