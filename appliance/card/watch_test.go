package card_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance/card"
	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/hardware/eid/virtual"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// TestACardComesAndGoes: what a screen sees of it, under a number that grows.
func TestACardComesAndGoes(t *testing.T) {
	b := mustTable(t)
	citizen := mustIssue(t, authority, virtual.Citizen)
	row := b.put("balie-1", citizen)
	if row.Name != "N. Specimen" || row.Number != "85.07.30-***.**" || row.Say != "" || row.Desk != 1 || row.Insertion == 0 {
		t.Errorf("a card: %v", row)
	}
	b.slots["balie-1"].Pull()
	if gone := b.stage("balie-1", contract.CardStage_CARD_STAGE_NONE); gone.Name+gone.Number != "" || gone.Insertion != 0 {
		t.Errorf("an empty reader: %v", gone)
	}
	if !b.Forgot() {
		t.Error("a card that is gone is remembered")
	}
	if again := b.put("balie-1", citizen); again.Insertion <= row.Insertion {
		t.Errorf("insertion %d after %d", again.Insertion, row.Insertion)
	}
	// A quick hand: another card, without a moment between.
	b.slots["balie-1"].Insert(mustIssue(t, authority, virtual.Foreigner))
	other := b.row("balie-1", func(r *contract.CardRow) bool { return r.Name == "J. Muster" })
	if other.Insertion <= row.Insertion+1 {
		t.Errorf("another card has the number %d", other.Insertion)
	}
}

// TestWhoSeesWhat: a desk sees its own reader and everybody's; a screen of no desk sees nobody's name.
func TestWhoSeesWhat(t *testing.T) {
	b := mustTable(t)
	b.put("balie-1", mustIssue(t, authority, virtual.Citizen))
	b.put("ingang", mustIssue(t, authority, virtual.Foreigner))
	for desk, want := range []string{"ingang", "ingang J. Muster, balie-1 N. Specimen", "ingang J. Muster, balie-2"} {
		var seen []string
		for _, row := range b.Rows(deskOf(desk)) {
			seen = append(seen, strings.TrimSpace(row.Reader+" "+row.Name))
		}
		if got := strings.Join(seen, ", "); got != want {
			t.Errorf("desk %d sees %q, want %q", desk, got, want)
		}
	}
}

// TestCardsThatAreNotBelieved: each is refused in words, and the next card is read as if nothing had been.
func TestCardsThatAreNotBelieved(t *testing.T) {
	b := mustTable(t)
	stranger := mustAuthority()
	for name, row := range map[string]struct {
		card *virtual.Card
		do   func(*virtual.Card)
		say  string
	}{
		"forged":       {mustIssue(t, authority, virtual.Citizen), func(c *virtual.Card) { c.Forge(eid.IdentityFile) }, "Deze kaart klopt niet"},
		"foreign root": {mustIssue(t, stranger, virtual.Citizen), nil, "wordt hier niet vertrouwd"},
		"signed by a holder": {mustIssue(t, authority, virtual.Citizen), func(c *virtual.Card) {
			if err := c.Impersonate(); err != nil {
				t.Fatal(err)
			}
		}, "wordt hier niet vertrouwd"},
		"upside down": {mustIssue(t, authority, virtual.Citizen), (*virtual.Card).TurnOver, "Draai ze om"},
		"other card":  {mustIssue(t, authority, virtual.Citizen), func(c *virtual.Card) { c.Remove(eid.IdentityFile) }, "geen Belgische identiteitskaart"},
		"unreadable":  {mustIssue(t, authority, virtual.Citizen), func(c *virtual.Card) { c.Hide(eid.IdentityFile) }, "niet goed te lezen"},
	} {
		if row.do != nil {
			row.do(row.card)
		}
		b.slots["balie-1"].Insert(row.card)
		got := b.stage("balie-1", contract.CardStage_CARD_STAGE_REFUSED)
		if !strings.Contains(got.Say, row.say) || got.Name+got.Number != "" || got.Insertion == 0 {
			t.Errorf("%s: %v", name, got)
		}
		_, err := b.Use(t.Context(), 1, got.Insertion, eid.Names)
		if say := mustRefuse(t, fault.Refused, err); !strings.Contains(say, row.say) {
			t.Errorf("%s: using it says %q", name, say)
		}
		_, err = b.Prove(t.Context(), 1, got.Insertion, []byte("1234"))
		mustRefuse(t, fault.Refused, err)
		if row.card.TriesLeft() != 3 {
			t.Errorf("%s: it was given a PIN", name)
		}
		b.slots["balie-1"].Pull()
		b.stage("balie-1", contract.CardStage_CARD_STAGE_NONE)
	}
	b.put("balie-1", mustIssue(t, authority, virtual.Citizen))
}

