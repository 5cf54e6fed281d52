// Package hourstest is a headquarters in memory for tests of the page of opening hours: the default plan with some changes, two
// appointments, and the guard of the real one.
package hourstest

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// Noon is when the hours are looked at: a Monday. Today is its date.
var (
	Noon  = time.Date(2026, time.November, 23, 12, 0, 0, 0, time.UTC)
	Today = office.NewDate(2026, time.November, 23)
)

// Berchem is the site of the changes and the appointments.
const Berchem = "buurtloket-berchem"

// Headquarters implements hours.Headquarters. It is safe for concurrent use.
type Headquarters struct {
	mu       sync.Mutex
	plan     *contract.Plan
	history  []*contract.PlanNote
	items    []*contract.BulletinEntry
	bookings []*contract.Appointment
	cut      bool

	Commits []*contract.HoursCommitRequest
}

// New has the default plan, of which ines ended the Friday at Berchem and closed a day, and two appointments on the Tuesday after.
func New() *Headquarters {
	h := &Headquarters{plan: rulebook.Default()}
	h.plan.Version = 1
	day := func(n int) int32 { return int32(Today) + int32(n) }
	h.put("bo", nil, &contract.Plan{Closures: []*contract.Closure{{Id: "kerstavond", FromDate: day(31), ToDate: day(31), From: 720, To: 1440, Reason: "Kerstavond"}}})
	h.put("ines", &contract.Publication{Effective: day(14), Published: day(10), Hurry: "An is ziek tot in januari"}, &contract.Plan{
		Rules: []*contract.Rule{{Id: "berchem-avond", Site: Berchem, Weekdays: 1 << 3, From: 1020, To: 1140, Desks: 1, Mode: "appointment", ValidFrom: day(14), Reason: "Wij proberen een avond uit."}}})
	h.put("ines", nil, &contract.Plan{Regimes: []*contract.Regime{{Id: "fod", Site: Berchem, FromDate: day(8), ToDate: day(8), Closed: 2, Reason: "Zitdag FOD Sociale Zaken"}}})
	h.items = []*contract.BulletinEntry{{Shown: &contract.BulletinItem{Id: "koffie", Kind: "activity", Date: day(9), From: 840, To: 960, Place: "Zaal 1",
		Texts: []*contract.BulletinText{{Language: "nl", Title: "Koffie met de wijk"}}}}}
	for i, start := range []uint32{570, 580} {
		h.bookings = append(h.bookings, &contract.Appointment{Id: bytes.Repeat([]byte{byte(i + 1)}, 16), Products: []string{"eid-aanvraag"}, Persons: 1,
			Place: &contract.Place{Site: Berchem, Run: &contract.Run{Date: day(8), Desk: 1, Start: start, Count: 1, SlotMinutes: 10}}})
	}
	return h
}

// put changes the plan and notes who did.
func (h *Headquarters) put(by string, p *contract.Publication, pieces *contract.Plan) {
	before := proto.CloneOf(h.plan)
	h.plan = changed(h.plan, pieces, nil)
	h.plan.Version++
	n := &contract.PlanNote{Version: h.plan.Version, AtMs: Noon.Add(-time.Duration(10-h.plan.Version) * time.Hour).UnixMilli(), By: by, Publication: p, After: pieces, Before: new(contract.Plan)}
	for _, r := range before.Rules {
		if slices.ContainsFunc(pieces.GetRules(), func(x *contract.Rule) bool { return x.Id == r.Id }) {
			n.Before.Rules = append(n.Before.Rules, r)
		}
	}
	h.history = append(h.history, n)
}

// changed is a plan with pieces in the place of those of their id.
func changed(p, put, remove *contract.Plan) *contract.Plan {
	out := proto.CloneOf(p)
	out.Rules = merge(out.Rules, put.GetRules(), remove.GetRules())
	out.Closures = merge(out.Closures, put.GetClosures(), remove.GetClosures())
	out.Offers = slices.DeleteFunc(out.Offers, func(o *contract.ProductOffer) bool {
		return slices.ContainsFunc(append(slices.Clone(put.GetOffers()), remove.GetOffers()...), func(x *contract.ProductOffer) bool { return rulebook.OfferID(x) == rulebook.OfferID(o) })
	})
	out.Offers = append(out.Offers, put.GetOffers()...)
	out.Regimes = merge(out.Regimes, put.GetRegimes(), remove.GetRegimes())
	return out
}

func merge[T interface{ GetId() string }](all, put, remove []T) []T {
	all = slices.DeleteFunc(all, func(x T) bool {
		return slices.ContainsFunc(append(slices.Clone(put), remove...), func(o T) bool { return o.GetId() == x.GetId() })
	})
	return append(all, put...)
}

// Cut takes the line away, or gives it back.
func (h *Headquarters) Cut(cut bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.cut = cut
}

// Other is somebody else who changes the plan.
func (h *Headquarters) Other(by string, pieces *contract.Plan) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.put(by, nil, pieces)
}

