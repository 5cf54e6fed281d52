package state_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/state/statetest"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// equipped is inBubble with everything plugged in.
func equipped(t *testing.T, story func(t *testing.T, c *state.Clerk, counter *statetest.Counter)) {
	t.Helper()
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		counter.Change(statetest.Equipped)
		synctest.Wait()
		story(t, c, counter)
	})
}

// foot is the bottom row without the vault and headquarters' data, which begin and end it.
func foot(c *state.Clerk) []state.Mark {
	synctest.Wait()
	all := c.Shown().Foot
	return all[1 : len(all)-1]
}

// Without devices nothing is said; when all is well three words are; what is not well says what that means and since when.
func TestTheDevicesInTheBottomRow(t *testing.T) {
	at := statetest.Morning.Add(-8 * time.Minute)
	for _, row := range []struct {
		name  string
		alter []func(*state.Snapshot)
		want  []state.Mark
	}{
		{"none", []func(*state.Snapshot){func(s *state.Snapshot) { s.Devices, s.Doors, s.Sound = nil, nil, state.Sound{} }}, nil},
		{"well", nil, []state.Mark{{Shape: state.Full, Words: "Toestellen in orde", Tone: state.Good}}},
		{"a demonstration's", []func(*state.Snapshot){func(s *state.Snapshot) { s.Devices[2].Emulated = true }},
			[]state.Mark{{Shape: state.Full, Words: "Toestellen in orde (proef)", Tone: state.Good}}},
		{"not asked yet", []func(*state.Snapshot){statetest.Ill("camera", "unknown", "Camera: heeft nog niet geantwoord.", "Wacht even.", at)},
			[]state.Mark{{Shape: state.Full, Words: "Toestellen in orde", Tone: state.Good}}},
		{"one", []func(*state.Snapshot){statetest.PaperOut(at)},
			[]state.Mark{{Shape: state.Empty, Words: "Ticketprinter: papier op — nummers alleen op het scherm, sinds 10:04", Tone: state.Bad}}},
		{"since yesterday", []func(*state.Snapshot){statetest.PaperOut(at.Add(-24 * time.Hour))},
			[]state.Mark{{Shape: state.Empty, Words: "Ticketprinter: papier op — nummers alleen op het scherm, sinds wo 25 nov 10:04", Tone: state.Bad}}},
		{"it works on", []func(*state.Snapshot){statetest.Ill("receipt", "attention", "Ticketprinter: de rol is bijna op.", "Leg een nieuwe rol klaar.", at)},
			[]state.Mark{{Shape: state.Half, Words: "Ticketprinter: de rol is bijna op", Tone: state.Warn}}},
		{"many, the gravest first", []func(*state.Snapshot){
			statetest.Ill("eid", "absent", "Kaartlezer: niet gevonden.", "", at), statetest.Ill("printer", "attention", "Documentprinter: de inkt is bijna op.", "", at),
			statetest.Ill("scanner", "absent", "Scanner: niet gevonden.", "", at), statetest.Ill("vault", "absent", "Kluis: er komt geen antwoord.", "", at)},
			[]state.Mark{{Shape: state.Empty, Words: "Kluis: er komt geen antwoord", Tone: state.Bad}, {Shape: state.Half, Words: "Documentprinter: de inkt is bijna op", Tone: state.Warn},
				{Shape: state.Half, Words: "nog 2 toestellen", Tone: state.Warn}}},
		{"a door that stands open", []func(*state.Snapshot){func(s *state.Snapshot) { s.Doors[1].State = state.DoorOpen }},
			[]state.Mark{{Shape: state.Half, Words: "Vak 12 open", Tone: state.Warn}}},
		{"an alarm", []func(*state.Snapshot){statetest.Forced(at)},
			[]state.Mark{{Shape: state.Empty, Words: "Alarm vak 14, deur 3 — Ctrl+E", Tone: state.Bad}}},
	} {
		equipped(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
			for _, alter := range row.alter {
				counter.Change(alter)
			}
			if got := foot(c); !slices.Equal(got, row.want) {
				t.Errorf("%s: %+v", row.name, got)
			}
		})
	}
}

