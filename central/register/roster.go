package register

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Roles and Rights are the words of a roster, as counters read them (A000-40).
var (
	Roles  = []string{"clerk", "reception", "lead", "planner", "auditor"}
	Rights = []string{"look", "welcome", "serve", "book", "hand-out", "keep", "decide"}
)

// mostOffline is the most days that a roster may let people sign in without a word from headquarters: whoever was
// dismissed can sign in for as long. An estimate.
const mostOffline = 60

// putClerk puts a member of staff on the roster of sites and tells them. Without a PIN the one stays that is known.
func (t *turn) putClerk(c *contract.ClerkPut) *contract.HQReply {
	r := t.staff()
	i := slices.IndexFunc(r.Entries, func(e *contract.RosterState_Entry) bool { return e.Clerk.Id == c.Clerk.GetId() })
	if c.Clerk.GetId() != "" && len(c.Clerk.Pin) == 0 && i >= 0 {
		c.Clerk.Pin, c.Clerk.PinSalt = r.Entries[i].Clerk.Pin, r.Entries[i].Clerk.PinSalt
	}
	if no := complete(c.Clerk); no != nil {
		return no
	}
	entry := &contract.RosterState_Entry{Clerk: c.Clerk, Sites: c.Sites}
	touched := c.Sites
	if i >= 0 {
		touched = append(slices.Clone(touched), r.Entries[i].Sites...)
		r.Entries[i] = entry
	} else {
		r.Entries = append(r.Entries, entry)
	}
	t.saveStaff(r, touched)
	return done()
}

// complete refuses a member of staff whom no counter could make sense of.
func complete(c *contract.Clerk) *contract.HQReply {
	if c.GetId() == "" || len(c.Pin) == 0 {
		return refuse(fault.Invalid, "clerk", "Een medewerker heeft een naam en een pincode nodig.")
	}
	for _, role := range c.Roles {
		if !slices.Contains(Roles, role) {
			return refuse(fault.Invalid, c.Id, fmt.Sprintf("De rol '%s' bestaat niet; kies uit %q.", role, Roles))
		}
	}
	for _, skill := range c.Skills {
		_, product := catalogue.Embedded().Product(office.ProductID(skill))
		if _, cluster := catalogue.Embedded().Cluster(office.ClusterID(skill)); !product && !cluster {
			return refuse(fault.Invalid, c.Id, fmt.Sprintf("'%s' is geen product en geen cluster.", skill))
		}
	}
	return nil
}

// putRoster sets what holds for the staff of one site, in the place of what was set, and tells it.
func (t *turn) putRoster(c *contract.RosterPut) *contract.HQReply {
	if _, ok := t.calendar().Site(office.SiteID(c.Site)); !ok {
		return refuse(fault.NotFound, c.Site, "Deze locatie is niet bekend.")
	}
	if c.OfflineDays > mostOffline {
		return refuse(fault.Invalid, c.Site, fmt.Sprintf("Zonder bericht van het hoofdkantoor kan men zich hoogstens %d dagen aanmelden.", mostOffline))
	}
	for _, a := range c.Also {
		if !slices.Contains(Roles, a.GetRole()) || !slices.Contains(Rights, a.GetRight()) {
			return refuse(fault.Invalid, c.Site, fmt.Sprintf("'%s:%s' is geen rol met een recht; rollen zijn %q, rechten %q.", a.GetRole(), a.GetRight(), Roles, Rights))
		}
		if a.GetRole() == "auditor" && a.GetRight() != "look" {
			return refuse(fault.Invalid, c.Site, "Een auditor kijkt en wijzigt niets.")
		}
	}
	r := t.staff()
	rule := &contract.RosterState_SiteRule{Site: c.Site, OfflineDays: c.OfflineDays, Also: c.Also}
	at, found := slices.BinarySearchFunc(r.Sites, c.Site, func(s *contract.RosterState_SiteRule, site string) int { return cmp.Compare(s.Site, site) })
	if found {
		r.Sites[at] = rule
	} else {
		r.Sites = slices.Insert(r.Sites, at, rule)
	}
	t.saveStaff(r, []string{c.Site})
	return done()
}

func (t *turn) staff() *contract.RosterState {
	r := new(contract.RosterState)
	load(t.w, keyRoster, r)
	return r
}

// saveStaff keeps a new version of the roster and tells the sites that it touches.
func (t *turn) saveStaff(r *contract.RosterState, touched []string) {
	r.Version++
	save(t.w, keyRoster, r)
	touched = slices.Sorted(slices.Values(touched))
	for _, site := range slices.Compact(touched) {
		id := office.SiteID(site)
		t.tell(id, &contract.FeedEntry{Kind: &contract.FeedEntry_Roster{Roster: (View{t.w, t.m}).rosterOf(id)}})
	}
}

// rosterOf is the staff who may sign in at one site, and what holds for them there.
func (v View) rosterOf(site office.SiteID) *contract.Roster {
	all := new(contract.RosterState)
	load(v.r, keyRoster, all)
	r := &contract.Roster{Version: all.Version}
	for _, e := range all.Entries {
		if slices.Contains(e.Sites, string(site)) {
			r.Clerks = append(r.Clerks, e.Clerk)
		}
	}
	for _, s := range all.Sites {
		if s.Site == string(site) {
			r.OfflineDays, r.Also = s.OfflineDays, s.Also
		}
	}
	return r
}

// Roster is a site's staff as its counter is told, without PINs.
func (v View) Roster(site office.SiteID) *contract.Roster {
	r := v.rosterOf(site)
	for _, c := range r.Clerks {
		c.Pin, c.PinSalt = nil, nil
	}
	return r
}
