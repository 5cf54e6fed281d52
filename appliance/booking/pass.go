package booking

import (
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/pass"
)

// Shown is what a booking code stands for at this counter.
type Shown struct {
	Appointment *contract.Appointment
	// Pass is the code itself, where it is all that this counter has: it knows no such appointment, or not so. The check-in is
	// journaled with it, for headquarters to hold against its calendar.
	Pass []byte
}

// Show reads a booking code and says what it stands for, or in Dutch why it counts for nothing here: damaged, forged, of a key
// that is not here or has ended, of a place that the appointment left, cancelled. Whether this is the place and the day for
// it is the queue's to say.
//
// A pass is evidence, no grant. Whatever this counter knows goes before it: the appointment as it keeps or was told it, also
// when the signature cannot be checked; and its own seats, for what headquarters gave into this hand, free or with another
// appointment, is not the place of a code any more.
func Show(d Desk, text string) (Shown, error) {
	const op = "booking.Show"
	s, err := pass.Parse(text)
	if err != nil {
		return Shown{}, fault.New(op, fault.Invalid).Because(err).
			Tell("Deze afspraakcode is beschadigd of niet volledig.", "Scan ze opnieuw, of zoek op naam of op de korte code.")
	}
	signed := PassKeys(d.R).Verify(s)
	if errors.Is(signed, pass.Forged) {
		return Shown{}, fault.New(op, fault.Denied).Because(signed).
			Tell("Deze code is niet van het hoofdkantoor: de handtekening klopt niet.", "Zoek de afspraak op naam; is ze er niet, geef dan een volgnummer zonder afspraak.")
	}
	if k := Known(d.R, s.Appointment); k != nil {
		return d.known(op, k, s, signed)
	}
	switch {
	case errors.Is(signed, pass.EndedKey):
		return Shown{}, fault.New(op, fault.Refused).Because(signed).
			Tell("Deze code geldt niet meer: het hoofdkantoor heeft haar sleutel ingetrokken.", "Zoek op naam, of bel het hoofdkantoor om de afspraak na te kijken.")
	case signed != nil:
		return Shown{}, fault.New(op, fault.Refused).Because(signed).
			Tell("Deze code kan hier nu niet nagekeken worden: ze is getekend met een sleutel die dit loket nog niet kreeg.", "Bel het hoofdkantoor om de afspraak na te kijken, of geef een volgnummer zonder afspraak.")
	}
	return d.unheard(op, s)
}

// known is a code of an appointment that this counter knows. A later edition than the one known is headquarters' newer word,
// if headquarters signed it.
func (d Desk) known(op string, k *contract.KnownAppointment, s pass.Signed, signed error) (Shown, error) {
	a := k.Appointment
	switch later := signed == nil && s.Edition > int(a.Leg); {
	case later:
		return d.unheard(op, s)
	case k.Cancelled:
		return Shown{}, over(op, s, "ze is geannuleerd of verzet.")
	case s.Edition < int(a.Leg):
		return Shown{}, over(op, s, "ze is verzet naar "+d.sayPlace(a.Place)+".")
	}
	return Shown{Appointment: a}, nil
}

// unheard is a code that headquarters signed for what this counter does not know, or not so. What headquarters no longer speaks
// of, it may have forgotten in a restore: then the code is all that is left, and headquarters hears of it.
func (d Desk) unheard(op string, s pass.Signed) (Shown, error) {
	if m := away(d.R, s.Appointment); m != nil && !m.Forgotten && s.Edition <= int(m.Leg) {
		return Shown{}, over(op, s, "ze is naar een andere plaats verzet.")
	}
	a := s.AsAppointment()
	if s.Site == d.Site && s.Date == office.DateOf(d.Now) {
		for _, id := range a.Place.Seats() {
			if h := Hand(d.R, id); h.State == custody.Held || h.State == custody.Booked && h.Booking != s.Appointment {
				return Shown{}, over(op, s, "haar plaats is intussen van dit loket.")
			}
		}
	}
	return Shown{Appointment: a, Pass: s.Bytes()}, nil
}

