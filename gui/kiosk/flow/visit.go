package flow

import (
	"context"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/told"
)

// visit is one person at the kiosk: what they answered, and what they were told. Its end leaves nothing of it.
type visit struct {
	page    Page
	trail   []Page // the pages before it, to go back to
	from    int    // first of the choices on this page
	busy    string // what is waited for
	touched time.Time
	words   *text.Kiosk
	looks   Looks
	spoken  bool
	loud    bool

	goal  goal
	entry []rune // what is typed on this page
	wrong string // what is wrong with it
	burst burst  // what a keyboard that is plugged in typed just now
	act   []byte // of the wish that is under way: pressed twice, it is one

	products     []*contract.ProductRow
	product      *contract.ProductRow
	persons      uint32
	ticket       *contract.KioskTicket
	places       []*contract.FoundPlace
	place        *contract.FoundPlace
	name, reach  string
	booked       *contract.BookResponse
	kinds        []*contract.CertificateKind
	kind         *contract.CertificateKind
	insertion    uint64 // of the card that was put in for this
	certificate  *contract.KioskCertificate
	offers       []*contract.KioskOffer
	say, sayNext string // why it failed
	refused      bool   // it failed because it was refused
	born         office.Date
	letter       *contract.KioskLetter
	used         *contract.KioskUsedRequest // what will be counted, while the question of an age stands
}

// goal is what somebody came for: it decides what a product that they choose is chosen for, and what is counted.
type goal uint8

const (
	nothing goal = iota
	toCheckIn
	toTicket
	toBook
	toCertificate
	toFetch
	toFind
	toHelp
	toLetter
)

// String is the code that is counted.
func (g goal) String() string {
	return [...]string{"nothing", "check-in", "ticket", "book", "certificate", "collect", "where", "help", "pin-letter"}[g]
}

// volume is that of the voice, in per cent.
func (v *visit) volume() int {
	if v.loud {
		return Loud
	}
	return Usual
}

// nobody is a kiosk at which nobody stands: the usual language and looks.
func (f *Flow) nobody() visit {
	return visit{page: Idle, words: f.cfg.Languages[0], looks: f.cfg.Looks, touched: f.cfg.Now()}
}

// begin is the first touch.
func (f *Flow) begin() {
	f.visits++
	f.visit = f.nobody()
	f.visit.page = Welcome
	signal(f.wake)
}

// end leaves nothing of the visit, and counts what came of it.
func (f *Flow) end(outcome string) {
	used, v := f.used(outcome), f.visit
	clear(v.entry)
	clear(v.burst.text)
	f.visits++
	f.visit = f.nobody()
	act, err := f.newAct()
	if err != nil {
		f.cfg.Log.Error("no id for the count of a visit", "error", err)
		return
	}
	used.Act = act
	f.do("", func(ctx context.Context) (func(), error) {
		if err := f.cfg.Counter.Used(ctx, used); err != nil {
			f.cfg.Log.Warn("a visit to the kiosk was not counted", "error", err)
		}
		return func() {}, nil
	})
}

func signal(ch chan struct{}) {
	select {
	case ch <- struct{}{}:
	default:
	}
}

// last reports whether a page is the end of something.
func (p Page) last() bool {
	return slices.Contains([]Page{Ticket, Booked, Paper, HelpComing, Failed, LetterAsked}, p)
}

// open turns to a page; what was typed stays behind.
func (f *Flow) open(p Page) {
	v := &f.visit
	v.trail = append(v.trail, v.page)
	f.turn(p)
}

func (f *Flow) turn(p Page) {
	v := &f.visit
	clear(v.entry)
	v.page, v.from, v.entry, v.wrong, v.act = p, 0, nil, "", nil
}

// fail tells that something did not work. What the daemon refuses it says itself; of what is broken a visitor hears what to do.
func (f *Flow) fail(err error) {
	w := f.words()
	v := &f.visit
	v.say, v.sayNext, v.refused = w.FailedTitle, w.FailedNext, false
	if fault.Is(err, fault.Refused) || fault.Is(err, fault.NotFound) || fault.Is(err, fault.Invalid) || fault.Is(err, fault.Denied) {
		v.say, v.sayNext, v.refused = w.RefusedTitle, f.says(told.Parse(fault.Codes(err)), fault.Sentence(err)), true
	} else {
		f.cfg.Log.Warn("a wish at the kiosk failed", "error", err)
	}
	if v.page == Code || v.page == Pickup || v.page == PIN { // they may have mistyped: the page stays
		v.wrong, v.act = v.sayNext, nil
		clear(v.entry)
		v.entry = nil
		return
	}
	f.open(Failed)
}

// says is what the daemon said, in the visitor's language. In Dutch, and where it says more than this program knows, it is what the daemon
// said.
func (f *Flow) says(lines told.Lines, dutch string) string {
	if say, ok := lines.Words(f.words().Says); ok {
		return say
	}
	return dutch
}

// card is what lies in the kiosk's reader; nil: it has none.
func (f *Flow) card() *contract.CardRow {
	if f.view == nil || len(f.view.Cards) == 0 {
		return nil
	}
	return f.view.Cards[0]
}

// cardChanged follows a card: one that is put in goes on, one that is pulled ends the visit it was put in for.
func (f *Flow) cardChanged(before *contract.CardRow) {
	now := f.card()
	v := &f.visit
	switch {
	case now == nil:
	case v.insertion != 0 && (now.Insertion != v.insertion || now.Stage == contract.CardStage_CARD_STAGE_NONE):
		f.end(v.outcome())
	case now.Stage == contract.CardStage_CARD_STAGE_READ && (before == nil || before.Insertion != now.Insertion || before.Stage != now.Stage):
		switch {
		case v.busy != "":
		case v.page == Card:
			f.withCard(now)
		case v.page == Code:
			v.insertion = now.Insertion
			f.checkIn("", now.Insertion)
		}
	}
}
