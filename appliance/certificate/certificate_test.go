package certificate_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/appliance/certificate"
	"github.com/buurtloket/buurtloket/appliance/paper"
	"github.com/buurtloket/buurtloket/sync/attest"
	"github.com/buurtloket/buurtloket/sync/blob"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

const dayMS = 86_400_000

// zoned is the day of a moment where the clock is that of Greenwich.
func zoned(ms int64) office.Date { return office.Date(ms / dayMS) }

// world is a counter's events and their projection.
type world struct {
	t interface {
		Helper()
		Fatalf(string, ...any)
	}
	state  kv.Memory
	events []*contract.Event
	now    int64
}

// take folds what a decision gave, and reports whether that was anything.
func (w *world) take(all ...*contract.Event) (made bool) {
	w.t.Helper()
	for _, e := range all {
		if e == nil {
			continue
		}
		e.AtMs, made = w.now, true
		for _, fold := range []func(kv.Writer, *contract.Event) error{paper.Fold, certificate.Fold} {
			if err := fold(&w.state, e); err != nil {
				w.t.Fatalf("%v: %v", e, err)
			}
		}
		w.events = append(w.events, e)
	}
	return made
}

// must takes a decision that may not be refused.
func (w *world) must(e *contract.Event, err error) bool {
	w.t.Helper()
	if err != nil {
		w.t.Fatalf("refused: %v", err)
	}
	return w.take(e)
}

func (w *world) ask(n byte) certificate.ID {
	w.t.Helper()
	a := certificate.Ask{ID: certificate.ID{1, n}, Kind: attest.Life, Digest: blob.Digest{n}, Secret: journal.Commitment{n}}
	w.must(a.Decide(&w.state, zoned(w.now)))
	return a.ID
}

func seal() *contract.CertificateSeal {
	return &contract.CertificateSeal{Code: "7K3M-9QXD-2PF4", Kind: attest.Life, Digest: make([]byte, 32), Site: "x"}
}

func (w *world) ready(id certificate.ID) bool {
	w.t.Helper()
	return w.must(certificate.Ready(&w.state, id, seal(), blob.Digest{id[1], 1}, journal.Commitment{id[1], 1}))
}

// print has a paper of it asked for, sent, and ended.
func (w *world) print(id certificate.ID, n byte, how contract.PrintStage) {
	w.t.Helper()
	p := [16]byte{9, id[1], n}
	var first []byte
	if before, _ := paper.OfSubject(&w.state, paper.OfCertificate(id)); len(before) > 0 {
		first = before[0].ID[:]
	}
	w.take(&contract.Event{Kind: &contract.Event_PrintQueued{PrintQueued: &contract.PrintQueued{Print: p[:], Device: "p", DuplicateOf: first, Date: int32(zoned(w.now)),
		Of: &contract.PrintSubject{Kind: contract.PrintKind_PRINT_KIND_CERTIFICATE, Id: id[:]}}}},
		&contract.Event{Kind: &contract.Event_PrintSent{PrintSent: &contract.PrintSent{Print: p[:]}}},
		&contract.Event{Kind: &contract.Event_PrintEnded{PrintEnded: &contract.PrintEnded{Print: p[:], Outcome: how}}})
}

func (w *world) get(id certificate.ID) *contract.CertificateRow {
	w.t.Helper()
	s, err := certificate.Get(&w.state, id)
	if err != nil {
		w.t.Fatalf("%v", err)
	}
	return certificate.Row(s)
}

// night lets go what is to go.
func (w *world) night(most int) (gone int) {
	w.t.Helper()
	events, subjects, err := certificate.Purge(&w.state, zoned(w.now), zoned, most)
	if err != nil {
		w.t.Fatalf("%v", err)
	}
	w.take(events...)
	return len(subjects)
}

