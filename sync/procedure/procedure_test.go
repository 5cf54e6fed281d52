package procedure_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/procedure"
)

var (
	monday = office.NewDate(2026, time.November, 23)
	noon   = func(d office.Date) time.Time { return d.At(12*60, time.UTC) }
)

func step(id, say string) procedure.Step {
	return procedure.Step{ID: procedure.StepID(id), Say: say, Required: true}
}

// drawSteps draws steps with different ids of a small alphabet, so that two versions share many.
func drawSteps(t *rapid.T, label string) []procedure.Step {
	ids := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "f", "g"}), 0, 7, rapid.ID[string]).Draw(t, label)
	var out []procedure.Step
	for _, id := range ids {
		s := step(id, rapid.SampledFrom([]string{"Vraag", "Neem", "Geef"}).Draw(t, "say"))
		s.Required = rapid.Bool().Draw(t, "required")
		out = append(out, s)
	}
	return out
}

func TestADifferenceAppliedToTheOldGivesTheNew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		was, is := drawSteps(t, "was"), drawSteps(t, "is")
		lines := procedure.Difference(was, is)
		got, err := procedure.Apply(was, lines)
		if err != nil || !slices.Equal(got, is) {
			t.Fatalf("%v, %v", got, err)
		}
		for _, l := range lines {
			if l.Kind == procedure.Kept && l.Was != l.Is || l.Kind == procedure.Changed && l.Was == l.Is {
				t.Fatalf("%+v", l)
			}
		}
	})
}

func TestADifferenceOfOtherStepsIsRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		was, is, other := drawSteps(t, "was"), drawSteps(t, "is"), drawSteps(t, "other")
		_, err := procedure.Apply(other, procedure.Difference(was, is))
		same := len(was) == len(other) && !slices.ContainsFunc(was, func(s procedure.Step) bool { return !slices.Contains(other, s) })
		if (err == nil) != same {
			t.Fatalf("%v on %v: %v", was, other, err)
		}
	})
}

// What is not moved stands in the same order in both, and of steps that only changed places as few as can be are called moved.
func TestWhatMoved(t *testing.T) {
	a, b, c, d := step("a", "A"), step("b", "B"), step("c", "C"), step("d", "D")
	lines := procedure.Difference([]procedure.Step{a, b, c}, []procedure.Step{c, a, d, b})
	var moved []procedure.StepID
	for _, l := range lines {
		if l.Moved {
			moved = append(moved, l.Is.ID)
		}
	}
	if !slices.Equal(moved, []procedure.StepID{"c"}) {
		t.Errorf("moved: %v", moved)
	}
}

func TestWhereARemovedStepIsShown(t *testing.T) {
	a, b, c := step("a", "A"), step("b", "B"), step("c", "C")
	for _, row := range []struct{ was, is, want []procedure.Step }{
		{[]procedure.Step{a, b, c}, []procedure.Step{a, c}, []procedure.Step{a, b, c}},
		{[]procedure.Step{a, b, c}, []procedure.Step{c}, []procedure.Step{a, b, c}},
		{[]procedure.Step{a, b}, []procedure.Step{a}, []procedure.Step{a, b}},
		{[]procedure.Step{a, b}, nil, []procedure.Step{a, b}},
	} {
		var got []procedure.Step
		for _, l := range procedure.Difference(row.was, row.is) {
			if l.Kind == procedure.Removed {
				got = append(got, l.Was)
			} else {
				got = append(got, l.Is)
			}
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("%v → %v is shown as %v", row.was, row.is, got)
		}
	}
}

// versions draws a procedure as headquarters would let it grow.
func versions(t *rapid.T) procedure.Procedure {
	p := procedure.Procedure{Product: "eid-afhalen", Versions: []procedure.Version{{Number: 1, Steps: []procedure.Step{step("a", "Begin")}}}}
	from, known := monday, noon(monday)
	for range rapid.IntRange(0, 5).Draw(t, "versions") {
		from += office.Date(rapid.IntRange(0, 4).Draw(t, "days"))
		known = known.Add(time.Duration(rapid.IntRange(0, 100).Draw(t, "hours")) * time.Hour)
		v, err := p.Next(procedure.Version{From: from, Known: known, Steps: append(drawSteps(t, "steps"), step("last", "Klaar")), Note: rapid.StringMatching(`[a-z]{3}`).Draw(t, "note")})
		if err != nil {
			continue // the same again
		}
		p.Versions = append(p.Versions, v)
	}
	return p
}

