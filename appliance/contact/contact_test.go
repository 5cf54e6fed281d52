package contact_test

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/appliance/contact"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

var thursday = office.NewDate(2026, time.November, 26)

func known(p office.ProductID) bool { return p == "reispas-aanvraag" || p == "attest-bevolking" }

// note decides and folds.
func note(w kv.Writer, c contact.Contact, day office.Date) error {
	e, err := contact.Note(c, day, known)
	if err != nil {
		return err
	}
	return contact.Fold(w, e)
}

func TestWhatIsCounted_A001_10(t *testing.T) {
	for _, row := range []struct {
		of   contact.Contact
		kind fault.Kind
	}{
		{contact.Contact{Channel: "phone", Subject: "reispas-aanvraag", Minutes: 5}, 0},
		{contact.Contact{Channel: "letter", Subject: "reispas-aanvraag"}, 0},
		{contact.Contact{Channel: contact.Reception, Subject: "way"}, 0},
		{contact.Contact{Channel: contact.Reception, Subject: "reispas-aanvraag"}, 0},
		{contact.Contact{Channel: "phone", Subject: "way"}, fault.Invalid}, // of the reception alone
		{contact.Contact{Channel: "phone", Subject: "Lotte Maes"}, fault.Invalid},
		{contact.Contact{Channel: "phone"}, fault.Invalid},
		{contact.Contact{Channel: "pigeon", Subject: "reispas-aanvraag"}, fault.Invalid},
		{contact.Contact{Channel: "mail", Subject: "reispas-aanvraag", Minutes: 241}, fault.Invalid},
	} {
		err := note(new(kv.Memory), row.of, thursday)
		if row.kind == 0 && err != nil || row.kind != 0 && !fault.Is(err, row.kind) {
			t.Errorf("%+v: %v", row.of, err)
		}
	}
}

func TestAnotherDayBeginsAnew(t *testing.T) {
	w := new(kv.Memory)
	c := contact.Contact{Channel: "phone", Subject: "reispas-aanvraag", Minutes: 5}
	for day, count := range map[office.Date]int{thursday: 2, thursday + 1: 1} {
		for range count {
			if err := note(w, c, day); err != nil {
				t.Fatal(err)
			}
		}
		got, err := contact.Today(w, day)
		if want := []contact.Row{{Contact: contact.Contact{Channel: c.Channel, Subject: c.Subject, Minutes: 5 * count}, Count: count}}; err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%v: %+v, %v", day, got, err)
		}
		if got, _ := contact.Today(w, day+7); len(got) != 0 {
			t.Errorf("another day has %+v", got)
		}
	}
}

// The figures are the sums of what was noted, whatever the order.
func TestFiguresAreSums(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, want := new(kv.Memory), map[[2]string][2]int{}
		for range rapid.IntRange(0, 30).Draw(t, "contacts") {
			c := contact.Contact{Channel: rapid.SampledFrom([]string{"phone", "mail", "video", contact.Reception}).Draw(t, "channel"),
				Subject: rapid.SampledFrom([]string{"reispas-aanvraag", "attest-bevolking"}).Draw(t, "subject"),
				Minutes: rapid.IntRange(0, contact.Longest).Draw(t, "minutes")}
			if err := note(w, c, thursday); err != nil {
				t.Fatal(err)
			}
			n := want[[2]string{c.Channel, c.Subject}]
			want[[2]string{c.Channel, c.Subject}] = [2]int{n[0] + 1, n[1] + c.Minutes}
		}
		got, err := contact.Today(w, thursday)
		if err != nil || len(got) != len(want) {
			t.Fatalf("%d figures, not %d: %v", len(got), len(want), err)
		}
		for _, r := range got {
			if n := want[[2]string{r.Channel, r.Subject}]; n != [2]int{r.Count, r.Minutes} {
				t.Fatalf("%+v, not %v", r, n)
			}
		}
	})
}