// The sheet opens where somebody must look, has only the pages that this counter has, and tells of a device what is the
// matter, what to do and since when.
func TestTheDevicesSheet(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		if press(c, state.DevicesAct, state.PrintsAct); c.Shown().Sheet != state.NoSheet {
			t.Fatal("a counter without devices opens their sheet")
		}
		counter.Change(func(s *state.Snapshot) { s.Sound = state.Sound{Present: true, Volume: 50, Usual: 50} })
		synctest.Wait()
		press(c, state.DevicesAct)
		if d := c.Shown().Devices; len(d.Pages) != 1 || d.Volume == "" || !strings.HasPrefix(d.Empty, "Aan dit loket zijn geen toestellen") {
			t.Errorf("with a voice alone: %+v", d)
		}
	})
	equipped(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		counter.Change(statetest.PaperOut(statetest.Morning.Add(-8 * time.Minute)))
		counter.Change(func(s *state.Snapshot) { s.Devices[3].Emulated = true })
		synctest.Wait()
		press(c, state.DevicesAct)
		c.ChooseGear("receipt kiosk")
		d := c.Shown().Devices
		if len(d.Rows) != 6 || d.Rows[3].Detail != "kiosk (proef)" || d.Rows[3].State != "staat stil" || d.Rows[3].Tone != state.Bad || d.Rows[3].Shape != state.Empty {
			t.Errorf("%+v", d.Rows)
		}
		if d.Title != "Ticketprinter · kiosk" || d.Say.Say != "Ticketprinter: papier op." || !strings.HasPrefix(d.Say.Next, "Leg een nieuwe rol in.") || d.Since != "Sinds 10:04." {
			t.Errorf("%+v", d)
		}
		c.ChooseGear("eid balie")
		if d := c.Shown().Devices; d.Say.Tone != state.Good || d.Say.Next != "Er is niets te doen." {
			t.Errorf("%+v", d.Say)
		}
		for _, want := range []state.DevicesPage{state.DoorsList, state.PrintsList, state.DevicesList} {
			if press(c, state.DevicesAct); c.Shown().Devices.Of != want {
				t.Errorf("page %d, not %d", c.Shown().Devices.Of, want)
			}
		}
		if press(c, state.PrintsAct); c.Shown().Devices.Of != state.PrintsList {
			t.Error("Ctrl+B does not turn to the papers")
		}
		press(c, state.Call, state.Search) // other work is not begun under it
		if c.Shown().Sheet != state.DevicesSheet {
			t.Error("another act reached through the sheet")
		}
		c.Dismiss()
		counter.Change(statetest.Forced(statetest.Morning))
		synctest.Wait()
		if press(c, state.DevicesAct); c.Shown().Devices.Of != state.DoorsList {
			t.Error("with an alarm the doors do not open")
		}
	})
}

// Louder and softer go by tens within what there is, say when that resets, and wait for who is signed in.
func TestTheVolume(t *testing.T) {
	equipped(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.DevicesAct)
		if d := c.Shown().Devices; d.Volume != "Oproepen klinken op 60 %" || d.VolumeHint != "Dat is de gewone sterkte." || !d.Louder || !d.Softer {
			t.Fatalf("%+v", d)
		}
		c.Louder(1)
		if got := said(c); got != "Oproepen klinken nu op 70 %." || c.Shown().Devices.VolumeHint != "Om 12:12 gaat het vanzelf terug naar 60 %." {
			t.Errorf("%q, %q", got, c.Shown().Devices.VolumeHint)
		}
		for range 4 {
			c.Louder(1)
			synctest.Wait()
		}
		if got := said(c); got != "Luider kan niet." || counter.Calls("SetVolume") != 4 || c.Shown().Devices.Louder {
			t.Errorf("%q after %d calls", got, counter.Calls("SetVolume"))
		}
		c.Louder(-20)
		if got := said(c); got != "Oproepen klinken nu niet: alleen het scherm roept." || c.Shown().Devices.Softer {
			t.Errorf("%q", got)
		}
		counter.Change(func(s *state.Snapshot) { s.Signed = nil })
		synctest.Wait()
		c.Louder(1)
		if synctest.Wait(); counter.Calls("SetVolume") != 5 {
			t.Error("nobody made it louder")
		}
	})
}

