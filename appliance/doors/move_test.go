package doors_test

import (
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/appliance/doors"
	"github.com/buurtloket/buurtloket/appliance/vault"
	locker "github.com/buurtloket/buurtloket/hardware/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// TestAMove: who had the door of a document opened to take it out may have another opened to lay it in, or the same; nobody
// else may, and not after another order of that door, nor later than register and door may be apart. Neither door is a finding.
func TestAMove(t *testing.T) {
	into := func(n byte, by, compartment string) doors.Asking {
		with := map[string]office.ClerkID{"anna": "bert", "bert": "anna"}[by]
		return doors.Asking{Order: order(n), By: office.ClerkID(by), With: with, Purpose: doors.Load, Document: inB3, Compartment: compartment}
	}
	for name, row := range map[string]struct {
		before func(*site)
		load   doors.Asking
		ok     bool
	}{
		"moved":            {func(s *site) { s.openAndShut(collect(1)) }, into(2, "anna", "A1"), true},
		"put back":         {func(s *site) { s.openAndShut(collect(1)) }, into(2, "anna", "B3"), true},
		"not taken out":    {func(*site) {}, into(2, "anna", "A1"), false},
		"by somebody else": {func(s *site) { s.openAndShut(collect(1)) }, into(2, "bert", "A1"), false},
		"after a count": {func(s *site) {
			s.openAndShut(collect(1))
			s.openAndShut(doors.Asking{Order: order(3), By: "anna", Purpose: doors.Count, Compartment: "B3"})
		}, into(2, "anna", "A1"), false},
		"too late":           {func(s *site) { s.openAndShut(collect(1)); s.pass(doors.Grace) }, into(2, "anna", "A1"), false},
		"put back meanwhile": {func(s *site) { s.openAndShut(collect(1)); s.openAndShut(into(3, "anna", "B3")) }, into(2, "anna", "A1"), false},
		"its door stayed shut": {func(s *site) {
			s.openAndShut(doors.Asking{Order: order(3), By: "anna", Purpose: doors.Count, Compartment: "B3"})
			s.vault.Break(locker.StuckShut)
			_, _ = s.open(collect(1))
			s.step(25)
			s.vault.Mend(locker.StuckShut)
		}, into(2, "anna", "A1"), false},
	} {
		t.Run(name, func(t *testing.T) {
			s := mustSite(t)
			row.before(s)
			if !row.ok {
				if _, err := s.open(row.load); !fault.Is(err, fault.NotHeld) || fault.Sentence(err) == "" {
					t.Errorf("%v", err)
				}
				return
			}
			s.openAndShut(row.load)
			if to := row.load.Compartment; to != "B3" {
				s.must(register.Store(&s.state, "anna", inB3, to))
			}
			s.pass(2 * doors.Grace)
			if from, to := s.findings("B3"), s.findings("A1"); from != "" || to != "" {
				t.Errorf("%q, %q", from, to)
			}
		})
	}
}

// TestATrip: documents that leave on one through their door, and come back through it, are no finding at either end; a second one
// from the same compartment needs no second opening.
func TestATrip(t *testing.T) {
	s := mustSite(t)
	s.openAndShut(doors.Asking{Order: order(1), By: "anna", With: "bert", Purpose: doors.Load, Document: inHand, Compartment: "B3"})
	s.must(register.Store(&s.state, "anna", inHand, "B3"))
	s.pass(2 * doors.Grace)
	s.openAndShut(collect(2))
	two := vault.Actors{By: "anna", With: "bert", Today: 20000}
	s.fold(&contract.Event{Clerk: "anna", Kind: &contract.Event_Departed{Departed: &contract.Departed{Trip: "G-1", To: "buurtloket-groenenhoek", Carrier: "bert", Documents: []string{inB3, inHand}}}})
	s.pass(2 * doors.Grace)
	if got := s.findings("B3"); got != "" {
		t.Errorf("out: %q", got)
	}
	s.must(register.BringBack(&s.state, two, vault.Homecoming{Trip: "G-1", Back: []string{inB3, inHand}}))
	s.openAndShut(doors.Asking{Order: order(3), By: "anna", With: "bert", Purpose: doors.Load, Document: inB3, Compartment: "B3"})
	s.must(register.Store(&s.state, "anna", inB3, "B3"))
	s.must(register.Store(&s.state, "anna", inHand, "A1"))
	s.pass(2 * doors.Grace)
	if got := s.findings("B3"); got != "" {
		t.Errorf("back: %q", got)
	}
	if got := s.findings("A1"); !strings.Contains(got, inHand) || !strings.Contains(got, "hier opgeborgen") {
		t.Errorf("back by another door, which stayed shut: %q", got)
	}
}
