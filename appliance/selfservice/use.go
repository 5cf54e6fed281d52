package selfservice

import (
	"slices"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// What a use can be for, how it can end, and of what age somebody can say to be: codes, so that nothing else is ever counted.
var (
	purposes = []string{"check-in", "ticket", "book", "certificate", "pin-letter", "collect", "where", "help", "nothing"}
	outcomes = []string{"done", "refused", "left", "failed"}
	ages     = []string{"-25", "25-64", "65-"}
)

// Use is what came of one use of the desk.
type Use struct {
	What     string
	Product  office.ProductID // empty: none; one of the catalogue, as the caller sees to
	Outcome  string
	Age      string // empty: not asked
	Language string // empty: not told
	Offline  bool   // there was no line to headquarters
	Kiosk    uint32 // which, of those on other machines; 0: the one at the counter's own
}

// check refuses what is not one of the codes.
func (u Use) check() error {
	if !slices.Contains(purposes, u.What) || !slices.Contains(outcomes, u.Outcome) || u.Age != "" && !slices.Contains(ages, u.Age) || !isLanguage(u.Language) {
		return fault.New("selfservice.Used", fault.Invalid).Tell("Dit kan niet geteld worden.", "Vraag het de beheerder.")
	}
	return nil
}

// isLanguage reports whether a code is a language's of two or three letters, or empty.
func isLanguage(code string) bool {
	return code == "" || len(code) >= 2 && len(code) <= 3 && strings.Trim(code, "abcdefghijklmnopqrstuvwxyz") == ""
}

// Used is the record of a use, without what somebody told of themselves. now is in the site's zone. The fault is Invalid, for
// what is none of the codes.
func Used(u Use, now time.Time) (*contract.Event, error) {
	if err := u.check(); err != nil {
		return nil, err
	}
	return &contract.Event{Kind: &contract.Event_KioskUsed{KioskUsed: &contract.KioskUsed{Date: int32(office.DateOf(now)), Hour: uint32(now.Hour()),
		What: u.What, Product: string(u.Product), Outcome: u.Outcome, Offline: u.Offline, Kiosk: u.Kiosk}}}, nil
}