// At never goes back to an older version as time passes, is never ahead of its day, and never of what was known.
func TestVersionsFollowEachOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, before := versions(t), uint32(0)
		for h := range 24 * 14 {
			now := noon(monday - 2).Add(time.Duration(h) * time.Hour)
			v, ok := p.At(now)
			if !ok || v.Number < before || v.From > office.DateOf(now) || v.Known.After(now) {
				t.Fatalf("at %v: version %d after %d (%v)", now, v.Number, before, ok)
			}
			before = v.Number
		}
	})
}

// Whoever reads what is new after each shift has seen every version that was in force at the end of one, whatever the moments.
func TestSinceTellsEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, at := versions(t), noon(monday-1)
		has, _ := p.At(at)
		for range rapid.IntRange(1, 6).Draw(t, "shifts") {
			next := at.Add(time.Duration(rapid.IntRange(1, 60).Draw(t, "hours")) * time.Hour)
			news, changed := p.Since(at, next)
			is, _ := p.At(next)
			if changed != (is.Number != has.Number) {
				t.Fatalf("version %d after %d, and changed is %v", is.Number, has.Number, changed)
			}
			if changed {
				steps, err := procedure.Apply(has.Steps, news.Lines)
				if err != nil || !slices.Equal(steps, is.Steps) || news.Was.Number != has.Number || news.Is.Number != is.Number {
					t.Fatalf("%+v: %v", news, err)
				}
			}
			has, at = is, next
		}
	})
}

// A counter that hears late of a version that began already works with the former until then, and tells of it then.
func TestAVersionThatCameLateIsNewWhenItCame(t *testing.T) {
	p := procedure.Procedure{Versions: []procedure.Version{{Number: 1, Steps: []procedure.Step{step("a", "A")}},
		{Number: 2, From: monday, Known: noon(monday + 4), Steps: []procedure.Step{step("b", "B")}}}}
	if v, _ := p.At(noon(monday + 3)); v.Number != 1 {
		t.Errorf("before it came: version %d", v.Number)
	}
	if n, ok := p.Since(noon(monday+3), noon(monday+5)); !ok || n.Was.Number != 1 || n.Is.Number != 2 {
		t.Errorf("after it came: %+v, %v", n, ok)
	}
	if _, ok := p.Since(noon(monday+4), noon(monday+5)); ok {
		t.Error("told a second time")
	}
	if n, ok := p.SinceVersion(1, noon(monday+5)); !ok || n.Is.Number != 2 {
		t.Errorf("to who knows the first: %+v", n)
	}
}

