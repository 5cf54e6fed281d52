package local_test

import (
	"slices"
	"strings"
	"testing"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/procedure"
)

// published is what headquarters tells of a product: the version of the program, and these.
func published(product office.ProductID, versions ...procedure.Version) *contract.FeedEntry {
	p := procedure.Procedure{Product: product, Versions: append(slices.Clone(procedure.Embedded()[product].Versions), versions...)}
	return &contract.FeedEntry{Kind: &contract.FeedEntry_Procedure{Procedure: p.Wire()}}
}

func since(number uint32, from office.Date, say string) procedure.Version {
	return procedure.Version{Number: number, From: from, Steps: []procedure.Step{{ID: "nieuw", Say: say, Required: true}}}
}

// at is what is followed for the visitor of a desk, as the screens see it.
func (c *counter) following() *contract.VisitProcedure {
	c.tb.Helper()
	all := c.mustView().Procedures
	if len(all) != 1 {
		c.tb.Fatalf("%d procedures are followed", len(all))
	}
	return all[0]
}

func (c *counter) tick(v *contract.VisitProcedure, step string) *contract.TickStepRequest {
	return &contract.TickStepRequest{Command: c.command(), Visit: v.Visit, Product: v.Product, Version: v.Version, Step: step}
}

func (c *counter) news(clerk string) *contract.ProcedureNews {
	c.tb.Helper()
	for _, n := range c.mustView().ProcedureNews {
		if n.Clerk == clerk {
			return n
		}
	}
	c.tb.Fatalf("nothing is told of %s", clerk)
	return nil
}

func (c *counter) procedure(product string) *contract.ProcedureRow {
	c.tb.Helper()
	res, err := c.client.Procedures(c.tb.Context(), connect.NewRequest(&contract.CounterProceduresRequest{Command: c.command()}))
	if err != nil {
		c.tb.Fatal(err)
	}
	for _, row := range res.Msg.Procedures {
		if row.Procedure.Product == product {
			return row
		}
	}
	c.tb.Fatalf("no procedure of %s", product)
	return nil
}

// TestStepsOfAVisit_A003_21: what one desk ticks the next one sees after a transfer, and after the daemon died; the visit keeps
// its version when another begins meanwhile; each tick is one record, with the version.
func TestStepsOfAVisit_A003_21(t *testing.T) {
	c := mustCounter(t, nil)
	bert := c.mustSignIn("bert", 2)
	v := c.mustCall()
	tap(t, c, c.client.Serve, &contract.VisitCommand{Command: c.command(), Visit: v.Visit})
	f := c.following()
	if f.Version != 1 || f.Product != "eid-aanvraag" || len(f.Steps) < 4 || len(f.Done) != 0 {
		t.Fatalf("%v", f)
	}
	before := c.size()
	tap(t, c, c.client.TickStep, c.tick(f, f.Steps[0].Id))
	if e := c.events(); len(e) != int(before)+1 || e[before].GetProcedureStepped().GetVersion() != 1 || e[before].Clerk != "ann" {
		t.Errorf("journaled %v", e[before:])
	}
	c.tell(published("eid-aanvraag", since(2, monday, "Vraag iets anders")))

	c.stop()
	c.open(nil)
	c.session = c.mustSignIn("ann", 1)
	if again := c.following(); again.Version != 1 || !slices.Equal(again.Done, []string{f.Steps[0].Id}) {
		t.Fatalf("after a restart: %v", again)
	}
	c.session = c.mustSignIn("bert", 2)
	before = c.size()
	_, err := c.client.TickStep(t.Context(), connect.NewRequest(c.tick(f, f.Steps[1].Id)))
	c.mustRefuse(fault.NotFound, before, err) // nobody is at desk 2
	c.session = c.mustSignIn("ann", 1)
	tap(t, c, c.client.Transfer, &contract.TransferRequest{Command: c.command(), Visit: v.Visit, ToDesk: 2})
	c.session = c.mustSignIn("bert", 2)
	tap(t, c, c.client.Call, &contract.CallRequest{Command: c.command()})
	tap(t, c, c.client.Serve, &contract.VisitCommand{Command: c.command(), Visit: v.Visit})
	if there := c.following(); there.Version != 1 || !slices.Equal(there.Done, []string{f.Steps[0].Id}) {
		t.Fatalf("at the other desk: %v", there)
	}
	undo := c.tick(f, f.Steps[0].Id)
	undo.Undone = true
	tap(t, c, c.client.TickStep, undo)
	if got := c.following(); len(got.Done) != 0 {
		t.Errorf("taken back: %v", got.Done)
	}
	other := c.tick(f, "nieuw")
	other.Version = 2
	before = c.size()
	_, err = c.client.TickStep(t.Context(), connect.NewRequest(other))
	c.mustRefuse(fault.Conflict, before, err)
	wrong := c.tick(f, "identiteit") // which that product has too
	wrong.Product = "reispas-afhalen"
	_, err = c.client.TickStep(t.Context(), connect.NewRequest(wrong))
	c.mustRefuse(fault.NotFound, before, err)
	wrong = c.tick(f, f.Steps[1].Id)
	wrong.Visit, wrong.Version, wrong.Step = make([]byte, 16), 2, "nieuw" // who is not at this desk, and would follow that
	_, err = c.client.TickStep(t.Context(), connect.NewRequest(wrong))
	c.mustRefuse(fault.Conflict, before, err)
	wrong = c.tick(f, f.Steps[1].Id)
	wrong.Command.Session = bert // of before the restart
	_, err = c.client.TickStep(t.Context(), connect.NewRequest(wrong))
	c.mustRefuse(fault.Denied, before, err)
}

