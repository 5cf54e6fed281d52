package vault_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// play is two sites, one with a vault and one without, and what people really did with a few documents: where each
// lies, in a world that knows nothing of registers.
type play struct {
	home, away *cabinet
	world      map[string]string // "" before it came; "B3", "anna", "bag", "holder", "destroyed", "sender"
	day        office.Date
}

var (
	people = []office.ClerkID{"anna", "bert", "cas"}
	papers = []string{card(1), card(2)}
)

// TestAnyRegister lets three clerks at two sites do anything with a few documents. Whatever the registers allow has
// happened in the world; then every document is in exactly one place or hand, in the world and in the two registers
// alike, every chain keeps I6, every index agrees, and the events folded anew give the same state.
func TestAnyRegister(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := &play{home: &cabinet{t: t, state: new(kv.Memory)}, away: &cabinet{t: t, state: new(kv.Memory)}, world: map[string]string{}, day: today}
		acts := []func(*rapid.T, vault.Actors, string){p.receive, p.store, p.handOut, p.pass, p.propose, p.propose, p.destroy, p.sendBack,
			p.depart, p.arrive, p.handOutThere, p.goHome, p.bringBack, p.lookFor, p.count, p.announce, p.remind, p.dayPasses}
		for range rapid.IntRange(1, 120).Draw(t, "acts") {
			act, document := rapid.SampledFrom(acts).Draw(t, "act"), rapid.SampledFrom(papers).Draw(t, "document")
			a := vault.Actors{By: rapid.SampledFrom(people).Draw(t, "by"), With: rapid.SampledFrom(people).Draw(t, "with"), Today: p.day}
			if at := office.ClerkID(strings.TrimPrefix(p.world[document], "there ")); slices.Contains(people, at) && rapid.IntRange(0, 3).Draw(t, "whoever") > 0 {
				a.By = at // most often who has it
			}
			act(t, a, document)
			p.check(t)
		}
		p.home.checkRefold()
		p.away.checkRefold()
	})
}

// did folds what a register allowed, and reports whether it did.
func did(c *cabinet, e *contract.Event, err error) bool {
	c.t.Helper()
	if err == nil {
		return c.must(e, nil)
	}
	if k := fault.KindOf(err); k == fault.Internal || k == fault.Corrupt || fault.Sentence(err) == "" {
		c.t.Fatalf("%v", err)
	}
	return false
}

// move says what happened in the world, which must have been possible there.
func (p *play) move(document, to string, from ...string) {
	p.home.t.Helper()
	if at := p.world[document]; !slices.Contains(from, at) {
		p.home.t.Fatalf("%s goes to %s and was with %q", document, to, at)
	}
	p.world[document] = to
}

// reach is where somebody at the vault can take a document from.
func reach(by office.ClerkID) []string { return []string{"B3", "C1", string(by)} }

func (p *play) dayPasses(t *rapid.T, _ vault.Actors, _ string) {
	p.day += office.Date(rapid.SampledFrom([]int{1, 1, 100}).Draw(t, "days"))
}

func (p *play) receive(t *rapid.T, a vault.Actors, document string) {
	i := &contract.Item{Document: document, Kind: rapid.SampledFrom([]string{"eid-afhalen", "reispas-afhalen"}).Draw(t, "kind"), Damaged: rapid.IntRange(0, 5).Draw(t, "state") == 0}
	if at := p.world[document]; at != "" && at != "sender" {
		return // a courier brings what the sender has
	}
	e, err := register.Receive(p.home.state, a.By, vault.Delivery{Consignment: "Z-1", From: "Koerier NV", Today: p.day, Items: []*contract.Item{i}})
	if did(p.home, e, err) {
		p.move(document, string(a.By), "", "sender")
	}
}

func (p *play) store(t *rapid.T, a vault.Actors, document string) {
	into := rapid.SampledFrom([]string{"B3", "C1"}).Draw(t, "compartment")
	e, err := register.Store(p.home.state, a.By, document, into)
	if did(p.home, e, err) {
		p.move(document, into, reach(a.By)...)
	}
}

func (p *play) handOut(t *rapid.T, a vault.Actors, document string) {
	i, _ := vault.Get(p.home.state, office.DocumentNumber(document))
	h := vault.Handing{Document: document, Collector: vault.Holder, Evidence: seen(i.Kind, vault.Holder), Today: p.day}
	if rapid.IntRange(0, 3).Draw(t, "skipped") == 0 && len(h.Evidence) > 0 {
		h.Evidence = h.Evidence[1:]
	}
	e, err := register.HandOut(p.home.state, a.By, h)
	if did(p.home, e, err) {
		p.move(document, "holder", reach(a.By)...)
	}
}

