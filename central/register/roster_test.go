package register_test

import (
	"testing"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

func (h *headquarters) clerk(c *contract.Clerk, sites ...string) *contract.HQReply {
	h.Helper()
	return h.do(&contract.HQCommand{Kind: &contract.HQCommand_Clerk{Clerk: &contract.ClerkPut{Clerk: c, Sites: sites}}})
}

func (h *headquarters) roster(r *contract.RosterPut) *contract.HQReply {
	h.Helper()
	return h.do(&contract.HQCommand{Kind: &contract.HQCommand_Roster{Roster: r}})
}

// TestRolesAndSkills (A000-40, A002-54): what a counter could not make sense of is refused here; a PIN that is not given
// stays.
func TestRolesAndSkills(t *testing.T) {
	h := connected(t)
	an := &contract.Clerk{Id: "an", Pin: []byte("hash"), PinSalt: []byte("salt"), Roles: []string{"planner", "auditor"}, Skills: []string{short}}
	if r := h.clerk(an, string(berchem)); r.Kind != 0 {
		t.Fatal(r)
	}
	for _, bad := range []*contract.Clerk{
		{Id: "bart"}, {Pin: []byte("hash")},
		{Id: "an", Pin: []byte("hash"), Roles: []string{"koning"}}, {Id: "an", Pin: []byte("hash"), Skills: []string{"toveren"}},
	} {
		h.refused(h.clerk(bad, string(berchem)), fault.Invalid)
	}
	if r := h.clerk(&contract.Clerk{Id: "an", Roles: []string{"lead"}}, string(berchem)); r.Kind != 0 {
		t.Fatal(r)
	}
	var told *contract.Roster
	for _, e := range h.feed(berchem, h.stands(berchem)-1) {
		told = e.GetRoster()
	}
	if c := told.GetClerks(); len(c) != 1 || string(c[0].Pin) != "hash" || string(c[0].PinSalt) != "salt" || c[0].Roles[0] != "lead" || told.Version != 2 {
		t.Errorf("told %v", told)
	}
	if c := h.view().Roster(berchem).Clerks; len(c) != 1 || c[0].Pin != nil || c[0].PinSalt != nil {
		t.Errorf("shown %v", c)
	}
}

// TestWhatHoldsAtASite: rights beyond the rule and days without a line are one site's own, and it alone is told (A000-36).
func TestWhatHoldsAtASite(t *testing.T) {
	h := connected(t)
	h.greet(hoek, 2)
	also := []*contract.Roster_RoleRight{{Role: "reception", Right: "hand-out"}}
	here, there := h.stands(berchem), h.stands(hoek)
	if r := h.roster(&contract.RosterPut{Site: string(berchem), OfflineDays: 5, Also: also}); r.Kind != 0 {
		t.Fatal(r)
	}
	if h.stands(berchem) != here+1 || h.stands(hoek) != there {
		t.Error("told to others, or not told")
	}
	if r := h.view().Roster(berchem); r.OfflineDays != 5 || len(r.Also) != 1 || r.Also[0].Role != "reception" || r.Also[0].Right != "hand-out" {
		t.Errorf("roster %v", r)
	}
	if r := h.view().Roster(hoek); r.OfflineDays != 0 || len(r.Also) != 0 {
		t.Errorf("roster of another site %v", r)
	}
	for _, row := range []struct {
		put  *contract.RosterPut
		kind fault.Kind
	}{
		{&contract.RosterPut{Site: "nergens"}, fault.NotFound},
		{&contract.RosterPut{Site: string(berchem), OfflineDays: 500}, fault.Invalid},
		{&contract.RosterPut{Site: string(berchem), Also: []*contract.Roster_RoleRight{{Role: "koning", Right: "keep"}}}, fault.Invalid},
		{&contract.RosterPut{Site: string(berchem), Also: []*contract.Roster_RoleRight{{Role: "lead", Right: "toveren"}}}, fault.Invalid},
		{&contract.RosterPut{Site: string(berchem), Also: []*contract.Roster_RoleRight{{Role: "auditor", Right: "serve"}}}, fault.Invalid},
	} {
		h.refused(h.roster(row.put), row.kind)
	}
	if r := h.roster(&contract.RosterPut{Site: string(berchem)}); r.Kind != 0 || h.view().Roster(berchem).OfflineDays != 0 {
		t.Error("what was set cannot be taken back")
	}
}