// TestACardThatRanOut is read, and says so.
func TestACardThatRanOut(t *testing.T) {
	b := mustTable(t)
	old := virtual.Citizen
	old.ValidFrom, old.ValidTo = "01.03.2016", "22.11.2026"
	if row := b.put("balie-1", mustIssue(t, authority, old)); row.Say != "Deze kaart is vervallen: ze was geldig tot 22-11-2026." {
		t.Errorf("says %q", row.Say)
	}
	b.slots["balie-1"].Pull()
	b.stage("balie-1", contract.CardStage_CARD_STAGE_NONE)
	old.ValidTo = "23.11.2026"
	if row := b.put("balie-1", mustIssue(t, authority, old)); row.Say != "" {
		t.Errorf("on its last day it says %q", row.Say)
	}
}

// TestPulledWhileItIsRead: at each command, an ordinary event; nothing of it stays, and the next card is read whole.
func TestPulledWhileItIsRead(t *testing.T) {
	b := mustTable(t)
	c := mustIssue(t, authority, virtual.Citizen)
	for n := 1; n <= 12; n++ {
		b.slots["balie-1"].Insert(c)
		b.slots["balie-1"].PullAt(n)
		b.row("balie-1", func(r *contract.CardRow) bool {
			if r.Stage == contract.CardStage_CARD_STAGE_REFUSED {
				t.Fatalf("pulled at %d: %v", n, r)
			}
			return r.Stage == contract.CardStage_CARD_STAGE_NONE && b.slots["balie-1"].Card() == nil || r.Stage == contract.CardStage_CARD_STAGE_READ
		})
		b.slots["balie-1"].Pull()
		b.stage("balie-1", contract.CardStage_CARD_STAGE_NONE)
	}
	b.put("balie-1", c)
}

