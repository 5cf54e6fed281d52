package program

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

func bookingsCommand(w World) *cobra.Command {
	c := &cobra.Command{Use: "bookings", Short: "The agenda as a phone desk sees it", Args: understood(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(listBookingsCommand(w), searchCommand(w), bookCommand(w), moveCommand(w), cancelCommand(w), passCommand(w))
	return c
}

func listBookingsCommand(w World) *cobra.Command {
	var free bool
	c := tool(w, &cobra.Command{Use: "list SITE [DATE]", Short: "A day of a location", Args: cobra.RangeArgs(1, 2)},
		func(ctx context.Context, h *hq, args []string) error {
			date, err := h.dateOf(args[1:])
			if err != nil {
				return err
			}
			return runListBookings(ctx, h, &contract.DayRequest{Site: args[0], Date: int32(date)}, free)
		})
	c.Flags().BoolVar(&free, "free", false, "show seats without an appointment too")
	return c
}

// dateOf is the date that was typed, today when none was.
func (h *hq) dateOf(args []string) (office.Date, error) {
	if len(args) == 0 {
		return today(h.Now())
	}
	d, err := parseDate(args[0])
	return office.Date(d), err
}

func runListBookings(ctx context.Context, h *hq, q *contract.DayRequest, free bool) error {
	res, err := ask(ctx, h, door.Day, q)
	if err != nil {
		return err
	}
	t := &table{head: []string{"UUR", "BALIE", "BIJ", "CODE", "BEZOEKER", "TELEFOON", "PRODUCTEN", "AFSPRAAK"}}
	for _, s := range res.Seats {
		a := s.Appointment
		if a == nil {
			if free {
				t.add(span(s.Run), number(s.Run.Desk), s.Owner, "", "", "", "", "")
			}
			continue
		}
		t.add(span(s.Run), number(s.Run.Desk), s.Owner, a.AppointmentID().Code(), s.Person.GetName(), s.Person.GetPhone(),
			strings.Join(a.Products, ","), a.AppointmentID().String())
	}
	if res.Closed != "" {
		h.remark("%s", res.Closed)
	}
	return h.show(res, t)
}

// bindVisit adds the flags that say what somebody comes for.
func bindVisit(c *cobra.Command, products *[]string, persons *uint32) {
	c.Flags().StringSliceVar(products, "product", nil, "what the visitor comes for")
	c.Flags().Uint32Var(persons, "persons", 1, "how many come")
}

func searchCommand(w World) *cobra.Command {
	q := &contract.PublicSearchRequest{Channel: contract.Channel_CHANNEL_PHONE}
	var from, to string
	var days []string
	c := tool(w, &cobra.Command{Use: "search", Short: "The first free places"},
		func(ctx context.Context, h *hq, _ []string) (err error) {
			if q.From, err = parseDate(from); err == nil {
				q.To, err = parseDate(to)
			}
			if err == nil {
				q.Weekdays, err = parseDays(days)
			}
			if err != nil {
				return err
			}
			res, err := ask(ctx, h, door.Search, q)
			if err != nil {
				return err
			}
			t := &table{head: []string{"LOCATIE", "DATUM", "UUR", "BALIE", "WAAROM", "OPGELET"}}
			for _, p := range res.Places {
				run := p.Place.GetRun()
				t.add(p.Place.GetSite(), office.Date(run.GetDate()).String(), span(run), number(run.GetDesk()), p.Why, strings.Join(p.Warnings, " "))
			}
			if res.Why != "" {
				h.remark("%s", res.Why)
			}
			return h.show(res, t)
		})
	bindVisit(c, &q.Products, &q.Persons)
	f := c.Flags()
	f.StringSliceVar(&q.Sites, "site", nil, "only these locations")
	f.StringVar(&from, "from", "", "first date")
	f.StringVar(&to, "to", "", "last date")
	f.StringSliceVar(&days, "days", nil, "only on these days of the week: ma,di,wo,do,vr,za,zo")
	f.StringVar(&q.Document, "document", "", "it is to collect this one: only where that lies")
	f.Uint32Var(&q.Urgency, "urgency", 0, "how pressing: 1 semi-spoed, 2 spoed")
	f.StringVar(&q.District, "district", "", "where the visitor lives: the nearest first")
	f.Uint32Var(&q.Reach, "reach", 0, "0 anywhere, 1 in the district and those next to it, 2 in the district")
	f.BoolVar(&q.StepFree, "step-free", false, "only where there are no steps")
	f.Uint32Var(&q.Limit, "limit", 10, "at most so many places")
	return c
}

func bookCommand(w World) *cobra.Command {
	q := &contract.PublicBookRequest{Channel: contract.Channel_CHANNEL_PHONE, Person: new(contract.Person)}
	c := tool(w, &cobra.Command{Use: "book SITE DATE [TIME]", Short: "Book for somebody on the phone; without a time the first of that day",
		Args: cobra.RangeArgs(2, 3)},
		func(ctx context.Context, h *hq, args []string) (err error) {
			if q.Place, err = h.freePlace(ctx, args, &contract.PublicSearchRequest{Products: q.Products, Persons: q.Persons,
				Document: q.Document, Urgency: q.Urgency}); err != nil {
				return err
			}
			id, err := office.NewID(h.Random, h.Now().UnixMilli())
			if err != nil {
				return err
			}
			q.Id = id[:]
			res, err := ask(ctx, h, door.Book, q)
			return h.showBooked(res, err)
		})
	bindVisit(c, &q.Products, &q.Persons)
	f := c.Flags()
	f.StringVar(&q.Document, "document", "", "it is to collect this one: only where that lies")
	f.Uint32Var(&q.Urgency, "urgency", 0, "how pressing: 1 semi-spoed, 2 spoed")
	f.StringVar(&q.Person.Name, "name", "", "visitor's name")
	f.StringVar(&q.Person.Phone, "phone", "", "visitor's phone number")
	f.StringVar(&q.Person.Mail, "mail", "", "visitor's mail address")
	f.StringVar(&q.Person.Note, "note", "", "remark for the clerk")
	return c
}

// freePlace finds the place on SITE DATE [TIME] that is free now.
func (h *hq) freePlace(ctx context.Context, args []string, q *contract.PublicSearchRequest) (*contract.Place, error) {
	const op = "central.bookings"
	date, err := h.dateOf(args[1:2])
	if err != nil {
		return nil, err
	}
	at := office.Minute(0)
	if len(args) == 3 {
		if at, err = office.ParseMinute(args[2]); err != nil {
			return nil, invalid(op, err, "Dit uur is niet begrepen.", "Schrijf het als 09:30.")
		}
	}
	q.Sites, q.From, q.To, q.Limit, q.Channel = args[:1], int32(date), int32(date), 100, contract.Channel_CHANNEL_PHONE
	res, err := ask(ctx, h, door.Search, q)
	if err != nil {
		return nil, err
	}
	var starts []office.Minute
	for _, p := range res.Places {
		start := office.Minute(p.Place.GetRun().GetStart())
		if len(args) < 3 || start == at {
			return p.Place, nil
		}
		starts = append(starts, start)
	}
	return nil, fault.New(op, fault.Taken).On(args[0]).Tell(sayNear(starts, at), "Kies een ander moment, of zoek met 'central bookings search'.")
}

// sayNear tells which starts are nearest to the one that is not free.
func sayNear(starts []office.Minute, at office.Minute) string {
	if len(starts) == 0 {
		return "Op die dag is niets meer vrij."
	}
	away := func(m office.Minute) int { return max(int(m)-int(at), int(at)-int(m)) }
	slices.SortStableFunc(starts, func(a, b office.Minute) int { return away(a) - away(b) })
	starts = starts[:min(len(starts), 4)]
	slices.Sort(starts)
	var said []string
	for _, s := range starts {
		said = append(said, s.String())
	}
	return "Op dat uur is niets vrij. Wel om " + strings.Join(said, ", ") + "."
}

// showBooked shows an appointment as it now stands.
func (h *hq) showBooked(res *contract.PublicBookResponse, err error) error {
	if err != nil {
		return err
	}
	if res.Pending {
		h.remark("Deze afspraak ligt bij het loket: het is gevraagd, en beslist zodra er verbinding is.")
	}
	t := &table{head: []string{"LOCATIE", "DATUM", "UUR", "CODE", "PRODUCTEN", "AFSPRAAK"}}
	t.add(appointmentCells(res.Appointment)...)
	if err := h.show(res, t); err != nil || h.json || res.Pass == "" {
		return err
	}
	return h.showPass(res.Pass)
}

// parseAppointment reads an appointment's id.
func parseAppointment(text string) ([]byte, error) {
	id, err := uuid.Parse(text)
	if err != nil {
		return nil, invalid("central.bookings", err, "Dit is geen afspraak.", "Neem wat 'central bookings list' onder AFSPRAAK toont.")
	}
	return id[:], nil
}

func cancelCommand(w World) *cobra.Command {
	q := new(contract.PublicCancelRequest)
	c := tool(w, &cobra.Command{Use: "cancel APPOINTMENT", Short: "Cancel an appointment", Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) (err error) {
			if q.Appointment, err = parseAppointment(args[0]); err != nil {
				return err
			}
			id, err := office.NewID(h.Random, h.Now().UnixMilli())
			if err != nil {
				return err
			}
			q.Id = id[:]
			res, err := ask(ctx, h, door.Cancel, q)
			return h.showBooked(res, err)
		})
	c.Flags().StringVar(&q.Reason, "reason", "", "why")
	return c
}

func moveCommand(w World) *cobra.Command {
	var visit contract.PublicSearchRequest
	c := tool(w, &cobra.Command{Use: "move APPOINTMENT SITE DATE [TIME]", Short: "Move an appointment to another place", Args: cobra.RangeArgs(3, 4)},
		func(ctx context.Context, h *hq, args []string) (err error) {
			q := new(contract.PublicMoveRequest)
			if q.Appointment, err = parseAppointment(args[0]); err != nil {
				return err
			}
			if q.To, err = h.freePlace(ctx, args[1:], &visit); err != nil {
				return err
			}
			id, err := office.NewID(h.Random, h.Now().UnixMilli())
			if err != nil {
				return err
			}
			q.Id = id[:]
			res, err := ask(ctx, h, door.Move, q)
			return h.showBooked(res, err)
		})
	bindVisit(c, &visit.Products, &visit.Persons)
	return c
}
