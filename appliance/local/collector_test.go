package local_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/hardware/eid/virtual"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// handOut gives the card out with a whole checklist, of which the step of the identity has the evidence that is given.
func (r *reading) handOut(collector, identity string, recipient *contract.Person) error {
	q := &contract.HandOutRequest{Command: r.command(), Document: card, Collector: collector, Evidence: r.evidence(card, collector), Recipient: recipient}
	if at := slices.Index(q.Evidence, "identity-checked"); at >= 0 {
		q.Evidence[at] = identity
	}
	_, err := r.client.HandOut(context.Background(), connect.NewRequest(q))
	return err
}

// TestACardAtHandOut: the counter says itself that it read the collector's card, and nobody can say it for it.
func TestACardAtHandOut(t *testing.T) {
	r := mustReading(t)
	r.receiveFor("Noel Specimen")
	refused := func(err error) {
		t.Helper()
		if say := r.says(fault.Refused, r.size(), err); !strings.Contains(say, "niet gelezen") {
			t.Errorf("says %q", say)
		}
	}
	refused(r.handOut("holder", "identity-read", nil)) // nobody read anything
	row := r.put(1, mustCard(t, virtual.Foreigner))
	res, err := r.check(row.Insertion, card, "holder")
	if err != nil || res.Same || res.Evidence != "" || !strings.Contains(res.Say, "Dat is niet dezelfde naam") || res.Number != "72.23.00-***.**" || res.Born != 0 || res.Surrender != "" {
		t.Fatalf("another person's card: %v, %v", res, err)
	}
	refused(r.handOut("holder", "identity-read", nil))
	row = r.put(1, mustCard(t, virtual.Citizen))
	if res, err = r.check(row.Insertion, card, "holder"); err != nil || !res.Same || res.Evidence != "identity-read" || res.Name != "Noël André Specimen" ||
		res.Born != int32(officeDate(1985, 7, 30)) || res.Surrender != "590-1234567-74" {
		t.Fatalf("the holder's: %v, %v", res, err)
	}
	refused(r.handOut("guardian", "identity-read", nil)) // it was not for a guardian
	ann := r.session
	r.session = r.mustSignIn("bert", 2)
	refused(r.handOut("holder", "identity-read", nil)) // nor in Bert's session
	r.session = ann
	r.pass(11 * time.Minute)
	refused(r.handOut("holder", "identity-read", nil)) // nor that long ago
	if _, err = r.check(row.Insertion, card, "holder"); err != nil {
		t.Fatal(err)
	}
	if _, err = r.check(r.put(1, mustCard(t, virtual.Foreigner)).Insertion, card, "holder"); err != nil {
		t.Fatal(err)
	}
	refused(r.handOut("holder", "identity-read", nil)) // another card was held against it since
	if _, err = r.check(r.put(1, mustCard(t, virtual.Citizen)).Insertion, card, "holder"); err != nil {
		t.Fatal(err)
	}
	r.pull(1) // the old card is taken in
	if err := r.handOut("holder", "Identiteitskaart van de afhaler gelezen", nil); err != nil {
		t.Fatal(err)
	}
	out := r.events()[r.size()-1].GetHandedOut()
	if !slices.Contains(out.GetEvidence(), "identity-read") || slices.Contains(out.Evidence, "identity-checked") {
		t.Errorf("journaled %v", out)
	}
	if d := r.mustDocument(card); !strings.Contains(d.Chain[len(d.Chain)-1].Say, "Identiteitskaart van de afhaler gelezen") {
		t.Errorf("told as %v", d.Chain)
	}
	r.says(fault.Refused, r.size(), second(r.check(1, card, "holder"))) // it is gone
}

// TestSomebodyWhoCollectsForTheHolder: who is written down is whose card was read.
func TestSomebodyWhoCollectsForTheHolder(t *testing.T) {
	r := mustReading(t)
	r.receiveFor("Bart Maes")
	res, err := r.check(r.put(1, mustCard(t, virtual.Citizen)).Insertion, card, "mandate")
	if err != nil || !res.Same || res.Evidence != "identity-read" || res.Surrender != "" {
		t.Fatalf("%v, %v", res, err)
	}
	if say := r.says(fault.Refused, r.size(), r.handOut("mandate", res.Evidence, &contract.Person{Name: "Tom Claes"})); !strings.Contains(say, "heet anders") {
		t.Errorf("says %q", say)
	}
	if err := r.handOut("mandate", res.Evidence, &contract.Person{Name: res.Name}); err != nil {
		t.Fatal(err)
	}
}

// TestACheckThatProvesNothing: a card that ran out, the new card itself, a child who comes for another.
func TestACheckThatProvesNothing(t *testing.T) {
	r := mustReading(t)
	r.receiveFor("Noel Specimen")
	old, fresh := virtual.Citizen, virtual.Citizen
	old.ValidTo, fresh.CardNumber = "01.11.2026", "592000000182"
	for name, row := range map[string]struct {
		person    virtual.Person
		collector string
		same      bool
		say       string
	}{
		"ran out":      {old, "holder", true, "vervallen"},
		"the new card": {fresh, "holder", false, "klaarligt"},
		"a child":      {virtual.Child, "mandate", false, "wie geen 18 is"},
	} {
		res, err := r.check(r.put(1, mustCard(t, row.person)).Insertion, card, row.collector)
		if err != nil || res.Same != row.same || res.Evidence != "" || !strings.Contains(res.Say, row.say) {
			t.Errorf("%s: %v, %v", name, res, err)
		}
		r.says(fault.Refused, r.size(), r.handOut(row.collector, "identity-read", nil))
	}
	r.says(fault.NotFound, r.size(), second(r.check(1, "EK999999", "holder")))
	if err := r.handOut("holder", "identity-checked", nil); err != nil { // the clerk's own word serves as before
		t.Error(err)
	}
}
