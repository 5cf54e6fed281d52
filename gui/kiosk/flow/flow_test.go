package flow_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/buurtloket/buurtloket/gui/kiosk/flow"
	"github.com/buurtloket/buurtloket/gui/kiosk/flow/flowtest"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// desk is a kiosk over a counter in memory, in the invented time of a synctest bubble.
type desk struct {
	t interface {
		Helper()
		Errorf(string, ...any)
		Fatalf(string, ...any)
	}
	*flow.Flow
	counter *flowtest.Counter
	said    []string
	volume  int // of what was said last
	stop    func()
	changes atomic.Int64 // of what is shown
}

func mustDesk(t *testing.T) *desk {
	d := open(t)
	t.Cleanup(d.stop)
	return d
}

func open(t interface {
	Helper()
	Errorf(string, ...any)
	Fatalf(string, ...any)
}) *desk {
	return openWith(t, flow.Config{})
}

// openWith opens a kiosk that is otherwise than usual.
func openWith(t interface {
	Helper()
	Errorf(string, ...any)
	Fatalf(string, ...any)
}, cfg flow.Config) *desk {
	time.Sleep(time.Until(flowtest.Morning)) // invented time: the bubble's
	d := &desk{t: t, counter: flowtest.New()}
	var mu sync.Mutex
	cfg.Counter, cfg.Location, cfg.Say = d.counter, time.UTC, func(_, words string, volume int) {
		mu.Lock()
		defer mu.Unlock()
		d.said = append(d.said, words)
		d.volume = volume
	}
	d.Flow = flow.New(cfg)
	d.OnChanged(func() { d.changes.Add(1) })
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { _ = d.Run(ctx) })
	d.stop = func() { cancel(); wg.Wait() }
	synctest.Wait()
	return d
}

// do performs acts, each when the one before is done.
func (d *desk) do(acts ...func()) *desk {
	for _, act := range acts {
		act()
		synctest.Wait()
	}
	return d
}

// pick chooses by the words on the button, turning pages until it is there.
func (d *desk) pick(words string) func() {
	return func() {
		d.t.Helper()
		for range 5 {
			s := d.Shown()
			for i, c := range s.Choices {
				if c.Words == words {
					d.Choose(d.Shown(), i)
					return
				}
			}
			if !s.More {
				break
			}
			d.Turn(1)
			synctest.Wait()
		}
		d.t.Fatalf("there is no %q on %+v", words, d.Shown())
	}
}

// write types.
func (d *desk) write(text string) func() {
	return func() {
		for _, r := range text {
			d.Type(r)
		}
	}
}

// on checks the page and that it says something.
func (d *desk) on(p flow.Page, says ...string) flow.Shown {
	d.t.Helper()
	s := d.Shown()
	all := fmt.Sprintf("%+v %+v %+v", s, s.Entry, s.Idle)
	if s.Page != p {
		d.t.Fatalf("on page %d, want %d: %s", s.Page, p, all)
	}
	for _, say := range says {
		if !strings.Contains(all, say) {
			d.t.Errorf("page %d does not say %q: %s", p, say, all)
		}
	}
	return s
}

func in(t *testing.T, f func(*desk)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { f(mustDesk(t)) })
}

func TestANumber(t *testing.T) {
	in(t, func(d *desk) {
		d.on(flow.Idle, "Welkom in bibliotheek De Poort", "{Name:Zelf doen When:09:00 tot 18:00 Open:true}", "Nu open tot 20:00")
		d.do(d.Touch)
		if s := d.on(flow.Welcome); len(s.Choices) != flow.MostChoices {
			t.Errorf("%d choices", len(s.Choices))
		}
		d.do(d.pick("Ik heb geen afspraak"))
		if s := d.on(flow.Product, "1 van 2"); !s.More || s.Less || len(s.Choices) != flow.MostChoices {
			t.Errorf("%+v", s)
		}
		d.do(d.pick("Attest woonst"), d.pick("2 personen"))
		d.on(flow.Ticket, "A001", "Er zijn 3 wachtenden voor u.", "U wacht 10 tot 25 minuten.", "Uw ticket komt uit de printer.")
		d.do(d.Home)
		d.on(flow.Idle)
		d.counter.Look(func(c *flowtest.Counter) {
			if u := c.Uses; len(u) != 1 || u[0].What != "ticket" || u[0].Outcome != "done" || u[0].Product != "product-7" {
				t.Errorf("counted %v", u)
			}
		})
	})
}