// An alarm is red on the resting screen with the way to it; it is settled with what it was, and not without.
func TestAnAlarmOfADoor(t *testing.T) {
	equipped(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		counter.Change(statetest.Forced(statetest.Morning.Add(-4 * time.Minute)))
		synctest.Wait()
		if n := c.Shown().Notice; n.Tone != state.Bad || !strings.HasPrefix(n.Say, "Vak 14, deur 3: ") || !strings.HasSuffix(n.Next, "Naar het alarm: Ctrl+E.") {
			t.Fatalf("%+v", n)
		}
		press(c, state.DevicesAct)
		d := c.Shown().Devices
		if len(d.Rows) != 4 || d.Rows[0].State != "alarm" || d.Rows[0].Detail != "10:08 · open zonder vraag" || d.Ask != "Wat was het?" || d.Verb != "Sluit het alarm af" {
			t.Fatalf("%+v", d)
		}
		if r := d.Rows[3]; r.State != "open" || r.Tone != state.Bad || r.Detail != "deur 3 · 1 document · kijk na" {
			t.Errorf("%+v", r)
		}
		c.PressGear()
		if got := said(c); got != "Schrijf eerst wat er gebeurd is." || counter.Calls("SettleAlarm") != 0 {
			t.Errorf("%q", got)
		}
		c.SetDoorWords("  de technieker  ")
		c.PressGear()
		if got := said(c); got != "Het alarm van vak 14 is afgesloten." || counter.Settled() != "de technieker" {
			t.Errorf("%q, settled with %q", got, counter.Settled())
		}
		if d := c.Shown().Devices; len(d.Rows) != 3 || d.Chosen != "14" || d.Title != "Vak 14 · 1 document" || d.Words != "" {
			t.Errorf("%+v", d)
		}
		counter.Change(statetest.Forced(statetest.Morning))
		counter.Change(func(s *state.Snapshot) { s.Alarm = "De personeelslijst is te oud." }) // which the counter says first
		c.Dismiss()                                                                           // the sheet
		c.Dismiss()                                                                           // and what was done
		if synctest.Wait(); c.Shown().Notice.Say != "De personeelslijst is te oud." {
			t.Errorf("another alarm is said as %+v", c.Shown().Notice)
		}
	})
}

// The page follows the doors while it is open: what the register says of them is asked again when one moves.
func TestThePageOfTheDoorsFollowsThem(t *testing.T) {
	equipped(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.DevicesAct, state.DevicesAct)
		n := counter.Calls("Doors")
		counter.MoveDoor("3", state.DoorUnseen)
		synctest.Wait()
		if r := c.Shown().Devices.Rows[0]; counter.Calls("Doors") != n+1 || r.State != "niet te zien" || r.Shape != state.Empty {
			t.Errorf("%+v after %d", r, counter.Calls("Doors")-n)
		}
		counter.Change(func(s *state.Snapshot) { s.Vault.Items++ })
		if synctest.Wait(); counter.Calls("Doors") != n+1 {
			t.Error("asked again although no door moved")
		}
	})
}

