package vault_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/hardware/vault"
)

// noon is when every story begins; its steps are seconds.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func second(n int) time.Time { return noon.Add(time.Duration(n) * time.Second) }

// reading is door 1 at a second: o, c or ? for open, closed and unknown.
func reading(at int, doors string) vault.Reading {
	r := vault.Reading{At: second(at)}
	for i, c := range doors {
		r.Doors = append(r.Doors, vault.Seen{Door: vault.Door(i + 1), State: map[rune]vault.State{'o': vault.Open, 'c': vault.Closed, '?': vault.Unknown}[c]})
	}
	return r
}

// tell plays a story of one door: "5 c" is a reading at second 5, "5 !a" an order, "5 -a" its refusal. It answers the
// findings as "second kind orders".
func tell(m *vault.Monitor, story string) []string {
	var found []string
	for _, step := range strings.Split(story, ", ") {
		var at int
		var what string
		if _, err := fmt.Sscanf(step, "%d %s", &at, &what); err != nil {
			panic(step)
		}
		switch what[0] {
		case '!':
			m.Ordered(1, what[1:], second(at))
		case '-':
			m.Refused(1, what[1:])
		default:
			for _, f := range m.Read(reading(at, what)) {
				found = append(found, strings.TrimSpace(fmt.Sprintf("%d %s %s", int(f.At.Sub(noon).Seconds()), f.Kind, strings.Join(f.Orders, "+"))))
			}
		}
	}
	return found
}

// TestMonitorTells is the rule as stories: ten seconds to open, thirty to shut, two to settle.
func TestMonitorTells(t *testing.T) {
	for name, c := range map[string]struct{ story, want string }{
		"nothing happens":                  {"0 c, 1 c, 99 c", ""},
		"opened and shut":                  {"0 c, 1 !a, 2 o, 9 c, 11 c", "2 opened a|11 shut"},
		"forced":                           {"0 c, 1 o", "1 forced"},
		"forced, once":                     {"0 c, 1 o, 2 o, 3 o", "1 forced"},
		"open when first seen":             {"0 o", "0 forced"},
		"open when first seen, with order": {"0 !a, 1 o", "1 opened a"},
		"an order without a door":          {"0 c, 1 !a, 10 c, 11 c, 12 c", "11 missed a"},
		"an order is good for one door":    {"0 c, 1 !a, 2 o, 3 c, 6 c, 7 o", "2 opened a|6 shut|7 forced"},
		"after its time":                   {"0 c, 1 !a, 11 c, 12 o", "11 missed a|12 forced"},
		"between two readings":             {"0 c, 1 !a, 10 c, 40 o", "40 opened a"},
		"two orders, one door":             {"0 c, 1 !a, 3 !b, 4 o", "4 opened a+b"},
		"two orders, no door":              {"0 c, 1 !a, 3 !b, 11 c, 13 c", "11 missed a|13 missed b"},
		"refused":                          {"0 c, 1 !a, 1 -a, 20 c, 21 o", "21 forced"},
		"one of two refused":               {"0 c, 1 !a, 1 !b, 1 -b, 2 o", "2 opened a"},
		"left open, once":                  {"0 c, 1 !a, 2 o, 31 o, 32 o, 50 o", "2 opened a|32 left-open"},
		"left open, then shut":             {"0 c, 1 !a, 2 o, 33 o, 40 c, 42 c", "2 opened a|33 left-open|42 shut"},
		"ordered while open":               {"0 c, 1 !a, 2 o, 30 !b, 31 o, 40 o, 61 o", "2 opened a|31 opened b|61 left-open"},
		"forced, then ordered":             {"0 c, 1 o, 2 !a, 3 o", "1 forced|3 opened a"},
		"bounces when it opens":            {"0 c, 1 !a, 2 o, 3 c, 4 o", "2 opened a"},
		"bounces when it shuts":            {"0 c, 1 !a, 2 o, 9 c, 10 o, 11 c, 13 c", "2 opened a|13 shut"},
		"shut and opened again":            {"0 c, 1 !a, 2 o, 9 c, 11 c, 12 o", "2 opened a|11 shut|12 forced"},
		"lost and found shut":              {"0 c, 5 ?, 6 ?, 9 c", "5 lost|9 found"},
		"lost and found open":              {"0 c, 5 ?, 9 o", "5 lost|9 found|9 forced"},
		"lost while open":                  {"0 c, 1 !a, 2 o, 5 ?, 9 c, 11 c", "2 opened a|5 lost|9 found|11 shut"},
		"never seen":                       {"0 ?, 1 ?, 2 c", ""},
		"an order in the dark":             {"0 ?, 1 !a, 10 ?, 11 ?, 12 ?", "11 unseen a"},
		"in the dark, and it is open":      {"0 c, 1 ?, 2 !a, 12 ?, 13 o", "1 lost|12 unseen a|13 found|13 opened a"},
		"in the dark, and it is shut":      {"0 c, 1 ?, 2 !a, 12 ?, 13 c, 14 o", "1 lost|12 unseen a|13 found|14 forced"},
		"left open in the dark":            {"0 c, 1 !a, 2 o, 5 ?, 60 ?, 61 o", "2 opened a|5 lost|61 found|61 left-open"},
		"the clock steps back":             {"10 c, 2 !a, 3 o, 39 o, 40 o", "10 opened a|40 left-open"},
		"the clock steps back, no door":    {"10 c, 2 !a, 3 c, 19 c, 20 c", "20 missed a"},
	} {
		t.Run(name, func(t *testing.T) {
			m := vault.NewMonitor(vault.Limits{OpenWithin: 10 * time.Second, CloseWithin: 30 * time.Second, Settle: 2 * time.Second}, 1)
			if got := strings.Join(tell(m, c.story), "|"); got != c.want {
				t.Errorf("%s\n got %s\nwant %s", c.story, got, c.want)
			}
		})
	}
}

