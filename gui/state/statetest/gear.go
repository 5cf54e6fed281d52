package statetest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// gear is what is plugged in at a fake counter: every order of a door, and every paper of the day.
type gear struct {
	orders  []Order
	papers  []state.Print
	settled string // reason of the last alarm that was settled
}

// Order is an order of a door as it was given.
type Order struct {
	state.DoorWish
	With  office.ClerkID
	ByPIN bool // and not by the word of Vouch
}

// Equipped plugs in one of each device, a vault whose compartments 3, 12 and 14 have doors, and a voice.
func Equipped(s *state.Snapshot) {
	at := Morning.Add(-2 * time.Hour)
	say := func(kind, id, name string) state.Device {
		return state.Device{Kind: kind, ID: id, Name: name, State: "ready", Say: name + ": klaar.", Usable: true, Since: at}
	}
	s.Devices = []state.Device{say("vault", "kluis", "Kluis"), say("camera", "fotohokje", "Camera"), say("printer", "printer", "Documentprinter"),
		say("receipt", "kiosk", "Ticketprinter"), say("eid", "balie", "Kaartlezer"), say("scanner", "scanner", "Scanner")}
	s.Doors = []state.Door{{Number: 1, Compartment: "3", State: state.DoorShut}, {Number: 2, Compartment: "12", State: state.DoorShut},
		{Number: 3, Compartment: "14", State: state.DoorShut}}
	s.Sound = state.Sound{Present: true, Volume: 60, Usual: 60}
}

// PaperOut empties the ticket printer's roll at a moment.
func PaperOut(at time.Time) func(*state.Snapshot) {
	return Ill("receipt", "stopped", "Ticketprinter: papier op.", "Leg een nieuwe rol in. Tickets tonen hun nummer op het scherm.", at)
}

// Ill makes the device of a kind otherwise than well.
func Ill(kind, how, say, next string, at time.Time) func(*state.Snapshot) {
	return func(s *state.Snapshot) {
		s.Devices = slices.Clone(s.Devices)
		for i := range s.Devices {
			if d := &s.Devices[i]; d.Kind == kind {
				d.State, d.Say, d.Next, d.Since, d.Usable = how, say, next, at, how == "attention" || how == "busy" || how == "ready"
			}
		}
	}
}

// Forced is a door that opened without anybody asking.
func Forced(at time.Time) func(*state.Snapshot) {
	return func(s *state.Snapshot) {
		s.DoorAlarms = []state.DoorAlarm{{Door: 3, Compartment: "14", Kind: "forced", Say: "Vak 14, deur 3: De deur ging open zonder dat iemand het vroeg.",
			Next: "Kijk wie daar is, sluit de deur en tel het vak. Sluit het alarm af met wat je vond.", At: at}}
		s.Alarm = s.DoorAlarms[0].Say + " " + s.DoorAlarms[0].Next
		s.Doors = slices.Clone(s.Doors)
		s.Doors[2].State = state.DoorOpen
	}
}

// MoveDoor makes a door stand otherwise, as a hand does.
func (f *Counter) MoveDoor(compartment string, to state.DoorState) {
	f.Change(func(s *state.Snapshot) { moveDoor(s, compartment, to) })
}

func moveDoor(s *state.Snapshot, compartment string, to state.DoorState) {
	s.Doors = slices.Clone(s.Doors)
	for i := range s.Doors {
		if s.Doors[i].Compartment == compartment {
			s.Doors[i].State = to
		}
	}
}

// Orders are all orders of doors, in order.
func (f *Counter) Orders() []Order {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.gear.orders)
}

// Settled is what the last alarm was said to be.
func (f *Counter) Settled() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.gear.settled
}

// Word is what Vouch gives in the place of a PIN.
const Word = "zo waar"

// Vouch turns a right PIN into a word for two minutes.
func (f *Counter) Vouch(ctx context.Context, with state.Second, _ state.Purpose) (state.Second, time.Duration, error) {
	_, err := f.act(ctx, "Vouch", func(*state.Snapshot) error { return f.attested(with, true) })
	return state.Second{ID: with.ID, Word: Word}, 2 * time.Minute, err
}

