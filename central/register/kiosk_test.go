package register_test

import (
	"fmt"
	"maps"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// use is a use as it is counted.
func use(site office.SiteID, u *contract.KioskUsed) string {
	return fmt.Sprint(site, u.Date, u.Kiosk, u.What, "/", u.Product, "/", u.Outcome, u.Offline)
}

// uses are the counts that headquarters has of some days.
func uses(v register.View, sites []office.SiteID, first, last office.Date) map[string]uint64 {
	out := map[string]uint64{}
	for _, site := range sites {
		for _, r := range v.KioskUses(site, first, last) {
			out[use(site, &contract.KioskUsed{Date: r.Date, Kiosk: r.Kiosk, What: r.What, Product: r.Product, Outcome: r.Outcome, Offline: r.Offline})] += uint64(r.Count)
		}
	}
	return out
}

// journals counts anew what the journals say that headquarters holds.
func journals(t interface{ Fatal(...any) }, v register.View, lives map[office.SiteID][]office.Incarnation, first, last office.Date) (out, ages map[string]uint64) {
	out, ages = map[string]uint64{}, map[string]uint64{}
	for site, all := range lives {
		for _, life := range all {
			for _, body := range v.Records(site, life, 1) {
				e, err := contract.Decode(body, new(contract.Event))
				if err != nil {
					t.Fatal(err)
				}
				if u := e.GetKioskUsed(); u != nil && office.Date(u.Date) >= first && office.Date(u.Date) <= last {
					out[use(site, u)]++
				}
				if u := e.GetKioskTold(); u != nil && office.Date(u.Date) >= first && office.Date(u.Date) <= last {
					for _, c := range u.Ages {
						ages[string(site)+c.Code] += uint64(c.Count)
					}
				}
			}
		}
	}
	return out, ages
}

// TestUseIsWhatTheJournalsSay: whatever counters did, over whichever lives, and with batches that came twice, the counts are those of the
// journals, on whichever days; a node that began from another's state, and one that applied every command, count the same.
func TestUseIsWhatTheJournalsSay_A002_19(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := found(t)
		lives := map[office.SiteID][]office.Incarnation{}
		life := office.Incarnation(0)
		begin := func(site office.SiteID) {
			life++
			h.greet(site, life)
			lives[site] = append(lives[site], life)
		}
		begin(berchem)
		begin(hoek)
		halfway, at := kv.Memory{}, 0
		for step := range rapid.IntRange(1, 12).Draw(rt, "batches") {
			site := rapid.SampledFrom([]office.SiteID{berchem, hoek}).Draw(rt, "site")
			if rapid.IntRange(0, 5).Draw(rt, "restored") == 0 {
				begin(site)
			}
			var events []*contract.Event
			for range rapid.IntRange(1, 6).Draw(rt, "records") {
				events = append(events, anyUse(rt))
			}
			all := lives[site]
			h.taken(site, all[len(all)-1], events...)
			if rapid.IntRange(0, 3).Draw(rt, "again") == 0 {
				h.again()
			}
			if step == 2 {
				halfway, at = *h.w.Clone(), len(h.commands)
			}
		}
		first := today + office.Date(rapid.IntRange(-3, 3).Draw(rt, "first"))
		last := first + office.Date(rapid.IntRange(0, 4).Draw(rt, "days"))
		want, ages := journals(t, h.view(), lives, first, last)
		sites := []office.SiteID{berchem, hoek}
		if got := uses(h.view(), sites, first, last); !maps.Equal(got, want) {
			rt.Fatalf("counted %v, the journals say %v", got, want)
		}
		for _, site := range sites {
			got, _ := h.view().KioskTold(site, first, last)
			for code, n := range got {
				if ages[string(site)+code] != n {
					rt.Fatalf("%s: %d told to be %s, the journals say %d", site, n, code, ages[string(site)+code])
				}
			}
		}
		if at > 0 { // a snapshot, and the commands after it
			m := &register.Machine{Quota: h.m.Quota}
			for i, c := range h.commands[at:] {
				m.Apply(&halfway, uint64(at+i+1), c)
			}
			if !halfway.Equal(&h.w) {
				rt.Fatal("from a snapshot it counts otherwise")
			}
		}
	})
}

// again sends the last command once more, as a node does that heard no answer.
func (h *headquarters) again() {
	h.index++
	last := h.commands[len(h.commands)-1]
	h.commands = append(h.commands, last)
	h.m.Apply(&h.w, h.index, last)
}

// anyUse is a record of a kiosk, or of something else.
func anyUse(rt *rapid.T) *contract.Event {
	date := int32(today) + rapid.Int32Range(-3, 3).Draw(rt, "date")
	switch rapid.IntRange(0, 5).Draw(rt, "record") {
	case 0:
		return &contract.Event{Kind: &contract.Event_SignedOut{SignedOut: &contract.SignedOut{}}}
	case 1:
		return &contract.Event{Kind: &contract.Event_KioskTold{KioskTold: &contract.KioskTold{Date: date, Ages: []*contract.KioskCount{{Code: "-25", Count: 3}, {Code: "65-", Count: 1}},
			Languages: []*contract.KioskCount{{Code: "nl", Count: 9}}}}}
	}
	return &contract.Event{Kind: &contract.Event_KioskUsed{KioskUsed: &contract.KioskUsed{Date: date, Hour: 9, What: rapid.SampledFrom([]string{"ticket", "certificate"}).Draw(rt, "what"),
		Product: rapid.SampledFrom([]string{"", "eid-aanvraag"}).Draw(rt, "product"), Outcome: rapid.SampledFrom([]string{"done", "left"}).Draw(rt, "outcome"),
		Offline: rapid.Bool().Draw(rt, "offline"), Kiosk: rapid.Uint32Range(0, 1).Draw(rt, "kiosk")}}}
}

// TestWhatASelfServiceDeskDoesIsARule: kept with who decided it, told to the sites, and refused when it is wrong.
func TestWhatASelfServiceDeskDoesIsARule(t *testing.T) {
	h := found(t)
	h.greet(berchem, 1)
	put := func(k *contract.KioskRule) *contract.HQReply {
		return h.do(&contract.HQCommand{Kind: &contract.HQCommand_Plan{Plan: &contract.PlanPut{By: "Mia",
			Change: &contract.PlanPut_Pieces{Pieces: &contract.PlanChange{Put: &contract.Plan{Kiosks: []*contract.KioskRule{k}}}}}}})
	}
	if err := register.Err("test", put(&contract.KioskRule{Site: string(berchem), TargetWeek: 20, Letters: true})); err != nil {
		t.Fatal(err)
	}
	if err := register.Err("test", put(&contract.KioskRule{Site: string(berchem), ValidFrom: int32(today + 7), TargetWeek: 40, Decision: "stop", Reason: "te weinig"})); err != nil {
		t.Fatal(err)
	}
	h.refused(put(&contract.KioskRule{Site: "nergens"}), fault.Invalid)
	h.refused(put(&contract.KioskRule{Site: string(berchem), ValidFrom: 3, Decision: "misschien"}), fault.Invalid)
	notes := h.view().History()
	if n := notes[len(notes)-1]; n.By != "Mia" || len(n.After.Kiosks) != 1 || n.After.Kiosks[0].TargetWeek != 40 {
		t.Errorf("noted %v", n)
	}
	entries := h.feed(berchem, 0)
	if told := entries[len(entries)-1].GetSnapshot().GetPlan().GetKiosks(); len(told) != 2 {
		t.Errorf("the site is told %v", entries)
	}
}