// TestFindingsSaySince: what a finding began with.
func TestFindingsSaySince(t *testing.T) {
	m := vault.NewMonitor(vault.Limits{OpenWithin: 10 * time.Second, CloseWithin: 5 * time.Second}, 1)
	since := map[vault.Kind]int{}
	m.Ordered(1, "a", second(1))
	for at, s := range []string{"c", "c", "?", "?", "c", "c", "c", "c", "c", "c", "c", "c", "o", "o", "o", "o", "o", "o", "c"} {
		for _, f := range m.Read(reading(at, s)) {
			if f.Door != 1 || !f.At.Equal(second(at)) {
				t.Errorf("%+v at %d", f, at)
			}
			since[f.Kind] = -1
			if !f.Since.IsZero() {
				since[f.Kind] = int(f.Since.Sub(noon).Seconds())
			}
		}
	}
	want := map[vault.Kind]int{vault.Lost: -1, vault.Found: 2, vault.Missed: 1, vault.Forced: -1, vault.LeftOpen: 12, vault.Shut: 12}
	for k, s := range want {
		if since[k] != s {
			t.Errorf("%s began at %d, want %d", k, since[k], s)
		}
	}
	for k := vault.Kind(0); k < vault.LeftOpen+2; k++ {
		if k.Alarm() != slices.Contains([]vault.Kind{vault.Forced, vault.Missed, vault.Unseen, vault.LeftOpen}, k) {
			t.Errorf("%s: alarm is %v", k, k.Alarm())
		}
	}
}

// TestMonitorKeepsCount: however a day goes, every opening has an order or is Forced and never both, an order ends once, as a
// door or as an alarm, and nothing is concluded of a door that is not seen.
func TestMonitorKeepsCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limits := vault.Limits{
			OpenWithin:  time.Duration(rapid.IntRange(0, 12).Draw(t, "open within")) * time.Second,
			CloseWithin: time.Duration(rapid.IntRange(1, 12).Draw(t, "close within")) * time.Second,
			Settle:      time.Duration(rapid.IntRange(0, 3).Draw(t, "settle")) * time.Second,
		}
		m := vault.NewMonitor(limits, 1, 2, 3)
		at := 0
		open, fate, told := map[vault.Door]bool{}, map[string]vault.Kind{}, map[string]time.Time{}
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			at += rapid.IntRange(0, 5).Draw(t, "seconds")
			if rapid.Bool().Draw(t, "order") {
				id := fmt.Sprint(len(told))
				told[id] = second(at)
				m.Ordered(vault.Door(rapid.IntRange(1, 3).Draw(t, "door")), id, second(at))
				continue
			}
			r := reading(at, rapid.StringMatching("[oc?]{3}").Draw(t, "doors"))
			for _, f := range m.Read(r) {
				judge(t, f, r, limits, open, fate, told)
			}
			for _, s := range r.Doors {
				if s.State == vault.Open && !open[s.Door] {
					t.Fatalf("door %d opened at %d and nobody was told", s.Door, at)
				}
			}
		}
		// Two last readings, long after, show every door shut and settled: every order has its end by then.
		for _, after := range []int{100, 200} {
			r := reading(at+after, "ccc")
			for _, f := range m.Read(r) {
				judge(t, f, r, limits, open, fate, told)
			}
		}
		for id := range told {
			if fate[id] == 0 {
				t.Fatalf("nobody knows what became of order %s", id)
			}
		}
	})
}