// OpenDoor orders a door; who asks moves it with MoveDoor.
func (f *Counter) OpenDoor(ctx context.Context, w state.DoorWish, with state.Second) (state.Receipt, error) {
	return f.act(ctx, "OpenDoor", func(s *state.Snapshot) error {
		if err := f.attested(with, w.Purpose == state.ForLoad || w.Purpose == state.ForRemove); err != nil {
			return err
		}
		if w.Purpose == state.ForCollect || w.Purpose == state.ForRemove {
			i := slices.IndexFunc(f.items, func(i state.Item) bool { return i.Number == w.Document })
			if i < 0 || f.items[i].Place == "" {
				return fault.New("statetest.OpenDoor", fault.NotHeld).Tell(string(w.Document)+" ligt niet in de kluis.", "Kijk in het register waar het is.")
			}
			w.Compartment = f.items[i].Place
		}
		if w.Purpose == state.ForLoad && !f.holds(w.Document) {
			return fault.New("statetest.OpenDoor", fault.NotHeld).Tell(string(w.Document)+" is niet in jouw handen.", "Wie het heeft, bergt het op.")
		}
		if !slices.ContainsFunc(s.Doors, func(d state.Door) bool { return d.Compartment == w.Compartment }) {
			return fault.New("statetest.OpenDoor", fault.NotFound).Tell("Dit vak heeft geen deur die het loket kan openen.", "Open het met de sleutel.")
		}
		f.gear.orders = append(f.gear.orders, Order{w, with.ID, with.PIN != ""})
		return nil
	})
}

// holds reports whether a document is in the clerk's hands, or was just collected. It wants the lock held.
func (f *Counter) holds(n office.DocumentNumber) bool {
	if i := slices.IndexFunc(f.items, func(i state.Item) bool { return i.Number == n }); i >= 0 && f.items[i].Place == "" {
		return true
	}
	last := len(f.gear.orders) - 1
	return last >= 0 && f.gear.orders[last].Purpose == state.ForCollect && f.gear.orders[last].Document == n
}

// SettleAlarm takes an alarm away.
func (f *Counter) SettleAlarm(ctx context.Context, door int, kind, reason string) (state.Receipt, error) {
	return f.act(ctx, "SettleAlarm", func(s *state.Snapshot) error {
		s.DoorAlarms = slices.DeleteFunc(slices.Clone(s.DoorAlarms), func(a state.DoorAlarm) bool { return a.Door == door && a.Kind == kind })
		if f.gear.settled = reason; len(s.DoorAlarms) == 0 {
			s.Alarm = ""
		}
		return nil
	})
}

// Doors counts what lies behind each door. One with an alarm has a finding.
func (f *Counter) Doors(context.Context) ([]state.Door, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls["Doors"]++
	out := slices.Clone(f.snap.Doors)
	for i := range out {
		for _, item := range f.items {
			if item.Place == out[i].Compartment {
				out[i].Documents++
			}
		}
		for _, a := range f.snap.DoorAlarms {
			if a.Door == out[i].Number {
				_, say, _ := strings.Cut(a.Say, ": ")
				out[i].Findings = append(slices.Clone(out[i].Findings), say, "Tel dit vak: sinds 26/11 om 10:08 kon iemand erbij zonder dat het register het weet.")
			}
		}
	}
	return out, f.fail["Doors"]
}

// Print queues a paper, unless there is one of it.
func (f *Counter) Print(ctx context.Context, of state.Subject) (state.Receipt, state.Print, error) {
	var out state.Print
	r, err := f.act(ctx, "Print", func(s *state.Snapshot) error {
		for _, p := range slices.Backward(f.gear.papers) {
			if p.Of == of {
				out = p
			}
		}
		if out.ID == [16]byte{} {
			out = f.queue(s, of, false)
		}
		return nil
	})
	return r, out, err
}

