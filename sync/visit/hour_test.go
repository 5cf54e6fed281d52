package visit_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden holds text against a file, or writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; read it, then write it with -update:\n%s", path, got)
	}
}

// hour is a counter that runs by the minute, by the rules alone, and writes down what it does and why.
type hour struct {
	t       *testing.T
	queue   visit.Queue
	now     time.Time
	ends    map[office.Desk]time.Time
	absent  map[visit.Ticket]bool // do not come to their first call
	parking map[visit.Ticket]int  // go aside after so many minutes of service
	out     strings.Builder
	turn    uint64
}

// line writes what happens now.
func (h *hour) line(format string, args ...any) {
	fmt.Fprintf(&h.out, "%s  %s\n", h.now.Format("15:04"), fmt.Sprintf(format, args...))
}

// arrive lets somebody in: by appointment when planned is given.
func (h *hour) arrive(planned string, persons int, products ...office.ProductID) *visit.Visit {
	h.turn++
	n := len(h.queue.Visits) + 1
	v := visit.Visit{ID: id(n), Ticket: visit.Ticket(n), Date: day, State: visit.Waiting, Turn: h.turn, Persons: persons, Products: products, Arrived: visit.StampOf(h.now)}
	say := "zonder afspraak"
	if planned != "" {
		v.Appointment, v.Planned, v.PlannedDesk = id(n), minute(h.t, planned), 1
		v.Minutes, _ = offer.Minutes(v)
		say = "afspraak " + planned
		h.queue.Expected = slices.DeleteFunc(h.queue.Expected, func(e visit.Expected) bool { return e.Planned == v.Planned })
	}
	h.line("%s meldt zich: %s, %s", v.Ticket, say, names(products))
	h.queue.Visits = append(h.queue.Visits, v)
	return &h.queue.Visits[n-1]
}

// names writes products as a clerk reads them.
func names(products []office.ProductID) string {
	var out []string
	for _, p := range products {
		out = append(out, offer[p].Dutch)
	}
	return strings.Join(out, " + ")
}

// must takes over a step.
func (h *hour) must(v *visit.Visit, after visit.Visit, err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatalf("%s: %v", h.now.Format("15:04"), err)
	}
	*v = after
}

// minute lets every desk do what this minute brings: finish, then call.
func (h *hour) minute() {
	for _, p := range h.queue.Posts {
		for i := range h.queue.Visits {
			if v := &h.queue.Visits[i]; v.Desk == p.Desk && v.State.AtDesk() {
				h.end(p.Desk, v)
			}
		}
	}
	for _, p := range h.queue.Posts {
		if !slices.ContainsFunc(h.queue.Visits, func(v visit.Visit) bool { return v.Desk == p.Desk && v.State.AtDesk() }) {
			h.call(p.Desk)
		}
	}
}

// end finishes what is over at a desk.
func (h *hour) end(desk office.Desk, v *visit.Visit) {
	at := visit.StampOf(h.now)
	switch {
	case v.State == visit.Called:
		h.turn++
		after, err := v.Miss(desk, h.turn, visit.DefaultOrder.LastCall(*v), at)
		h.must(v, after, err)
		h.line("%s komt niet naar loket %d en sluit achteraan aan", v.Ticket, desk)
	case !h.now.Before(h.ends[desk]) && h.parking[v.Ticket] != 0:
		delete(h.parking, v.Ticket)
		after, err := v.Park(desk, at)
		h.must(v, after, err)
		h.line("%s gaat even opzij", v.Ticket)
	case !h.now.Before(h.ends[desk]):
		after, err := v.Finish(desk, false, at)
		h.must(v, after, err)
		h.line("%s is klaar bij loket %d", v.Ticket, desk)
	}
}

// call lets a free desk call, and serves who comes.
func (h *hour) call(desk office.Desk) {
	choice, ok := visit.DefaultOrder.Choose(h.queue, h.now, desk)
	if !ok {
		return
	}
	h.line("loket %d roept %s: %s", desk, choice.Visit.Ticket, choice.Why)
	for _, p := range choice.Passed(9) {
		fmt.Fprintf(&h.out, "         niet %s: %s\n", p.Visit.Ticket, p.Passed)
	}
	v := &h.queue.Visits[choice.Visit.Ticket-1]
	after, err := v.Call(desk, visit.StampOf(h.now))
	h.must(v, after, err)
	if h.absent[v.Ticket] {
		delete(h.absent, v.Ticket)
		return
	}
	after, err = v.Serve(desk, visit.StampOf(h.now))
	h.must(v, after, err)
	long, _ := offer.Minutes(*v)
	if stop := h.parking[v.Ticket]; stop != 0 {
		long = stop
	}
	h.ends[desk] = h.now.Add(time.Duration(long) * time.Minute)
}

