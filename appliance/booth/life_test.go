package booth_test

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/appliance/booth"
	"github.com/buurtloket/buurtloket/appliance/photo"
	"github.com/buurtloket/buurtloket/sync/blob"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// known is what a model knows of a photo.
type known struct {
	keep                      booth.Keep
	day                       office.Date
	delivered, purged, erased bool
}

// register is a projection under test, beside its journal and the model.
type register struct {
	t      *rapid.T
	state  *kv.Memory
	events []*contract.Event
	photos map[booth.ID]*known
	at     int64
}

func (g *register) journal(events ...*contract.Event) {
	g.t.Helper()
	for _, e := range events {
		g.at++
		e.AtMs, e.Clerk = g.at, "ann"
		stored, err := contract.Decode(contract.Encode(e), new(contract.Event))
		if err != nil {
			g.t.Fatal(err)
		}
		g.events = append(g.events, stored)
		if err := booth.Fold(g.state, stored); err != nil {
			g.t.Fatal(err)
		}
	}
}

// TestAnyLife: photos are kept, delivered, purged and erased in any order and more than once; what waits, what is wanted and
// what is told is always what the model says, and a projection built anew is the same.
func TestAnyLife(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := &register{t: t, state: new(kv.Memory), photos: map[booth.ID]*known{}}
		pick := func() booth.ID { return booth.ID{byte(rapid.IntRange(1, 6).Draw(t, "photo"))} }
		t.Repeat(map[string]func(*rapid.T){
			"keep": func(*rapid.T) {
				id := pick()
				k := booth.Keep{Photo: id, Visit: office.VisitID{byte(rapid.IntRange(0, 3).Draw(t, "visit"))}, Subject: office.SubjectID{byte(rapid.IntRange(1, 3).Draw(t, "subject"))},
					Digest: blob.Of(fmt.Append(nil, id, g.at)), Size: 1000, Secret: journal.Commitment{id[0]}, Consent: true, Reasoned: true, Taken: time.UnixMilli(g.at)}
				day := office.Date(rapid.IntRange(1, 5).Draw(t, "day"))
				e, err := k.Decide(g.state, day)
				if err != nil || (e == nil) != (g.photos[id] != nil) {
					t.Fatalf("keeping %x: %v, %v", id, e, err)
				}
				if e != nil {
					g.photos[id] = &known{keep: k, day: day}
					g.journal(e)
				}
			},
			"deliver": func(*rapid.T) {
				id := pick()
				e, err := booth.Delivered(g.state, id)
				p := g.photos[id]
				if due := p != nil && !p.delivered && !p.erased; err != nil || (e != nil) != due {
					t.Fatalf("delivering %x: %v, %v", id, e, err)
				}
				if e != nil {
					p.delivered = true
					g.journal(e)
				}
			},
			"purge": func(*rapid.T) {
				before := office.Date(rapid.IntRange(1, 6).Draw(t, "before"))
				events, err := booth.Purge(g.state, before, 100)
				if err != nil {
					t.Fatal(err)
				}
				n := 0
				for _, p := range g.photos {
					if p.delivered && !p.purged && !p.erased && p.day < before {
						p.purged = true
						n++
					}
				}
				if n != len(events) {
					t.Fatalf("%d copies go, want %d", len(events), n)
				}
				g.journal(events...)
			},
			"erase": func(*rapid.T) {
				subject := office.SubjectID{byte(rapid.IntRange(1, 3).Draw(t, "whom"))}
				for _, p := range g.photos {
					p.erased = p.erased || p.keep.Subject == subject
				}
				g.journal(&contract.Event{Kind: &contract.Event_Erased{Erased: &contract.Erased{Subject: subject[:]}}})
			},
			"": func(*rapid.T) { g.check() },
		})
	})
}

// check compares every reading with the model.
func (g *register) check() {
	g.t.Helper()
	var waiting []booth.ID
	wanted := map[blob.Digest]bool{}
	for _, id := range slices.SortedFunc(maps.Keys(g.photos), func(a, b booth.ID) int { return bytes.Compare(a[:], b[:]) }) {
		p := g.photos[id]
		if !p.delivered && !p.erased {
			waiting = append(waiting, id)
		}
		if !p.purged && !p.erased {
			wanted[p.keep.Digest] = true
		}
		s, err := booth.Get(g.state, id)
		if err != nil || s == nil {
			g.t.Fatalf("%x: %v, %v", id, s, err)
		}
		var steps []string
		for _, step := range booth.Row(s, "").Steps {
			steps = append(steps, step.Code)
		}
		want := []string{"judged", "kept"}
		if s.Kept.TakenMs != 0 {
			want = append([]string{"taken"}, want...)
		} else {
			want = want[1:]
		}
		for code, is := range map[string]bool{"delivered": p.delivered, "purged": p.purged, "erased": p.erased} {
			if is != slices.Contains(steps, code) {
				g.t.Fatalf("%x: steps %v of %+v", id, steps, p)
			}
		}
		if !slices.Equal(steps[:len(want)], want) {
			g.t.Fatalf("%x: steps %v begin with %v", id, steps, want)
		}
	}
	if got := booth.Waiting(g.state); !slices.Equal(got, waiting) {
		g.t.Fatalf("%x wait, want %x", got, waiting)
	}
	got := map[blob.Digest]bool{}
	for d := range booth.Wanted(g.state) {
		got[d] = true
	}
	if !maps.Equal(got, wanted) {
		g.t.Fatalf("%d blobs are wanted, want %d", len(got), len(wanted))
	}
	g.checkDue()
	g.refold()
}

