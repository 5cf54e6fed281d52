package bulletin

import (
	"fmt"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Of reads an item of the contract. What cannot be an item of any kind is refused here; [Item.Check] judges the rest.
func Of(m *contract.BulletinItem) (Item, error) {
	if max(m.GetFrom(), m.GetTo()) > uint32(office.EndOfDay) {
		return Item{}, fault.New("bulletin.Of", fault.Invalid).On(m.GetId()).Because(fmt.Errorf("hours %d to %d", m.GetFrom(), m.GetTo())).
			Tell("Deze uren bestaan niet.", "")
	}
	i := Item{ID: m.GetId(), Kind: Kind(m.GetKind()), Shown: office.Period{From: office.Date(m.GetFromDate()), To: office.Date(m.GetToDate())},
		Date: office.Date(m.GetDate()), From: office.Minute(m.GetFrom()), To: office.Minute(m.GetTo()), Place: m.GetPlace(), SignUp: m.GetSignUp()}
	for _, s := range m.GetSites() {
		i.Sites = append(i.Sites, office.SiteID(s))
	}
	for _, t := range m.GetTexts() {
		i.Texts = append(i.Texts, Text{Language: t.GetLanguage(), Title: t.GetTitle(), Body: t.GetText()})
	}
	return i, nil
}

// To writes an item as the contract has it.
func To(i Item) *contract.BulletinItem {
	m := &contract.BulletinItem{Id: i.ID, Kind: string(i.Kind), FromDate: int32(i.Shown.From), ToDate: int32(i.Shown.To),
		Date: int32(i.Date), From: uint32(i.From), To: uint32(i.To), Place: i.Place, SignUp: i.SignUp}
	for _, s := range i.Sites {
		m.Sites = append(m.Sites, string(s))
	}
	for _, t := range i.Texts {
		m.Texts = append(m.Texts, &contract.BulletinText{Language: t.Language, Title: t.Title, Text: t.Body})
	}
	return m
}

// EntryOf reads an entry as headquarters keeps it.
func EntryOf(m *contract.BulletinEntry) (Entry, error) {
	e := Entry{Version: m.GetVersion(), Writer: m.GetWriter(), ShownWriter: m.GetShownWriter(), Approver: m.GetApprover(), Withdrawn: m.GetWithdrawn()}
	for _, part := range []struct {
		from *contract.BulletinItem
		to   **Item
	}{{m.GetDraft(), &e.Draft}, {m.GetShown(), &e.Shown}} {
		if part.from == nil {
			continue
		}
		i, err := Of(part.from)
		if err != nil {
			return Entry{}, err
		}
		*part.to = &i
	}
	return e, nil
}

// ToEntry writes an entry as headquarters keeps it.
func ToEntry(e Entry) *contract.BulletinEntry {
	m := &contract.BulletinEntry{Version: e.Version, Writer: e.Writer, ShownWriter: e.ShownWriter, Approver: e.Approver, Withdrawn: e.Withdrawn}
	if e.Draft != nil {
		m.Draft = To(*e.Draft)
	}
	if e.Shown != nil {
		m.Shown = To(*e.Shown)
	}
	return m
}

// All reads the items that a site was told. One that this version cannot read is left out: a screen shows what it understands.
func All(b *contract.Bulletin) []Item {
	var out []Item
	for _, m := range b.GetItems() {
		if i, err := Of(m); err == nil && (i.Kind == News || i.Kind == Activity) {
			out = append(out, i)
		}
	}
	return out
}