// TestALife: from the wish to the night, and what each step leaves to be done.
func TestALife(t *testing.T) {
	w := &world{t: t, now: 20_000 * dayMS}
	id := w.ask(1)
	if row := w.get(id); row.Stage != contract.CertificateStage_CERTIFICATE_STAGE_ASKED || row.Pickup == "" || row.Verification != "" {
		t.Fatalf("asked: %v", row)
	}
	pickup := w.get(id).Pickup
	if _, err := certificate.Collect(&w.state, id); !fault.Is(err, fault.Refused) {
		t.Errorf("collected before it was made: %v", err)
	}
	if !w.ready(id) || w.ready(id) || w.must(certificate.Refuse(&w.state, id, attest.NoPerson)) {
		t.Error("headquarters answers once")
	}
	if got := slices.Collect(certificate.Wanted(&w.state)); len(got) != 1 || got[0] != (blob.Digest{1, 1}) {
		t.Errorf("the files that are kept: %v", got)
	}
	found, err := certificate.ByPickup(&w.state, strings.ToLower(strings.ReplaceAll(pickup, "-", "")))
	if err != nil || found != id {
		t.Errorf("by its code: %v, %v", found, err)
	}
	w.must(certificate.Collect(&w.state, id))
	for n, how := range []contract.PrintStage{contract.PrintStage_PRINT_STAGE_FAILED, contract.PrintStage_PRINT_STAGE_UNKNOWN} {
		w.print(id, byte(n), how)
		if row := w.get(id); row.Stage != contract.CertificateStage_CERTIFICATE_STAGE_READY || row.Pickup != pickup {
			t.Errorf("after a print that is %v: %v", how, row)
		}
	}
	w.print(id, 7, contract.PrintStage_PRINT_STAGE_PRINTED)
	if row := w.get(id); row.Stage != contract.CertificateStage_CERTIFICATE_STAGE_PRINTED || row.Pickup != "" || row.Verification != seal().Code {
		t.Errorf("printed: %v", row)
	}
	if _, err := certificate.ByPickup(&w.state, pickup); !fault.Is(err, fault.NotFound) {
		t.Errorf("its code is still valid: %v", err)
	}
	if w.night(10) != 0 || certificate.Printable(&w.state, id) != nil {
		t.Error("it goes on the day on which it was printed")
	}
	w.now += dayMS
	if w.night(10) != 1 || w.night(10) != 0 || !fault.Is(certificate.Printable(&w.state, id), fault.NotFound) {
		t.Error("it stays the day after")
	}
	if got := slices.Collect(certificate.Wanted(&w.state)); len(got) != 0 || w.get(id).Stage != contract.CertificateStage_CERTIFICATE_STAGE_PRINTED {
		t.Errorf("after the night: %v, %v", got, w.get(id))
	}
}

// TestNobodyComes: it waits as long as was promised and not longer; what was refused goes with the night.
func TestNobodyComes(t *testing.T) {
	w := &world{t: t, now: 20_000 * dayMS}
	asked, made, refused := w.ask(1), w.ask(2), w.ask(3)
	w.ready(made)
	w.must(certificate.Refuse(&w.state, refused, attest.OtherName))
	if row := w.get(refused); row.Stage != contract.CertificateStage_CERTIFICATE_STAGE_REFUSED || row.Pickup != "" || !strings.Contains(row.Say, "naam") {
		t.Errorf("refused: %v", row)
	}
	w.now += dayMS
	if n := w.night(10); n != 1 {
		t.Errorf("the night after: %d", n)
	}
	w.now += (certificate.Waits - 1) * dayMS
	if n := w.night(10); n != 0 || len(certificate.Open(&w.state)) != 1 {
		t.Errorf("the last night of waiting: %d", n)
	}
	w.now += dayMS
	if a, b, c := w.night(1), w.night(1), w.night(1); a != 1 || b != 1 || c != 0 {
		t.Errorf("after that, one at a time: %d, %d, %d", a, b, c)
	}
	for _, id := range []certificate.ID{asked, made} {
		if row := w.get(id); row.Stage != contract.CertificateStage_CERTIFICATE_STAGE_ENDED || row.Pickup != "" || row.Say == "" {
			t.Errorf("%v", row)
		}
	}
	if len(certificate.Open(&w.state)) != 0 || len(slices.Collect(certificate.Wanted(&w.state))) != 0 {
		t.Error("something is still wanted")
	}
	if w.ready(asked) {
		t.Error("made after it was over")
	}
}

