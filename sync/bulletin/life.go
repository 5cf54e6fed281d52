package bulletin

import (
	"strings"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Entry is an item on its way. The zero value is one that nobody wrote yet.
type Entry struct {
	Draft   *Item  // waits for approval; nil: nothing does
	Version uint64 // of the draft
	Writer  string // of the draft

	Shown       *Item // as it was approved last; nil: it never was
	ShownWriter string
	Approver    string

	Withdrawn bool // for good
}

// Stage is how far an item is.
type Stage string

// The stages. An approved item is published when its first day comes, and over after its last, by themselves.
const (
	Draft     Stage = "draft"     // nobody approved it
	Approved  Stage = "approved"  // its days are to come
	Published Stage = "published" // it is shown
	Over      Stage = "over"
	Withdrawn Stage = "withdrawn"
)

// Stage is how far it is on a day. A draft that waits beside what is shown does not count: Draft tells of that.
func (e Entry) Stage(today office.Date) Stage {
	switch {
	case e.Withdrawn:
		return Withdrawn
	case e.Shown == nil:
		return Draft
	case e.Shown.Over(today):
		return Over
	case e.Shown.Shown.From > today:
		return Approved
	}
	return Published
}

// Write puts a draft in the place of the one that waits, under a version of its own.
func (e Entry) Write(by string, item Item, version uint64) (Entry, error) {
	const op = "bulletin.Write"
	switch {
	case person(by) == "":
		return e, nobody(op, "Zeg wie dit schrijft.")
	case e.Withdrawn:
		return e, fault.New(op, fault.Refused).On(item.ID).Tell("Dit bericht is ingetrokken.", "Geef het nieuwe een andere naam.")
	}
	e.Draft, e.Version, e.Writer = &item, version, by
	return e, nil
}

// Approve lets the draft of a version be shown. Who wrote it cannot.
func (e Entry) Approve(by string, version uint64) (Entry, error) {
	const op = "bulletin.Approve"
	switch {
	case person(by) == "":
		return e, nobody(op, "Zeg wie dit nakeek.")
	case e.Withdrawn:
		return e, fault.New(op, fault.Refused).Tell("Dit bericht is ingetrokken.", "")
	case e.Draft == nil:
		return e, fault.New(op, fault.Refused).Tell("Hier wacht niets op goedkeuring.", "")
	case e.Version != version:
		return e, fault.New(op, fault.Conflict).On(e.Draft.ID).Tell("De tekst is intussen gewijzigd.", "Lees hem opnieuw.")
	case person(by) == person(e.Writer):
		return e, fault.New(op, fault.Denied).On(e.Draft.ID).Tell("Wie het bericht schreef, keurt het niet goed.", "Laat een collega het nakijken.")
	}
	e.Shown, e.ShownWriter, e.Approver = e.Draft, e.Writer, by
	e.Draft, e.Version, e.Writer = nil, 0, ""
	return e, nil
}

// Withdraw ends an item for good. One person is enough: what is gone from a screen harms nobody.
func (e Entry) Withdraw(by, reason string) (Entry, error) {
	const op = "bulletin.Withdraw"
	switch {
	case person(by) == "":
		return e, nobody(op, "Zeg wie dit intrekt.")
	case strings.TrimSpace(reason) == "":
		return e, fault.New(op, fault.Invalid).Tell("Zeg waarom het ingetrokken wordt.", "")
	case e.Withdrawn || e.Draft == nil && e.Shown == nil:
		return e, fault.New(op, fault.Refused).Tell("Er is niets om in te trekken.", "")
	}
	e.Withdrawn, e.Draft, e.Version, e.Writer = true, nil, 0, ""
	return e, nil
}

// Stands is what may be shown of it, now or later; ok is false when that is nothing.
func (e Entry) Stands(today office.Date) (item Item, ok bool) {
	if e.Withdrawn || e.Shown == nil || e.Shown.Over(today) {
		return Item{}, false
	}
	return *e.Shown, true
}

// person is a name as people mean it: "An" and " an" are one.
func person(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

func nobody(op, say string) error { return fault.New(op, fault.Invalid).Tell(say, "") }
