package register

import (
	"encoding/binary"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// feedState is where a site's feed stands. Entries first…last are kept; first is last+1 when none is.
//
// Snapshot is the number a snapshot took for itself: a site that stands before it cannot go on from its own
// position, whatever it says it has applied. After a restore of headquarters the site's position and these
// numbers are of different lives, so a position below it proves nothing.
type feedState struct{ last, first, taken, snapshot uint64 }

func loadFeed(r kv.Reader, site office.SiteID) feedState {
	b := r.Get(feedStateKey(site))
	if len(b) != 32 {
		return feedState{first: 1}
	}
	return feedState{
		last:     binary.BigEndian.Uint64(b),
		first:    binary.BigEndian.Uint64(b[8:]),
		taken:    binary.BigEndian.Uint64(b[16:]),
		snapshot: binary.BigEndian.Uint64(b[24:]),
	}
}

func (f feedState) save(w kv.Writer, site office.SiteID) {
	b := make([]byte, 0, 32)
	b = binary.BigEndian.AppendUint64(b, f.last)
	b = binary.BigEndian.AppendUint64(b, f.first)
	b = binary.BigEndian.AppendUint64(b, f.taken)
	b = binary.BigEndian.AppendUint64(b, f.snapshot)
	w.Put(feedStateKey(site), b)
}

// skipTo sets the feed on to a number of its own for a snapshot: beyond everything that was told, here or to a site
// that stands at `stands`.
func (f *feedState) skipTo(stands uint64) {
	f.last = max(f.last, stands) + 1
	f.snapshot = f.last
}

// tell appends an entry to a site's feed. A site that was never heard of has no feed to fill: it gets a
// snapshot when it comes.
func (t *turn) tell(site office.SiteID, e *contract.FeedEntry) {
	f := loadFeed(t.w, site)
	if f.last == 0 && !t.heardOf(site) {
		return
	}
	f.last++
	e.Number, e.AtMs = f.last, t.atMS
	save(t.w, feedKey(site, f.last), e)
	f.save(t.w, site)
	t.fed(site)
}

// feedTaken forgets the entries a site has applied.
func (t *turn) feedTaken(c *contract.FeedTrim) *contract.HQReply {
	site := office.SiteID(c.Site)
	f := loadFeed(t.w, site)
	through := min(c.Through, f.last)
	if through <= f.taken || through < f.snapshot { // below it, the position is not of this feed
		return done()
	}
	for n := f.first; n <= through; n++ {
		t.w.Delete(feedKey(site, n))
	}
	f.taken, f.first = through, max(f.first, through+1)
	f.save(t.w, site)
	return done()
}

// feedBatch is how many entries one Feed message carries at most.
const feedBatch = 200

// Feed gives what a site must hear after entry number after: the next entries, or a snapshot when those are no
// longer kept, or nil when there is nothing. Snapshots leave out what is long past.
func (v View) Feed(site office.SiteID, after uint64, today office.Date) *contract.Feed {
	f := loadFeed(v.r, site)
	if after < f.snapshot || after+1 < f.first || after > f.last {
		return v.snapshot(site, f, today)
	}
	out := &contract.Feed{First: after + 1}
	for k, b := range v.r.Scan(feedPrefix(site), feedKey(site, after+1)) {
		_ = k
		out.Entries = append(out.Entries, append([]byte(nil), b...))
		e := new(contract.FeedEntry)
		load1(b, e)
		out.Personal = v.sealedOf(out.Personal, e)
		if len(out.Entries) == feedBatch {
			break
		}
	}
	if len(out.Entries) == 0 {
		return nil
	}
	return out
}

// snapshot states everything a site must know, as of the last entry of its feed.
func (v View) snapshot(site office.SiteID, f feedState, today office.Date) *contract.Feed {
	s := &contract.Snapshot{Plan: v.Plan(), Roster: v.rosterOf(site), PassKeys: v.PassKeys(), Bulletin: v.bulletinOf(site, today), Letters: v.lettersTold(site, today)}
	s.Grants, s.Appointments = v.standing(site, today)
	for _, b := range v.r.Scan(answersPrefix(site), nil) {
		e := new(contract.FeedEntry)
		load1(b, e)
		s.Answers = append(s.Answers, e.GetAnswer())
	}
	for _, b := range v.r.Scan(announcedKey(site, ""), nil) {
		c := new(contract.Consignment)
		load1(b, c)
		s.Consignments = append(s.Consignments, c)
	}
	v.fillProcedures(s, site)
	e := &contract.FeedEntry{Number: f.last, Kind: &contract.FeedEntry_Snapshot{Snapshot: s}}
	out := &contract.Feed{First: f.last, Entries: [][]byte{contract.Encode(e)}, Snapshot: true}
	out.Personal = v.sealedOf(nil, e)
	return out
}