func (p *play) pass(_ *rapid.T, a vault.Actors, document string) {
	e, err := register.Pass(p.home.state, a, []string{document})
	if did(p.home, e, err) {
		p.move(document, string(a.With), reach(a.By)...)
	}
}

func (p *play) remind(_ *rapid.T, a vault.Actors, document string) {
	e, err := register.Remind(p.home.state, a, []string{document}, p.day)
	did(p.home, e, err)
}

func (p *play) propose(t *rapid.T, a vault.Actors, document string) {
	if rapid.IntRange(0, 2).Draw(t, "withdraw") == 0 {
		e, err := register.Withdraw(p.home.state, a, []string{document}, "toch niet")
		did(p.home, e, err)
		return
	}
	e, err := register.Propose(p.home.state, a, vault.Proposing{Documents: []string{document}, Reason: "reden",
		Fate:   rapid.SampledFrom([]vault.Fate{vault.Destroy, vault.Return}).Draw(t, "fate"),
		Ground: rapid.SampledFrom([]string{"unclaimed", "damaged", "decision"}).Draw(t, "ground")})
	did(p.home, e, err)
}

func (p *play) destroy(_ *rapid.T, a vault.Actors, document string) {
	e, err := register.Destroy(p.home.state, a, []string{document}, "PV-1")
	if did(p.home, e, err) {
		p.move(document, "destroyed", reach(a.By)...)
	}
}

func (p *play) sendBack(_ *rapid.T, a vault.Actors, document string) {
	e, err := register.SendBack(p.home.state, a, []string{document}, "Zetes", "Koerier NV")
	if did(p.home, e, err) {
		p.move(document, "sender", reach(a.By)...)
	}
}

func (p *play) depart(_ *rapid.T, a vault.Actors, document string) {
	e, err := register.Depart(p.home.state, a, vault.Trip{ID: "G-" + document, To: groenenhoek.Site, Documents: []string{document}})
	if did(p.home, e, err) {
		p.move(document, "bag", reach(a.By)...)
	}
}

func (p *play) arrive(_ *rapid.T, a vault.Actors, document string) {
	i, _ := vault.Get(p.home.state, office.DocumentNumber(document))
	if p.world[document] != "bag" { // who arrives has the bag
		return
	}
	e, err := groenenhoek.Receive(p.away.state, a.By, vault.Delivery{Consignment: "G-" + document, From: "cas", With: a.With, Today: p.day,
		LentBy: "buurtloket-berchem", Items: []*contract.Item{{Document: document, Kind: string(i.Kind)}}})
	if err != nil && !fault.Is(err, fault.Denied) {
		p.away.t.Fatalf("what is in the bag is not let in: %v", err)
	}
	if did(p.away, e, err) {
		p.move(document, "there "+string(a.By), "bag")
	}
}

func (p *play) handOutThere(_ *rapid.T, a vault.Actors, document string) {
	i, _ := vault.Get(p.away.state, office.DocumentNumber(document))
	e, err := groenenhoek.HandOut(p.away.state, a.By, vault.Handing{Document: document, Collector: vault.Holder, Evidence: seen(i.Kind, vault.Holder), Today: p.day})
	if did(p.away, e, err) {
		p.move(document, "holder", "there "+string(a.By))
	}
}

func (p *play) goHome(_ *rapid.T, a vault.Actors, document string) {
	e, err := groenenhoek.Depart(p.away.state, a, vault.Trip{ID: "G-" + document, To: "buurtloket-berchem", Documents: []string{document}})
	if did(p.away, e, err) {
		p.move(document, "bag", "there "+string(a.By))
	}
}

func (p *play) bringBack(_ *rapid.T, a vault.Actors, document string) {
	h := vault.Homecoming{Trip: "G-" + document}
	switch p.world[document] {
	case "bag":
		h.Back = []string{document}
	case "holder": // the counter's list says so
		h.HandedOut = []string{document}
	default:
		return
	}
	e, err := register.BringBack(p.home.state, a, h)
	if did(p.home, e, err) && len(h.Back) > 0 {
		p.move(document, string(a.By), "bag")
	}
}

// lookFor reports a document missing, or ends the search.
func (p *play) lookFor(t *rapid.T, a vault.Actors, document string) {
	if rapid.Bool().Draw(t, "lost") {
		e, err := register.ReportMissing(p.home.state, a, vault.Loss{Document: document, Reason: "niet gezien"})
		did(p.home, e, err)
		return
	}
	outcome := rapid.SampledFrom(vault.Outcomes).Draw(t, "outcome")
	e, err := register.WorkOff(p.home.state, a, []string{document}, outcome.Code, "nagekeken")
	did(p.home, e, err)
}