func TestWhatHeadquartersMayWrite(t *testing.T) {
	p := procedure.Procedure{Product: "eid-afhalen", Versions: []procedure.Version{{Number: 1, Steps: []procedure.Step{step("a", "A")}},
		{Number: 2, From: monday, Steps: []procedure.Step{step("b", "B")}}}}
	good := procedure.Version{From: monday + 7, Steps: []procedure.Step{step("a", "Vraag de brief"), step("b", "Test de chip")}}
	with := func(change func(*procedure.Version)) procedure.Version {
		v := good
		v.Steps = slices.Clone(v.Steps)
		change(&v)
		return v
	}
	for name, row := range map[string]struct {
		v    procedure.Version
		kind fault.Kind
	}{
		"good":            {good, 0},
		"its number":      {with(func(v *procedure.Version) { v.Number = 3 }), 0},
		"the same day":    {with(func(v *procedure.Version) { v.From = monday }), 0},
		"another's":       {with(func(v *procedure.Version) { v.Number = 2 }), fault.Conflict},
		"no day":          {with(func(v *procedure.Version) { v.From = 0 }), fault.Invalid},
		"an earlier day":  {with(func(v *procedure.Version) { v.From = monday - 1 }), fault.Invalid},
		"no steps":        {with(func(v *procedure.Version) { v.Steps = nil }), fault.Invalid},
		"no words":        {with(func(v *procedure.Version) { v.Steps[1].Say = " " }), fault.Invalid},
		"twice":           {with(func(v *procedure.Version) { v.Steps[1].ID = "a" }), fault.Invalid},
		"no name":         {with(func(v *procedure.Version) { v.Steps[1].ID = "Oude kaart" }), fault.Invalid},
		"too long":        {with(func(v *procedure.Version) { v.Steps[1].Say = strings.Repeat("é", procedure.LongestSay+1) }), fault.Invalid},
		"just not":        {with(func(v *procedure.Version) { v.Steps[1].Say = strings.Repeat("é", procedure.LongestSay) }), 0},
		"an unknown sign": {with(func(v *procedure.Version) { v.Steps[1].Proof = "ooit" }), fault.Invalid},
		"two lines":       {with(func(v *procedure.Version) { v.Steps[1].Why = "a\nb" }), fault.Invalid},
		"the same again":  {with(func(v *procedure.Version) { v.From, v.Steps = monday, p.Versions[1].Steps }), fault.Invalid},
	} {
		got, err := p.Next(row.v)
		switch {
		case row.kind == 0 && (err != nil || got.Number != 3):
			t.Errorf("%s: version %d, %v", name, got.Number, err)
		case row.kind != 0 && (!fault.Is(err, row.kind) || fault.Sentence(err) == ""):
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRemarksNameNobody(t *testing.T) {
	for text, want := range map[string]string{
		"  Stap 3  hoort\nna stap 4 ": "Stap 3 hoort na stap 4",
		"":                            "",
		"  \n ":                       "",
		strings.Repeat("x", procedure.LongestRemark):   strings.Repeat("x", procedure.LongestRemark),
		strings.Repeat("x", procedure.LongestRemark+1): "",
		"bij 93051822361 ging het mis":                 "",
		"bij 93.05.18-223.61 ging het mis":             "",
		"bij 93 05 18 223 61 ging het mis":             "",
		"kaart 590-1234567-74":                         "",
		"bel 0470/12.34.56":                            "",
		"sinds 01-06-2018 om 10:04, zie 2026":          "sinds 01-06-2018 om 10:04, zie 2026",
	} {
		got, err := procedure.Remark(text)
		if got != want || (want == "") != fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

// Whatever national number, in whatever way people set its digits apart, it is not let through.
func TestANationalNumberIsSeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.StringMatching(`[0-9]{11}`).Draw(t, "digits")
		text := rapid.StringMatching(`[a-z ]{0,8}`).Draw(t, "before")
		for _, d := range digits {
			text += rapid.SampledFrom([]string{"", "", " ", ".", "-", "/"}).Draw(t, "between") + string(d)
		}
		if _, err := procedure.Remark(text + " zei hij"); !fault.Is(err, fault.Invalid) {
			t.Fatalf("%q: %v", text, err)
		}
	})
}

func TestRequiredStepsThatAreOpen(t *testing.T) {
	v := procedure.Version{Steps: []procedure.Step{step("a", "A"), {ID: "b", Say: "B"}, step("c", "C")}}
	open := v.Open(func(id procedure.StepID) bool { return id == "a" })
	if len(open) != 1 || open[0].ID != "c" {
		t.Errorf("%v", open)
	}
}

func TestWire(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := versions(t)
		for i := range p.Versions {
			if !p.Versions[i].Known.IsZero() {
				p.Versions[i].Known = time.UnixMilli(p.Versions[i].Known.UnixMilli())
			}
		}
		if got := procedure.Read(p.Wire()); !reflect.DeepEqual(got, p) {
			t.Fatalf("%+v\nnot\n%+v", got, p)
		}
	})
}

func TestWhatComesWithTheProgram(t *testing.T) {
	all := procedure.Embedded()
	if len(all) < 10 {
		t.Fatalf("%d procedures", len(all))
	}
	for product, p := range all {
		if _, known := catalogue.Embedded().Product(product); !known {
			t.Errorf("%s is no product", product)
		}
		v, ok := p.At(time.Unix(0, 0))
		if !ok || v.Number != 1 || !v.Assumed {
			t.Errorf("%s: %+v", product, v)
		}
		if _, err := (procedure.Procedure{Product: product}).Next(procedure.Version{From: monday, Steps: v.Steps}); err != nil {
			t.Errorf("%s: %v", product, err)
		}
	}
}