// TestATicketWithoutPaper: the number is valid all the same, and the screen says so.
func TestATicketWithoutPaper(t *testing.T) {
	in(t, func(d *desk) {
		d.counter.Set(func(c *flowtest.Counter, _ *contract.KioskView) { c.Jam = true })
		d.do(d.Touch, d.pick("Ik heb geen afspraak"), d.pick("Reispas aanvragen"), d.pick("1 persoon"))
		d.on(flow.Ticket, "A001", "De printer werkt niet. Onthoud dit nummer: het is geldig.")
	})
}

// TestTodaysRuleLetsNobodyIn: the reason, what to do instead, and the first places, of which one is taken (A001-16).
func TestTodaysRuleLetsNobodyIn_A001_16(t *testing.T) {
	in(t, func(d *desk) {
		d.counter.Set(func(c *flowtest.Counter, _ *contract.KioskView) { c.NoWalkIn = true })
		d.do(d.Touch, d.pick("Ik heb geen afspraak"), d.pick("Reispas aanvragen"), d.pick("1 persoon"))
		d.on(flow.Refused, "Zonder afspraak kan dit vandaag niet.", "Kom op maandag", "Kies een afspraak")
		d.do(func() { d.Choose(d.Shown(), 2) }, d.write("Amélie Öz"), d.Next, d.write("0471 23 45 67"), d.Next)
		d.on(flow.Check, "vrijdag 27 november om 11:00", "Stadsloket Harmonie", "Voor Amélie Öz", "0471 23 45 67", "Reispas aanvragen")
		d.do(d.Next)
		d.on(flow.Booked, flowtest.Known, "Uw afspraak is gemaakt")
		d.counter.Look(func(c *flowtest.Counter) {
			if b := c.Booked; len(b) != 1 || b[0].Person.Name != "Amélie Öz" || b[0].Person.Phone != "0471 23 45 67" || b[0].Product != "product-2" || b[0].Persons != 1 {
				t.Errorf("booked %v", b)
			}
		})
	})
}

func TestAnAppointmentIsMade(t *testing.T) {
	in(t, func(d *desk) {
		d.do(d.Touch, d.pick("Een afspraak maken"), d.pick("Identiteitskaart aanvragen"), d.pick("1 persoon"))
		d.on(flow.Places, "vandaag om 10:00", "1 van 2")
		d.do(func() { d.Choose(d.Shown(), 0) }, d.Next)
		if s := d.on(flow.Name); s.Can {
			t.Error("a name that is not there goes on")
		}
		d.do(d.write("B"), d.Next)
		d.on(flow.Name, "Tik uw naam in.")
		d.do(d.write("o Maes"), d.Next, d.write("bo@"), d.Next)
		d.on(flow.Reach, "Dit is geen telefoonnummer en geen e-mailadres.")
		d.do(d.write("maes.be"), d.Next, d.Next)
		d.on(flow.Booked)
		d.counter.Look(func(c *flowtest.Counter) {
			if c.Booked[0].Person.Mail != "bo@maes.be" || c.Booked[0].Person.Phone != "" {
				t.Errorf("booked %v", c.Booked)
			}
		})
	})
	in(t, func(d *desk) { // without a line, at a place of headquarters
		d.counter.Set(func(c *flowtest.Counter, _ *contract.KioskView) { c.Offline = true })
		d.do(d.Touch, d.pick("Een afspraak maken"), d.pick("Reispas ophalen"), d.pick("1 persoon"))
		d.on(flow.Places, "Moet nog bevestigd worden")
		d.do(func() { d.Choose(d.Shown(), 2) }, d.write("Bo"), d.Next, d.Next, d.Next)
		if s := d.on(flow.Booked, "Uw afspraak is aangevraagd"); s.Big != "" {
			t.Errorf("a code for what is not sure: %q", s.Big)
		}
	})
	in(t, func(d *desk) {
		d.counter.Set(func(c *flowtest.Counter, _ *contract.KioskView) { c.Full = true })
		d.do(d.Touch, d.pick("Een afspraak maken"), d.pick("Reispas ophalen"), d.pick("1 persoon"))
		d.on(flow.Places, "Er is geen plaats gevonden")
	})
}