// count tells what really lies there, or less.
func (p *play) count(t *rapid.T, a vault.Actors, skip string) {
	in := rapid.SampledFrom([]string{"", "B3", "C1"}).Draw(t, "compartment")
	sloppy := rapid.IntRange(0, 3).Draw(t, "sloppy") == 0
	var lies []string
	for d, at := range p.world {
		if (at == in || in == "" && (at == "B3" || at == "C1")) && !(sloppy && d == skip) {
			lies = append(lies, d)
		}
	}
	e, err := register.CountIn(p.home.state, a, in, lies)
	if !did(p.home, e, err) {
		t.Fatalf("a count was refused: %v", err)
	}
	if m := e.GetCounted(); !sloppy && len(m.Missing)+len(m.Surplus)+len(m.Misplaced) > 0 {
		t.Fatalf("what lies there differs from the register: %v, the world is %v", m, p.world)
	}
}

func (p *play) announce(t *rapid.T, _ vault.Actors, document string) {
	p.home.announce(&contract.Consignment{Id: rapid.SampledFrom([]string{"Z-1", "Z-2"}).Draw(t, "consignment"), Documents: []string{document, "EN0009", document}})
}

// check holds the world against both registers.
func (p *play) check(t *rapid.T) {
	inStock := 0
	for _, d := range papers {
		home, err := vault.Get(p.home.state, office.DocumentNumber(d))
		if fault.Is(err, fault.NotFound) {
			if p.world[d] != "" {
				t.Fatalf("%s is with %q and the register does not know it", d, p.world[d])
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		away, err := vault.Get(p.away.state, office.DocumentNumber(d))
		if err != nil && !fault.Is(err, fault.NotFound) {
			t.Fatal(err)
		}
		if got := place(home, away); got != p.world[d] {
			t.Fatalf("%s is with %q, the registers say %q: %+v, %+v", d, p.world[d], got, home, away)
		}
		if home.InStock() {
			inStock++
		}
	}
	for _, c := range []*cabinet{p.home, p.away} {
		if err := vault.Verify(c.state); err != nil {
			t.Fatal(err)
		}
		if _, err := register.ToDecide(c.state, p.day, 22*60); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := register.Stock(p.home.state)
	if err != nil || len(rows) != inStock || vault.Size(p.home.state) != inStock {
		t.Fatalf("stock %v, %v; want %d", rows, err, inStock)
	}
}

// place is where two registers together have a document: home until it is away, there until it is in the bag again. What
// was handed out there is only known there, until the trip is written in.
func place(home, away vault.Item) string {
	at := home.Custody.Custodian
	switch {
	case home.Away && away.Custody.Length > 0 && away.Custody.Custodian.Kind == custody.Holder:
		return "holder"
	case home.Away && away.InStock():
		return "there " + away.Custody.Custodian.Name
	case home.Away:
		return "bag"
	}
	return map[custody.PartyKind]string{custody.Clerk: at.Name, custody.Compartment: at.Name, custody.Courier: "sender",
		custody.Holder: "holder", custody.Destruction: "destroyed"}[at.Kind]
}

// TestCountedIsCounted: for any vault and any list, what lies there is what should, less missing, with the rest.
func TestCountedIsCounted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := &cabinet{t: t, state: new(kv.Memory)}
		number := rapid.Custom(func(t *rapid.T) string { return fmt.Sprintf("EN/0%d", rapid.IntRange(0, 30).Draw(t, "n")) })
		should := rapid.SliceOfNDistinct(number, 1, 20, rapid.ID).Draw(t, "should")
		c.receive("anna", should...)
		for _, d := range should {
			c.must(register.Store(c.state, "anna", d, "B3"))
		}
		lies := rapid.SliceOfN(number, 0, 20).Draw(t, "lies")
		e, err := register.CountIn(c.state, pair, "", lies)
		if err != nil {
			t.Fatal(err)
		}
		m := e.GetCounted()
		present := append(slices.DeleteFunc(slices.Clone(should), func(d string) bool { return slices.Contains(m.Missing, d) }), m.Surplus...)
		slices.Sort(present)
		slices.Sort(lies)
		if want := slices.Compact(lies); !slices.Equal(present, want) || int(m.Lying) != len(want) {
			t.Fatalf("%v gives %v, want %v", m, present, want)
		}
	})
}
