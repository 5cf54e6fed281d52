package procedure_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/appliance/procedure"
	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	work "github.com/buurtloket/buurtloket/sync/procedure"
)

const eid office.ProductID = "eid-afhalen"

var (
	monday  = office.NewDate(2026, time.November, 23)
	visitor = office.VisitID{15: 1}
)

// counter is a projection with a clock.
type counter struct {
	*testing.T
	kv.Memory
	now  time.Time
	acts byte
}

func open(t *testing.T) *counter {
	t.Helper()
	zone, err := calendar.Zone()
	if err != nil {
		t.Fatal(err)
	}
	return &counter{T: t, now: monday.At(9*60, zone)}
}

// at is a moment so many days and hours after Monday nine o'clock.
func (c *counter) at(days, hours int) *counter {
	c.now = (monday + office.Date(days)).At(office.Minute(9+hours)*60, c.now.Location())
	return c
}

// does folds what a clerk did; a fault fails the test.
func (c *counter) does(clerk string, e *contract.Event, err error) *contract.Event {
	c.Helper()
	if err != nil {
		c.Fatal(err)
	}
	if e == nil {
		return nil
	}
	c.acts++
	e.AtMs, e.Clerk, e.Act = c.now.UnixMilli(), clerk, []byte{15: c.acts}
	if err := procedure.Fold(c, e); err != nil {
		c.Fatal(err)
	}
	return e
}

func (c *counter) in(clerk string) {
	c.Helper()
	c.does(clerk, &contract.Event{Kind: &contract.Event_SignedIn{SignedIn: new(contract.SignedIn)}}, nil)
}

func (c *counter) out(clerk string) {
	c.Helper()
	c.does(clerk, &contract.Event{Kind: &contract.Event_SignedOut{SignedOut: new(contract.SignedOut)}}, nil)
}

// hears folds versions of a procedure, of which the first is that of the program.
func (c *counter) hears(product office.ProductID, versions ...work.Version) {
	c.Helper()
	p := work.Procedure{Product: product, Versions: append(slices.Clone(work.Embedded()[product].Versions), versions...)}
	if err := procedure.FoldFeed(c, p.Wire(), c.now.UnixMilli()); err != nil {
		c.Fatal(err)
	}
}

func version(number uint32, from office.Date, ids ...string) work.Version {
	v := work.Version{Number: number, From: from}
	for _, id := range ids {
		v.Steps = append(v.Steps, work.Step{ID: work.StepID(id), Say: "Doe " + id, Required: true})
	}
	return v
}

// unread is what is new to a clerk of the eID, as "1→2 since" or "1→2 before".
func (c *counter) unread(clerk office.ClerkID) string {
	c.Helper()
	s, err := procedure.LastShift(c, clerk, c.now)
	if err != nil {
		c.Fatal(err)
	}
	p, err := procedure.Of(c, eid)
	if err != nil {
		c.Fatal(err)
	}
	n, err := procedure.Count(c, clerk, s, c.now, func(office.ProductID) bool { return true })
	if err != nil {
		c.Fatal(err)
	}
	news, ok := procedure.NewsOf(c, clerk, s, p, c.now)
	if !ok || n == 0 {
		if ok != (n == 1) {
			c.Fatalf("%v, and the count is %d", ok, n)
		}
		return ""
	}
	when := "before"
	if news.SinceShift {
		when = "since"
	}
	return fmt.Sprintf("%d→%d %s", news.Was.Number, news.Is.Number, when)
}

func (c *counter) wants(clerk office.ClerkID, want string) {
	c.Helper()
	if got := c.unread(clerk); got != want {
		c.Fatalf("new to %s on %v: %q, want %q", clerk, c.now, got, want)
	}
}

// TestWhatIsNewSinceALastShift_A000_04 tells a fortnight of two clerks.
func TestWhatIsNewSinceALastShift_A000_04(t *testing.T) {
	c := open(t)
	c.wants("an", "") // never here
	c.in("an")
	c.wants("an", "") // she begins with what there is
	c.out("an")
	c.at(0, 4).hears(eid, version(2, monday+2, "a"))
	c.at(1, 0).in("an")
	c.wants("an", "") // it has not begun
	c.out("an")
	c.at(2, 0).in("an")
	c.wants("an", "1→2 since")
	c.in("bart")
	c.wants("bart", "") // here for the first time
	c.at(2, 3).out("an")
	c.at(2, 4).in("an") // after lunch
	c.wants("an", "1→2 since")
	c.at(2, 8).out("an")
	c.at(3, 0).in("an")
	c.wants("an", "1→2 before") // still not read
	c.hears(eid, version(2, monday+2, "a"), version(3, monday, "b"))
	c.wants("an", "1→3 since")
	c.wants("bart", "2→3 since")
	e, err := procedure.Read(c, "an", eid, 3)
	c.does("an", e, err)
	c.wants("an", "")
	if e, err := procedure.Read(c, "an", eid, 3); e != nil || err != nil {
		t.Errorf("again: %v, %v", e, err)
	}
	if _, err := procedure.Read(c, "an", eid, 9); !fault.Is(err, fault.NotFound) {
		t.Errorf("what there is not: %v", err)
	}
	c.wants("bart", "2→3 since")
	c.at(9, 0).in("an")
	c.wants("an", "")
}