// A compartment is opened in an emergency with a reason, alone where the counter allows that and else together.
func TestAnEmergencyOpening(t *testing.T) {
	equipped(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.DevicesAct, state.DevicesAct)
		c.ChooseGear("12")
		c.PressGear()
		if got := said(c); got != "Schrijf eerst waarom het vak open moet." || counter.Calls("OpenDoor") != 0 {
			t.Fatalf("%q", got)
		}
		c.SetDoorWords("water in de kelder")
		c.PressGear()
		if got := said(c); got != "Vak 12 gaat open — deur 2." {
			t.Errorf("%q", got)
		}
		counter.Fail("OpenDoor", fault.New("x", fault.Denied).Tell("Dit doen twee medewerkers samen.", "Laat een collega mee aanmelden."))
		c.SetDoorWords("nog eens")
		c.PressGear()
		if got := said(c); c.Shown().Sheet != state.SecondSheet || !strings.HasPrefix(got, "Dit doen twee") {
			t.Fatalf("sheet %d, %q", c.Shown().Sheet, got)
		}
		counter.Fail("OpenDoor", nil)
		c.Attest(statetest.PIN)
		synctest.Wait()
		want := state.DoorWish{Purpose: state.ForEmergency, Compartment: "12", Reason: "nog eens"}
		if o := counter.Orders(); len(o) != 2 || o[1].DoorWish != want || o[1].With == "" || o[0].With != "" || c.Shown().Sheet != state.DevicesSheet {
			t.Errorf("%+v", o)
		}
	})
}

// Papers are listed with how they stand; one is printed again as a duplicate whatever became of it, but not while it is
// under way; what did not come out is told in the bottom row.
func TestThePapers(t *testing.T) {
	equipped(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		counter.Printed()
		if got := foot(c); len(got) != 1 || got[0].Words != "Ticket A016 niet afgedrukt +1 — Ctrl+B" || got[0].Tone != state.Warn {
			t.Errorf("%+v", got)
		}
		press(c, state.PrintsAct)
		d := c.Shown().Devices
		var states []string
		for _, r := range d.Rows {
			states = append(states, r.Main+": "+r.State)
		}
		if want := []string{"Ticket A016: niet afgedrukt", "Ticket A017: onzeker", "Ticket A019: afgedrukt", "Dagblad wo 25 nov: afgedrukt"}; !slices.Equal(states, want) {
			t.Fatalf("%q", states)
		}
		if d.Verb != "Druk opnieuw af" || d.Hint == "" || !d.Can || d.Rows[1].Detail != "duplicaat · An Peeters · loket 1" {
			t.Errorf("%+v", d)
		}
		c.PressGear()
		if got := said(c); got != "Ticket A016 wordt opnieuw afgedrukt, als duplicaat." || counter.Calls("Reprint") != 1 {
			t.Errorf("%q", got)
		}
		if d := c.Shown().Devices; len(d.Rows) != 5 || d.Chosen != d.Rows[0].ID || d.Rows[0].State != "wacht" || d.Can || d.Hint != "Dit papier is nog onderweg." {
			t.Errorf("%+v", d)
		}
		c.PressGear()
		if synctest.Wait(); counter.Calls("Print") != 1 {
			t.Error("what is under way was asked for again")
		}
		counter.EndPrints(state.Printed, "Het volgnummer is afgedrukt.", "")
		if synctest.Wait(); c.Shown().Devices.Rows[0].State != "afgedrukt" {
			t.Errorf("%+v", c.Shown().Devices.Rows[0])
		}
	})
}

