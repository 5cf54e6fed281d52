package staff_test

import (
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
)

func TestWhoMayWhat_A000_40(t *testing.T) {
	all := []staff.Right{staff.Look, staff.Welcome, staff.Serve, staff.Book, staff.HandOut, staff.Keep, staff.Decide}
	for role, want := range map[staff.Role]string{
		staff.Clerk:     "look welcome serve book hand-out keep",
		staff.Reception: "look welcome book",
		staff.Lead:      "look welcome serve book hand-out keep decide",
		staff.Planner:   "look book",
		staff.Auditor:   "look",
		"gardener":      "",
		"":              "",
	} {
		var may []string
		for _, right := range all {
			err := staff.May(new(kv.Memory), staff.Person{ID: "p", Roles: []staff.Role{role}}, right)
			if err == nil {
				may = append(may, string(right))
			} else if !fault.Is(err, fault.Denied) || fault.Sentence(err) == "" {
				t.Errorf("%s %s: %v", role, right, err)
			}
		}
		if got := strings.Join(may, " "); got != want {
			t.Errorf("%q may %q, want %q", role, got, want)
		}
	}
	if err := staff.May(new(kv.Memory), staff.Person{ID: "p"}, "fly"); err == nil || !strings.Contains(fault.Sentence(err), "niemand") {
		t.Errorf("a right that is none: %v", err)
	}
}

// TestASiteGivesARoleMore_C8: one source has reception handing over passports, another has not.
func TestASiteGivesARoleMore_C8(t *testing.T) {
	w := mustEntrance(t)
	anna := staff.Person{ID: "anna", Roles: []staff.Role{staff.Reception}}
	err := staff.May(w.state, anna, staff.HandOut)
	w.mustRefuse(fault.Denied, err)
	if say := fault.Sentence(err); !strings.Contains(say, "een loketmedewerker of een teamverantwoordelijke") {
		t.Errorf("says %q", say)
	}
	more := roster()
	more.Also = []*contract.Roster_RoleRight{{Role: "reception", Right: "hand-out"}}
	staff.FoldRoster(w.state, more)
	if err := staff.May(w.state, anna, staff.HandOut); err != nil {
		t.Error(err)
	}
	w.mustRefuse(fault.Denied, staff.May(w.state, anna, staff.Keep))
	staff.FoldRoster(w.state, roster())
	w.mustRefuse(fault.Denied, staff.May(w.state, anna, staff.HandOut))
}
