package selfservice_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/appliance/selfservice"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

var morning = time.Date(2026, time.November, 23, 9, 30, 0, 0, time.UTC)

func mustFold(t interface{ Fatal(...any) }, w kv.Writer, e *contract.Event, at time.Time) {
	e.AtMs = at.UnixMilli()
	if err := selfservice.Fold(w, e); err != nil {
		t.Fatal(err)
	}
}

// TestAReportTellsOfNoSmallGroup: whatever was used, each count that is told is of enough uses and is right, and what is withheld of
// one kind is together nothing or enough, so that nobody can reckon it.
func TestAReportTellsOfNoSmallGroup(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w, told := new(kv.Memory), selfservice.Told{}
		uses := map[string]uint32{}
		total, gathered := uint32(0), 0
		for range rapid.IntRange(0, 80).Draw(rt, "uses") {
			u := selfservice.Use{What: rapid.SampledFrom([]string{"ticket", "book", "where"}).Draw(rt, "what"), Outcome: rapid.SampledFrom([]string{"done", "left"}).Draw(rt, "outcome"),
				Product:  office.ProductID(rapid.SampledFrom([]string{"", "eid", "pas"}).Draw(rt, "product")),
				Language: rapid.SampledFrom([]string{"nl", "fr", ""}).Draw(rt, "language"), Age: rapid.SampledFrom([]string{"", "-25", "65-"}).Draw(rt, "age")}
			at := morning.AddDate(0, 0, rapid.IntRange(-1, 2).Draw(rt, "day")).Add(time.Duration(rapid.IntRange(0, 5).Draw(rt, "hours")) * time.Hour)
			e, err := selfservice.Used(u, at)
			if err != nil {
				rt.Fatal(err)
			}
			mustFold(rt, w, e, at)
			gathered++
			next, group := told.With(u, office.DateOf(at))
			if told = next; group != nil {
				if gathered != visit.SmallestGroup {
					rt.Fatalf("a group of %d", gathered)
				}
				mustFold(rt, w, group, at)
				gathered = 0
			}
			if d := office.DateOf(at); d == office.DateOf(morning) || d == office.DateOf(morning)+1 {
				total++
				uses[u.What]++
			}
		}
		rows, err := selfservice.Report(w, office.DateOf(morning), office.DateOf(morning)+1)
		if err != nil {
			rt.Fatal(err)
		}
		shown, hidden := map[string]uint32{}, map[string]bool{}
		for _, r := range rows {
			if r.Withheld != (r.Count == 0) || !r.Withheld && r.Count < visit.SmallestGroup {
				rt.Fatalf("it tells %v", r)
			}
			shown[r.By] += r.Count
			hidden[r.By] = hidden[r.By] || r.Withheld
			if r.By == "what" && !r.Withheld && r.Count != uses[r.Code] {
				rt.Fatalf("%v, were %d", r, uses[r.Code])
			}
		}
		for _, by := range []string{"day", "hour", "what", "outcome"} {
			rest := total - shown[by]
			if !hidden[by] && rest != 0 || hidden[by] && rest < visit.SmallestGroup && shown[by] != 0 {
				rt.Fatalf("by %s it withholds %d of %d: %v", by, rest, total, rows)
			}
		}
	})
}

// TestWhatIsNoCodeIsNotCounted: nothing that somebody typed gets into a record.
func TestWhatIsNoCodeIsNotCounted(t *testing.T) {
	for _, u := range []selfservice.Use{{}, {What: "ticket"}, {Outcome: "done"}, {What: "Peeters", Outcome: "done"}, {What: "ticket", Outcome: "done", Age: "41"},
		{What: "ticket", Outcome: "done", Language: "n"}, {What: "ticket", Outcome: "done", Language: "NL"}, {What: "ticket", Outcome: "done", Language: "nlnl"}} {
		if e, err := selfservice.Used(u, morning); !fault.Is(err, fault.Invalid) || e != nil {
			t.Errorf("%v: %v, %v", u, e, err)
		}
	}
}

// TestAJournalThatIsWrong: a record that no decision made, and a projection that no fold wrote, are told as damage.
func TestAJournalThatIsWrong(t *testing.T) {
	w := new(kv.Memory)
	bad := &contract.Event{Kind: &contract.Event_KioskUsed{KioskUsed: &contract.KioskUsed{Date: 1, Hour: 24, What: "ticket", Outcome: "done"}}}
	if err := selfservice.Fold(w, bad); !fault.Is(err, fault.Corrupt) {
		t.Errorf("hour 24: %v", err)
	}
	w.Put([]byte("k/u/\x80\x00\x00\x01\x09ticket"), []byte{0, 0, 0, 0, 0, 0, 0, 1})
	if _, err := selfservice.Report(w, 0, 2); !fault.Is(err, fault.Corrupt) {
		t.Errorf("a key of one part: %v", err)
	}
}
