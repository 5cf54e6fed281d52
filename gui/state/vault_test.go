package state_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/state/statetest"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// inVault is inBubble with the vault open at a page.
func inVault(t *testing.T, page state.Page, story func(t *testing.T, c *state.Clerk, counter *statetest.Counter)) {
	t.Helper()
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.VaultAct)
		c.OpenPage(page)
		synctest.Wait()
		story(t, c, counter)
	})
}

// said is the notice after something was done.
func said(c *state.Clerk) string {
	synctest.Wait()
	return c.Shown().Notice.Say
}

func TestTheVaultOpensWhereThereIsWork(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.VaultAct)
		if s := c.Shown(); s.Sheet != state.VaultSheet || s.Vault.Page != state.ReceivePage || len(s.Vault.Receive.Rows) != 4 {
			t.Fatalf("with a delivery announced: %+v", s.Vault)
		}
		for _, page := range []state.Page{state.StockPage, state.DecidePage, state.TripPage, state.CountPage, state.DocumentPage, state.ReceivePage} {
			if press(c, state.VaultAct); c.Shown().Vault.Page != page {
				t.Errorf("the page is %v, not %v", c.Shown().Vault.Page, page)
			}
		}
		c.Dismiss()
		counter.Change(func(s *state.Snapshot) { s.Vault.Coming = 0 })
		synctest.Wait()
		if press(c, state.VaultAct); c.Shown().Vault.Page != state.StockPage {
			t.Error("without a delivery the stock does not open")
		}
		counter.Change(func(s *state.Snapshot) { s.Vault = state.Vault{} })
		synctest.Wait()
		c.Dismiss()
		if press(c, state.VaultAct); c.Shown().Sheet == state.VaultSheet || c.Shown().Can[state.VaultAct] {
			t.Error("a site without a vault and without documents opens it")
		}
		counter.Change(func(s *state.Snapshot) { s.Vault.Items = 2 }) // those of a trip
		synctest.Wait()
		if press(c, state.VaultAct); c.Shown().Sheet != state.VaultSheet {
			t.Error("the documents of a trip cannot be reached")
		}
	})
}

// A delivery is received document by document; what is missing is asked for, one thing at a time.
func TestReceivingADelivery(t *testing.T) {
	inVault(t, state.ReceivePage, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		ask := func(want string) {
			t.Helper()
			if c.ReceiveDelivery(); said(c) != want || counter.Calls("Receive") != 0 {
				t.Fatalf("said %q, want %q; received %d times", c.Shown().Notice.Say, want, counter.Calls("Receive"))
			}
		}
		if c.Shown().Vault.Receive.CanReceive {
			t.Error("nothing is ticked and it can be received")
		}
		ask("Duid eerst aan welke documenten in de zending zitten.")
		if !c.Scan("592 7000 002 12") { // a scanner leaves the dashes out
			t.Fatal("not a number")
		}
		ask("Kies welk document 592-7000002-12 is.")
		c.SetKind(0)
		ask("Vul in voor wie 592-7000002-12 is. De naam staat op het document.")
		c.SetHolder(" Noor Peeters ")
		c.TickArrival("592-7000001-11")
		if s := c.Shown().Vault.Receive; s.Kind != 0 || s.Count != "2 documenten aangeduid" {
			t.Errorf("the second is not of the kind of the first: %+v", s)
		}
		c.SetHolder("Ilias Amrani")
		ask("Vul in wie de zending bracht.")
		c.SetDelivery("", "bpost", " ")
		ask("Vul in welk vak van de kluis je gebruikt, zoals B3.")
		c.SetDelivery("", "bpost", "b4")
		c.ReceiveDelivery()
		attest(t, c, "Jullie nemen samen 2 documenten aan uit zending 2026-1184.")
		if got := said(c); got != "2 documenten aangenomen. Ze liggen in vak B4." || c.Shown().Notice.Next != "2 documenten blijven onderweg." {
			t.Fatalf("%+v", c.Shown().Notice)
		}
		d := counter.Taken()
		if d.ID != "2026-1184" || d.From != "bpost" || len(d.Items) != 2 || d.Items[1].Holder != "Noor Peeters" || d.Items[0].Kind != "eid-afhalen" {
			t.Errorf("%+v", d)
		}
		if s := c.Shown(); counter.Calls("Store") != 2 || len(s.Vault.Receive.Rows) != 2 || s.Vault.Receive.Rows[0].ID != "592-7000003-13" ||
			s.Foot[0].Words != "Kluis 43 stuks · 3 onderweg" || s.Vault.Receive.CanReceive {
			t.Errorf("stored %d: %+v", counter.Calls("Store"), s.Vault.Receive)
		}
	})
}

