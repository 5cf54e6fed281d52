package register

import (
	"encoding/binary"
	"slices"

	"github.com/buurtloket/buurtloket/sync/bulletin"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// keyBulletin holds the version of the latest step of any item.
var keyBulletin = []byte("bulletin")

func bulletinKey(id string) []byte { return append([]byte("bulletin/i/"), id...) }

func bulletinNoteKey(version uint64) []byte {
	return binary.BigEndian.AppendUint64([]byte("bulletin/n/"), version)
}

// bulletinDrafted keeps a draft. No counter hears of it.
func (t *turn) bulletinDrafted(c *contract.BulletinDrafted) *contract.HQReply {
	item, err := bulletin.Of(c.GetItem())
	if err == nil {
		err = item.Check(t.city())
	}
	if err != nil {
		return refusal(err, item.ID)
	}
	e, err := t.entry(item.ID)
	if err == nil {
		e, err = e.Write(c.GetBy(), item, t.bulletinVersion()+1)
	}
	if err != nil {
		return refusal(err, item.ID)
	}
	t.keepEntry(item.ID, e, &contract.BulletinNote{By: c.GetBy(), What: "drafted", Item: c.Item})
	return done()
}

// bulletinApproved lets a draft be shown, and tells the sites that it is for, and those that it was for.
func (t *turn) bulletinApproved(c *contract.BulletinApproved) *contract.HQReply {
	before, err := t.entry(c.GetId())
	if err != nil {
		return refusal(err, c.GetId())
	}
	e, err := before.Approve(c.GetBy(), c.GetVersion())
	if err == nil {
		err = e.Shown.Check(t.city()) // its days may have gone by since it was written
	}
	if err == nil {
		stand, _ := (View{t.w, t.m}).standingItems(t.today())
		err = bulletin.Room(stand, *e.Shown, t.sites(), t.today())
	}
	if err != nil {
		return refusal(err, c.GetId())
	}
	t.keepEntry(c.Id, e, &contract.BulletinNote{By: c.GetBy(), What: "approved", Item: bulletin.To(*e.Shown)})
	t.tellBulletin(before.Shown, e.Shown)
	return done()
}

// bulletinWithdrawn ends an item, and tells the sites where it was shown.
func (t *turn) bulletinWithdrawn(c *contract.BulletinWithdrawn) *contract.HQReply {
	before, err := t.entry(c.GetId())
	if err != nil {
		return refusal(err, c.GetId())
	}
	e, err := before.Withdraw(c.GetBy(), c.GetReason())
	if err != nil {
		return refusal(err, c.GetId())
	}
	n := &contract.BulletinNote{By: c.GetBy(), What: "withdrawn", Reason: c.GetReason()}
	switch {
	case before.Shown != nil:
		n.Item = bulletin.To(*before.Shown)
	case before.Draft != nil:
		n.Item = bulletin.To(*before.Draft)
	}
	t.keepEntry(c.Id, e, n)
	t.tellBulletin(before.Shown)
	return done()
}

func (t *turn) today() office.Date { return t.calendar().Today(t.now) }

// city is what an item is held against, as of this command.
func (t *turn) city() (bulletin.City, office.Date) {
	p := t.calendar()
	return bulletin.City{Zone: p.Zone(), Known: func(s office.SiteID) bool { _, ok := p.Site(s); return ok }}, t.today()
}

func (t *turn) sites() (out []office.SiteID) {
	for _, s := range t.calendar().Sites() {
		out = append(out, s.ID)
	}
	return out
}

func (t *turn) bulletinVersion() uint64 {
	if b := t.w.Get(keyBulletin); len(b) == 8 {
		return binary.BigEndian.Uint64(b)
	}
	return 0
}

// entry is an item as it is kept; the zero entry when nobody wrote it yet.
func (t *turn) entry(id string) (bulletin.Entry, error) {
	m := new(contract.BulletinEntry)
	load(t.w, bulletinKey(id), m)
	return bulletin.EntryOf(m)
}

// keepEntry keeps a step of an item and what is remembered of it.
func (t *turn) keepEntry(id string, e bulletin.Entry, n *contract.BulletinNote) {
	n.Version, n.AtMs, n.Id = t.bulletinVersion()+1, t.atMS, id
	t.w.Put(keyBulletin, binary.BigEndian.AppendUint64(nil, n.Version))
	save(t.w, bulletinKey(id), bulletin.ToEntry(e))
	save(t.w, bulletinNoteKey(n.Version), n)
}

// tellBulletin tells every site that one of the items is for; nil items are for none.
func (t *turn) tellBulletin(items ...*bulletin.Item) {
	for _, s := range t.sites() {
		if slices.ContainsFunc(items, func(i *bulletin.Item) bool { return i != nil && i.For(s) }) {
			t.tell(s, &contract.FeedEntry{Kind: &contract.FeedEntry_Bulletin{Bulletin: (View{t.w, t.m}).bulletinOf(s, t.today())}})
		}
	}
}

// standingItems are all that may be shown now or later, and the version of the latest step.
func (v View) standingItems(today office.Date) (out []bulletin.Item, version uint64) {
	for _, m := range v.Bulletin() {
		if e, err := bulletin.EntryOf(m); err == nil {
			if item, ok := e.Stands(today); ok {
				out = append(out, item)
			}
		}
	}
	if b := v.r.Get(keyBulletin); len(b) == 8 {
		version = binary.BigEndian.Uint64(b)
	}
	return out, version
}

// bulletinOf is what one site is told: all that it shows now or later.
func (v View) bulletinOf(site office.SiteID, today office.Date) *contract.Bulletin {
	all, version := v.standingItems(today)
	out := &contract.Bulletin{Version: version}
	for _, i := range all {
		if i.For(site) {
			out.Items = append(out.Items, bulletin.To(i))
		}
	}
	return out
}

// Bulletin lists every item by its name, withdrawn ones and those that are over too.
func (v View) Bulletin() (out []*contract.BulletinEntry) {
	for _, b := range v.r.Scan(bulletinKey(""), nil) {
		m := new(contract.BulletinEntry)
		load1(b, m)
		out = append(out, m)
	}
	return out
}

// BulletinHistory lists every step of every item, oldest first.
func (v View) BulletinHistory() (out []*contract.BulletinNote) {
	for _, b := range v.r.Scan([]byte("bulletin/n/"), nil) {
		n := new(contract.BulletinNote)
		load1(b, n)
		out = append(out, n)
	}
	return out
}
