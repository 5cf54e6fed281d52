package local_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/hardware/eid/virtual"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/letter"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/told"
)

// rules has the plan give the site's self-service desk a rule.
func (k *standing) rules(version uint64, r *contract.KioskRule) {
	r.Site = string(site)
	plan := hours()
	plan.Version += version
	plan.Kiosks = []*contract.KioskRule{r}
	k.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Plan{Plan: plan}})
}

func (k *standing) letter(q *contract.KioskLetterRequest) (*contract.KioskLetter, error) {
	act := k.act()
	return do(k, k.kiosk.AskLetter, func() *contract.KioskLetterRequest {
		return &contract.KioskLetterRequest{Act: act, Card: q.Card, Name: q.Name, Born: q.Born}
	})
}

// TestALetterAtTheKiosk: the card says whose it is, without a PIN. No record and no log has a name or a number; who asks again within the
// time of the rule is told from when; and what the register says is told to who stands there. When it has answered the night forgets for
// whom it was.
func TestALetterAtTheKiosk_A002_24(t *testing.T) {
	k := mustKiosk(t)
	if v := mustShow(t, k.kiosk); v.Letters || why(t, v, "pin-letter") == "" {
		t.Errorf("letters where no rule says so: %v", v.Abilities)
	}
	k.rules(2, &contract.KioskRule{Letters: true, LetterHome: true, Ages: true})
	v := mustSee(t, k.kiosk, "letters", func(v *contract.KioskView) bool { return v.Letters })
	if why(t, v, "pin-letter") != "" || !v.AskAge || !v.LetterHome {
		t.Errorf("%v", v)
	}
	mine := mustCard(t, virtual.Citizen)
	card := k.put(t, mine)
	before := mine.TriesLeft()
	got, err := k.letter(&contract.KioskLetterRequest{Card: card})
	if err != nil || got.Stage != contract.LetterStage_LETTER_STAGE_ASKED || len(got.Told) != 2 || got.Told[0].Code != string(told.LetterOffline) || !strings.Contains(got.Say, "vertrekt vanzelf") {
		t.Fatalf("without a line: %v, %v", got, err)
	}
	if mine.TriesLeft() != before {
		t.Error("the PIN was asked")
	}
	if _, err := k.letter(&contract.KioskLetterRequest{Card: card}); !fault.Is(err, fault.Refused) || !strings.Contains(fault.Sentence(err), "Een nieuwe kan vanaf") || len(fault.Codes(err)) != 2 {
		t.Errorf("a second one: %v, %v", err, fault.Codes(err))
	}
	var asked *contract.LetterAsked
	for _, e := range k.events() {
		if a := e.GetLetterAsked(); a != nil {
			asked = a
		}
		if b := contract.Encode(e); bytes.Contains(b, []byte(virtual.Citizen.Name)) || bytes.Contains(b, []byte(virtual.Citizen.Number)) {
			t.Errorf("a record has something of the person: %v", e)
		}
	}
	if asked == nil || !asked.Card || !asked.Offline || len(asked.Holder) != 32 {
		t.Fatalf("%v", asked)
	}
	if log := string(k.log.bytes()); strings.Contains(log, virtual.Citizen.Number) || strings.Contains(log, virtual.Citizen.Name) {
		t.Error("the log has something of the person")
	}
	k.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Letter{Letter: &contract.LetterTold{Letter: asked.Letter, Stage: contract.LetterStage_LETTER_STAGE_REFUSED, Reason: letter.NotHere}}})
	if got, err = k.letter(&contract.KioskLetterRequest{Card: card}); err != nil || got.Stage != contract.LetterStage_LETTER_STAGE_ASKED {
		t.Errorf("after one that was not sent: %v, %v", got, err)
	}
}

// TestWhoGetsNoLetterAtTheKiosk: a card that needs none, no reader and no card where the rules want one; each says who helps instead.
func TestWhoGetsNoLetterAtTheKiosk(t *testing.T) {
	k := mustKiosk(t)
	k.rules(2, &contract.KioskRule{Letters: true, LetterNotSince: int32(office.NewDate(1990, time.January, 1))})
	card := k.put(t, mustCard(t, virtual.Citizen))
	got, err := k.letter(&contract.KioskLetterRequest{Card: card})
	if err != nil || got.Stage != contract.LetterStage_LETTER_STAGE_REFUSED || !got.Clerk || got.Told[0].Code != string(told.LetterNewCard) {
		t.Errorf("a card that needs no letter: %v, %v", got, err)
	}
	if _, err := k.letter(&contract.KioskLetterRequest{Card: card + 1}); !fault.Is(err, fault.Refused) {
		t.Errorf("another card: %v", err)
	}
	if _, err := k.letter(&contract.KioskLetterRequest{Name: "Zoë Peeters", Born: 5000}); !fault.Is(err, fault.Refused) || !strings.Contains(fault.Sentence(err), "in de lezer") {
		t.Errorf("a name, where there is a reader: %v", err)
	}
}

// TestALetterByName: where there is no reader a name and a date of birth will do, unless the rule wants a card.
func TestALetterByName(t *testing.T) {
	c := mustCounter(t, func(*appliance.Config) {})
	k := &standing{printing: &printing{counter: c}, kiosk: kioskOf(c)}
	k.rules(2, &contract.KioskRule{Letters: true})
	zoe := &contract.KioskLetterRequest{Name: " Zoë  Peeters ", Born: int32(office.NewDate(1985, time.July, 30))}
	for _, q := range []*contract.KioskLetterRequest{{}, {Name: "Zoë", Born: -40_000}, {Name: "Zoë", Born: int32(monday + 9)}, {Born: 5000}} {
		if _, err := k.letter(q); !fault.Is(err, fault.Invalid) || len(fault.Codes(err)) == 0 {
			t.Errorf("%v: %v", q, err)
		}
	}
	if got, err := k.letter(zoe); err != nil || got.Stage != contract.LetterStage_LETTER_STAGE_ASKED || !strings.Contains(got.Say, "bij een loket") {
		t.Fatalf("%v, %v", got, err)
	}
	if _, err := k.letter(&contract.KioskLetterRequest{Name: "PEETERS zoe", Born: zoe.Born}); err != nil {
		t.Errorf("in another order it is another name here; the register sees to that: %v", err)
	}
	if _, err := k.letter(&contract.KioskLetterRequest{Name: "zoe peeters", Born: zoe.Born}); !fault.Is(err, fault.Refused) {
		t.Errorf("a second one: %v", err)
	}
	k.rules(3, &contract.KioskRule{Letters: true, LetterCardOnly: true})
	if got, err := k.letter(&contract.KioskLetterRequest{Name: "Bo Maes", Born: 5000}); err != nil || got.Stage != contract.LetterStage_LETTER_STAGE_REFUSED || !got.Clerk {
		t.Errorf("a card is wanted: %v, %v", got, err)
	}
}