// What an announcement tells is taken over; what nobody announced is taken too, and marked.
func TestADocumentThatWasNotAnnounced(t *testing.T) {
	inVault(t, state.ReceivePage, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		c.ChooseDelivery(1)
		c.TickArrival("EK700010")
		if r := c.Shown().Vault.Receive; r.Holder != "Nele Vandenbroeck" || r.Kind < 0 {
			t.Errorf("what was announced is lost: %+v", r)
		}
		c.Scan("ek 80 00 01")
		rows := c.Shown().Vault.Receive.Rows
		if len(rows) != 2 || rows[1].State != "niet aangekondigd" || rows[1].Tone != state.Warn {
			t.Fatalf("%+v", rows)
		}
		c.TickArrival("EK800001") // by mistake after all
		if rows := c.Shown().Vault.Receive.Rows; len(rows) != 1 {
			t.Errorf("%+v", rows)
		}
		if c.Scan("?") || said(c) != "Dit is geen documentnummer." {
			t.Errorf("%+v", c.Shown().Notice)
		}
		c.ChooseDelivery(2) // another one, which nobody announced
		c.Scan("EK800001")
		c.SetKind(1)
		c.SetHolder("X")
		c.SetDelivery(" ", "bpost", "B1")
		if c.ReceiveDelivery(); said(c) != "Vul het nummer van de zending in. Het staat op de vrachtbrief." {
			t.Errorf("%+v", c.Shown().Notice)
		}
		c.SetDelivery("Z-9", "bpost", "B1")
		c.ReceiveDelivery()
		attest(t, c, "Jullie nemen samen 1 document aan uit zending Z-9.")
		if said(c) != "1 document aangenomen. Het ligt in vak B1." || counter.With() != "bart" || counter.Taken().ID != "Z-9" {
			t.Errorf("%+v, %+v", c.Shown().Notice, counter.Taken())
		}
	})
}

// A refusal changes nothing: all that was filled in is still there. A compartment that is refused after the delivery was
// taken leaves the documents in the clerk's hands, and says so where they can be put away.
func TestReceivingThatGoesWrong(t *testing.T) {
	inVault(t, state.ReceivePage, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		c.TickArrival("592-7000001-11")
		c.SetKind(0)
		c.SetHolder("Ilias Amrani")
		c.SetDelivery("", "bpost", "b4")
		counter.Fail("Receive", fault.New("vault.Receive", fault.Taken).Tell("592-7000001-11 staat al in het register.", "Kijk het nummer na."))
		c.ReceiveDelivery()
		attest(t, c, "Jullie nemen samen 1 document aan uit zending 2026-1184.")
		if got := said(c); got != "592-7000001-11 staat al in het register. Kijk het nummer na." || c.Shown().Vault.Receive.Holder != "Ilias Amrani" {
			t.Fatalf("%q, %+v", got, c.Shown().Vault.Receive)
		}
		counter.Fail("Receive", nil)
		counter.Fail("Store", fault.New("vault.Store", fault.Invalid).Tell("Dit is geen vak van de kluis.", "Tik de naam van het vak, zoals B3."))
		c.ReceiveDelivery()
		attest(t, c, "Jullie nemen samen 1 document aan uit zending 2026-1184.")
		s := c.Shown()
		if s.Vault.Page != state.StockPage || s.Notice.Say != "De zending is aangenomen, maar 1 document ligt nog niet in een vak." ||
			!strings.Contains(s.Notice.Next, "zoals B3") || s.Vault.Stock.Chosen != "592-7000001-11" {
			t.Fatalf("%+v, %+v", s.Notice, s.Vault.Stock)
		}
		counter.Fail("Store", nil)
		c.SetCompartment("b3")
		if c.StoreItem(); said(c) != "592-7000001-11 ligt in vak B3." {
			t.Errorf("%+v", c.Shown().Notice)
		}
	})
}