// list writes who waits, in order.
func (h *hour) list(say string) {
	h.line("%s", say)
	for _, p := range visit.DefaultOrder.Arrange(h.queue, h.now, 0) {
		fmt.Fprintf(&h.out, "         %s: %s\n", p.Visit.Ticket, p.Why)
	}
}

// at finds a visit by its ticket.
func (h *hour) at(ticket visit.Ticket) *visit.Visit { return &h.queue.Visits[ticket-1] }

// TestBusyHour prints the calls of a busy hour with their reasons: three desks, appointments early, on time and late,
// walk-ins, a code of urgency, a miss, a transfer and a parking. Read testdata/busy_hour.txt: it must read right.
func TestBusyHour_A002_54_A002_66_A001_15(t *testing.T) {
	h := &hour{t: t, now: clock(t, "09:50"), ends: map[office.Desk]time.Time{}, absent: map[visit.Ticket]bool{3: true}, parking: map[visit.Ticket]int{7: 4}}
	h.queue = visit.Queue{Offer: offer,
		Posts: []visit.Post{
			{Desk: 1, Serves: visit.Scope{Themes: []office.ClusterID{"burgerzaken"}}},
			{Desk: 2, Skills: visit.Scope{Themes: []office.ClusterID{"wonen", "burgerzaken"}, Except: []office.ProductID{"reispas"}}},
			{Desk: 3, Kind: visit.Snelbalie},
		},
		Expected: []visit.Expected{{Planned: minute(t, "10:20"), Desk: 1}, {Planned: minute(t, "10:40"), Desk: 1}},
	}
	script := map[string]func(){
		"09:50": func() { h.arrive("10:00", 1, "eid") },
		"09:52": func() { h.arrive("", 1, "woonadvies") },
		"09:53": func() { h.arrive("10:00", 1, "reispas") },
		"09:55": func() { h.arrive("", 2, "pas"); h.arrive("", 1, "eid", "woonadvies") },
		"09:58": func() { h.arrive("", 1, "eid-af"); h.arrive("", 1, "adres") },
		"10:02": func() { h.arrive("", 3, "eid"); h.arrive("10:40", 1, "eid") },
		"10:05": func() {
			v := h.arrive("", 1, "eid")
			after, err := v.Hasten(visit.Urgent, "vertrek")
			h.must(v, after, err)
			h.line("%s krijgt een code: spoed, %s", v.Ticket, v.Reason.Words())
		},
		"10:12": func() { h.arrive("", 1, "rijbewijs") },
		"10:14": func() {
			after, err := h.at(7).Return()
			h.must(h.at(7), after, err)
			h.line("%s is terug", h.at(7).Ticket)
			h.list("in de wachtzaal:")
		},
		"10:18": func() { h.arrive("10:00", 1, "eid") },
		"10:24": func() { h.arrive("10:20", 1, "reispas") },
		"10:30": func() {
			v := h.at(8)
			if v.State == visit.Waiting {
				after, err := v.Transfer(0, visit.Transfer{To: visit.Target{Desk: 1}}, visit.StampOf(h.now))
				h.must(v, after, err)
				h.line("het onthaal wijst %s door naar loket 1", v.Ticket)
			}
		},
		"10:33": func() { h.arrive("", 1, "steun") },
	}
	for _, words := range visit.DefaultOrder.Words(visit.Snelbalie) {
		fmt.Fprintln(&h.out, words)
	}
	fmt.Fprintln(&h.out)
	for !h.now.After(clock(t, "10:50")) {
		if do := script[h.now.Format("15:04")]; do != nil {
			do()
		}
		h.minute()
		h.now = h.now.Add(time.Minute)
	}
	h.list("nog in de wachtzaal:")
	for _, p := range visit.DefaultOrder.Stranded(h.queue, h.now) {
		fmt.Fprintf(&h.out, "         let op, %s (%s): %s\n", p.Visit.Ticket, names(p.Visit.Products), p.Passed)
	}
	golden(t, "busy_hour.txt", h.out.String())
}