// Book makes another appointment at Berchem, so many days from today.
func (h *Headquarters) Book(days int, start uint32) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.bookings = append(h.bookings, &contract.Appointment{Id: bytes.Repeat([]byte{byte(len(h.bookings) + 1)}, 16), Products: []string{"eid-aanvraag"}, Persons: 1,
		Place: &contract.Place{Site: Berchem, Run: &contract.Run{Date: int32(Today) + int32(days), Desk: 1, Start: start, Count: 1, SlotMinutes: 10}}})
}

// Plan is the plan in force.
func (h *Headquarters) Plan() *contract.Plan {
	h.mu.Lock()
	defer h.mu.Unlock()
	return proto.CloneOf(h.plan)
}

func (h *Headquarters) there() error {
	if h.cut {
		return fault.New("hourstest", fault.Unreachable).Tell("Het hoofdkantoor antwoordt niet.", "Probeer het straks nog eens.")
	}
	return nil
}

// Rules implements hours.Headquarters.
func (h *Headquarters) Rules(context.Context, *contract.RulesRequest) (*contract.PlanResponse, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return &contract.PlanResponse{Plan: proto.CloneOf(h.plan), History: slices.Clone(h.history)}, h.there()
}

// Bulletin implements hours.Headquarters.
func (h *Headquarters) Bulletin(context.Context, *contract.BulletinRequest) (*contract.BulletinResponse, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return &contract.BulletinResponse{Entries: h.items}, h.there()
}

// TryHours implements hours.Headquarters.
func (h *Headquarters) TryHours(_ context.Context, d *contract.HoursDraft) (*contract.HoursEffect, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := h.there(); err != nil {
		return nil, err
	}
	return h.weigh(d)
}

func (h *Headquarters) weigh(d *contract.HoursDraft) (*contract.HoursEffect, error) {
	before, err := rulebook.Compile(h.plan)
	if err != nil {
		return nil, err
	}
	after, err := rulebook.Compile(changed(h.plan, d.Put, d.Remove))
	if err != nil {
		return nil, err
	}
	out := &contract.HoursEffect{Version: h.plan.Version, NormDays: rulebook.NormDays, Early: d.Publication.Effective-d.Publication.Published < rulebook.NormDays}
	var sites []office.SiteID
	for _, s := range before.Sites() {
		sites = append(sites, s.ID)
	}
	if first, ok := before.FirstChange(after, sites, office.Period{From: Today, To: Today + 400}); ok {
		out.First = int32(first)
	}
	var bookings []calendar.Booking
	for _, a := range h.bookings {
		bookings = append(bookings, rulebook.BookingOf(a))
	}
	for _, hit := range calendar.Hits(before, after, bookings) {
		i := slices.IndexFunc(h.bookings, func(a *contract.Appointment) bool { return bytes.Equal(a.Id, hit.ID[:]) })
		out.Hits = append(out.Hits, &contract.PlanHit{Appointment: h.bookings[i], Why: hit.Why.Reason})
	}
	for _, n := range h.history {
		if n.Version > d.Version {
			out.Changed = append(out.Changed, n)
		}
	}
	return out, nil
}

// CommitHours implements hours.Headquarters: guarded as headquarters does it.
func (h *Headquarters) CommitHours(_ context.Context, q *contract.HoursCommitRequest) (*contract.HoursCommitResponse, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := h.there(); err != nil {
		return nil, err
	}
	no := func(kind fault.Kind, say string) error { return fault.New("hourstest.Commit", kind).Tell(say, "") }
	e, err := h.weigh(q.Draft)
	switch {
	case err != nil:
		return nil, err
	case q.Draft.Version != h.plan.Version:
		return nil, no(fault.Conflict, fmt.Sprintf("Het plan is intussen gewijzigd: %s. Er is niets gewijzigd.", h.history[len(h.history)-1].By))
	case e.Early && q.Draft.Publication.Hurry == "":
		return nil, no(fault.Invalid, "Bewoners horen dit minstens 7 dagen vooraf.")
	}
	for _, x := range e.Hits {
		if !slices.ContainsFunc(q.Hit, func(id []byte) bool { return bytes.Equal(id, x.Appointment.Id) }) {
			return nil, no(fault.Conflict, "Intussen zijn er 1 afspraken bijgekomen die hun plaats zouden verliezen. Er is niets gewijzigd.")
		}
	}
	h.Commits = append(h.Commits, q)
	h.plan = changed(h.plan, nil, q.Draft.Remove)
	h.put(q.By, q.Draft.Publication, q.Draft.Put)
	return &contract.HoursCommitResponse{Version: h.plan.Version, Hits: e.Hits}, nil
}

// Notice implements hours.Headquarters.
func (h *Headquarters) Notice(_ context.Context, q *contract.HoursNoticeRequest) (*contract.HoursNoticeResponse, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return &contract.HoursNoticeResponse{Pdf: []byte("%PDF"), Text: "Nieuwe openingsuren", Name: fmt.Sprintf("openingsuren-%s-%s.pdf", q.Site, office.Date(q.From))}, h.there()
}