// TestWhatChangedSinceTheLastShift_A000_04: Ann was here on Monday; what came since is new to her on Wednesday until she read it, and is
// not new to Bert, who was never here.
func TestWhatChangedSinceTheLastShift_A000_04(t *testing.T) {
	c := mustCounter(t, nil)
	if n := c.news("ann"); n.Unread != 0 || n.ShiftMs != 0 {
		t.Fatalf("on her first day: %v", n)
	}
	if _, err := c.client.SignOut(t.Context(), connect.NewRequest(c.command())); err != nil {
		t.Fatal(err)
	}
	left := c.clock().UnixMilli()
	c.tell(published("eid-afhalen", since(2, monday+2, "Begin met de chip")))
	c.tell(published("reispas-afhalen", since(2, monday+9, "Later pas")))
	c.set((monday + 2).At(9*60, c.clock().Location()))
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Roster{Roster: roster("ann", "bert")}}) // headquarters is heard
	c.session = c.mustSignIn("ann", 1)
	c.mustSignIn("bert", 2)
	if n := c.news("ann"); n.Unread != 1 || n.ShiftMs != left {
		t.Errorf("new to Ann: %v, her shift ended at %d", n, left)
	}
	if n := c.news("bert"); n.Unread != 0 {
		t.Errorf("new to Bert: %v", n)
	}
	row := c.procedure("eid-afhalen")
	if row.InForce != 2 || row.Knows != 1 || !row.SinceShift || len(row.Procedure.Versions) != 2 {
		t.Errorf("%v", row)
	}
	if row := c.procedure("reispas-afhalen"); row.InForce != 1 || row.Knows != 1 {
		t.Errorf("what has not begun: %v", row)
	}
	read := func(version uint32) *contract.ReadProcedureRequest {
		return &contract.ReadProcedureRequest{Command: c.command(), Product: "eid-afhalen", Version: version}
	}
	before := c.size()
	_, err := c.client.ReadProcedure(t.Context(), connect.NewRequest(read(9)))
	c.mustRefuse(fault.NotFound, before, err)
	tap(t, c, c.client.ReadProcedure, read(2))
	if n := c.news("ann"); n.Unread != 0 {
		t.Errorf("after reading: %v", n)
	}
	c.stop()
	c.open(nil)
	c.session = c.mustSignIn("ann", 1)
	if n := c.news("ann"); n.Unread != 0 {
		t.Errorf("after a restart: %v", n)
	}
}

// TestARemarkGoesToHeadquarters_A003_38: it is one record that names the clerk and nobody else, stands here with the procedure, and
// so does the answer when it comes. What looks like a national number is refused, and stands nowhere.
func TestARemarkGoesToHeadquarters_A003_38(t *testing.T) {
	c := mustCounter(t, nil)
	remark := func(text string) *contract.RemarkProcedureRequest {
		return &contract.RemarkProcedureRequest{Command: c.command(), Product: "eid-afhalen", Version: 1, Step: "chip", Text: text}
	}
	before := c.size()
	_, err := c.client.RemarkProcedure(t.Context(), connect.NewRequest(remark("bij 93.05.18-223.61 ging het mis")))
	c.mustRefuse(fault.Invalid, before, err)
	if strings.Contains(err.Error(), "93") {
		t.Errorf("the refusal repeats it: %v", err)
	}
	tap(t, c, c.client.RemarkProcedure, remark("De lezer is traag"))
	e := c.events()
	said := e[len(e)-1]
	if r := said.GetProcedureRemarked(); len(e) != int(before)+1 || r.GetText() != "De lezer is traag" || r.Step != "chip" || said.Clerk != "ann" || len(said.Act) != 16 {
		t.Fatalf("journaled %v", e[before:])
	}
	if got := c.procedure("eid-afhalen").Remarks; len(got) != 1 || got[0].Text != "De lezer is traag" || got[0].Answer != "" {
		t.Errorf("%v", got)
	}
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_ProcedureRemark{ProcedureRemark: &contract.ProcedureRemark{Number: 7, Act: said.Act, AtMs: said.AtMs,
		Product: "eid-afhalen", Version: 1, Step: "chip", Text: "De lezer is traag", Answer: "Er komt een andere", By: "mia"}}})
	if got := c.procedure("eid-afhalen").Remarks; len(got) != 1 || got[0].Answer != "Er komt een andere" {
		t.Errorf("%v", got)
	}
}
