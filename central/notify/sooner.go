package notify

import (
	"time"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// sooner is a place that came free and is held for who is told of it.
type sooner struct {
	On            office.Date
	At            office.Minute
	Site, Address string
	Until         time.Time
}

// soonerWorded is sooner in the words of a language.
type soonerWorded struct {
	sooner
	Day, ShortDay, Time, UntilDay, UntilTime string
}

func (s sooner) in(l Language, zone *time.Location) soonerWorded {
	if s.On == 0 {
		return soonerWorded{}
	}
	until := s.Until.In(zone)
	return soonerWorded{s, l.day(s.On), l.shortDay(s.On), s.At.String(), l.day(office.DateOf(until)), until.Format("15:04")}
}

// readSooner fills in the place that a message tells of, or says why it is told no more: the offer is another, or over.
func (n *Notifier) readSooner(v register.View, th *contract.MessageThread, number uint32, f *facts) (no string) {
	id, err := contract.ID16[office.AppointmentID](th.Appointment)
	offer := register.Offered(v.Waiting(id), n.Now())
	if err != nil || offer == nil || offer.Message != number {
		return NotOf
	}
	var at facts
	at.place(v.Calendar(), office.SiteID(offer.Place.GetSite()))
	run := offer.Place.GetRun()
	f.Sooner = sooner{office.Date(run.GetDate()), office.Minute(run.GetStart()), at.Site, at.Address, time.UnixMilli(offer.UntilMs)}
	return ""
}