func TestTheStock(t *testing.T) {
	inVault(t, state.StockPage, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		all := c.Shown().Vault.Stock.Rows
		c.FilterStock("maes")
		if got := c.Shown().Vault.Stock.Rows; len(got) == 0 || len(got) >= len(all) {
			t.Fatalf("%d of %d are of Maes", len(got), len(all))
		}
		c.FilterStock("nobody")
		if s := c.Shown().Vault.Stock; s.CanStore || s.Empty != "Niets gevonden in de kluis van dit loket." {
			t.Errorf("%+v", s)
		}
		if c.StoreItem(); said(c) != "Kies eerst een document in de lijst." {
			t.Errorf("%+v", c.Shown().Notice)
		}
		c.FilterStock("")
		c.ChooseStock(all[1].ID)
		if c.StoreItem(); said(c) != "Vul in welk vak van de kluis je gebruikt, zoals B3." || counter.Calls("Store") != 0 {
			t.Errorf("%+v", c.Shown().Notice)
		}
		c.SetCompartment("c9")
		c.StoreItem()
		synctest.Wait()
		if got := c.Shown().Vault.Stock.Rows[1].State; got != "vak C9" {
			t.Errorf("it lies in %q", got)
		}
	})
}

// A count is blind, says how it differs from the register, and begins anew.
func TestCounting(t *testing.T) {
	inVault(t, state.CountPage, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		if got := c.Shown().Vault.Count; len(got.Rows) != 0 {
			t.Fatalf("it shows what should be there: %+v", got)
		}
		if c.CloseCount(); said(c) != "Je hebt nog niets geteld." || counter.Calls("Count") != 0 {
			t.Fatalf("%+v", c.Shown().Notice)
		}
		stock, err := counter.Stock(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range stock.Items {
			c.ScanCount(strings.ReplaceAll(string(i.Number), "-", ""))
			c.ScanCount(string(i.Number)) // twice counts once
		}
		c.ScanCount("!")
		if got := c.Shown(); len(got.Vault.Count.Rows) != len(stock.Items) || got.Notice.Say != "Dit is geen documentnummer." {
			t.Fatalf("%d rows, %+v", len(got.Vault.Count.Rows), got.Notice)
		}
		if c.CloseCount(); !strings.HasPrefix(said(c), "De telling klopt: ") || !c.Shown().Vault.Count.Done {
			t.Fatalf("%+v", c.Shown().Notice)
		}
		c.CloseCount() // anew
		c.ScanCount("EK999999")
		c.ScanCount(string(stock.Items[0].Number))
		c.DropCount(string(stock.Items[0].Number))
		c.CloseCount()
		synctest.Wait()
		s := c.Shown()
		if want := len(stock.Items) + 1; len(s.Vault.Count.Rows) != want || s.Notice.Tone != state.Bad {
			t.Fatalf("%d differences, want %d: %+v", len(s.Vault.Count.Rows), want, s.Notice)
		}
		if last := s.Vault.Count.Rows[len(s.Vault.Count.Rows)-1]; last.ID != "EK999999" || last.State != "hoort hier niet" {
			t.Errorf("%+v", last)
		}
		if !slices.ContainsFunc(s.Vault.Count.Rows, func(r state.Row) bool { return r.State == "ontbreekt" && r.Detail != "" }) {
			t.Error("it does not say what is missing")
		}
	})
}

// An empty vault is counted with a second press.
func TestCountingAnEmptyVault(t *testing.T) {
	inVault(t, state.CountPage, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		c.CloseCount()
		c.CloseCount()
		synctest.Wait()
		if counter.Calls("Count") != 1 {
			t.Errorf("counted %d times", counter.Calls("Count"))
		}
	})
}