func TestCheckIn(t *testing.T) {
	in(t, func(d *desk) {
		d.do(d.Touch, d.pick("Ik heb een afspraak"), d.write("k7m2"), d.Next)
		d.on(flow.Code, "De code heeft acht tekens.", "K7M2")
		d.do(d.write("-4pqy"), d.Next)
		if s := d.on(flow.Code, "Deze code is niet van vandaag of niet van hier."); s.Entry.Text != "" {
			t.Errorf("the wrong code stays: %q", s.Entry.Text)
		}
		d.do(d.write(flowtest.Known), d.Next)
		d.on(flow.Ticket, "A001")
	})
	in(t, func(d *desk) { // from a screen that nobody touched
		d.do(func() { d.counter.Read("booking", flowtest.Known) })
		d.on(flow.Ticket, "A001")
	})
	in(t, func(d *desk) {
		d.do(d.Touch, d.pick("Ik heb een afspraak"), d.counter.Insert)
		d.on(flow.Ticket, "A001")
		d.do(d.counter.Pull)
		d.on(flow.Idle)
	})
}

func TestACertificate(t *testing.T) {
	certificate := func(d *desk) {
		d.do(d.Touch, d.pick("Een attest of akte"), d.pick("Attest van hoofdverblijfplaats"))
	}
	in(t, func(d *desk) {
		certificate(d)
		d.on(flow.Card, "Steek uw identiteitskaart in de lezer")
		d.do(d.counter.Insert, d.write("99"))
		if s := d.on(flow.PIN); s.Entry.Text != "••" || strings.Contains(s.Speak, "99") {
			t.Errorf("the PIN is shown: %+v", s)
		}
		d.do(d.write("99"), d.Next)
		d.on(flow.PIN, "U hebt nog 2 pogingen.")
		d.do(d.write(flowtest.PIN), d.Next)
		d.on(flow.Paper, "Uw document komt uit de printer", "Neem uw kaart en uw papier mee.")
		d.do(d.counter.Pull)
		d.on(flow.Idle)
	})
	in(t, func(d *desk) { // without a line
		d.counter.Set(func(c *flowtest.Counter, _ *contract.KioskView) { c.Offline = true })
		certificate(d)
		d.do(d.counter.Insert, d.write(flowtest.PIN), d.Next)
		d.on(flow.Paper, "K7M2", "Er is nu geen verbinding.")
	})
	in(t, func(d *desk) { // pulled in the middle: an ordinary event
		certificate(d)
		d.do(d.counter.Insert, d.write("12"), d.counter.Pull)
		d.on(flow.Idle)
	})
	in(t, func(d *desk) {
		d.do(d.Touch, d.pick("Iets ophalen"), d.pick("Een attest, met een code"), d.write("k7m2"), d.Next)
		d.on(flow.Paper, "Uw document komt uit de printer")
	})
	in(t, func(d *desk) {
		d.do(d.Touch, d.pick("Iets ophalen"), d.pick("Een identiteitskaart, paspoort of rijbewijs"))
		if s := d.on(flow.Product); len(s.Choices) != 3 {
			t.Errorf("what can be collected: %+v", s.Choices)
		}
	})
}

