package state_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/state/statetest"
	"github.com/buurtloket/buurtloket/sync/office"
)

// scan reads a code and gives what is said then.
func scan(c *state.Clerk, counter *statetest.Counter, s state.Scan) string {
	counter.Scan(s)
	return said(c)
}

// bookingCode is a code of an appointment of today whose visitor is not here yet.
func bookingCode(c *state.Clerk, counter *statetest.Counter) (code string) {
	counter.Change(func(s *state.Snapshot) {
		for _, slot := range s.Agenda {
			if slot.State == state.Expected {
				code = slot.Appointment.Code()
			}
		}
	})
	synctest.Wait()
	return code
}

// A booking code announces its visitor from the resting screen and from checking in, in one step; a code of elsewhere is
// turned away at the door; under other work it is only told of.
func TestScanningABooking(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		code := state.Scan{Kind: state.BookingScan, Text: bookingCode(c, counter)}
		press(c, state.TicketAct)
		if scan(c, counter, code) != "Gescand: een afspraak. Hier kan dat nu niet." || c.Shown().Sheet != state.TicketSheet {
			t.Errorf("under a ticket: %+v", c.Shown().Notice)
		}
		c.Dismiss()
		if scan(c, counter, code) != "Aangemeld met volgnummer A021." {
			t.Errorf("%+v", c.Shown().Notice)
		}
		press(c, state.CheckIn)
		code.Text = bookingCode(c, counter)
		if scan(c, counter, code) != "Aangemeld met volgnummer A022." || c.Shown().Sheet != state.NoSheet {
			t.Errorf("%+v", c.Shown().Notice)
		}
		if scan(c, counter, state.Scan{Kind: state.BookingScan, Text: "elders"}); c.Shown().Sheet != state.DoorSheet {
			t.Errorf("%v, %+v", c.Shown().Sheet, c.Shown().Notice)
		}
	})
}

// A document begins its hand-out when a visitor is served, with or without its dashes; else it says what to do first.
func TestScanningADocument(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		document := func(n office.DocumentNumber) string {
			return scan(c, counter, state.Scan{Kind: state.DocumentScan, Number: n})
		}
		if document("592999999999") != "Document 592999999999 ligt niet in de kluis van dit loket." {
			t.Errorf("%+v", c.Shown().Notice)
		}
		if document("592123456732"); !c.Shown().Now.Chosen || c.Shown().Sheet != state.NoSheet {
			t.Fatalf("%+v, %+v", c.Shown().Notice, c.Shown().Now)
		}
		if document("592-1234567-32") != "Document 592-1234567-32 ligt al klaar." || document("EK123456") != "Je geeft nu 592-1234567-32 af." {
			t.Errorf("%+v", c.Shown().Notice)
		}
		c.DropItem()
		press(c, state.HandOutAct)
		if document("EK123456"); !c.Shown().Now.Chosen || c.Shown().Sheet != state.NoSheet {
			t.Errorf("from the sheet that finds: %+v", c.Shown().Notice)
		}
		press(c, state.Help)
		if document("EK123456") != "Gescand: document EK123456. Hier kan dat nu niet." {
			t.Errorf("%+v", c.Shown().Notice)
		}
		c.Dismiss()
		press(c, state.Finish)
		if document("EK123456") != "Document EK123456: er is niemand aan dit loket." {
			t.Errorf("%+v", c.Shown().Notice)
		}
		counter.Change(func(s *state.Snapshot) { s.Vault = state.Vault{} })
		synctest.Wait()
		if document("EK123456") != "Document EK123456: aan dit loket is geen kluis." {
			t.Errorf("%+v", c.Shown().Notice)
		}
	})
}

// In the vault a scan does what typing the number on that page does.
func TestScanningInTheVault(t *testing.T) {
	inVault(t, state.ReceivePage, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		scan(c, counter, state.Scan{Kind: state.DocumentScan, Number: "592700000212"})
		if r := c.Shown().Vault.Receive; r.Count != "1 document aangeduid" || r.Chosen != "592-7000002-12" {
			t.Errorf("%+v", r)
		}
		scan(c, counter, state.Scan{Kind: state.TravelScan, Number: "EK700004", Name: "Noor Peeters"})
		if r := c.Shown().Vault.Receive; r.Count != "2 documenten aangeduid" || r.Holder != "Noor Peeters" {
			t.Errorf("%+v", r)
		}
		c.OpenPage(state.CountPage)
		scan(c, counter, state.Scan{Kind: state.DocumentScan, Number: "592123456732"})
		scan(c, counter, state.Scan{Kind: state.DocumentScan, Number: "592123456732"})
		if r := c.Shown().Vault.Count.Rows; len(r) != 1 || r[0].ID != "592-1234567-32" {
			t.Errorf("%+v", r)
		}
		c.OpenPage(state.StockPage)
		scan(c, counter, state.Scan{Kind: state.DocumentScan, Number: "592123456732"})
		if s := c.Shown().Vault.Stock; len(s.Rows) != 1 || s.Chosen != "592-1234567-32" {
			t.Errorf("%+v", s)
		}
		c.OpenPage(state.DocumentPage)
		scan(c, counter, state.Scan{Kind: state.DocumentScan, Number: "592123456732"})
		if c.Shown().Vault.Dossier.Typed != "592-1234567-32" {
			t.Errorf("%+v", c.Shown().Vault.Dossier)
		}
		c.OpenPage(state.TripPage)
		if scan(c, counter, state.Scan{Kind: state.DocumentScan, Number: "EK1"}) != "Gescand: document EK1. Hier kan dat nu niet." {
			t.Errorf("%+v", c.Shown().Notice)
		}
	})
}