// Reprint queues a duplicate.
func (f *Counter) Reprint(ctx context.Context, of state.Subject) (state.Receipt, state.Print, error) {
	var out state.Print
	r, err := f.act(ctx, "Reprint", func(s *state.Snapshot) error {
		for _, p := range f.gear.papers {
			if p.Of == of && p.Stage < state.Printed {
				return fault.New("statetest.Reprint", fault.Conflict).Tell("Dit volgnummer is nog onderweg naar de printer.", "Wacht tot het uit de printer komt.")
			}
		}
		out = f.queue(s, of, true)
		return nil
	})
	return r, out, err
}

// queue wants the lock held. The latest paper comes first.
func (f *Counter) queue(s *state.Snapshot, of state.Subject, duplicate bool) state.Print {
	p := state.Print{ID: [16]byte{0: 9, 15: byte(len(f.gear.papers) + 1)}, Of: of, Device: "kiosk", Say: "Het volgnummer wacht op de printer.", Duplicate: duplicate,
		Queued: f.now(), Clerk: "an", Desk: desk}
	for _, q := range s.Queue {
		if q.Visit == of.ID {
			p.Ticket = q.Ticket
		}
	}
	f.gear.papers = append([]state.Print{p}, f.gear.papers...)
	s.Prints = append([]state.Print{p}, s.Prints...)
	return p
}

// EndPrints ends every paper under way, and tells of those that are not on paper.
func (f *Counter) EndPrints(how state.PrintStage, say, next string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	papers := slices.Clone(f.gear.papers)
	f.alter(func(s *state.Snapshot) {
		s.Prints = nil
		for i := range papers {
			if papers[i].Stage < state.Printed {
				papers[i].Stage, papers[i].Say, papers[i].Next = how, say, next
			}
			if papers[i].Stage != state.Printed {
				s.Prints = append(s.Prints, papers[i])
			}
		}
	})
	f.gear.papers = papers
}

// Printed fills the day with papers: one on paper, one that failed, and one of which nobody knows.
func (f *Counter) Printed() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.alter(func(s *state.Snapshot) {
		for i, how := range []state.PrintStage{state.Printed, state.PrintUnknown, state.PrintFailed} {
			p := f.queue(s, state.Subject{Kind: state.TicketPaper, ID: s.Queue[i].Visit}, i == 1)
			said := [...][2]string{{"Het volgnummer is afgedrukt.", ""},
				{"Het is niet zeker of het duplicaat van het volgnummer afgedrukt is: de printer antwoordt niet.", fmt.Sprintf("Volgnummer %s blijft geldig: zeg het aan de bezoeker. Kijk bij de printer. Ligt er niets, of niet alles, druk dan een duplicaat af.", p.Ticket)},
				{"Het volgnummer is niet afgedrukt: het papier is op.", fmt.Sprintf("Volgnummer %s blijft geldig: zeg het aan de bezoeker. Druk een duplicaat af als het nog nodig is.", p.Ticket)}}[i]
			f.gear.papers[0].Stage, f.gear.papers[0].Say, f.gear.papers[0].Next = how, said[0], said[1]
			f.gear.papers[0].Queued = f.now().Add(time.Duration(i-9) * time.Minute)
		}
		day := f.queue(s, state.Subject{Kind: state.DayPaper, Day: s.Today - 1}, false)
		f.gear.papers[0].Stage, f.gear.papers[0].Say, f.gear.papers[0].Device = state.Printed, "Het dagblad is afgedrukt.", "printer"
		f.gear.papers[0].Queued, day.Stage = f.now().Add(-2*time.Hour), state.Printed
		f.gear.papers = append(f.gear.papers[1:], f.gear.papers[0])
		s.Prints = slices.Clone(f.gear.papers[:2])
	})
}

// Prints lists the papers.
func (f *Counter) Prints(context.Context) ([]state.Print, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls["Prints"]++
	return slices.Clone(f.gear.papers), f.fail["Prints"]
}

// SetVolume sets the volume until two hours from now.
func (f *Counter) SetVolume(ctx context.Context, percent int) (state.Receipt, error) {
	return f.act(ctx, "SetVolume", func(s *state.Snapshot) error {
		s.Sound.Volume, s.Sound.Resets = percent, f.now().Add(2*time.Hour)
		if percent == s.Sound.Usual {
			s.Sound.Resets = time.Time{}
		}
		return nil
	})
}