// TestCommands: what is refused, and the same act twice.
func TestCommands(t *testing.T) {
	w := &world{t: t, now: 20_000 * dayMS}
	id := w.ask(1)
	again := certificate.Ask{ID: id, Kind: attest.Birth}
	if e, err := again.Decide(&w.state, 5); e != nil || err != nil {
		t.Errorf("the same act: %v, %v", e, err)
	}
	for name, a := range map[string]certificate.Ask{"no such kind": {ID: certificate.ID{5}, Kind: "adel"}, "no act": {Kind: attest.Life}} {
		if e, err := a.Decide(&w.state, 5); e != nil || !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v, %v", name, e, err)
		}
	}
	other := seal()
	other.Kind = attest.Birth
	if e, err := certificate.Ready(&w.state, id, other, blob.Digest{}, journal.Commitment{}); e != nil || !fault.Is(err, fault.Corrupt) {
		t.Errorf("another kind came: %v, %v", e, err)
	}
	for _, typed := range []string{"", "K7M-4QX-2", "000-000", "zzz"} {
		if _, err := certificate.ByPickup(&w.state, typed); !fault.Is(err, fault.NotFound) || fault.Sentence(err) == "" {
			t.Errorf("%q: %v", typed, err)
		}
	}
	if _, err := certificate.Collect(&w.state, certificate.ID{77}); !fault.Is(err, fault.NotFound) {
		t.Errorf("what nobody asked for: %v", err)
	}
}

// TestFoldRefuses what no decision of this state makes, and changes nothing then.
func TestFoldRefuses(t *testing.T) {
	w := &world{t: t, now: 20_000 * dayMS}
	first, over := w.ask(1), w.ask(2)
	pickup := w.get(first).Pickup
	w.must(certificate.Refuse(&w.state, over, attest.NoPerson))
	made := w.ask(3)
	w.ready(made)
	asked := func(id []byte, digest []byte, code string) *contract.Event {
		return &contract.Event{Kind: &contract.Event_CertificateAsked{CertificateAsked: &contract.CertificateAsked{Certificate: id, Digest: digest, Pickup: code}}}
	}
	ready := func(id []byte, digest []byte) *contract.Event {
		return &contract.Event{Kind: &contract.Event_CertificateReady{CertificateReady: &contract.CertificateReady{Certificate: id, Digest: digest}}}
	}
	for name, e := range map[string]*contract.Event{
		"asked twice":     asked(first[:], make([]byte, 32), "X"),
		"a short id":      asked([]byte{1}, make([]byte, 32), "X"),
		"a short digest":  asked(make([]byte, 16), nil, "X"),
		"no code":         asked(make([]byte, 16), make([]byte, 32), ""),
		"another's code":  asked(make([]byte, 16), make([]byte, 32), pickup),
		"made of nothing": ready(make([]byte, 16), make([]byte, 32)),
		"made after end":  ready(over[:], make([]byte, 32)),
		"made twice":      ready(made[:], make([]byte, 32)),
		"made of a short": ready(first[:], nil),
		"refused after":   {Kind: &contract.Event_CertificateRefused{CertificateRefused: &contract.CertificateRefused{Certificate: made[:], Reason: "x"}}},
		"ends twice":      {Kind: &contract.Event_CertificateEnded{CertificateEnded: &contract.CertificateEnded{Certificate: over[:], Reason: "x"}}},
		"nobody collects": {Kind: &contract.Event_CertificateCollected{CertificateCollected: &contract.CertificateCollected{Certificate: nil}}},
	} {
		before := w.state.Clone()
		if err := certificate.Fold(&w.state, e); !fault.Is(err, fault.Corrupt) || !before.Equal(&w.state) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAnyOrder: whatever is asked, made, refused, printed, erased and swept, in any order: a code finds exactly what waits,
// a file is kept exactly while it is needed, and the events give the state.
func TestAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &world{t: t, now: 20_000 * dayMS}
		var all []certificate.ID
		prints := byte(0)
		some := func(t *rapid.T, f func(certificate.ID)) {
			if len(all) > 0 {
				f(rapid.SampledFrom(all).Draw(t, "which"))
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"ask":   func(*rapid.T) { all = append(all, w.ask(byte(len(all)))) },
			"ready": func(t *rapid.T) { some(t, func(id certificate.ID) { w.ready(id) }) },
			"refuse": func(t *rapid.T) {
				some(t, func(id certificate.ID) { w.must(certificate.Refuse(&w.state, id, attest.NotHere)) })
			},
			"print": func(t *rapid.T) {
				some(t, func(id certificate.ID) {
					if certificate.Printable(&w.state, id) == nil {
						prints++
						w.print(id, prints, contract.PrintStage(rapid.IntRange(2, 4).Draw(t, "how")))
					}
				})
			},
			"erase": func(t *rapid.T) {
				some(t, func(id certificate.ID) {
					w.take(&contract.Event{Kind: &contract.Event_Erased{Erased: &contract.Erased{Subject: id[:]}}})
				})
			},
			"day":   func(t *rapid.T) { w.now += int64(rapid.IntRange(0, 9).Draw(t, "days")) * dayMS },
			"night": func(t *rapid.T) { w.night(rapid.IntRange(1, 3).Draw(t, "most")) },
			"":      func(*rapid.T) { w.check(all) },
		})
	})
}