// A consignment's list fills receiving and ticks nothing. What was not announced is marked; a delivery that nobody announced
// has its number filled in.
func TestScanningAConsignment(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		list := state.Scan{Kind: state.ConsignmentScan, Delivery: "2026-1190", Documents: []office.DocumentNumber{"EK700010", "EK700011"}}
		press(c, state.TicketAct)
		if scan(c, counter, list) != "Gescand: zending 2026-1190. Hier kan dat nu niet." {
			t.Errorf("%+v", c.Shown().Notice)
		}
		c.Dismiss()
		scan(c, counter, list)
		s := c.Shown()
		r := s.Vault.Receive
		if s.Sheet != state.VaultSheet || r.Delivery != 1 || len(r.Rows) != 2 || r.CanReceive || r.Rows[1].State != "niet aangekondigd" ||
			s.Notice.Say != "Zending 2026-1190: 2 documenten op de lijst." || s.Notice.Next != "1 document was niet aangekondigd." {
			t.Fatalf("%+v, %+v", r, s.Notice)
		}
		c.TickArrival("EK700011")
		c.TickArrival("EK700011") // not a slip: the list names it
		if len(c.Shown().Vault.Receive.Rows) != 2 {
			t.Error("what the list names is gone")
		}
		list.Delivery = "Z-77"
		scan(c, counter, list)
		if r := c.Shown().Vault.Receive; !r.Other || r.ID != "Z-77" || len(r.Rows) != 2 || r.CanReceive || c.Shown().Notice.Tone != state.Main {
			t.Errorf("%+v, %+v", r, c.Shown().Notice)
		}
	})
}

// The machine-readable lines of what is handed out are compared with what it should be.
func TestScanningTheLinesOfADocument(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		chooseDocument(t, c)
		counter.PutCard("Lotte Maes")
		synctest.Wait()
		press(c, state.CardAct)
		for _, row := range []struct {
			number office.DocumentNumber
			name   string
			born   office.Date
			say    string
			tone   state.Tone
		}{
			{"592123456732", "MAES LOTTE ANNA", 0, "De regels onderaan het document kloppen: nummer en houder.", state.Good},
			{"592123456732", "MAES LOTTE", statetest.Born, "De regels onderaan het document kloppen: nummer en houder.", state.Good},
			{"EK123456", "MAES LOTTE", 0, "Dit is een ander document: EK123456.", state.Bad},
			{"592123456732", "MAES BRAM", 0, "Dit document is van iemand anders: MAES BRAM.", state.Bad},
			{"592123456732", "MAES LOTTE", statetest.Born + 1, "De geboortedatum op het document is een andere: 31/07/1985.", state.Bad},
		} {
			scan(c, counter, state.Scan{Kind: state.TravelScan, Number: row.number, Name: row.name, Born: row.born})
			p := c.Shown().Now.Proofs
			if got := p[len(p)-1]; got.Words != row.say || got.Tone != row.tone {
				t.Errorf("%+v: %+v", row, got)
			}
		}
		c.DropItem()
		scan(c, counter, state.Scan{Kind: state.TravelScan, Number: "592123456732", Name: "MAES LOTTE"})
		if n := c.Shown().Now; !n.Chosen || len(n.Proofs) != 1 {
			t.Errorf("without a document it is not the number: %+v", n)
		}
	})
}

// What no counter knows, what is wrong, and what nobody signed in scans is said, and does nothing.
func TestScansThatDoNothing(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		for _, row := range []struct {
			scan state.Scan
			say  string
		}{
			{state.Scan{Text: "https://example.be"}, "Deze code kent dit loket niet."},
			{state.Scan{Kind: state.BookingScan, Say: "De handtekening van deze code klopt niet."}, "De handtekening van deze code klopt niet."},
		} {
			if got := scan(c, counter, row.scan); got != row.say || c.Shown().Notice.Tone != state.Warn {
				t.Errorf("%+v: %q", row.scan, got)
			}
		}
		nobodyHere(c, counter)
		if scan(c, counter, state.Scan{Kind: state.DocumentScan, Number: "EK123456"}) != "Meld je eerst aan. Daarna werkt de scanner." {
			t.Errorf("%+v", c.Shown().Notice)
		}
	})
}

// What is scanned while an act is under way waits for its end; two in a row are both done.
func TestScansWaitForTheirTurn(t *testing.T) {
	inVault(t, state.ReceivePage, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		c.Dismiss()
		release := counter.Hold()
		c.Press(state.ParkAct)
		counter.Scan(state.Scan{Kind: state.BookingScan, Text: bookingCode(c, counter)})
		counter.Scan(state.Scan{Text: "?"})
		if synctest.Wait(); counter.Calls("CheckIn") != 0 {
			t.Error("it did not wait")
		}
		release()
		if said(c) != "Deze code kent dit loket niet." || counter.Calls("CheckIn") != 1 {
			t.Errorf("%+v, %d", c.Shown().Notice, counter.Calls("CheckIn"))
		}
	})
}

// A scanner that is not there is asked again now and then.
func TestAScannerThatComesBack(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		// the stream of the beginning goes on; a screen that starts without one is told here
		counter.Fail("Scans", errors.New("unimplemented"))
		other := state.NewClerk(state.Config{Counter: counter, Desk: 1})
		done := make(chan error, 1)
		ctx, cancel := context.WithCancel(t.Context())
		go func() { done <- other.Run(ctx) }()
		time.Sleep(time.Minute)
		if n := counter.Calls("Scans"); n < 10 || n > 15 {
			t.Errorf("asked %d times in a minute", n)
		}
		cancel()
		<-done
	})
}
