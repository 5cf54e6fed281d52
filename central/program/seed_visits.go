package program

import (
	"context"
	"fmt"
	"net/http"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// demoDays is how many days, from today on, get appointments.
const demoDays = 9

// demoVisits are invented: who comes for what, and roughly when. The same people come every day.
var demoVisits = []struct {
	name, phone, product string
	persons              uint32
	part                 contract.Part
}{
	{"Lotte Wouters", "0470 00 00 01", "eid-aanvraag", 1, contract.Part_PART_ANY},
	{"Mehmet Yilmaz", "0470 00 00 02", "adreswijziging-aangifte", 2, contract.Part_PART_ANY},
	{"Greet De Smet", "0470 00 00 03", "rijbewijs-aanvraag", 1, contract.Part_PART_AFTERNOON},
	{"Samira El Idrissi", "0470 00 00 04", "kids-id-aanvraag", 2, contract.Part_PART_AFTERNOON},
	{"Wim Janssens", "0470 00 00 05", "eid-afhalen", 1, contract.Part_PART_MORNING},
	{"Oksana Kovalenko", "0470 00 00 06", "reispas-aanvraag", 1, contract.Part_PART_EVENING},
}

// visits books them, through the plain door as a phone desk would: for today, and for each day to come.
func (s seed) visits(ctx context.Context) error {
	token, err := readToken(s.demo.at.TokenFile)
	if err != nil {
		return err
	}
	client := &http.Client{Transport: bearer{token, http.DefaultTransport.(*http.Transport).Clone()}}
	defer client.CloseIdleConnections()
	door := contractconnect.NewBookingClient(client, s.demo.at.urls()[0])
	first, err := today(s.demo.cfg.World.Now())
	if err != nil {
		return err
	}
	for _, site := range []string{berchem, groenenhoek} {
		for day := range office.Date(demoDays) {
			if err := s.visitsOf(ctx, door, site, first+day); err != nil {
				return err
			}
		}
	}
	return nil
}

// visitsOf books one day of one site. A day that was booked at an earlier start stays as it is: perhaps the counter
// holds it by now.
func (s seed) visitsOf(ctx context.Context, door contractconnect.BookingClient, site string, date office.Date) error {
	open := false
	seen := false
	err := s.log.Read(ctx, func(r kv.Reader) error {
		v := s.machine.View(r)
		open = v.Calendar().Day(office.SiteID(site), date).Len() > 0
		for i := range demoVisits {
			seen = seen || v.Appointment(office.AppointmentID(visitID(site, date, i))) != nil
		}
		return nil
	})
	if err != nil || !open || seen {
		return err
	}
	for i := range demoVisits {
		if err := bookOne(ctx, door, site, date, i); err != nil {
			return fmt.Errorf("demonstration, appointment %d of %s on %s: %w", i, site, date, err)
		}
	}
	return nil
}

func visitID(site string, date office.Date, i int) []byte {
	return demoID(fmt.Sprintf("visit/%s/%s/%d", site, date, i))
}

// bookOne books one place in the part of the day that suits; nothing free there, or not done there, is no error.
func bookOne(ctx context.Context, door contractconnect.BookingClient, site string, date office.Date, i int) error {
	v := demoVisits[i]
	q := &contract.PublicSearchRequest{Products: []string{v.product}, Persons: v.persons, From: int32(date), To: int32(date),
		Sites: []string{site}, Part: v.part, Limit: 12, Channel: contract.Channel_CHANNEL_PHONE}
	found, err := door.Search(ctx, connect.NewRequest(q))
	if err == nil && len(found.Msg.Places) > 0 {
		places := found.Msg.Places
		place := places[(3*i)%len(places)].Place // not everybody at the first minute
		_, err = door.Book(ctx, connect.NewRequest(&contract.PublicBookRequest{Id: visitID(site, date, i), Place: place,
			Products: q.Products, Persons: v.persons, Channel: q.Channel,
			Person: &contract.Person{Name: v.name, Phone: v.phone, Mail: demoMail(v.name), Note: demoWhy}}))
	}
	switch err := fault.FromRPC("central.demo", err); {
	case err == nil, fault.Is(err, fault.Refused), fault.Is(err, fault.Taken), fault.Is(err, fault.NotHeld):
		return nil
	default:
		return err
	}
}
