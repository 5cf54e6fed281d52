package statetest

import (
	"context"
	"strings"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// CardPIN is the PIN of every card.
const CardPIN = "2468"

// Born is when the holder of every card was born.
var Born = office.NewDate(1985, 7, 30)

// reader is the card reader of the desk.
type reader struct {
	of        string // full name on the card
	insertion uint64
	tries     int
	bound     map[string]office.ClerkID // clerks by the name on their card
}

// PutCard puts the card of somebody into the desk's reader, and PullCard takes it out.
func (f *Counter) PutCard(name string) {
	f.Change(func(s *state.Snapshot) {
		f.reader.of, f.reader.tries = name, 3
		f.reader.insertion++
		first, last, _ := strings.Cut(name, " ")
		s.Cards = []state.Card{{Reader: "kaart-1", Desk: desk, Stage: state.CardRead, Name: first[:1] + ". " + last,
			Number: "85.07.30-***.**", Insertion: f.reader.insertion}}
	})
}

// PullCard takes the card out.
func (f *Counter) PullCard() {
	f.Change(func(s *state.Snapshot) {
		f.reader.of, s.Cards = "", nil
		f.reader.insertion++
	})
}

// inReader refuses a card that is not there any more. It wants mu held.
func (f *Counter) inReader(insertion uint64) error {
	if f.reader.of == "" || f.reader.insertion != insertion {
		return fault.New("statetest.card", fault.Conflict).Tell("De kaart is uit de lezer genomen.", "Steek ze er opnieuw in.")
	}
	return nil
}

// SignInByCard signs in whose card it is.
func (f *Counter) SignInByCard(ctx context.Context, insertion uint64, pin string) (state.Receipt, error) {
	return f.act(ctx, "SignInByCard", func(s *state.Snapshot) error {
		if err := f.inReader(insertion); err != nil {
			return err
		}
		if pin != CardPIN {
			f.reader.tries--
			return fault.New("statetest.SignInByCard", fault.Denied).Tell(text.Fill("Deze pincode klopt niet. Je kunt nog {n} keer proberen.", "n", f.reader.tries), "")
		}
		who := f.reader.bound[f.reader.of]
		for _, p := range s.Staff {
			if p.ID == who {
				s.Signed = append(s.Signed, state.SignedIn{Desk: desk, Person: p})
				return nil
			}
		}
		return fault.New("statetest.SignInByCard", fault.Refused).Tell("Deze kaart is van niemand die hier werkt.", "Meld je aan met je naam, en koppel ze dan.")
	})
}

// BindCard makes the card that of who is signed in.
func (f *Counter) BindCard(ctx context.Context, insertion uint64) (state.Receipt, error) {
	return f.act(ctx, "BindCard", func(s *state.Snapshot) error {
		if err := f.inReader(insertion); err != nil {
			return err
		}
		for _, p := range s.Signed {
			if p.Desk == desk {
				f.bind(f.reader.of, p.ID)
			}
		}
		return nil
	})
}

func (f *Counter) bind(name string, to office.ClerkID) {
	if f.reader.bound == nil {
		f.reader.bound = map[string]office.ClerkID{}
	}
	f.reader.bound[name] = to
}

// Bind makes the card of somebody that of a clerk.
func (f *Counter) Bind(name string, to office.ClerkID) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.bind(name, to)
}

// CheckInCard announces the first appointment of who the card is of.
func (f *Counter) CheckInCard(ctx context.Context, insertion uint64) (state.Receipt, error) {
	if err := f.ask(ctx, "CheckInCard"); err != nil {
		return state.Receipt{}, err
	}
	f.mu.Lock()
	err := f.inReader(insertion)
	var of office.AppointmentID
	for _, slot := range f.snap.Agenda {
		if slot.State == state.Expected && slot.Name == f.reader.of && of == (office.AppointmentID{}) {
			of = slot.Appointment
		}
	}
	f.mu.Unlock()
	switch {
	case err != nil:
		return state.Receipt{}, err
	case of == office.AppointmentID{}:
		return state.Receipt{}, fault.New("statetest.CheckInCard", fault.NotFound).Tell("Op deze kaart staat vandaag geen afspraak.", "Zoek op naam, of geef een volgnummer.")
	}
	return f.CheckIn(ctx, of)
}

// CheckHolder compares the card with the holder of a document. It proves who collects.
func (f *Counter) CheckHolder(ctx context.Context, insertion uint64, item office.DocumentNumber, _ state.Collector) (state.Compared, error) {
	if err := f.ask(ctx, "CheckHolder"); err != nil {
		return state.Compared{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.inReader(insertion); err != nil {
		return state.Compared{}, err
	}
	for _, i := range f.items {
		if i.Number == item && i.Holder == f.reader.of {
			return state.Compared{Same: true, Say: "De kaart is van " + f.reader.of + ", de houder.", Evidence: "identity", Born: Born}, nil
		}
	}
	return state.Compared{Say: "De kaart is van " + f.reader.of + ". Dat is niet de houder."}, nil
}

// Scan makes the scanner of the desk read a code.
func (f *Counter) Scan(s state.Scan) {
	f.mu.Lock()
	to := f.scans
	f.mu.Unlock()
	to <- s
}

// Scans gives what Scan reads.
func (f *Counter) Scans(ctx context.Context, show func(state.Scan)) error {
	f.mu.Lock()
	f.calls["Scans"]++
	err := f.fail["Scans"]
	f.mu.Unlock()
	if err != nil {
		return err
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case s := <-f.scans:
			show(s)
		}
	}
}
