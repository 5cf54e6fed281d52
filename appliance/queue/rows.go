package queue

import (
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// Row is a visit as screens see it. The name is the node's to fill in.
func Row(v visit.Visit) *contract.VisitRow {
	row := &contract.VisitRow{
		Visit: v.ID[:], Ticket: v.Ticket.String(), State: v.State.String(), Products: texts(v.Products), Persons: uint32(v.Persons),
		ArrivedMs: int64(v.Arrived), CalledMs: int64(v.Called), ServingMs: int64(v.Started), Desk: uint32(v.Desk),
		Urgency: contract.Urgency(v.Urgency), Misses: uint32(v.Misses),
	}
	if v.State == visit.Parked {
		row.PausedMs = int64(v.Paused)
	}
	if v.Booked() {
		row.Appointment, row.Planned = v.Appointment[:], uint32(v.Planned)
	}
	return row
}

// Measures are the figures of a day per cluster as screens see them, in the order of the catalogue, the published lateness against
// its norm (A003-23, A004-06 to A004-14). A visit counts for the cluster of its first product. n says how many
// visits there are; below visit.SmallestGroup the value is withheld and means nothing. Clusters nobody came
// for are left out. early_service is a count of visits, all others are means in minutes.
func Measures(c *catalogue.Catalogue, d *visit.Day) []*contract.Measure {
	var out []*contract.Measure
	for _, cluster := range c.Clusters {
		if day := d.Clusters[cluster.ID]; day != nil {
			out = append(out, measures(cluster, &day.Totals)...)
		}
	}
	return out
}

// measures writes what there is of one cluster.
func measures(c catalogue.Cluster, t *visit.Totals) []*contract.Measure {
	var out []*contract.Measure
	add := func(name string, n int, value, norm float64) {
		if n > 0 {
			out = append(out, &contract.Measure{Cluster: string(c.ID), ClusterName: c.Dutch, Name: name, N: uint32(n), Value: value, Norm: norm})
		}
	}
	norm := 0.0
	if c.Norm != nil {
		norm = c.Norm.Value
	}
	mean := func(f visit.Figure) float64 {
		d, _ := f.Mean() // withheld: 0, which n says means nothing
		return d.Minutes()
	}
	add("lateness", t.Lateness.N, mean(t.Lateness), norm)
	add("lateness_fair", t.LatenessFair.N, mean(t.LatenessFair), 0)
	add("wait_onsite", t.WaitOnsite.N, mean(t.WaitOnsite), 0)
	add("transaction_time", t.TransactionTime.N, mean(t.TransactionTime), 0)
	early, _ := t.EarlyService.Count()
	add("early_service", t.EarlyService.N, float64(early), 0)
	return out
}
