package selfservice_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/appliance/selfservice"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/letter"
)

// tells has headquarters tell how a letter stands.
func tells(t interface{ Fatal(...any) }, w kv.Writer, id selfservice.LetterID, stage contract.LetterStage, why letter.Reason) {
	if err := selfservice.FoldFeed(w, &contract.FeedEntry{Kind: &contract.FeedEntry_Letter{Letter: &contract.LetterTold{Letter: id[:], Stage: stage, Reason: why}}}); err != nil {
		t.Fatal(err)
	}
}

// TestNobodyAsksTwice: whatever people ask for and whenever, between two letters of one person that were not refused lie the days of the
// rule; who is refused hears from when; and the same act asks once.
func TestNobodyAsksTwice(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w, now := new(kv.Memory), morning
		last := map[byte]time.Time{}
		for n := range rapid.IntRange(1, 20).Draw(rt, "wishes") {
			now = now.Add(time.Duration(rapid.IntRange(0, 8*24).Draw(rt, "hours")) * time.Hour)
			who := byte(rapid.IntRange(1, 3).Draw(rt, "who"))
			wish := selfservice.Wish{ID: selfservice.LetterID{15: byte(n + 1)}, Holder: [32]byte{who}, Again: letter.AgainDays}
			e, err := wish.Decide(w, now)
			before, asked := last[who]
			if soon := asked && now.Sub(before) < letter.AgainDays*24*time.Hour; soon != fault.Is(err, fault.Refused) || soon != (e == nil) {
				rt.Fatalf("asked at %v and %v: %v, %v", before, now, e, err)
			}
			if err != nil {
				if codes := fault.Codes(err); len(codes) != 2 || fault.Sentence(err) == "" {
					rt.Fatalf("it says %v", codes)
				}
				continue
			}
			mustFold(rt, w, e, now)
			if again, err := wish.Decide(w, now); again != nil || err != nil {
				rt.Fatalf("the same act: %v, %v", again, err)
			}
			if last[who] = now; rapid.Bool().Draw(rt, "refused") {
				tells(rt, w, wish.ID, contract.LetterStage_LETTER_STAGE_REFUSED, letter.Deceased)
				delete(last, who)
			}
		}
	})
}

// TestWhoseLetterItIsIsForgotten: when the register answered for good, or after the days that it is kept; what was told before changes
// nothing when it comes again, nor does what is told of a letter of another life.
func TestWhoseLetterItIsIsForgotten(t *testing.T) {
	w := new(kv.Memory)
	ids := []selfservice.LetterID{{15: 1}, {15: 2}, {15: 3}}
	for i, id := range ids {
		e, err := selfservice.Wish{ID: id, Holder: [32]byte{byte(i)}, Again: 14}.Decide(w, morning)
		if err != nil {
			t.Fatal(err)
		}
		mustFold(t, w, e, morning.Add(time.Duration(-40*i)*24*time.Hour))
	}
	tells(t, w, ids[0], contract.LetterStage_LETTER_STAGE_SENT, "")
	tells(t, w, ids[0], contract.LetterStage_LETTER_STAGE_ACCEPTED, "")
	tells(t, w, selfservice.LetterID{1}, contract.LetterStage_LETTER_STAGE_SENT, "")
	over, err := selfservice.Leavers(w, morning.AddDate(0, 0, -selfservice.KeepAsked), 9)
	if err != nil || !slices.Equal(over, ids) {
		t.Fatalf("%v, %v", over, err)
	}
	for _, id := range ids {
		mustFold(t, w, &contract.Event{Kind: &contract.Event_Erased{Erased: &contract.Erased{Subject: id[:]}}}, morning)
	}
	if over, err = selfservice.Leavers(w, morning, 9); len(over) != 0 || err != nil {
		t.Errorf("again %v, %v", over, err)
	}
	if s, err := selfservice.Letter(w, ids[0]); err != nil || s.ErasedMs == 0 || !selfservice.Answered(s) {
		t.Errorf("%v, %v", s, err)
	}
}