// TestAPressThatComesTooLate: a finger on a button of a visit that just ended, by a card that was pulled, begins no other.
func TestAPressThatComesTooLate(t *testing.T) {
	in(t, func(d *desk) {
		d.do(d.Touch, d.pick("Een attest of akte"), d.pick("Attest van hoofdverblijfplaats"), d.counter.Insert, d.write(flowtest.PIN), d.Next)
		d.on(flow.Paper)
		d.do(d.counter.Pull)
		for _, late := range []func(){d.Next, d.Back, d.Home, d.Help, d.Languages, d.Settings, d.Read, d.Erase, d.write("1"), func() { d.Choose(d.Shown(), 0) },
			func() { d.Turn(1) }, func() { d.Stay(true) }} {
			d.do(late)
			d.on(flow.Idle)
		}
		d.do(d.Touch)
		d.on(flow.Welcome)
		d.counter.Set(func(c *flowtest.Counter, _ *contract.KioskView) {
			if len(c.Uses) != 1 {
				t.Errorf("%d visits were counted", len(c.Uses))
			}
		})
	})
}

// TestASecondTapIsMeantForThePageThatWasSeen: the page turns under the finger; the tile that stands there then was not chosen.
func TestASecondTapIsMeantForThePageThatWasSeen(t *testing.T) {
	in(t, func(d *desk) {
		d.do(d.Touch)
		seen := d.Shown()
		d.do(d.pick("Een afspraak maken"), func() { d.Choose(seen, 1) })
		d.on(flow.Product)
		first := d.Shown()
		d.do(func() { d.Turn(1) }, func() { d.Choose(first, 0) })
		if s := d.on(flow.Product); s.Pages == first.Pages {
			t.Fatalf("there is one page of products: %q", s.Pages)
		}
	})
}

func TestWhereDoIGo_A002_64(t *testing.T) {
	in(t, func(d *desk) {
		d.do(d.Touch, d.pick("Waar moet ik zijn?"), d.pick("Parkeerkaart bewoner"))
		d.on(flow.Where, "Buurtloket Berchem", "Op afspraak: vandaag om 10:00", "Opent vrijdag 27 november om 09:00")
	})
}

// TestWhatCannotBeDoneIsSaid: a choice that the daemon has something against says why, and does nothing.
func TestWhatCannotBeDoneIsSaid(t *testing.T) {
	in(t, func(d *desk) {
		d.counter.Set(func(_ *flowtest.Counter, v *contract.KioskView) {
			v.Abilities = []*contract.KioskAbility{{Code: "certificate", Say: "De printer werkt niet."}, {Code: "ticket", Ok: true}}
		})
		d.do(d.Touch)
		s := d.on(flow.Welcome, "De printer werkt niet.")
		if !s.Choices[3].Off || s.Choices[1].Off {
			t.Errorf("%+v", s.Choices)
		}
		d.do(func() { d.Choose(d.Shown(), 3) })
		d.on(flow.Welcome)
	})
}

func TestHelpAndTrouble(t *testing.T) {
	in(t, func(d *desk) {
		d.do(d.Touch, d.Help)
		d.on(flow.HelpComing, "Blijf hier staan.")
		d.counter.Look(func(c *flowtest.Counter) {
			if c.Helped != 1 {
				t.Errorf("called %d times", c.Helped)
			}
		})
		d.do(d.Home, func() { d.counter.Set(func(_ *flowtest.Counter, v *contract.KioskView) { v.Help = true }) }, d.Touch)
		if s := d.on(flow.Welcome); s.Help != "" {
			t.Errorf("somebody who is coming is called again: %q", s.Help)
		}
	})
	in(t, func(d *desk) {
		d.counter.Set(func(c *flowtest.Counter, _ *contract.KioskView) { c.Broken = true })
		d.do(d.Touch, d.pick("Ik heb geen afspraak"))
		d.on(flow.Failed, "Dat lukt nu niet")
	})
	in(t, func(d *desk) {
		d.do(d.Touch, d.counter.Go)
		d.on(flow.Failed, "Dit toestel werkt even niet")
		time.Sleep(time.Second) // invented time: the bubble's
		synctest.Wait()
		d.on(flow.Welcome)
	})
}