// A visitor's ticket, an appointment's slip and the day's sheet are printed where they are looked at, and only where there
// is a printer for them.
func TestPapersWhereTheyBelong(t *testing.T) {
	equipped(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		c.OpenVisitor(row(t, c, "A017").ID)
		if !c.Shown().Visitor.CanPrint {
			t.Fatal("no ticket is offered")
		}
		c.PrintTicket()
		if got := said(c); got != "Ticket A017 wordt afgedrukt." || c.Shown().Sheet != state.VisitorSheet {
			t.Errorf("%q", got)
		}
		counter.EndPrints(state.Printed, "Het volgnummer is afgedrukt.", "")
		synctest.Wait()
		c.PrintTicket()
		if got := said(c); got != "Ticket A017 wordt opnieuw afgedrukt, als duplicaat." || counter.Calls("Reprint") != 1 {
			t.Errorf("%q", got)
		}
		c.Dismiss()
		i := slices.IndexFunc(c.Shown().Agenda, func(r state.Row) bool { return r.State == "nog niet hier" })
		c.OpenSlot(c.Shown().Agenda[i].ID)
		if !c.Shown().Meeting.CanPrint {
			t.Error("no slip is offered")
		}
		c.PrintMeeting()
		if got := said(c); got != "Bevestiging wordt afgedrukt." {
			t.Errorf("%q", got)
		}
		c.Dismiss()
		press(c, state.DayAct)
		c.OpenDayPage(state.ClosingPage)
		c.PrintDay()
		if got := said(c); got != "Dagblad do 26 nov wordt afgedrukt." || !c.Shown().Daily.Print {
			t.Errorf("%q", got)
		}
		counter.Change(func(s *state.Snapshot) { s.Devices = nil })
		synctest.Wait()
		if c.Shown().Daily.Print || counter.Calls("Print") != 4 {
			t.Errorf("printed %d times", counter.Calls("Print"))
		}
		c.PrintDay()
		c.Dismiss()
		c.OpenVisitor(row(t, c, "A017").ID)
		if c.PrintTicket(); c.Shown().Visitor.CanPrint {
			t.Error("a ticket is offered without a printer")
		}
		if synctest.Wait(); counter.Calls("Print") != 4 {
			t.Error("printed without a printer")
		}
	})
}

// What was just booked is printed at once or, later, as the first of the papers; once printed it is offered no more.
func TestTheSlipOfABooking(t *testing.T) {
	book := func(c *state.Clerk) {
		press(c, state.Search)
		c.ChooseProduct("eid-aanvraag")
		synctest.Wait()
		c.SetVisitor("Jef", "")
		c.Book()
		synctest.Wait()
	}
	equipped(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		if book(c); !c.Shown().Slip || !strings.HasSuffix(c.Shown().Notice.Next, "Bevestiging afdrukken: Ctrl+B en Enter.") {
			t.Fatalf("%+v", c.Shown().Notice)
		}
		press(c, state.PrintsAct)
		if d := c.Shown().Devices; len(d.Rows) != 1 || d.Rows[0].State != "nog niet afgedrukt" || d.Verb != "Druk bevestiging af" || c.Shown().Slip {
			t.Fatalf("%+v", d)
		}
		c.PressGear()
		if got := said(c); got != "Bevestiging wordt afgedrukt." || len(c.Shown().Devices.Rows) != 1 {
			t.Errorf("%q: %+v", got, c.Shown().Devices.Rows)
		}
	})
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		if book(c); c.Shown().Slip || strings.Contains(c.Shown().Notice.Next, "Ctrl+B") {
			t.Errorf("a slip is offered without a printer: %+v", c.Shown().Notice)
		}
	})
}

// The compartment that is counted is opened from the page that counts it, and how its door stands is shown there.
func TestCountingBehindADoor(t *testing.T) {
	equipped(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.VaultAct)
		c.OpenPage(state.CountPage)
		synctest.Wait()
		c.OpenCount() // of no compartment
		c.SetCountIn("b7")
		c.OpenCount() // of one without a door
		if n := c.Shown().Vault.Count; n.Door.Words != "" || n.Open != "" {
			t.Errorf("%+v", n)
		}
		c.SetCountIn("12")
		if n := c.Shown().Vault.Count; n.Door.Words != "Vak 12, deur 2: dicht" || n.Open != "Open vak 12" {
			t.Errorf("%+v", n)
		}
		c.OpenCount()
		synctest.Wait()
		move(counter, "12", state.DoorOpen)
		c.OpenCount() // it stands open
		synctest.Wait()
		if n := c.Shown().Vault.Count; n.Door.Words != "Vak 12, deur 2: open" || n.Open != "" {
			t.Errorf("%+v", n)
		}
		if o := counter.Orders(); len(o) != 1 || o[0].DoorWish != (state.DoorWish{Purpose: state.ForCount, Compartment: "12"}) {
			t.Errorf("%+v", o)
		}
	})
}
