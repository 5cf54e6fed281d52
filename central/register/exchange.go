package register

import (
	"bytes"
	"slices"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// grantReach is how many days ahead any headquarters can have granted seats, beyond every quota policy.
const grantReach = 60

// reach is the last day of which any headquarters can have granted seats.
func (t *turn) reach() office.Date { return t.calendar().Today(t.now) + grantReach }

// greeted begins an incarnation that HQ did not know, and sets the feed on where the site stands.
func (t *turn) greeted(c *contract.Greeted) *contract.HQReply {
	site := office.SiteID(c.Site)
	if _, ok := t.calendar().Site(site); !ok {
		return refuse(fault.NotFound, c.Site, "Deze locatie is niet bekend.")
	}
	st, s := loadSite(t.w, site)
	arrival := custody.Arrival{Incarnation: office.Incarnation(c.Incarnation), Era: c.Era, Granted: c.Granted, Through: t.reach()}
	before := st.Current.Incarnation
	after, sweep, err := st.Begin(t.gate(), arrival)
	switch err {
	case nil:
	case custody.OldEra:
		return refuse(fault.Refused, c.Site, "Dit loket moet zich eerst melden bij het herstelde hoofdkantoor.")
	default:
		return refuse(fault.Conflict, c.Site, "Dit loket is vervangen of verloren verklaard.")
	}
	if after.Current.Incarnation != before || !t.heardOf(site) {
		s.Lost, s.Key = false, c.Key
		t.saveSite(site, after, s)
		t.sweep(site, sweep)
		t.forgetEquipment(site, before)
	}
	f := loadFeed(t.w, site)
	if before != after.Current.Incarnation || c.Feed > f.last || c.Feed+1 < f.first {
		f.skipTo(c.Feed)
		f.save(t.w, site)
		t.fed(site)
	}
	return done()
}

// taken takes records of a site. Hash and signature were checked by the node that proposed them; whether they are
// the next ones is decided here, where the order of commands is.
func (t *turn) taken(c *contract.Taken) *contract.HQReply {
	site, b := office.SiteID(c.Site), c.Batch
	life := office.Incarnation(b.Incarnation)
	st, s := loadSite(t.w, site)
	st = adopted(st, life)
	after, in, err := st.Ingest(t.gate(), custody.Batch{Incarnation: life, First: b.First, Count: uint64(b.Count), Forks: c.Forks})
	switch err {
	case nil:
	case custody.Duplicate:
		return t.ack(site, life)
	case custody.Fork:
		t.saveSite(site, after, s)
		return refuse(fault.Corrupt, holder(site, life), "Twee apparaten schreven hetzelfde logboek; een mens moet beslissen.")
	default:
		return refuse(fault.Conflict, holder(site, life), err.Error())
	}
	if tree := (View{t.w, t.m}).Tree(site, life); tree.Size > 0 && !bytes.Equal(c.Base, tree.Root) {
		return refuse(fault.Conflict, holder(site, life), "Er kwamen intussen andere gegevens van dit loket binnen.")
	}
	bodies, err := contract.SplitRecords(b.Records, b.Count, len(b.Records))
	if err != nil {
		return refuse(fault.Corrupt, holder(site, life), err.Error())
	}
	s.HeardMs = t.atMS
	t.saveSite(site, after, s)
	save(t.w, lifeKey(site, life), &contract.TreeState{Size: b.First + uint64(b.Count) - 1, Root: c.Root, Edge: c.Edge})
	for _, p := range b.Personal {
		t.keepPerson(p)
	}
	for i, body := range bodies[in.Skip:] {
		seq := b.First + in.Skip + uint64(i)
		t.w.Put(recordKey(site, life, seq), body)
		t.fold(origin{site: site, life: life, seq: seq, silent: uint64(i) < in.Silent}, body)
	}
	reply := t.ack(site, life)
	reply.Closed = life != after.Current.Incarnation
	return reply
}

// adopted is the station with a life that it never saw begin, as closed. It comes from a box that lives a later one:
// it began and ended while there was no line, or headquarters has forgotten it. It owns nothing, so what it booked
// comes out as conflicts, and is not lost.
func adopted(st custody.Station, life office.Incarnation) custody.Station {
	known := func(l custody.Life) bool { return l.Incarnation == life }
	if life == 0 || st.Current.Incarnation == 0 || known(st.Current) || slices.ContainsFunc(st.Closed, known) {
		return st
	}
	st.Closed = append(slices.Clip(st.Closed), custody.Life{Incarnation: life})
	return st
}

func (t *turn) ack(site office.SiteID, life office.Incarnation) *contract.HQReply {
	tree := View{t.w, t.m}.Tree(site, life)
	return &contract.HQReply{Ack: &contract.Ack{Incarnation: uint64(life), Size: tree.Size, Root: tree.Root}}
}

func holder(site office.SiteID, life office.Incarnation) string {
	return office.Holder{Site: site, Incarnation: life}.String()
}
