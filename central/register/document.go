package register

import (
	"bytes"
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"google.golang.org/protobuf/proto"
)

// Where a document can be, as DocumentState.state has it.
const (
	DocumentHere      = "here"
	DocumentBarred    = "barred"   // here, and not to be handed out
	DocumentProposed  = "proposed" // here, and should go
	DocumentAway      = "away"     // on a trip
	DocumentHandedOut = "handed-out"
	DocumentDestroyed = "destroyed"
	DocumentSentBack  = "sent-back"
	DocumentMissing   = "missing"
	DocumentAnnounced = "announced" // on its way; of no journal yet
)

// bar is a set of reasons why a document may not be handed out. The numbers are stored: do not reorder.
type bar uint32

const (
	damaged bar = 1 << iota
	wrongSite
	surplus
	missing
	surrendered
)

// clears are the bars that an outcome of a counter's work takes off.
var clears = map[string]bar{"found": missing, "accepted": surplus | wrongSite}

// foldVault notes what a site's journal says of documents. Nothing in it is refused: what cannot be is for a person, and
// a record that this version does not understand has no effect.
func (t *turn) foldVault(from origin, e *contract.Event) {
	switch k := e.Kind.(type) {
	case *contract.Event_Received:
		t.foldReceived(from, k.Received)
	case *contract.Event_HandedOut:
		t.foldHandedOut(from, k.HandedOut)
	case *contract.Event_Proposed:
		t.documents(from, k.Proposed.Documents, func(d *contract.DocumentState) { d.Proposed = true })
	case *contract.Event_Withdrawn:
		t.documents(from, k.Withdrawn.Documents, func(d *contract.DocumentState) { d.Proposed = false })
	case *contract.Event_Destroyed:
		t.documents(from, k.Destroyed.Documents, ended(DocumentDestroyed))
	case *contract.Event_SentBack:
		t.documents(from, k.SentBack.Documents, ended(DocumentSentBack))
	case *contract.Event_Departed:
		t.foldDeparted(from, k.Departed)
	case *contract.Event_BroughtBack:
		t.foldBroughtBack(from, k.BroughtBack)
	case *contract.Event_MissingReported:
		t.foldMissing(from, k.MissingReported)
	case *contract.Event_WorkedOff:
		off := clears[k.WorkedOff.Outcome]
		t.documents(from, k.WorkedOff.Documents, func(d *contract.DocumentState) { d.Bars &^= uint32(off) })
	}
}

// documents folds a step of some documents that a site has, or had.
func (t *turn) documents(from origin, numbers []string, step func(*contract.DocumentState)) {
	for _, n := range numbers {
		t.document(from, n, func(d *contract.DocumentState) bool {
			if d.State == "" {
				return false // a find that belongs to nobody here, or the business of a life before
			}
			step(d)
			return true
		})
	}
}

// document folds a step of one document, which begins without a state where the site's journal never had it. What a life
// says that is over counts only where no later one spoke, and a new life begins its own register. A step that gives
// false has no effect.
func (t *turn) document(from origin, number string, step func(*contract.DocumentState) bool) {
	if !office.DocumentNumber(number).Valid() {
		return // no counter writes such a number
	}
	d, key := new(contract.DocumentState), documentKey(number, from.site)
	if load(t.w, key, d) && d.Life != uint64(from.life) {
		if st, _ := loadSite(t.w, from.site); st.Current.Incarnation != from.life {
			return
		}
		proto.Reset(d)
	}
	if !step(d) {
		return
	}
	d.Site, d.Life, d.AtMs = string(from.site), uint64(from.life), from.at
	d.State = stateOf(d)
	save(t.w, key, d)
	t.judge(from.site, number)
}

// stateOf is the state of a document that is on its site, by what holds it back; of one that is not, the state it has.
func stateOf(d *contract.DocumentState) string {
	switch {
	case d.State != "" && !lying(d):
		return d.State
	case bar(d.Bars)&missing != 0:
		return DocumentMissing
	case d.Proposed:
		return DocumentProposed
	case d.Bars != 0:
		return DocumentBarred
	}
	return DocumentHere
}

// lying reports whether a document is on its site, or was when it was last seen.
func lying(d *contract.DocumentState) bool {
	switch d.GetState() {
	case DocumentHere, DocumentBarred, DocumentProposed, DocumentMissing:
		return true
	}
	return false
}

// ended is the step by which a document leaves a site for good.
func ended(state string) func(*contract.DocumentState) {
	return func(d *contract.DocumentState) { d.State, d.Proposed, d.To = state, false, "" }
}

// foldReceived begins, or begins anew, what a site has, and takes it off what was announced there.
func (t *turn) foldReceived(from origin, e *contract.Received) {
	var numbers []string
	for _, i := range e.Items {
		numbers = append(numbers, i.Document)
		t.document(from, i.Document, func(d *contract.DocumentState) bool {
			proto.Reset(d)
			d.Kind, d.State, d.LentBy, d.Consignment, d.Holder = i.Kind, DocumentHere, e.LentBy, e.Consignment, i.Holder
			if e.LentBy != "" {
				d.Trip, d.TripDay = e.Consignment, t.dayOr(e.Date, from)
			}
			for b, set := range map[bar]bool{damaged: i.Damaged, wrongSite: i.Site != "", surplus: slices.Contains(e.Surplus, i.Document)} {
				if set {
					d.Bars |= uint32(b)
				}
			}
			return true
		})
	}
	t.arrived(from.site, e.Consignment, numbers)
	t.cameAnyway(from, e.Consignment, numbers)
}