// TestMoreTime: asked after a minute, gone twenty seconds later, and nothing of the person is left.
func TestMoreTime(t *testing.T) {
	later := func(d *desk, s time.Duration) {
		time.Sleep(s) // invented time: the bubble's
		synctest.Wait()
	}
	in(t, func(d *desk) {
		d.do(d.Touch, d.pick("Een afspraak maken"), d.pick("Reispas ophalen"), d.pick("1 persoon"), func() { d.Choose(d.Shown(), 0) }, d.write("Bo Maes"))
		later(d, flow.Patience-time.Second)
		if s := d.on(flow.Name); s.Still != nil {
			t.Error("asked too early")
		}
		later(d, 2*time.Second)
		if s := d.on(flow.Name, "Bo Maes"); s.Still == nil || s.Still.Seconds != 19 || s.Speak != "Hebt u meer tijd nodig." {
			t.Errorf("%+v", s)
		}
		d.do(func() { d.Stay(true) })
		if s := d.on(flow.Name, "Bo Maes"); s.Still != nil {
			t.Error("asked on")
		}
		later(d, flow.Patience+flow.Warning+time.Second)
		s := d.on(flow.Idle)
		if strings.Contains(fmt.Sprintf("%+v", s), "Maes") {
			t.Errorf("something of the person is left: %+v", s)
		}
		d.counter.Look(func(c *flowtest.Counter) {
			if len(c.Uses) != 1 || c.Uses[0].Outcome != "left" || c.Uses[0].What != "book" {
				t.Errorf("counted %v", c.Uses)
			}
		})
	})
	in(t, func(d *desk) {
		d.do(d.Touch)
		later(d, flow.Patience+time.Second)
		d.do(func() { d.Stay(false) })
		d.on(flow.Idle)
	})
}

// TestTheNextPersonFindsNothing: not the language, not the looks, not the answers.
func TestTheNextPersonFindsNothing(t *testing.T) {
	in(t, func(d *desk) {
		d.do(d.Touch, d.Languages, d.pick("English"))
		if s := d.on(flow.Welcome, "What would you like to do?"); s.Marked != "Vertaling · Translation" {
			t.Errorf("%+v", s)
		}
		d.do(d.Settings, d.pick("Larger letters"), d.pick("More contrast"), d.pick("Everything lower"), d.pick("Read everything aloud"), d.Back)
		s := d.on(flow.Welcome)
		if s.Looks != (flow.Looks{Large: true, Contrast: true, Low: true, Spoken: true}) {
			t.Errorf("%+v", s.Looks)
		}
		before := len(d.said)
		d.do(d.pick("I have an appointment"))
		if len(d.said) != before+1 || !strings.HasPrefix(d.said[before], "What is your code.") {
			t.Errorf("read aloud %q", d.said)
		}
		d.do(d.Settings, d.pick("Read louder"), d.Back, d.Read)
		if d.volume != flow.Loud {
			t.Errorf("read at %d %%", d.volume)
		}
		d.do(d.Home)
		if last := d.said[len(d.said)-1]; last != "" || d.volume != flow.Usual {
			t.Errorf("the next person hears %q at %d %%", last, d.volume)
		}
		d.do(d.Touch)
		if s := d.on(flow.Welcome, "Wat wilt u doen?"); s.Looks != (flow.Looks{}) || s.Marked != "" {
			t.Errorf("%+v", s)
		}
	})
}

// TestADoubleTapIsOneWish: what is pressed again while it is under way, or again after it failed to answer, is the same.
func TestADoubleTapIsOneWish(t *testing.T) {
	in(t, func(d *desk) {
		d.do(d.Touch, d.pick("Ik heb geen afspraak"), d.pick("Reispas aanvragen"), func() { d.Choose(d.Shown(), 0); d.Choose(d.Shown(), 0); d.Choose(d.Shown(), 0) })
		d.counter.Look(func(c *flowtest.Counter) {
			if c.Tickets != 1 {
				t.Errorf("%d tickets", c.Tickets)
			}
		})
	})
}
