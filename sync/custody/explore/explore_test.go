package explore_test

import (
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"testing"
	"time"
)

type node struct {
	parent int32
	step   step
}

type result struct {
	states, transitions, depth int
	broken                     string
	trace                      []step
	cut                        bool // the limit was reached before the end
}

// explore walks all worlds of a model, nearest first, until an invariant breaks or there are limit states.
func (m *model) explore(limit int) result {
	type front struct {
		id int32
		w  *world
	}
	var k canon
	first := newWorld(m.scope)
	first.folds = m.exact
	seen := map[key]struct{}{k.key(m, first): {}}
	nodes := []node{{parent: -1}}
	r := result{}
	for level := []front{{0, first}}; len(level) > 0; r.depth++ {
		var below []front
		for _, f := range level {
			if r.broken != "" {
				break
			}
			m.next(f.w, func(s step, w *world) {
				r.transitions++
				h := k.key(m, w)
				if _, ok := seen[h]; ok || r.broken != "" {
					return
				}
				seen[h] = struct{}{}
				nodes = append(nodes, node{f.id, s})
				if r.broken = m.check(w); r.broken != "" {
					r.trace = trace(nodes)
				}
				below = append(below, front{int32(len(nodes) - 1), w})
			})
		}
		if r.states = len(nodes); r.broken != "" || r.states > limit {
			r.cut = r.broken == ""
			return r
		}
		level = below
	}
	return r
}

// trace is the way to the last node.
func trace(nodes []node) []step {
	var t []step
	for i := int32(len(nodes) - 1); i > 0; i = nodes[i].parent {
		t = append([]step{nodes[i].step}, t...)
	}
	return t
}

func (r result) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d states, %d transitions, depth %d", r.states, r.transitions, r.depth)
	if r.broken != "" {
		fmt.Fprintf(&b, "\n%s, after %d steps:", r.broken, len(r.trace))
		for i, s := range r.trace {
			fmt.Fprintf(&b, "\n  %2d. %v", i+1, s)
		}
	}
	return b.String()
}

func full() bool { return os.Getenv("CUSTODY_DEPTH") == "full" }

// scopes are walked to their ends. The bounds are as large as the time of a test allows.
func scopes() []scope {
	one := scope{name: "one site, two seats", seatSite: []int{0, 0}, sites: 1}
	two := scope{name: "two sites, two appointments", seatSite: []int{0, 1}, sites: 2}
	with := func(sc scope, name, faults string, b bounds) scope {
		sc.name, sc.faultSet, sc.bounds = sc.name+", "+name, faults, b
		return sc
	}
	list := []scope{
		with(one, "no fault", "", bounds{grants: 3, books: 2, boxes: 1}),
		with(one, "two faults", "rclh", bounds{grants: 1, books: 1, reports: 1, faults: 2, boxes: 2}),
		with(two, "no fault", "", bounds{grants: 2, books: 2, asks: 2, boxes: 1}),
		with(two, "one fault", "rclh", bounds{grants: 1, books: 2, asks: 1, reports: 1, faults: 1, boxes: 2}),
	}
	if full() {
		list = append(list,
			with(one, "two faults, more grants", "rclh", bounds{grants: 2, books: 1, reports: 1, faults: 2, boxes: 2}),
			with(one, "two faults, more bookings", "rclh", bounds{grants: 2, books: 2, reports: 1, faults: 2, boxes: 2}),
			with(one, "one fault", "rclh", bounds{grants: 3, books: 2, reports: 1, faults: 1, boxes: 2}),
			with(two, "one fault, more grants", "rclh", bounds{grants: 2, books: 2, asks: 1, reports: 1, faults: 1, boxes: 2}),
			with(two, "two faults", "rclh", bounds{grants: 1, books: 2, asks: 1, reports: 1, faults: 2, boxes: 2}),
			with(two, "two faults, more grants", "rclh", bounds{grants: 2, books: 1, asks: 1, reports: 1, faults: 2, boxes: 2}),
		)
	}
	return list
}

func TestEveryInterleavingKeepsTheInvariants(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(150))
	for _, sc := range scopes() {
		t.Run(sc.name, func(t *testing.T) {
			start := time.Now()
			r := (&model{sc, real()}).explore(20_000_000)
			t.Logf("%v, %v", r, time.Since(start).Round(time.Millisecond))
			if r.broken != "" || r.cut {
				t.Error("an invariant broke, or the end was not reached")
			}
		})
	}
}