func (w *world) check(all []certificate.ID) {
	w.t.Helper()
	wanted := map[blob.Digest]bool{}
	waiting := 0
	for _, id := range all {
		s, err := certificate.Get(&w.state, id)
		if err != nil {
			w.t.Fatalf("%v", err)
		}
		stage := certificate.StageOf(s)
		waits := stage <= contract.CertificateStage_CERTIFICATE_STAGE_READY
		if waits {
			waiting++
		}
		found, err := certificate.ByPickup(&w.state, s.Asked.Pickup)
		if waits != (err == nil && found == id) {
			w.t.Fatalf("its code finds it: %v, %v, and it is %v", found, err, stage)
		}
		if open := slices.Contains(certificate.Open(&w.state), id); open != (stage == contract.CertificateStage_CERTIFICATE_STAGE_ASKED) {
			w.t.Fatalf("headquarters is asked for it: %v, and it is %v", open, stage)
		}
		switch {
		case s.ErasedMs != 0 || s.Refused != "" || s.Ended != "":
		case s.Ready != nil:
			wanted[blob.Digest(s.Ready.Digest)] = true
		default:
			wanted[blob.Digest(s.Asked.Digest)] = true
		}
	}
	kept := slices.Collect(certificate.Wanted(&w.state))
	for _, d := range kept {
		if !wanted[d] {
			w.t.Fatalf("a file is kept that nothing needs")
		}
	}
	if shown, err := certificate.Waiting(&w.state); err != nil || len(kept) != len(wanted) || len(shown) != waiting {
		w.t.Fatalf("%d files for %d certificates, %d shown of %d that wait, %v", len(kept), len(wanted), len(shown), waiting, err)
	}
	again := new(kv.Memory)
	for _, e := range w.events {
		if err := paper.Fold(again, e); err != nil {
			w.t.Fatalf("%v", err)
		}
		if err := certificate.Fold(again, e); err != nil {
			w.t.Fatalf("%v", err)
		}
	}
	if !again.Equal(&w.state) {
		w.t.Fatalf("the events do not give the state")
	}
}

// TestWordsForEveryReason: a colleague reads a sentence, never a code; also of a reason that this version does not know.
func TestWordsForEveryReason(t *testing.T) {
	w := &world{t: t, now: 20_000 * dayMS}
	seen := map[string]bool{}
	for i, why := range []attest.Reason{attest.NoPerson, attest.OtherName, attest.Deceased, attest.NotHere, attest.NoRecord, attest.NoKind, attest.Changed, "newer"} {
		id := w.ask(byte(i))
		w.must(certificate.Refuse(&w.state, id, why))
		say := w.get(id).Say
		if say == "" || strings.Contains(say, why) || !strings.HasSuffix(say, ".") {
			t.Errorf("%s: %q", why, say)
		}
		seen[say] = true
	}
	if len(seen) != 7 {
		t.Errorf("%d sentences", len(seen))
	}
	if e, err := certificate.Refuse(&w.state, w.ask(99), ""); e != nil || !fault.Is(err, fault.Internal) {
		t.Errorf("refused for nothing: %v, %v", e, err)
	}
	var b bytes.Buffer
	for _, e := range w.events {
		fmt.Fprint(&b, e)
	}
	if strings.Contains(b.String(), "Peeters") {
		t.Error("a record names somebody")
	}
}
