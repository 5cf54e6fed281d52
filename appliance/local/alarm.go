package local

import (
	"fmt"
	"time"

	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/appliance/room"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// fillAlarms tells which norms are missed today, or about to be (A003-23), and who waits though nobody here serves them.
// It is made of this counter's own journal, so it holds while the line is down.
func (s *Service) fillAlarms(m room.Moment, out *contract.View) {
	late := m.Room.Alarms(s.room.Products)
	norms := queue.Norms(s.room.Products)
	for _, c := range s.room.Products.Clusters {
		var say string
		for _, a := range late { // the latest first: one is told, the others are counted
			if a.Cluster == c.ID {
				say = fmt.Sprintf("%s: %s wacht al %d min te lang", c.Dutch, a.Visit.Ticket, max(1, int(a.Late/time.Minute)))
				break
			}
		}
		missed := false
		if d := m.Day.Clusters[c.ID]; d != nil {
			v := d.Lateness(norms(c.ID))
			missed = v.Judged && !v.Met
			if missed && say == "" {
				say = c.Dutch
			}
			if missed {
				say += fmt.Sprintf("; gemiddeld %s min te laat vandaag, de norm is %s", number(v.Minutes), number(c.Norm.Value))
			}
		}
		if say != "" {
			out.Alarms = append(out.Alarms, &contract.Alarm{Cluster: string(c.ID), Say: say + ".", Missed: missed})
		}
	}
	for _, p := range m.Room.Stranded() {
		out.Notices = append(out.Notices, &contract.Notice{Code: "stranded", Urgent: true, Say: fmt.Sprintf("%s wacht: %s.", p.Visit.Ticket, p.Passed)})
	}
}
