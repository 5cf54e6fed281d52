package inbox

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/gui/planner/errand"
	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// Headquarters is what the page asks of headquarters. Each call ends within its ctx; a refusal is a fault with words for the planner.
type Headquarters interface {
	List(context.Context, *contract.InboxRequest) (*contract.InboxResponse, error)
	Places(context.Context, *contract.InboxPlacesRequest) (*contract.InboxPlacesResponse, error)
	Decide(context.Context, *contract.InboxDecideRequest) (*contract.InboxDecideResponse, error)
}

// Act is what a person does about a dispute; empty: nothing, and no sheet is open.
type Act string

// The acts, as headquarters calls them.
const (
	NoAct   Act = ""
	Contact Act = "contact"
	Rebook  Act = "rebook"
	Accept  Act = "accept"
	Settle  Act = "settle"
)

// Inbox is the page. Make it with New, give it life with Run.
type Inbox struct {
	*errand.Runner
	cfg errand.Config
	hq  Headquarters

	// What follows is guarded by the runner.
	list   *contract.InboxResponse
	read   time.Time // when it came
	lost   string    // why headquarters says nothing; empty: it does
	at     uint64    // the item that the planner stands on
	act    Act       // what the sheet is about
	seen   uint32    // steps that the planner saw when the sheet was opened
	why    string
	which  int // of the appointments that can be moved
	places []*contract.InboxPlace
	place  int
	notice week.Notice
	shown  Shown
}

// New makes a page that has heard nothing yet.
func New(hq Headquarters, cfg errand.Config) *Inbox {
	x := &Inbox{cfg: cfg.Filled(), hq: hq}
	x.Runner = errand.New(func() { x.shown = x.build() })
	x.shown = x.build()
	return x
}

// Shown is what is shown now.
func (x *Inbox) Shown() (s Shown) {
	x.Look(func() { s = x.shown })
	return s
}

// Run gives the page life until ctx ends.
func (x *Inbox) Run(ctx context.Context) { x.Runner.Run(ctx, x.cfg.Pause, errand.Every, x.Refresh) }

// Refresh asks headquarters again.
func (x *Inbox) Refresh() { x.Change(x.ask) }

// ask reads the list. It wants the lock held.
func (x *Inbox) ask() {
	var got *contract.InboxResponse
	x.Do(errand.Job{
		Run: func(ctx context.Context) (err error) {
			got, err = x.hq.List(ctx, &contract.InboxRequest{})
			return err
		},
		Then: func() {
			x.list, x.read, x.lost = got, x.cfg.Now(), ""
			if x.item() == nil {
				x.act = NoAct // somebody else settled it
				if x.at = 0; len(got.Items) > 0 {
					x.at = got.Items[0].Number
				}
			}
		},
		Failed: x.unheard,
	})
}

// unheard is that headquarters does not answer.
func (x *Inbox) unheard(err error) { x.lost = fault.Sentence(err) }

// item is the one that the planner stands on; nil: there is none.
func (x *Inbox) item() *contract.InboxItem {
	i := slices.IndexFunc(x.list.GetItems(), func(i *contract.InboxItem) bool { return i.Number == x.at })
	if i < 0 {
		return nil
	}
	return x.list.Items[i]
}

// movable are the appointments of an item that headquarters can give another place.
func movable(i *contract.InboxItem) (out []*contract.InboxSide) {
	for _, s := range i.GetSides() {
		if s.Movable {
			out = append(out, s)
		}
	}
	return out
}

// Choose stands on an item, by its number as Row.ID writes it.
func (x *Inbox) Choose(id string) {
	n, err := strconv.ParseUint(id, 10, 64)
	if err == nil {
		x.Change(func() { x.at, x.notice = n, week.Notice{} })
	}
}

// Open opens the sheet of an act, when it can be done.
func (x *Inbox) Open(a Act) {
	x.Change(func() {
		if !x.shown.Can.of(a) {
			return
		}
		x.act, x.seen, x.why, x.which, x.place, x.places, x.notice = a, uint32(len(x.item().Steps)), "", 0, 0, nil, week.Notice{}
		if a == Rebook {
			x.look()
		}
	})
}

// Which chooses the appointment that is moved.
func (x *Inbox) Which(n int) {
	x.Change(func() {
		if x.act == Rebook && n != x.which && n < len(movable(x.item())) && !x.Busy() {
			x.which, x.place, x.places = n, 0, nil
			x.look()
		}
	})
}

// look asks for the places that the appointment can have. It wants the lock held.
func (x *Inbox) look() {
	item, all := x.item(), movable(x.item())
	if x.which >= len(all) {
		return
	}
	id := all[x.which].Appointment.Id
	var got *contract.InboxPlacesResponse
	x.Do(errand.Job{
		Run: func(ctx context.Context) (err error) {
			got, err = x.hq.Places(ctx, &contract.InboxPlacesRequest{Number: item.Number, Appointment: id})
			return err
		},
		Then: func() {
			if now := movable(x.item()); x.which < len(now) && bytes.Equal(now[x.which].Appointment.Id, id) {
				x.places = got.Places
			}
		},
		Failed: x.refused,
	})
}

// Place chooses a place to move to, by its position.
func (x *Inbox) Place(n int) {
	x.Change(func() {
		if n >= 0 && n < len(x.places) {
			x.place = n
		}
	})
}

// Why is the reason, as it is typed.
func (x *Inbox) Why(words string) { x.Change(func() { x.why = words }) }

// Dismiss closes the sheet, or else takes away what was said.
func (x *Inbox) Dismiss() {
	x.Change(func() { x.act, x.notice = NoAct, week.Notice{} })
}

// Confirm has headquarters do what the sheet says.
func (x *Inbox) Confirm() {
	x.Change(func() {
		switch {
		case !x.shown.Can.Confirm:
			return
		case strings.TrimSpace(x.why) == "":
			x.notice = week.Notice{Say: x.cfg.Words.Dispute.WhyMissing, Tone: week.Warn}
			return
		}
		act := make([]byte, 16) // asked again at another node, it is the same
		if _, err := io.ReadFull(x.cfg.Random, act); err != nil {
			x.refused(fault.New("inbox.Confirm", fault.Internal).Because(err))
			return
		}
		q := &contract.InboxDecideRequest{Act: act, Number: x.at, Seen: x.seen, By: x.cfg.By, Why: strings.TrimSpace(x.why), Action: string(x.act)}
		if x.act == Rebook {
			q.Appointment, q.To = movable(x.item())[x.which].Appointment.Id, x.places[x.place].Place
		}
		x.decide(q)
	})
}

// decide asks headquarters. It wants the lock held.
func (x *Inbox) decide(q *contract.InboxDecideRequest) {
	x.Do(errand.Job{
		Run: func(ctx context.Context) error {
			_, err := x.hq.Decide(ctx, q)
			return err
		},
		Then: func() {
			say := x.cfg.Words.Dispute.Done
			if q.Action == string(Contact) {
				say = x.cfg.Words.Dispute.DoneContact
			}
			x.act, x.notice = NoAct, week.Notice{Say: say, Tone: week.Good}
			x.ask()
		},
		Failed: func(err error) {
			x.refused(err)
			if fault.Is(err, fault.Conflict) { // what was decided on is not what is: the sheet closes, and the list comes anew
				x.act = NoAct
				x.ask()
			}
		},
	})
}

// refused says what headquarters refused.
func (x *Inbox) refused(err error) { x.notice = week.Notice{Say: fault.Sentence(err), Tone: week.Bad} }