// checkDue compares whose photos are all old enough.
func (g *register) checkDue() {
	g.t.Helper()
	const before = 4
	want, never := map[office.SubjectID]bool{}, map[office.SubjectID]int{}
	for _, p := range g.photos {
		if p.erased {
			continue
		}
		was, seen := want[p.keep.Subject]
		want[p.keep.Subject] = (was || !seen) && p.day < before
		if !p.delivered {
			never[p.keep.Subject]++
		}
	}
	subjects, undelivered, err := booth.Due(g.state, before)
	if err != nil {
		g.t.Fatal(err)
	}
	n := 0
	for s, due := range want {
		if due {
			n += never[s]
		}
		if due != slices.Contains(subjects, s) {
			g.t.Fatalf("due %x, want %v", subjects, want)
		}
	}
	if undelivered != n {
		g.t.Fatalf("%d never arrived, want %d", undelivered, n)
	}
}

// refold builds the projection anew.
func (g *register) refold() {
	g.t.Helper()
	again := new(kv.Memory)
	for _, e := range g.events {
		if err := booth.Fold(again, e); err != nil {
			g.t.Fatal(err)
		}
	}
	for k, v := range g.state.Scan(nil, nil) {
		if !bytes.Equal(again.Get(k), v) {
			g.t.Fatalf("%q is another when built anew", k)
		}
	}
	for k := range again.Scan(nil, nil) {
		if g.state.Get(k) == nil {
			g.t.Fatalf("%q comes only when built anew", k)
		}
	}
}

// TestWhatIsNotKept: the clerk decides, and says why where something is wrong.
func TestWhatIsNotKept(t *testing.T) {
	good := booth.Keep{Photo: booth.ID{1}, Visit: office.VisitID{1}, Subject: office.SubjectID{1}, Digest: blob.Digest{1}, Size: 10, Consent: true}
	for name, c := range map[string]struct {
		change func(*booth.Keep)
		kind   fault.Kind
		ok     bool
	}{
		"as it should be":                   {func(*booth.Keep) {}, 0, true},
		"without consent":                   {func(k *booth.Keep) { k.Consent = false }, fault.Refused, false},
		"a mouth that is open":              {func(k *booth.Keep) { k.Failed = []photo.Code{photo.MouthShut} }, fault.Refused, false},
		"a mouth that is open, with reason": {func(k *booth.Keep) { k.Failed, k.Reasoned = []photo.Code{photo.MouthShut}, true }, 0, true},
		"for nobody in the queue":           {func(k *booth.Keep) { k.Visit = office.VisitID{} }, fault.Refused, false},
		"for nobody, with reason":           {func(k *booth.Keep) { k.Visit, k.Reasoned = office.VisitID{}, true }, 0, true},
		"a reason makes up for no consent":  {func(k *booth.Keep) { k.Consent, k.Reasoned = false, true }, fault.Refused, false},
		"no name":                           {func(k *booth.Keep) { k.Photo = booth.ID{} }, fault.Invalid, false},
	} {
		k := good
		c.change(&k)
		state := new(kv.Memory)
		e, err := k.Decide(state, 20800)
		if c.ok != (err == nil) || c.ok != (e != nil) || !c.ok && (!fault.Is(err, c.kind) || fault.Sentence(err) == "") {
			t.Errorf("%s: %v, %v", name, e, err)
		}
	}
}

// TestFoldRefusesWhatNoDecisionMade: a record that cannot be is told, and not half followed.
func TestFoldRefusesWhatNoDecisionMade(t *testing.T) {
	kept := func(change func(*contract.PhotoKept)) *contract.Event {
		k := &contract.PhotoKept{Photo: make([]byte, 16), Visit: make([]byte, 16), Digest: make([]byte, 32), Subject: make([]byte, 16), Size: 1}
		change(k)
		return &contract.Event{Kind: &contract.Event_PhotoKept{PhotoKept: k}}
	}
	for name, e := range map[string]*contract.Event{
		"a short id":             kept(func(k *contract.PhotoKept) { k.Photo = k.Photo[:3] }),
		"a short digest":         kept(func(k *contract.PhotoKept) { k.Digest = nil }),
		"no subject":             kept(func(k *contract.PhotoKept) { k.Subject = nil }),
		"a long visit":           kept(func(k *contract.PhotoKept) { k.Visit = make([]byte, 17) }),
		"delivered, never kept":  {Kind: &contract.Event_PhotoDelivered{PhotoDelivered: &contract.PhotoDelivered{Photo: make([]byte, 16)}}},
		"purged, without a name": {Kind: &contract.Event_PhotoPurged{PhotoPurged: new(contract.PhotoPurged)}},
	} {
		state := new(kv.Memory)
		if err := booth.Fold(state, e); !fault.Is(err, fault.Corrupt) {
			t.Errorf("%s: %v", name, err)
		}
		for k := range state.Scan(nil, nil) {
			t.Errorf("%s left %q", name, k)
		}
	}
}