// TestABadContact: a card that stays and cannot be spoken to is tried again, and read when it can be.
func TestABadContact(t *testing.T) {
	b := mustTable(t)
	slot := b.slots["balie-1"]
	slot.Insert(mustIssue(t, authority, virtual.Citizen))
	held, err := slot.Connect(t.Context()) // another program is quicker, or the watch has it already
	for device.ReasonOf(err) == eid.InUse {
		held, err = slot.Connect(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	row := b.row("balie-1", func(r *contract.CardRow) bool { return r.Stage > contract.CardStage_CARD_STAGE_READING })
	if row.Stage == contract.CardStage_CARD_STAGE_REFUSED && !strings.Contains(row.Say, "Een ander programma") {
		t.Errorf("says %q", row.Say)
	}
	held.Close()
	b.stage("balie-1", contract.CardStage_CARD_STAGE_READ)
}

// TestUse: a task gets what it asks of the very card it named, at its own desk, and nothing once that is gone.
func TestUse(t *testing.T) {
	b := mustTable(t)
	row := b.put("balie-1", mustIssue(t, authority, virtual.Citizen))
	c, err := b.Use(t.Context(), 1, row.Insertion, eid.Names|eid.Address)
	if err != nil || c.Name != "Specimen" || c.Street == "" || c.Photo != nil || c.BirthPlace != "" {
		t.Errorf("%v: address %v, photo %v", err, c.Street != "", c.Photo != nil)
	}
	if holder, err := b.HolderIn(1, row.Insertion); err != nil || holder != b.Holder(c.Number) {
		t.Errorf("its holder: %v", err)
	}
	shared := b.put("ingang", mustIssue(t, authority, virtual.Foreigner))
	if _, err := b.Use(t.Context(), 2, shared.Insertion, eid.Names); err != nil {
		t.Errorf("everybody's reader: %v", err)
	}
	for desk, n := range map[int]uint64{2: row.Insertion, 1: row.Insertion + 100, 0: row.Insertion} {
		_, err := b.Use(t.Context(), deskOf(desk), n, eid.Names)
		mustRefuse(t, fault.Conflict, err)
	}
	_, err = b.Use(t.Context(), 1, 0, eid.Names)
	mustRefuse(t, fault.Conflict, err)
	b.slots["balie-1"].PullAt(3)
	_, err = b.Use(t.Context(), 1, row.Insertion, eid.Names)
	if say := mustRefuse(t, fault.Conflict, err); !strings.Contains(say, "uit de lezer") {
		t.Errorf("pulled while it is used: %q", say)
	}
	b.stage("balie-1", contract.CardStage_CARD_STAGE_NONE)
	_, err = b.Use(t.Context(), 1, row.Insertion, eid.Names)
	mustRefuse(t, fault.Conflict, err)
}

// deaf is a reader that never notices that its card was changed.
type deaf struct{ eid.Reader }

func (deaf) WaitGone(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }

// TestTheSamePersonsNextCard is another card: who asks with the number of the first is told so, also when nobody noticed the
// change.
func TestTheSamePersonsNextCard(t *testing.T) {
	b := mustTable(t, func(r eid.Reader) eid.Reader { return deaf{r} })
	row := b.put("balie-1", mustIssue(t, authority, virtual.Citizen))
	next := virtual.Citizen
	next.CardNumber = "592123456732"
	b.slots["balie-1"].Insert(mustIssue(t, authority, next))
	_, err := b.Use(t.Context(), 1, row.Insertion, eid.Names)
	mustRefuse(t, fault.Conflict, err)
	b.slots["balie-1"].Insert(mustIssue(t, authority, virtual.Foreigner))
	_, err = b.Prove(t.Context(), 1, row.Insertion, []byte(virtual.Foreigner.PIN))
	mustRefuse(t, fault.Refused, err)
}

// TestProve: the right PIN, wrong ones with what is left, a blocked card, and a PIN that is overwritten.
func TestProve(t *testing.T) {
	b := mustTable(t)
	c := mustIssue(t, authority, virtual.Citizen)
	row := b.put("balie-1", c)
	pin := []byte("1234")
	holder, err := b.Prove(t.Context(), 1, row.Insertion, pin)
	want, _ := b.HolderIn(1, row.Insertion)
	if err != nil || holder != want || holder == [32]byte{} {
		t.Fatalf("the right PIN: %v", err)
	}
	if string(pin) != "\x00\x00\x00\x00" {
		t.Error("the PIN was kept")
	}
	for _, typed := range []string{"", "12", "12a4", "1234567890123"} {
		_, err := b.Prove(t.Context(), 1, row.Insertion, []byte(typed))
		mustRefuse(t, fault.Invalid, err)
	}
	for _, say := range []string{"nog 2 pogingen", "nog 1 poging;", "geblokkeerd", "geblokkeerd"} {
		typed := []byte("4321")
		holder, err := b.Prove(t.Context(), 1, row.Insertion, typed)
		if got := mustRefuse(t, fault.Denied, err); !strings.Contains(got, say) || !card.Wrong(err) || holder != [32]byte{} {
			t.Errorf("says %q, want %q; wrong %v", got, say, card.Wrong(err))
		}
		if strings.Contains(string(typed), "4") {
			t.Error("a wrong PIN was kept")
		}
	}
	c.Unblock()
	b.slots["balie-1"].PullAt(1)
	_, err = b.Prove(t.Context(), 1, row.Insertion, []byte("1234"))
	if mustRefuse(t, fault.Conflict, err); card.Wrong(err) {
		t.Error("a card that was pulled counts as a wrong PIN")
	}
}

// TestAWordThatWasLost: a card that was pulled while it had the PIN may have counted it.
func TestAWordThatWasLost(t *testing.T) {
	b := mustTable(t)
	c := mustIssue(t, authority, virtual.Citizen)
	uncertain := 0
	for n := 1; n < 30; n++ {
		row := b.put("balie-1", c)
		b.slots["balie-1"].PullAt(n)
		_, err := b.Prove(t.Context(), 1, row.Insertion, []byte("1234"))
		if err == nil {
			break
		}
		if strings.Contains(fault.Sentence(err), "een poging minder") {
			uncertain++
			mustRefuse(t, fault.Unreachable, err)
		}
		b.stage("balie-1", contract.CardStage_CARD_STAGE_NONE)
	}
	if uncertain != 1 {
		t.Errorf("%d of the pulls leave it open, want 1", uncertain)
	}
}

// TestIdentityOfAnother: a card whose own key is of somebody else than its files say signs nobody in.
func TestIdentityOfAnother(t *testing.T) {
	b := mustTable(t)
	c, donor := mustIssue(t, authority, virtual.Citizen), mustIssue(t, authority, virtual.Foreigner)
	for _, f := range []eid.File{eid.IdentityFile, eid.IdentitySignatureFile} {
		c.Replace(f, donor.Content(f))
	}
	row := b.put("balie-1", c)
	if row.Name != "J. Muster" {
		t.Fatalf("copied files: %v", row)
	}
	_, err := b.Prove(t.Context(), 1, row.Insertion, []byte("1234"))
	if say := mustRefuse(t, fault.Refused, err); !strings.Contains(say, "iemand anders") {
		t.Errorf("says %q", say)
	}
}

// TestAReaderThatComesAndGoes: unplugged, with the card in it, it is an empty one, and goes on where it was.
func TestAReaderThatComesAndGoes(t *testing.T) {
	b := mustTable(t)
	row := b.put("balie-2", mustIssue(t, authority, virtual.Citizen))
	b.slots["balie-2"].Unplug()
	b.stage("balie-2", contract.CardStage_CARD_STAGE_NONE)
	b.slots["balie-2"].Plug()
	if again := b.stage("balie-2", contract.CardStage_CARD_STAGE_READ); again.Insertion <= row.Insertion {
		t.Errorf("insertion %d after %d", again.Insertion, row.Insertion)
	}
}

// TestManyAtOnce: readers do not wait for each other, and many who use one card take turns.
func TestManyAtOnce(t *testing.T) {
	b := mustTable(t)
	rows := []*contract.CardRow{b.put("balie-1", mustIssue(t, authority, virtual.Citizen)), b.put("balie-2", mustIssue(t, authority, virtual.Foreigner))}
	failed := make(chan error)
	for n := range 8 {
		go func() {
			desk := n%2 + 1
			c, err := b.Use(t.Context(), deskOf(desk), rows[desk-1].Insertion, eid.Names)
			if err == nil && card.Name(c).Short() != rows[desk-1].Name {
				err = fmt.Errorf("desk %d got another card", desk)
			}
			failed <- err
		}()
	}
	for range 8 {
		if err := <-failed; err != nil {
			t.Error(err)
		}
	}
}

// TestTheKeyIsKept: one key per counter, and another counter's tells nothing.
func TestTheKeyIsKept(t *testing.T) {
	dir := t.TempDir()
	first, err := card.LoadKey(dir, strings.NewReader(strings.Repeat("k", 32)))
	if err != nil || first == (card.Key{}) {
		t.Fatal(err)
	}
	again, err := card.LoadKey(dir, strings.NewReader(""))
	if err != nil || again != first {
		t.Errorf("read again: %v", err)
	}
	if _, err := card.LoadKey(t.TempDir(), strings.NewReader("")); !fault.Is(err, fault.Internal) {
		t.Errorf("without chance: %v", err)
	}
	number, err := eid.ParseNationalNumber(virtual.Citizen.Number, eid.On(now))
	if err != nil {
		t.Fatal(err)
	}
	mine, err1 := card.NewWatch(card.Options{Key: first, Random: strings.NewReader(strings.Repeat("r", 99)), Now: time.Now})
	other, err2 := card.NewWatch(card.Options{Key: card.Key{9}, Random: strings.NewReader(strings.Repeat("r", 99)), Now: time.Now})
	if err1 != nil || err2 != nil || mine.Holder(number) == other.Holder(number) {
		t.Errorf("two counters know a card by one hash: %v, %v", err1, err2)
	}
}
