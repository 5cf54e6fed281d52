package local_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

func (k *standing) calls() error {
	act := k.act()
	_, err := do(k, k.kiosk.CallHelp, func() *contract.KioskHelpRequest { return &contract.KioskHelpRequest{Act: act} })
	return err
}

// told is the notice on the clerks' screens; empty: there is none.
func (k *standing) told() string {
	for _, n := range k.mustView().Notices {
		if n.Code == "kiosk-help" && n.Urgent {
			return n.Say
		}
	}
	return ""
}

// TestHelpIsCalled: a notice on every screen until somebody says that they go, or the day is over; with nobody there it is refused.
func TestHelpIsCalled_A002_18(t *testing.T) {
	k := mustKiosk(t)
	if err := k.calls(); err != nil {
		t.Fatal(err)
	}
	before := k.size()
	if err := k.calls(); err != nil || k.size() != before {
		t.Errorf("called again: %v, %d records", err, k.size()-before)
	}
	if say := k.told(); say != "Hulp gevraagd aan het zelfbedieningsloket, om 09:00." || !mustShow(t, k.kiosk).Help {
		t.Errorf("the clerks read %q", say)
	}
	tap(t, k.counter, k.client.SeeHelp, &contract.SeeHelpRequest{Command: k.command()})
	if say := k.told(); say != "" || mustShow(t, k.kiosk).Help {
		t.Errorf("seen, and the clerks read %q", say)
	}
	if err := k.calls(); err != nil {
		t.Fatal(err)
	}
	if _, err := k.client.SignOut(context.Background(), connect.NewRequest(k.command())); err != nil {
		t.Fatal(err)
	}
	if v := mustShow(t, k.kiosk); v.Help || why(t, v, "help") == "" {
		t.Error("somebody comes, and nobody is here")
	}
	if err := k.calls(); !fault.Is(err, fault.Refused) {
		t.Errorf("called where nobody is: %v", err)
	}
	k.set(k.clock().Add(24 * time.Hour))
	if say := k.told(); say != "" {
		t.Errorf("the day after %q", say)
	}
}

func (k *standing) used(q *contract.KioskUsedRequest) error {
	q.Act = k.act()
	_, err := do(k, k.kiosk.Used, func() *contract.KioskUsedRequest {
		return &contract.KioskUsedRequest{Act: q.Act, What: q.What, Product: q.Product, Outcome: q.Outcome, Age: q.Age, Language: q.Language}
	})
	return err
}

// TestUseIsCounted: each once, by the hour; what people told of themselves stands in no record but that of a group; the report
// withholds small groups, and what would tell of them.
func TestUseIsCounted_A002_19_A002_23_A002_24(t *testing.T) {
	k := mustKiosk(t)
	for n := range 21 {
		q := &contract.KioskUsedRequest{What: "ticket", Product: "eid-aanvraag", Outcome: "done", Age: "25-64", Language: "nl"}
		if n%10 == 3 {
			q.Age, q.Language, q.Outcome = "65-", "uk", "left"
		}
		if err := k.used(q); err != nil {
			t.Fatal(err)
		}
	}
	groups := 0
	for _, e := range k.events() {
		if told := e.GetKioskTold(); told != nil {
			groups++
			total := uint32(0)
			for _, c := range told.Ages {
				total += c.Count
			}
			if total != 10 {
				t.Errorf("a group of %d: %v", total, told)
			}
		} else if text := e.String(); strings.Contains(text, "25-64") || strings.Contains(text, "\"nl\"") {
			t.Errorf("a record says who: %s", text)
		}
	}
	if groups != 2 {
		t.Errorf("%d groups", groups)
	}
	res, err := k.client.KioskUse(context.Background(), connect.NewRequest(&contract.KioskUseRequest{Command: k.command()}))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]*contract.KioskUseRow{}
	for _, r := range res.Msg.Rows {
		got[r.By+" "+r.Code] = r
	}
	for name, want := range map[string]uint32{"day 2026-11-23": 21, "hour 09": 21, "what ticket": 21, "product eid-aanvraag": 21} {
		if r := got[name]; r.GetCount() != want || r.GetWithheld() {
			t.Errorf("%s: %v", name, r)
		}
	}
	for _, name := range []string{"outcome left", "outcome done", "age 65-", "age 25-64", "language uk", "language nl"} { // 2 of 21 would follow from 19
		if r := got[name]; r == nil || r.Count != 0 || !r.Withheld {
			t.Errorf("%s: %v", name, r)
		}
	}
	for _, q := range []*contract.KioskUsedRequest{{What: "Peeters", Outcome: "done"}, {What: "ticket", Outcome: "85073003328"}, {What: "ticket", Outcome: "done", Age: "41"},
		{What: "ticket", Outcome: "done", Language: "Nederlands"}, {What: "ticket", Outcome: "done", Product: "iets"}} {
		if err := k.used(q); !fault.Is(err, fault.Invalid) {
			t.Errorf("%v: %v", q, err)
		}
	}
}
