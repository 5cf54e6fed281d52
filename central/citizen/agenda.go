package citizen

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/buurtloket/buurtloket/central/ics"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// feedDays is for how many days a link to a desk's agenda is good: nothing is stored of it, so that it must end by itself.
const feedDays = 400

// feedHead is what stands before the site in what a link signs: the last day (4), the desk (1), the round (8).
const feedHead = 13

// feedBack is how many days before today an agenda still tells of.
const feedBack = 7

// FeedLink is the path of a desk's agenda, for who works there: whoever has it sees until its last day when somebody comes to that desk
// and for what, and never who. Its fault is NotFound for a desk that there is not.
func (d *Door) FeedLink(ctx context.Context, site office.SiteID, desk office.Desk) (path string, until office.Date, err error) {
	var plan *calendar.Plan
	var round uint64
	err = d.log.Read(ctx, func(k kv.Reader) error {
		v := d.machine.View(k)
		plan, round = v.Calendar(), v.Agenda(site, desk).Round
		return nil
	})
	if err != nil {
		return "", 0, err
	}
	at, ok := plan.Site(site)
	if !ok || desk == 0 || int(desk) > max(int(at.Desks.Value), maxDesk) {
		return "", 0, fault.New("citizen.FeedLink", fault.NotFound).Tell("Dit loket kennen wij niet.", "")
	}
	until = plan.Today(d.Now()) + feedDays
	body := binary.BigEndian.AppendUint32(nil, uint32(until))
	body = binary.BigEndian.AppendUint64(append(body, byte(desk)), round)
	body = append(body, site...)
	return "/api/v1/agendas/" + d.signer.sign(ofFeed, body), until, nil
}

// maxDesk is the highest desk that a site may have whose number of desks nobody told.
const maxDesk = 64

// WithdrawFeed ends every link to a desk's agenda that was given so far. Its fault is NotFound for a desk that there is not.
func (d *Door) WithdrawFeed(ctx context.Context, site office.SiteID, desk office.Desk, by string) error {
	return d.command(ctx, "citizen.WithdrawFeed", &contract.HQCommand{Kind: &contract.HQCommand_AgendaWithdrawn{
		AgendaWithdrawn: &contract.AgendaWithdrawn{Site: string(site), Desk: uint32(desk), By: by}}})
}

// Feed is the agenda of a desk as an iCalendar, from a week ago on. Its fault is NotFound for a link that is none, or is over.
func (d *Door) Feed(ctx context.Context, token string) ([]byte, error) {
	const op = "citizen.Feed"
	body, ok := d.signer.read(ofFeed, token)
	if !ok || len(body) < feedHead {
		return nil, say(op, fault.NotFound, "link.broken")
	}
	until, desk, round, site := office.Date(binary.BigEndian.Uint32(body)), office.Desk(body[4]), binary.BigEndian.Uint64(body[5:]), office.SiteID(body[feedHead:])
	var out []byte
	err := d.log.Read(ctx, func(k kv.Reader) error {
		v := d.machine.View(k)
		plan := v.Calendar()
		today := plan.Today(d.Now())
		if today > until || round != v.Agenda(site, desk).Round {
			return fault.New(op, fault.NotFound).Tell("Deze link is niet meer geldig.", "Vraag een nieuwe.")
		}
		at, _ := plan.Site(site)
		out = ics.Feed("Loket "+strconv.Itoa(int(desk))+" – "+at.Name, d.visits(v, plan, at, desk, today)...)
		return nil
	})
	return out, err
}

// visits are the appointments at a desk.
func (d *Door) visits(v register.View, plan *calendar.Plan, at office.Site, desk office.Desk, today office.Date) (all []ics.Event) {
	_, last := plan.Window(office.ChannelPhone, d.Now())
	for day := today - feedBack; day <= last; day++ {
		var before office.AppointmentID
		for id, seat := range v.DaySeats(at.ID, day) {
			if id.Desk != desk || seat.Booking == (office.AppointmentID{}) || seat.Booking == before {
				continue
			}
			before = seat.Booking
			if s := v.Appointment(seat.Booking); s != nil && !s.Cancelled {
				all = append(all, d.visit(s, plan, at))
			}
		}
	}
	return all
}

// visit is an appointment in the agenda of a desk: for what and for how many. Its identity there is a keyed sum, because the code of an
// appointment is its bearer's.
func (d *Door) visit(s *contract.AppointmentState, plan *calendar.Plan, at office.Site) ics.Event {
	a := s.Appointment
	id := a.AppointmentID()
	var names []string
	for _, p := range a.ProductIDs() {
		if product, ok := plan.Product(p); ok {
			names = append(names, product.Dutch)
		}
	}
	say := ""
	if a.Persons > 1 {
		say = strconv.Itoa(int(a.Persons)) + " personen"
	}
	day := office.Date(a.Place.Run.Date)
	return ics.Event{Code: hex.EncodeToString(d.signer.sum(ofFeed, bytes.Clone(id[:]))), Sequence: 2 * int(a.Leg), Stamp: d.Now(),
		Start: day.At(office.Minute(a.Place.Run.Start), plan.Zone()), End: day.At(a.Place.Run.End(), plan.Zone()),
		Summary: strings.Join(names, ", "), Location: at.Name, Description: say}
}
