package appliance_test

import (
	"context"
	"crypto/rand"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/selfservice"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
)

// TestTheNightForgetsWhoseLetterItIs: as soon as the register has answered for good; until then it is known, and the letter stays.
func TestTheNightForgetsWhoseLetterItIs(t *testing.T) {
	h, dir := mustHQ(t), t.TempDir()
	h.admit(dir)
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	first := office.DateOf(time.Now().In(zone)) + 2 // the counter is never behind headquarters, whatever the hour
	c := &clock{now: (first - 1).At(18*60, zone)}
	n := mustOpen(t, appliance.Config{Dir: dir, HQ: []string{h.addr}, Timing: quick, Now: c.read})
	run(t, n)
	settled := func() {
		eventually(t, "all is delivered", func() bool { l := line(t, n); return l.State == contract.Line_ONLINE && l.Waiting == 0 })
	}
	settled()
	id := selfservice.LetterID{15: 1}
	sealed, err := journal.Seal(rand.Reader, id.Subject(), contract.Encode(&contract.LetterPerson{Name: "Saïda Peeters", Number: "85073003328"}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := n.Do(context.Background(), appliance.Who{}, func(turn appliance.Turn) (appliance.Decision, error) {
		d, err := appliance.One(selfservice.Wish{ID: id, Person: sealed.Commitment, Again: 14}.Decide(turn.View, turn.Now))
		d.Sealed = []journal.Sealed{sealed}
		return d, err
	}); err != nil {
		t.Fatal(err)
	}
	night := func(number int, kept bool) {
		t.Helper()
		sleep(t, n, c, (first+office.Date(number)).At(8*60, zone), settled)
		look(t, n, func(turn appliance.Turn) {
			if _, known := turn.View.Personal(sealed.Commitment); known != kept {
				t.Errorf("after night %d known: %t, want %t", number, known, kept)
			}
			if s, err := selfservice.Letter(turn.View, id); err != nil || s == nil || (s.ErasedMs != 0) == kept {
				t.Errorf("after night %d: %v, %v", number, s, err)
			}
		})
	}
	night(0, true)
	h.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Letter{Letter: &contract.LetterTold{Letter: id[:], Stage: contract.LetterStage_LETTER_STAGE_SENT}}})
	eventually(t, "the word", func() (told bool) {
		look(t, n, func(turn appliance.Turn) {
			s, err := selfservice.Letter(turn.View, id)
			told = err == nil && selfservice.Answered(s)
		})
		return told
	})
	night(1, false)
}