// A counter that was cut off goes on with what it has; what comes is new on the day it comes, and what is told again is not.
func TestACounterThatWasCutOff(t *testing.T) {
	c := open(t)
	c.in("an")
	c.at(5, 0).in("an") // version 2 began on Wednesday, and nobody here could know
	c.wants("an", "")
	c.at(5, 3).hears(eid, version(2, monday+2, "a"))
	c.wants("an", "1→2 since")
	c.at(5, 4).out("an")
	c.at(6, 0).in("an")
	c.wants("an", "1→2 before")
	c.hears(eid, version(2, monday+2, "a")) // a snapshot
	c.wants("an", "1→2 before")
	if err := procedure.FoldFeed(c, &contract.Procedure{Product: string(eid), Versions: []*contract.ProcedureVersion{version(3, monday+9, "c").Wire()}}, c.now.UnixMilli()); err != nil {
		t.Fatal(err)
	}
	if p, _ := procedure.Of(c, eid); len(p.Versions) != 3 {
		t.Errorf("of a long history the end was told, and here are %d versions", len(p.Versions))
	}
}

func (c *counter) tick(version uint32, step work.StepID, undone bool) (*contract.Event, error) {
	return procedure.Tick(c, visitor, eid, version, step, undone, c.now)
}

func (c *counter) follows() procedure.Followed {
	c.Helper()
	f, err := procedure.Follow(c, visitor, eid, c.now)
	if err != nil {
		c.Fatal(err)
	}
	return f
}

// TestAVisitKeepsItsVersion_A003_21: what was ticked stays with the version it was ticked of, also when another begins meanwhile;
// the next visitor gets the other.
func TestAVisitKeepsItsVersion_A003_21(t *testing.T) {
	c := open(t)
	e, err := c.tick(1, "brief", false)
	c.does("an", e, err)
	if s := e.GetProcedureStepped(); s.Version != 1 || s.Step != "brief" || s.Date != int32(monday) {
		t.Errorf("%v", s)
	}
	c.hears(eid, version(2, monday, "nieuw"))
	if f := c.follows(); f.Version.Number != 1 || !f.Done("brief") || f.Done("chip") {
		t.Errorf("%+v", f)
	}
	if other, _ := procedure.Follow(c, office.VisitID{15: 2}, eid, c.now); other.Version.Number != 2 {
		t.Errorf("%+v", other)
	}
	if _, err := c.tick(2, "nieuw", false); !fault.Is(err, fault.Conflict) {
		t.Errorf("of another version: %v", err)
	}
	if _, err := c.tick(1, "nieuw", false); !fault.Is(err, fault.NotFound) {
		t.Errorf("a step of another version: %v", err)
	}
	if e, err := c.tick(1, "brief", false); e != nil || err != nil {
		t.Errorf("twice: %v, %v", e, err)
	}
	e, err = c.tick(1, "brief", true)
	c.does("bart", e, err)
	if f := c.follows(); f.Done("brief") || f.Version.Number != 1 {
		t.Errorf("taken back: %+v", f)
	}
}

// What our own records show is done without a tick, and cannot be denied.
func TestWhatTheJournalProves(t *testing.T) {
	c := open(t)
	c.does("an", &contract.Event{Kind: &contract.Event_HandedOut{HandedOut: &contract.HandedOut{Visit: visitor[:], Date: int32(monday),
		Evidence: []string{"letter-seen", "identity-read", "likeness-checked", "old-card-taken", "activation-postponed"}}}}, nil)
	f := c.follows()
	var open []work.StepID
	for _, s := range f.Version.Open(f.Done) {
		open = append(open, s.ID)
	}
	if !slices.Equal(open, []work.StepID{"chip"}) {
		t.Errorf("open: %v", open)
	}
	if _, err := c.tick(1, "brief", true); !fault.Is(err, fault.Refused) {
		t.Errorf("denied: %v", err)
	}
	c.does("an", &contract.Event{Kind: &contract.Event_PhotoKept{PhotoKept: &contract.PhotoKept{Visit: visitor[:]}}}, nil)
	if f, _ := procedure.Follow(c, visitor, "eid-aanvraag", c.now); !f.Proven("foto") {
		t.Errorf("%+v", f)
	}
	c.does("an", &contract.Event{Kind: &contract.Event_PhotoKept{PhotoKept: new(contract.PhotoKept)}}, nil) // nobody of the queue
}