// over is the refusal of a code whose place is no longer its appointment's.
func over(op string, s pass.Signed, why string) error {
	return fault.New(op, fault.Refused).On(s.Appointment.String()).
		Tell(fmt.Sprintf("De afspraak van deze code (%s om %s) geldt niet meer: %s", calendar.SayDate(s.Date), s.Start, why),
			"Vraag naar de nieuwe code of zoek op naam; anders: een volgnummer zonder afspraak.")
}

func (d Desk) sayPlace(p *contract.Place) string {
	say := fmt.Sprintf("%s om %s", calendar.SayDate(office.Date(p.GetRun().GetDate())), office.Minute(p.GetRun().GetStart()))
	if p.GetSite() != string(d.Site) {
		site, _ := d.Plan.Site(office.SiteID(p.GetSite()))
		say += " in " + site.Name
	}
	return say
}

var keyPassKeys = []byte("b/k")

// PassKeys are the keys of booking codes that headquarters told this counter of.
func PassKeys(r kv.Reader) (out pass.Keys) {
	for _, k := range passKeys(r).Keys {
		out = append(out, pass.Key{Public: slices.Clone(k.Public), Last: office.Date(k.Last)})
	}
	return out
}

func passKeys(r kv.Reader) *contract.PassKeys {
	b := r.Get(keyPassKeys)
	if b == nil {
		return new(contract.PassKeys)
	}
	return mustDecode(b, new(contract.PassKeys))
}

// learnKeys adds what headquarters says of its keys. A restored headquarters may have forgotten a key, or that it ended: what
// was begun stays known, and an end once heard is not taken back.
func learnKeys(w kv.Writer, told *contract.PassKeys) {
	all := passKeys(w)
	for _, k := range told.GetKeys() {
		i := slices.IndexFunc(all.Keys, func(one *contract.PassKey) bool { return string(one.Public) == string(k.Public) })
		switch {
		case i < 0:
			all.Keys = append(all.Keys, k)
		case k.Last != 0 && (all.Keys[i].Last == 0 || k.Last < all.Keys[i].Last):
			all.Keys[i] = k
		}
	}
	if len(all.Keys) > 0 {
		w.Put(keyPassKeys, contract.Encode(all))
	}
}

// shownKey holds the code that somebody checked in with on a day, when it was all that this counter had.
func shownKey(d office.Date, id office.AppointmentID) []byte { return append(shownOf(d), id[:]...) }

func shownOf(d office.Date) []byte {
	return binary.BigEndian.AppendUint32([]byte("b/q/"), uint32(d)^1<<31)
}

// checkedIn keeps the code of a check-in, to be held against what headquarters will say.
func (f folding) checkedIn(c *contract.CheckedIn) error {
	if len(c.Pass) == 0 {
		return nil
	}
	id, err := contract.ID16[office.AppointmentID](c.Appointment)
	if err != nil {
		return err
	}
	f.w.Put(shownKey(office.Date(c.Date), id), c.Pass)
	return nil
}

// Otherwise yields the appointments of codes that were believed on a day, and that stand otherwise by now: cancelled, or moved.
// What became of somebody's place while they stood here is for a person to settle.
func Otherwise(r kv.Reader, day office.Date) iter.Seq2[pass.Pass, *contract.KnownAppointment] {
	return func(yield func(pass.Pass, *contract.KnownAppointment) bool) {
		for _, b := range r.Scan(shownOf(day), nil) {
			s, err := pass.Read(b)
			if err != nil {
				continue // journaled by a version that knew another format
			}
			k := Known(r, s.Appointment)
			if k == nil || !k.Cancelled && int(k.Appointment.Leg) == s.Edition {
				continue // not heard of yet, or joined
			}
			if int(k.Appointment.Leg) < s.Edition {
				continue // older than the code: the news is still on its way
			}
			if !yield(s.Pass, k) {
				return
			}
		}
	}
}