// judge holds one finding against what is known.
func judge(t *rapid.T, f vault.Finding, r vault.Reading, limits vault.Limits, open map[vault.Door]bool, fate map[string]vault.Kind, told map[string]time.Time) {
	state := r.State(f.Door)
	for _, id := range f.Orders {
		before := fate[id]
		if before != 0 && (before != vault.Unseen || f.Kind != vault.Opened) {
			t.Fatalf("order %s is %s and was %s", id, f.Kind, before)
		}
		fate[id] = f.Kind
		if f.Kind != vault.Opened && f.At.Sub(told[id]) < limits.OpenWithin {
			t.Fatalf("order %s is %s before its time", id, f.Kind)
		}
	}
	switch f.Kind {
	case vault.Opened, vault.Forced:
		if state != vault.Open || (len(f.Orders) == 0) != (f.Kind == vault.Forced) || f.Kind == vault.Forced && open[f.Door] {
			t.Fatalf("%+v of a door that is %s", f, state)
		}
		open[f.Door] = true
	case vault.Shut:
		if state != vault.Closed || !open[f.Door] {
			t.Fatalf("%+v of a door that is %s", f, state)
		}
		open[f.Door] = false
	case vault.Missed:
		if state != vault.Closed {
			t.Fatalf("%+v of a door that is %s", f, state)
		}
	case vault.LeftOpen:
		if state != vault.Open || f.At.Sub(f.Since) < limits.CloseWithin {
			t.Fatalf("%+v of a door that is %s", f, state)
		}
	case vault.Lost, vault.Unseen:
		if state != vault.Unknown {
			t.Fatalf("%+v of a door that is %s", f, state)
		}
	case vault.Found:
		if state == vault.Unknown {
			t.Fatalf("%+v of a door that is not seen", f)
		}
	default:
		t.Fatalf("%+v", f)
	}
}

// TestDoorsDoNotMeddle: what is found of a door does not depend on what the others do, nor on their order.
func TestDoorsDoNotMeddle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limits := vault.Limits{OpenWithin: 5 * time.Second, CloseWithin: 7 * time.Second, Settle: time.Second}
		all, one := vault.NewMonitor(limits, 3, 1, 2), vault.NewMonitor(limits, 2)
		at := 0
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			at += rapid.IntRange(0, 4).Draw(t, "seconds")
			if door := vault.Door(rapid.IntRange(0, 3).Draw(t, "ordered")); door > 0 {
				all.Ordered(door, fmt.Sprint(at), second(at))
				if door == 2 {
					one.Ordered(door, fmt.Sprint(at), second(at))
				}
				continue
			}
			r := reading(at, rapid.StringMatching("[oc?]{3}").Draw(t, "doors"))
			got := slices.DeleteFunc(all.Read(r), func(f vault.Finding) bool { return f.Door != 2 })
			want := one.Read(vault.Reading{At: r.At, Doors: r.Doors[1:2]})
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Fatalf("%v with the others, %v alone", got, want)
			}
		}
	})
}

// TestAReadingKnowsItsDoors: of one that is not there nothing is known.
func TestAReadingKnowsItsDoors(t *testing.T) {
	r := reading(1, "co?oc")
	for d, want := range map[vault.Door]vault.State{0: vault.Unknown, 1: vault.Closed, 2: vault.Open, 3: vault.Unknown, 5: vault.Closed, 9: vault.Unknown} {
		if got := r.State(d); got != want {
			t.Errorf("door %d is %s", d, got)
		}
	}
}
