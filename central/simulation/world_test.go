package simulation_test

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/replica"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// options say which world is run.
type options struct {
	seed   uint64
	steps  int
	dir    string // for the counters' disks
	quota  register.Quota
	faults faults
	mutant mutant
	print  func(string) // of each line of the trace; nil: nobody looks
}

// faults are what may happen besides daily business.
type faults struct {
	network bool // loss, doubles, disorder, cut lines
	crashes bool // processes are killed
	boxes   bool // images, clones, lost boxes
	era     bool // headquarters wakes from a backup
	clocks  bool // clocks step
}

// calm reports whether nothing happens by which an exchange may end with a fault.
func (o options) calm() bool {
	return !o.faults.network && !o.faults.boxes && !o.faults.era && o.mutant.name == ""
}

// mutant is a planted defect: nil hooks leave the product as it is.
type mutant struct {
	name         string
	headquarters func(*world, replica.Headquarters) replica.Headquarters
	counter      func(*box, replica.Counter) replica.Counter
	sameLife     bool // a box put back from an image goes on in its life
	tellFirst    bool // a clerk tells before the commit
	bookGranted  bool // a clerk books what is on its way
}

// world is one run. Everything in it happens on one goroutine.
type world struct {
	o    options
	ctx  context.Context
	rng  *rand.Rand     // every choice
	ids  *rand.ChaCha8  // every id, key and nonce
	now  time.Time      // the true time
	plan *contract.Plan // in force at the start
	cal  *calendar.Plan

	hq    *headquarters
	boxes []*box
	wires []*wire
	wired int
	made  int // folders

	step    int
	checker *checker
	people  *people
	lines   []string
	sum     hash.Hash
}

// violation is what a run ends with when an invariant does not hold.
type violation struct {
	check string // which check saw it
	say   string
	step  int
	lines []string // the last of the trace
}

func (v violation) String() string {
	return fmt.Sprintf("%s, at step %d: %s", v.check, v.step, v.say)
}

// fail ends the run.
func (w *world) fail(check, format string, a ...any) {
	panic(violation{check: check, say: fmt.Sprintf(format, a...), step: w.step, lines: w.lines})
}

// tell adds a line to the trace.
func (w *world) tell(format string, a ...any) {
	line := fmt.Sprintf("%4d %s  %s", w.step, w.now.Format("02 15:04"), strings.ReplaceAll(fmt.Sprintf(format, a...), w.o.dir, ""))
	fmt.Fprintln(w.sum, line)
	if w.lines = append(w.lines, line); len(w.lines) > 4000 {
		w.lines = w.lines[2000:]
	}
	if w.o.print != nil {
		w.o.print(line)
	}
}

// sites are the locations of every world; a seed takes two or three of them.
var sites = []office.SiteID{"buurtloket-berchem", "buurtloket-groenenhoek", "lier-stadskantoor"}

// hours is a plan small enough that people get in each other's way: eight seats a day at each site.
func hours() *contract.Plan {
	p := &contract.Plan{Version: 1}
	for _, s := range sites {
		for i, from := range []office.Minute{9 * 60, 16 * 60} {
			p.Rules = append(p.Rules, rulebook.ToRule(calendar.Rule{ID: fmt.Sprintf("%s-%d", s, i), Site: s, Days: calendar.EveryDay,
				From: from, To: from + 40, Mode: calendar.Appointment, Desks: 1, FirstDesk: 1}))
		}
	}
	return p
}

func newWorld(o options) *world {
	var seed [32]byte
	binary.LittleEndian.PutUint64(seed[:], o.seed)
	w := &world{o: o, ctx: context.Background(), rng: rand.New(rand.NewChaCha8(seed)), plan: hours(), sum: sha256.New()}
	seed[31] = 1
	w.ids = rand.NewChaCha8(seed)
	cal, err := rulebook.Compile(w.plan)
	if err != nil {
		panic(err)
	}
	w.cal = cal
	days := []office.Date{office.NewDate(2026, time.November, 23), office.NewDate(2026, time.October, 23)} // into winter time
	w.now = days[w.rng.IntN(len(days))].At(office.Minute(7*60+w.rng.IntN(180)), cal.Zone())
	w.checker, w.people = newChecker(w), &people{w: w}
	w.hq = found(w)
	for i := range 2 + w.rng.IntN(len(sites)-1) {
		w.boxes = append(w.boxes, w.newBox(sites[i]))
	}
	return w
}

// newBox is a new appliance, started.
func (w *world) newBox(site office.SiteID) *box {
	b := &box{w: w, site: site, dir: w.folder(), name: fmt.Sprintf("%s/%d", string(site)[len(site)-4:], w.made)}
	b.start()
	return b
}

