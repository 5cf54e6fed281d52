package register

import (
	"fmt"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// takeBack ends the announcement of documents that have not come, all of a consignment or some, and tells the site. What a
// site has received is in its hands, and only it can give that back: then nothing is taken back, and the refusal says so.
// A site may receive before it hears: see cameAnyway.
func (t *turn) takeBack(c *contract.TakeBack) *contract.HQReply {
	site, id := office.SiteID(c.Site), strings.TrimSpace(c.Back.GetConsignment())
	if _, ok := t.calendar().Site(site); !ok {
		return refuse(fault.NotFound, c.Site, "Deze locatie is niet bekend.")
	}
	list, key := new(contract.Consignment), announcedKey(site, id)
	announced := id != "" && load(t.w, key, list)
	numbers, no := t.toTakeBack(site, id, c.Back.GetDocuments(), list)
	switch {
	case no != nil:
		return no
	case !announced || len(numbers) == 0:
		return t.notComing(site, id)
	case t.onTrip(list):
		return refuse(fault.Refused, id, fmt.Sprintf("Zending %s is onderweg met een collega van %s; alleen die locatie kan de rit terugroepen.", id, list.LentBy))
	}
	t.arrived(site, id, numbers)
	back := new(contract.TakenBack)
	load(t.w, takenBackKey(site, id), back)
	back.Consignment, back.Reason = id, c.Back.Reason
	for _, n := range numbers {
		if !slices.Contains(back.Documents, n) {
			back.Documents = append(back.Documents, n)
		}
	}
	save(t.w, takenBackKey(site, id), back)
	t.tell(site, &contract.FeedEntry{Kind: &contract.FeedEntry_TakenBack{TakenBack: &contract.TakenBack{
		Consignment: id, Documents: numbers, Reason: c.Back.Reason}}})
	return &contract.HQReply{Count: uint32(len(numbers))}
}

// toTakeBack reads which documents are meant: all that are still to come when none is named.
func (t *turn) toTakeBack(site office.SiteID, id string, named []string, list *contract.Consignment) ([]string, *contract.HQReply) {
	if len(named) == 0 {
		return slices.Clone(list.Documents), nil
	}
	var out []string
	for _, text := range named {
		n, err := Number(text)
		switch {
		case err != nil:
			return nil, refuse(fault.Invalid, id, fmt.Sprintf("'%s' is geen documentnummer.", text))
		case slices.Contains(out, n):
			continue
		case slices.Contains(list.Documents, n):
			out = append(out, n)
			continue
		}
		d := new(contract.DocumentState)
		if load(t.w, documentKey(n, site), d) && d.Consignment == id {
			return nil, refuse(fault.Refused, id, fmt.Sprintf("%s is al %s in %s. Er is niets teruggenomen.", n, became(d), site))
		}
		return nil, refuse(fault.NotFound, id, fmt.Sprintf("%s is niet aangekondigd met zending %s. Er is niets teruggenomen.", n, id))
	}
	return out, nil
}

// notComing is the refusal of a consignment of which nothing is on its way, which says what became of it.
func (t *turn) notComing(site office.SiteID, id string) *contract.HQReply {
	for number, d := range (View{t.w, t.m}).Documents(site) {
		if id != "" && d.Consignment == id {
			return refuse(fault.Refused, id, fmt.Sprintf("%s van zending %s is al %s in %s; wat daar ligt, kan alleen die locatie teruggeven.", number, id, became(d), site))
		}
	}
	if t.w.Get(takenBackKey(site, id)) != nil {
		return refuse(fault.Conflict, id, fmt.Sprintf("Zending %s is al teruggenomen.", id))
	}
	return refuse(fault.NotFound, id, fmt.Sprintf("Zending %s is niet aangekondigd in %s.", id, site))
}

// became says in Dutch what became of a document that was announced.
func became(d *contract.DocumentState) string {
	if d.State == DocumentMissing {
		return "als vermist gemeld"
	}
	return "ontvangen"
}

// onTrip reports whether a consignment is a trip that a colleague is on: it was announced by a journal.
func (t *turn) onTrip(c *contract.Consignment) bool {
	return slices.ContainsFunc(c.Documents, func(n string) bool {
		d := new(contract.DocumentState)
		return c.LentBy != "" && load(t.w, documentKey(n, office.SiteID(c.LentBy)), d) && d.State == DocumentAway && d.Trip == c.Id
	})
}

// comesAfterAll forgets that documents were taken back which are announced again.
func (t *turn) comesAfterAll(site office.SiteID, c *contract.Consignment) {
	t.clearTakenBack(site, c.Id, c.Documents)
}

// cameAnyway gives what a site received though it had been taken back to a person: the courier had it, or the site had not
// heard. It lies there all the same, and nothing is undone.
func (t *turn) cameAnyway(from origin, consignment string, numbers []string) {
	for _, n := range t.clearTakenBack(from.site, consignment, numbers) {
		t.dispute(from.site, n, fmt.Sprintf("Document %s van zending %s was teruggenomen, en is toch ontvangen in %s. Vraag het daar na.", n, consignment, t.siteName(from.site)))
	}
}

// clearTakenBack takes documents off those of a consignment that were taken back, and gives those that were on it.
func (t *turn) clearTakenBack(site office.SiteID, consignment string, numbers []string) (found []string) {
	back, key := new(contract.TakenBack), takenBackKey(site, consignment)
	if consignment == "" || !load(t.w, key, back) {
		return nil
	}
	back.Documents = slices.DeleteFunc(back.Documents, func(n string) bool {
		if slices.Contains(numbers, n) {
			found = append(found, n)
			return true
		}
		return false
	})
	if len(back.Documents) == 0 {
		t.w.Delete(key)
	} else {
		save(t.w, key, back)
	}
	return found
}
