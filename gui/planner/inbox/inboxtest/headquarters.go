// Package inboxtest is a headquarters in memory for tests of the page of disputes: one of each kind, that people decide.
package inboxtest

import (
	"bytes"
	"context"
	"slices"
	"sync"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Noon is when the disputes are looked at.
var Noon = time.Date(2026, time.November, 23, 12, 0, 0, 0, time.UTC)

// Headquarters implements inbox.Headquarters. It is safe for concurrent use.
type Headquarters struct {
	mu    sync.Mutex
	items []*contract.InboxItem
	cut   bool

	Decided []*contract.InboxDecideRequest
}

// New has a dispute over a seat, one over a document and one over a door.
func New() *Headquarters {
	ago := func(d time.Duration) int64 { return Noon.Add(-d).UnixMilli() }
	side := func(n byte, person *contract.Person, channel contract.Channel) *contract.InboxSide {
		return &contract.InboxSide{Site: "buurtloket-berchem", SiteName: "Buurtloket Berchem", Person: person, Appointment: &contract.Appointment{Id: bytes.Repeat([]byte{n}, 16),
			Products: []string{"eid-aanvraag"}, Persons: 1, Channel: channel, Place: place("buurtloket-berchem", 3, 610)}}
	}
	ours := side(1, &contract.Person{Name: "Bea Maes", Phone: "0470 11 22 33"}, contract.Channel_CHANNEL_WEB)
	ours.Cancelled, ours.Reason, ours.Movable = true, "volgens het verslag van het loket", true
	theirs := side(2, &contract.Person{Name: "Karim Aydin", Phone: "0470 44 55 66"}, contract.Channel_CHANNEL_DESK)
	theirs.Seated = true
	document := func(site, name, state string, at time.Duration) *contract.InboxSide {
		return &contract.InboxSide{Site: site, SiteName: name, Document: &contract.DocumentState{Site: site, State: state, AtMs: ago(at)}}
	}
	return &Headquarters{items: []*contract.InboxItem{
		{Number: 4, Site: "buurtloket-berchem", SiteName: "Buurtloket Berchem", AtMs: ago(40 * time.Minute), Sides: []*contract.InboxSide{ours, theirs},
			Say: "Buurtloket Berchem, donderdag 26 november 2026 om 10:10, loket 1: twee afspraken op één plaats, of een afspraak van een loket dat vervangen is. Bel de bezoeker."},
		{Number: 7, Site: "buurtloket-merksem", SiteName: "Buurtloket Merksem", AtMs: ago(3 * time.Hour), Document: "592-1234567-89",
			Say:   "Document 592-1234567-89 ligt volgens buurtloket-merksem daar, en volgens antwerpen-harmonie ook. Ga op beide plaatsen kijken.",
			Sides: []*contract.InboxSide{document("buurtloket-merksem", "Buurtloket Merksem", "here", 4*time.Hour), document("antwerpen-harmonie", "Stadsloket Harmonie", "here", 26*time.Hour)},
			Steps: []*contract.ConflictStep{{AtMs: ago(2 * time.Hour), By: "bo", Action: "contact", Why: "Merksem kijkt na de middag in de kluis."}}},
		{Number: 9, Site: "buurtloket-wilrijk", SiteName: "Buurtloket Wilrijk", AtMs: ago(50 * time.Hour),
			Say: "Vak B2, deur 6: De deur staat te lang open. Het toestel dat dit meldde is vervangen of verloren, en niemand zei wat het was. Ga kijken en laat het vak tellen."},
	}}
}

func place(site string, days int, start uint32) *contract.Place {
	return &contract.Place{Site: site, Run: &contract.Run{Date: int32(office.NewDate(2026, 11, 23)) + int32(days), Desk: 1, Start: start, Count: 1, SlotMinutes: 10}}
}

// Cut takes the line away, or gives it back.
func (h *Headquarters) Cut(cut bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.cut = cut
}

// Other is somebody else who does something about an item, before this planner does.
func (h *Headquarters) Other(number uint64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.items[h.find(number)].Steps = append(h.items[h.find(number)].Steps, &contract.ConflictStep{AtMs: Noon.UnixMilli(), By: "bo", Action: "contact", Why: "Gebeld."})
}

func (h *Headquarters) find(number uint64) int {
	return slices.IndexFunc(h.items, func(i *contract.InboxItem) bool { return i.Number == number })
}

func (h *Headquarters) there() error {
	if h.cut {
		return fault.New("inboxtest", fault.Unreachable).Tell("Het hoofdkantoor antwoordt niet.", "Probeer het straks nog eens.")
	}
	return nil
}

// List implements inbox.Headquarters.
func (h *Headquarters) List(context.Context, *contract.InboxRequest) (*contract.InboxResponse, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	out := &contract.InboxResponse{AtMs: Noon.UnixMilli()}
	for _, i := range h.items {
		out.Items = append(out.Items, proto.CloneOf(i))
	}
	return out, h.there()
}

// Places implements inbox.Headquarters.
func (h *Headquarters) Places(context.Context, *contract.InboxPlacesRequest) (*contract.InboxPlacesResponse, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return &contract.InboxPlacesResponse{Places: []*contract.InboxPlace{{Place: place("buurtloket-berchem", 3, 640), SiteName: "Buurtloket Berchem"},
		{Place: place("buurtloket-berchem", 4, 610), SiteName: "Buurtloket Berchem"}, {Place: place("antwerpen-harmonie", 3, 620), SiteName: "Stadsloket Harmonie"}}}, h.there()
}

// Decide implements inbox.Headquarters: guarded as headquarters does it.
func (h *Headquarters) Decide(_ context.Context, q *contract.InboxDecideRequest) (*contract.InboxDecideResponse, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := h.there(); err != nil {
		return nil, err
	}
	i := h.find(q.Number)
	if i < 0 || int(q.Seen) != len(h.items[i].Steps) {
		return nil, fault.New("inboxtest.Decide", fault.Conflict).Tell("Intussen deed iemand anders iets met dit geschil. Kijk het na; er is niets gewijzigd.", "")
	}
	h.Decided = append(h.Decided, q)
	if q.Action == "contact" {
		h.items[i].Steps = append(h.items[i].Steps, &contract.ConflictStep{AtMs: Noon.UnixMilli(), By: q.By, Action: q.Action, Why: q.Why})
	} else {
		h.items = slices.Delete(h.items, i, i+1)
	}
	return &contract.InboxDecideResponse{}, nil
}