func (w *world) folder() string {
	w.made++
	return filepath.Join(w.o.dir, fmt.Sprintf("%d", w.made))
}

// run runs a seed to its end, and gives the hash of its trace or what was violated.
func run(o options) (sum [32]byte, w *world, bad *violation) {
	defer func() {
		if w != nil {
			for _, b := range w.boxes {
				if b.node != nil {
					_ = b.node.Close() // the run is over
				}
			}
			sum = [32]byte(w.sum.Sum(nil))
		}
		if r := recover(); r != nil {
			v, ok := r.(violation)
			if !ok {
				panic(r)
			}
			bad = &v
		}
	}()
	w = newWorld(o)
	for w.step = 1; w.step <= o.steps; w.step++ {
		w.once()
		w.checker.cheap()
		if w.step%quietEvery == 0 || w.step == o.steps {
			w.quiet()
			w.checker.full()
		}
	}
	return sum, w, nil
}

// quietEvery is after how many steps everything is healed and compared.
const quietEvery = 100

// once takes one step.
func (w *world) once() {
	up := w.running()
	switch n := w.rng.IntN(100); {
	case n < 50:
		w.network()
	case n < 66 && len(up) > 0:
		w.people.clerk(up[w.rng.IntN(len(up))])
	case n < 80:
		w.people.citizen()
	case n < 88:
		w.pass()
	case n < 91:
		w.planner()
	default:
		w.trouble()
	}
	w.aftermath()
}

// aftermath does what follows from a step by itself: processes that were struck are gone, headquarters is up again,
// who has a line and no exchange begins one.
func (w *world) aftermath() {
	for _, b := range w.boxes {
		b.settle()
	}
	if w.hq.down {
		w.tell("headquarters dies and is back")
		for len(w.wires) > 0 {
			x := w.wires[len(w.wires)-1]
			x.receiver = nil
			if x.box.wire == x {
				x.box.hangUp()
			} else {
				x.end()
			}
		}
		w.hq.start()
	}
	for _, b := range w.boxes {
		if b.node != nil {
			w.checker.heard(b)
		}
	}
}

// running are the boxes whose process runs.
func (w *world) running() (out []*box) {
	for _, b := range w.boxes {
		if b.node != nil {
			out = append(out, b)
		}
	}
	return out
}

// pass lets time go by: mostly minutes, sometimes to where days change hands.
func (w *world) pass() {
	local := w.now.In(w.cal.Zone())
	switch w.rng.IntN(6) {
	case 0:
		w.to(local, []office.Minute{0, 8*60 + 50, 19*60 + 29, 19*60 + 31, 20*60 + 1, 23*60 + 59}[w.rng.IntN(6)])
	case 1:
		w.now = w.now.Add(time.Duration(w.rng.IntN(4*60)) * time.Minute)
	default:
		w.now = w.now.Add(time.Duration(1+w.rng.IntN(15)) * time.Minute)
	}
	w.tell("time passes")
}

// to goes on to a minute of this day, or of the next when that is over.
func (w *world) to(local time.Time, m office.Minute) {
	d := office.DateOf(local)
	if office.MinuteOf(local) >= m {
		d++
	}
	w.now = d.At(m, w.cal.Zone())
}

func (w *world) id() (id [16]byte) {
	id, err := office.NewID(w.ids, w.now.UnixMilli())
	if err != nil {
		panic(err)
	}
	return id
}

// chance is true n times in 100.
func (w *world) chance(n int) bool { return w.rng.IntN(100) < n }

func pick[T any](w *world, of []T) T { return of[w.rng.IntN(len(of))] }

// place draws a place of a site, soon; the visit takes one seat or two.
func (w *world) place(site office.SiteID) (*contract.Place, string) {
	local := w.now.In(w.cal.Zone())
	d := office.DateOf(local) + office.Date(w.rng.IntN(4))
	starts := []office.Minute{540, 550, 560, 570, 960, 970, 980, 990}
	seat := office.SeatID{Site: site, Date: d, Desk: 1, Start: pick(w, starts)}
	return placeAt(seat, w.chance(30))
}

func placeAt(seat office.SeatID, long bool) (*contract.Place, string) {
	if long {
		return &contract.Place{Site: string(seat.Site), Run: contract.NewRun(seat, 2, 10)}, "buitenlands-rijbewijs"
	}
	return &contract.Place{Site: string(seat.Site), Run: contract.NewRun(seat, 1, 10)}, "eid-aanvraag"
}
