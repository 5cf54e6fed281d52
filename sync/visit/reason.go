package visit

import (
	"fmt"
	"time"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// reason is why a visit stands in its group.
type reason uint8

const (
	becauseArrived  reason = iota // without appointment
	becausePatience               // without appointment, waited long
	becauseMissed                 // called, and not there
	becauseTooLate                // checked in too late for the appointment
	becauseUrgent
	becauseSemi
	becauseDue   // its time has come
	becauseSoon  // its time is near
	becauseBegun // sent on, or back
	becauseEarly // before its time; nobody comes late by it
	becauseOther // before its time; another would come late
	becauseNotYet
)

// held reports whether a visit with this reason is not to be called yet.
func (r reason) held() bool { return r == becauseOther || r == becauseNotYet }

// why says a slot's reason in Dutch.
func (s *scene) why(slot slot) string {
	v := slot.visit
	say := s.whyGroup(slot)
	switch {
	case v.For.Desk != 0 && v.Paused != 0 && v.Transfers == 0:
		say += fmt.Sprintf(", terug voor loket %d", v.For.Desk)
	case v.For.Desk != 0:
		say += fmt.Sprintf(", doorverwezen naar loket %d", v.For.Desk)
	case v.For.Theme != "":
		say += fmt.Sprintf(", doorverwezen naar %s", v.For.Theme)
	case v.Transfers > 0:
		say += ", doorverwezen"
	}
	return say
}

// whyGroup says in Dutch what brought a visit into its group.
func (s *scene) whyGroup(slot slot) string {
	v := slot.visit
	switch slot.reason {
	case becausePatience:
		if v.Date < s.today {
			return fmt.Sprintf("inloop van %s, het volgnummer is bewaard", calendar.SayDate(v.Date))
		}
		return fmt.Sprintf("inloop, wacht al %s: gaat mee met de afspraken", s.waited(v))
	case becauseMissed:
		return fmt.Sprintf("opgeroepen om %s en niet verschenen, achteraan", s.clock(v.MissedCall))
	case becauseTooLate:
		return fmt.Sprintf("afspraak %s, pas om %s aangemeld: sluit aan bij de inloop", v.Planned, s.clock(v.Arrived))
	case becauseUrgent, becauseSemi:
		if v.Reason != "" {
			return fmt.Sprintf("%s (%s), %s", v.Urgency, v.Reason.Words(), s.waited(v))
		}
		return fmt.Sprintf("%s, %s", v.Urgency, s.waited(v))
	case becauseDue, becauseBegun:
		return fmt.Sprintf("afspraak %s, aan de beurt", v.Planned)
	case becauseSoon:
		return fmt.Sprintf("afspraak %s, zo meteen aan de beurt", v.Planned)
	case becauseEarly:
		return fmt.Sprintf("afspraak %s, mag vroeger: niemand komt daardoor te laat", v.Planned)
	case becauseOther:
		return fmt.Sprintf("afspraak %s, wacht: eerst de afspraak van %s", v.Planned, s.clock(s.next))
	case becauseNotYet:
		return fmt.Sprintf("afspraak %s, wacht: ten vroegste om %s", v.Planned, s.clock(s.start(v.Date, v.Planned)-minutes(s.o.Earliest)))
	}
	return "inloop, " + s.waited(v)
}

// waited says how long the visit has waited, in whole minutes.
func (s *scene) waited(v *Visit) string {
	return fmt.Sprintf("%d min", max(0, int(s.now.Sub(v.Since().Time())/time.Minute)))
}

// clock writes a stamp as the clock on the wall showed it.
func (s *scene) clock(at Stamp) string {
	return office.MinuteOf(at.Time().In(s.now.Location())).String()
}
