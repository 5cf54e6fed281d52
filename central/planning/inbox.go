package planning

import (
	"context"
	"slices"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// placesOffered is how many places an item is offered when nobody says; mostPlaces how many anybody gets.
const (
	placesOffered = 6
	mostPlaces    = 20
)

// Inbox implements the Inbox service on any node: what people must settle, with what each side has, and what they decided. It is
// safe for concurrent use.
type Inbox struct{ p *Planning }

var _ contractconnect.InboxHandler = (*Inbox)(nil)

// NewInbox is the inbox of a node's planning door.
func NewInbox(p *Planning) *Inbox { return &Inbox{p} }

// List implements the Inbox service: the oldest first, as they were found.
func (x *Inbox) List(ctx context.Context, r *connect.Request[contract.InboxRequest]) (*connect.Response[contract.InboxResponse], error) {
	now := x.p.now()
	out := &contract.InboxResponse{AtMs: now.UnixMilli()}
	err := x.p.read(ctx, func(v register.View) error {
		for n, c := range v.Conflicts() {
			if c.SettledBy != "" && !r.Msg.Settled {
				continue
			}
			item := &contract.InboxItem{Number: n, Site: c.Site, SiteName: siteName(v, c.Site), Say: c.Say, AtMs: c.AtMs, Document: c.Document,
				Steps: c.Steps, SettledBy: c.SettledBy, Outcome: c.Outcome}
			var err error
			if item.Sides, err = sides(v, c, now); err != nil {
				return err
			}
			out.Items = append(out.Items, item)
		}
		return nil
	})
	return answer(out, err)
}

// siteName is what people call a site.
func siteName(v register.View, id string) string {
	if s, ok := v.Calendar().Site(office.SiteID(id)); ok {
		return s.Name
	}
	return id
}

// sides are what those who disagree have: appointments as they stand now, or what each journal says of a document.
func sides(v register.View, c *contract.ConflictState, now time.Time) (out []*contract.InboxSide, err error) {
	if c.Document != "" {
		for d := range v.Document(c.Document) {
			out = append(out, &contract.InboxSide{Site: d.Site, SiteName: siteName(v, d.Site), Document: d})
		}
		return out, nil
	}
	for _, b := range [][]byte{c.Appointment.GetId(), c.Other} {
		id, err := contract.ID16[office.AppointmentID](b)
		if err != nil {
			continue
		}
		state := v.Appointment(id)
		if state == nil && slices.Equal(b, c.Appointment.GetId()) { // of a code that nobody here knows: as the code has it
			out = append(out, &contract.InboxSide{Site: c.Appointment.Place.GetSite(), SiteName: siteName(v, c.Appointment.Place.GetSite()), Appointment: c.Appointment})
			continue
		}
		if state == nil {
			continue
		}
		s, err := side(v, state, now)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// side is an appointment as evidence.
func side(v register.View, state *contract.AppointmentState, now time.Time) (*contract.InboxSide, error) {
	a := state.Appointment
	person, err := personOf(v, a)
	run := a.Place.GetRun()
	past := !office.Date(run.GetDate()).At(office.Minute(run.GetStart()), v.Calendar().Zone()).After(now)
	return &contract.InboxSide{Site: a.Place.Site, SiteName: siteName(v, a.Place.Site), Appointment: a, Cancelled: state.Cancelled,
		Seated: !state.Cancelled && v.Seated(a), Reason: state.Reason, Person: person, Past: past, Movable: !past && v.Movable(state)}, err
}

// Places implements the Inbox service.
func (x *Inbox) Places(ctx context.Context, r *connect.Request[contract.InboxPlacesRequest]) (*connect.Response[contract.InboxPlacesResponse], error) {
	most := int(r.Msg.Most)
	if most == 0 {
		most = placesOffered
	}
	out := new(contract.InboxPlacesResponse)
	err := x.p.read(ctx, func(v register.View) error {
		c := v.Conflict(r.Msg.Number)
		id, err := contract.ID16[office.AppointmentID](r.Msg.Appointment)
		if err != nil || c == nil || !slices.Equal(id[:], c.Appointment.GetId()) && !slices.Equal(id[:], c.Other) {
			return fault.New("planning.Places", fault.NotFound).Tell("Deze afspraak hoort niet bij dit geschil.", "Vraag de lijst opnieuw.")
		}
		state := v.Appointment(id)
		if state == nil {
			return fault.New("planning.Places", fault.NotFound).Tell("Deze afspraak bestaat niet meer.", "Vraag de lijst opnieuw.")
		}
		for _, p := range v.Alternatives(state.Appointment, state.Document, min(most, mostPlaces), x.p.now()) {
			out.Places = append(out.Places, &contract.InboxPlace{Place: p, SiteName: siteName(v, p.Site)})
		}
		return nil
	})
	return answer(out, err)
}

// Decide implements the Inbox service.
func (x *Inbox) Decide(ctx context.Context, r *connect.Request[contract.InboxDecideRequest]) (*connect.Response[contract.InboxDecideResponse], error) {
	q := r.Msg
	if len(q.Act) != 0 && len(q.Act) != 16 {
		return answer[contract.InboxDecideResponse](nil, fault.New("planning.Decide", fault.Invalid).Tell("Deze opdracht is niet begrepen.", ""))
	}
	reply, err := x.p.do(ctx, "planning.Decide", &contract.HQCommand{Act: q.Act, Kind: &contract.HQCommand_ConflictDecided{ConflictDecided: &contract.ConflictDecided{
		Number: q.Number, Seen: q.Seen, By: q.By, Why: q.Why, Action: q.Action, Appointment: q.Appointment, To: q.To}}})
	return answer(&contract.InboxDecideResponse{Appointment: reply.GetAppointment()}, err)
}