// TestEveryProofCanCome: each proof that a procedure may name is shown by something that the vault or the camera writes down.
func TestEveryProofCanCome(t *testing.T) {
	c := open(t)
	var codes []string
	for _, p := range vault.DefaultProcedures {
		for _, s := range p.Steps.Value {
			for _, choice := range s.Choices {
				codes = append(codes, choice.Code)
			}
		}
	}
	c.does("an", &contract.Event{Kind: &contract.Event_HandedOut{HandedOut: &contract.HandedOut{Visit: visitor[:], Evidence: codes}}}, nil)
	c.does("an", &contract.Event{Kind: &contract.Event_PhotoKept{PhotoKept: &contract.PhotoKept{Visit: visitor[:]}}}, nil)
	got := c.follows().Proofs
	for _, p := range work.Proofs {
		if !slices.Contains(got, p) {
			t.Errorf("nothing shows %s", p)
		}
	}
}

func TestOldVisitsAreForgotten(t *testing.T) {
	c := open(t)
	e, err := c.tick(1, "brief", false)
	c.does("an", e, err)
	other := func() {
		e, err := procedure.Tick(c, office.VisitID{15: byte(c.acts) + 40}, eid, 1, "brief", false, c.now)
		c.does("an", e, err)
	}
	c.at(procedure.KeepDays, 0)
	other()
	if !c.follows().Done("brief") {
		t.Error("forgotten too early")
	}
	c.at(procedure.KeepDays+1, 0)
	other()
	if c.follows().Done("brief") {
		t.Error("still known")
	}
}

// TestWhatAClerkSays_A003_38: a remark stays here, open until headquarters answers it; what is none is refused in words.
func TestWhatAClerkSays_A003_38(t *testing.T) {
	c := open(t)
	e, err := procedure.Remark(c, eid, 1, "chip", " De lezer  van loket 2 is traag ")
	e = c.does("bart", e, err)
	c.at(0, 1)
	later, err := procedure.Remark(c, eid, 1, "", "Duidelijk")
	c.does("an", later, err)
	got, err := procedure.Remarks(c, eid)
	if err != nil || len(got) != 2 || got[0].Text != "Duidelijk" || got[1].Text != "De lezer van loket 2 is traag" || got[1].Clerk != "bart" || got[1].Answer != "" {
		t.Fatalf("%v, %v", got, err)
	}
	procedure.FoldAnswer(c, &contract.ProcedureRemark{Act: e.Act, Product: string(eid), AtMs: e.AtMs, Text: got[1].Text, Answer: "Er komt een nieuwe", By: "cas"})
	if got, _ := procedure.Remarks(c, eid); len(got) != 2 || got[1].Answer != "Er komt een nieuwe" {
		t.Errorf("%v", got)
	}
	for name, row := range map[string]struct {
		version uint32
		step    work.StepID
		text    string
		kind    fault.Kind
	}{
		"no such version": {7, "", "goed", fault.NotFound},
		"no such step":    {1, "dansen", "goed", fault.NotFound},
		"nothing":         {1, "", "  ", fault.Invalid},
		"of a person":     {1, "", "bij 93.05.18-223.61 fout", fault.Invalid},
	} {
		if _, err := procedure.Remark(c, eid, row.version, row.step, row.text); !fault.Is(err, row.kind) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever is ticked and taken back, at whatever desk, a step is done exactly when it was ticked last.
func TestTicksAreAsTheyWereLast(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c, want := open(t), map[work.StepID]bool{}
		steps := work.Embedded()[eid].Last().Steps
		for range rapid.IntRange(0, 20).Draw(rt, "ticks") {
			id, undone := rapid.SampledFrom(steps).Draw(rt, "step").ID, rapid.Bool().Draw(rt, "undone")
			e, err := c.tick(1, id, undone)
			if (e != nil) != (want[id] == undone) {
				rt.Fatalf("an event for what stands so already: %v", e)
			}
			c.does("an", e, err)
			want[id] = !undone
		}
		f := c.follows()
		for id, done := range maps.All(want) {
			if f.Done(id) != done {
				rt.Fatalf("%s is %v", id, f.Done(id))
			}
		}
	})
}
