package notify

import (
	"context"
	"encoding/hex"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Config is what a Notifier is made of. Node, Log, Machine, Now and Random are required.
type Config struct {
	Node    string
	Log     consensus.Log
	Machine *register.Machine
	Leads   func() bool // whether this node brings threads up to date; nil: it does

	Mail, SMS Carrier // nil: nothing goes that way from here
	Sender    string  // who signs; empty: "Buurtloket"
	Languages []Language
	Quiet     Quiet // for SMS
	AMinute   int   // at most so many messages; 0: 60

	// Link is the page on which an appointment is changed and cancelled; Pass what its QR code holds. Nil, or an empty answer: none.
	Link   func(office.AppointmentID) string
	Pass   func(kv.Reader, *contract.Appointment) string
	Portal string        // address of the citizens' pages; empty: none
	Sooner time.Duration // how long a place that came free is held for who waits for one; 0: nobody waits here
	Survey string        // where somebody says how it was; {locatie} becomes the site. Empty: nobody is asked

	// Ask is the page of our own on which somebody says how a visit was; nil: Survey counts.
	Ask func(office.AppointmentID) string

	Now    func() time.Time
	Random io.Reader
	Logger *slog.Logger // nil: discards
}

// Notifier sends for one node. Step and Sweep are called by one goroutine; the rest is safe for concurrent use.
type Notifier struct {
	Config
	pace  pace
	owed  []owed // what the register does not know yet
	swept []byte // the thread to go on at
	last  time.Time

	mu   sync.Mutex
	away map[string]pause // by channel
}

// owed is what became of attempts of one claim.
type owed struct {
	by       string
	outcomes []*contract.MessageNoted_Outcome
}

// pause is a channel that nobody answers on.
type pause struct {
	fails  uint32
	until  time.Time
	reason string
}

// New makes the sender of a node. Its fault is Invalid when a language is none.
func New(c Config) (*Notifier, error) {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.AMinute <= 0 {
		c.AMinute = 60
	}
	if c.Sender == "" {
		c.Sender = "Buurtloket"
	}
	if len(c.Languages) == 0 || c.Languages[0] != "nl" {
		c.Languages = append([]Language{"nl"}, c.Languages...)
	}
	for _, l := range c.Languages {
		if texts[l] == nil {
			return nil, fault.New("notify.New", fault.Invalid).On(string(l)).Tell("In deze taal zijn er geen berichten.", "Kies uit nl, fr, en, de.")
		}
	}
	return &Notifier{Config: c, pace: pace{aMinute: c.AMinute}, away: map[string]pause{}}, nil
}

// The pauses of Run.
const (
	lookEvery  = 2 * time.Second
	sweepEvery = time.Minute
)

// Run sends until ctx ends. That headquarters cannot write down anything for a while ends nothing.
func (n *Notifier) Run(ctx context.Context) error {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		if err := n.round(ctx); err != nil && ctx.Err() == nil {
			level := slog.LevelWarn
			if fault.Is(err, fault.Unreachable) { // nobody leads just now, or headquarters begins
				level = slog.LevelDebug
			}
			n.Logger.Log(ctx, level, "messages could not be sent just now", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// round has places offered that came free, and sends all that is due and may go now.
func (n *Notifier) round(ctx context.Context) error {
	now := n.Now()
	if d := now.Sub(n.last); d < 0 || d >= sweepEvery {
		n.last = now
		if err := n.Sweep(ctx); err != nil {
			return err
		}
	}
	if _, err := n.Offer(ctx); err != nil {
		return err
	}
	for ctx.Err() == nil {
		if done, err := n.Step(ctx); err != nil || done == 0 {
			return err
		}
	}
	return nil
}

// Sends reports whether this node has anything to send with.
func (n *Notifier) Sends() bool { return n.Mail != nil || n.SMS != nil }

// draw names a claim.
func (n *Notifier) draw() (string, error) {
	var b [8]byte
	if _, err := io.ReadFull(n.Random, b[:]); err != nil {
		return "", fault.New("notify.draw", fault.Internal).Because(err)
	}
	return n.Node + "/" + hex.EncodeToString(b[:]), nil
}