// foldHandedOut ends a chain, and begins that of the old document that was taken in, unless the site's journal ended
// that itself.
func (t *turn) foldHandedOut(from origin, e *contract.HandedOut) {
	t.documents(from, []string{e.Document}, ended(DocumentHandedOut))
	if e.Surrendered == "" {
		return
	}
	given := new(contract.DocumentState)
	load(t.w, documentKey(e.Document, from.site), given)
	t.document(from, e.Surrendered, func(d *contract.DocumentState) bool {
		if d.State != "" {
			return false
		}
		d.Kind, d.State, d.Bars = given.Kind, DocumentHere, uint32(surrendered)
		return true
	})
}

// foldDeparted sends documents out on a trip, and tells the counter that they are for; or home, to the vault that lent
// them.
func (t *turn) foldDeparted(from origin, e *contract.Departed) {
	trip := &contract.Consignment{Id: e.Trip, Site: e.To, LentBy: string(from.site)}
	t.documents(from, e.Documents, func(d *contract.DocumentState) {
		d.State, d.To, d.Trip, d.TripDay = DocumentAway, e.To, e.Trip, t.dayOr(e.Date, from)
	})
	for _, n := range e.Documents {
		here, there := new(contract.DocumentState), new(contract.DocumentState)
		if load(t.w, documentKey(n, from.site), here); here.LentBy != "" || here.State != DocumentAway || here.Trip != e.Trip {
			continue // on its way home, or another life's word
		}
		if load(t.w, documentKey(n, office.SiteID(e.To)), there) && there.Trip == e.Trip {
			continue // that counter was quicker
		}
		trip.Documents = append(trip.Documents, n)
		trip.Items = append(trip.Items, &contract.Item{Document: n, Kind: here.Kind, Holder: here.Holder})
	}
	if _, ok := t.calendar().Site(office.SiteID(e.To)); ok && len(trip.Documents) > 0 && e.To != string(from.site) {
		t.tellConsignment(office.SiteID(e.To), trip)
	}
}

// dayOr is the civil day that a record names, or else that of its own time.
func (t *turn) dayOr(date int32, from origin) int32 {
	if date != 0 {
		return date
	}
	return int32(t.calendar().Today(time.UnixMilli(from.at)))
}

// foldBroughtBack ends a trip for what came back, and for what was handed out at the counter.
func (t *turn) foldBroughtBack(from origin, e *contract.BroughtBack) {
	to := map[string][]string{}
	for _, n := range slices.Concat(e.Back, e.HandedOut) {
		d := new(contract.DocumentState)
		if load(t.w, documentKey(n, from.site), d); d.To != "" {
			to[d.To] = append(to[d.To], n)
		}
	}
	t.documents(from, e.Back, func(d *contract.DocumentState) { d.State, d.To = DocumentHere, "" })
	t.documents(from, e.HandedOut, func(d *contract.DocumentState) { d.State = DocumentHandedOut })
	for _, site := range slices.Sorted(maps.Keys(to)) {
		t.arrived(office.SiteID(site), e.Trip, to[site])
	}
}

// foldMissing bars a document that is not where it should be, and ends the wait for one that was announced.
func (t *turn) foldMissing(from origin, e *contract.MissingReported) {
	if e.Consignment != "" {
		t.arrived(from.site, e.Consignment, []string{e.Document})
		t.document(from, e.Document, func(d *contract.DocumentState) bool {
			if d.State != "" {
				return false
			}
			d.State, d.Bars, d.Consignment = DocumentMissing, uint32(missing), e.Consignment
			return true
		})
		return
	}
	t.documents(from, []string{e.Document}, func(d *contract.DocumentState) { d.Bars |= uint32(missing) })
}

// Document yields what the journals of all sites say of a document, by site.
func (v View) Document(number string) iter.Seq[*contract.DocumentState] {
	return func(yield func(*contract.DocumentState) bool) {
		for _, b := range v.r.Scan(documentPrefix(number), nil) {
			d := new(contract.DocumentState)
			if load1(b, d); !yield(d) {
				return
			}
		}
	}
}

// Documents yields every document that a journal of this site named, of all sites when empty, by number.
func (v View) Documents(site office.SiteID) iter.Seq2[string, *contract.DocumentState] {
	return func(yield func(string, *contract.DocumentState) bool) {
		for k, b := range v.r.Scan([]byte("d/"), nil) {
			number, of, _ := bytes.Cut(k[len("d/"):], []byte{0})
			if site != "" && string(of) != string(site) {
				continue
			}
			d := new(contract.DocumentState)
			if load1(b, d); !yield(string(number), d) {
				return
			}
		}
	}
}
