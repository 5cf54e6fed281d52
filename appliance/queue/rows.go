package queue

import (
	"cmp"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// Row is a visit as screens see it. The name is the node's to fill in.
func Row(v visit.Visit) *contract.VisitRow {
	row := &contract.VisitRow{
		Visit: v.ID[:], Ticket: v.Ticket.String(), State: v.State.String(), Products: texts(v.Products), Persons: uint32(v.Persons),
		ArrivedMs: int64(v.Arrived), CalledMs: int64(v.Called), ServingMs: int64(v.Started), Desk: uint32(v.Desk),
		Urgency: contract.Urgency(v.Urgency), Misses: uint32(v.Misses),
	}
	if v.Booked() {
		row.Appointment, row.Planned = v.Appointment[:], uint32(v.Planned)
	}
	return row
}

// List is today's queue in the order in which desk calls it: each with why it stands there, and with why the desk does
// not call it when it does not. Desk 0 is no desk in particular.
func (h Hall) List(r kv.Reader, desk office.Desk, now time.Time) ([]visit.Place, error) {
	q, err := h.queue(r, now)
	if err != nil {
		return nil, err
	}
	return h.Order.Arrange(q, now, desk), nil
}

// Rows is List as screens see it.
func (h Hall) Rows(r kv.Reader, desk office.Desk, now time.Time) ([]*contract.VisitRow, error) {
	order, err := h.List(r, desk, now)
	var out []*contract.VisitRow
	for _, p := range order {
		row := Row(p.Visit)
		row.Why = p.Why
		out = append(out, row)
	}
	return out, err
}

// Ahead is how many stand before the visit in today's order, whichever desk calls.
func (h Hall) Ahead(r kv.Reader, id office.VisitID, now time.Time) (int, error) {
	order, err := h.List(r, 0, now)
	if err != nil {
		return 0, err
	}
	return max(0, slices.IndexFunc(order, func(p visit.Place) bool { return p.Visit.ID == id })), nil
}

// Parked lists who waits aside, by desk, then by arrival.
func Parked(r kv.Reader) ([]visit.Visit, error) {
	all, err := Open(r)
	out := slices.DeleteFunc(all, func(v visit.Visit) bool { return v.State != visit.Parked })
	slices.SortFunc(out, func(a, b visit.Visit) int { return cmp.Or(cmp.Compare(a.Desk, b.Desk), cmp.Compare(a.Turn, b.Turn)) })
	return out, err
}

// AtDesks lists who is called or served, by desk. A service left open yesterday is among them: it still takes
// the desk.
func AtDesks(r kv.Reader) ([]*contract.VisitRow, error) {
	all, err := Open(r)
	if err != nil {
		return nil, err
	}
	var out []*contract.VisitRow
	for _, v := range all {
		if v.State.AtDesk() {
			out = append(out, Row(v))
		}
	}
	slices.SortFunc(out, func(a, b *contract.VisitRow) int { return cmp.Compare(a.Desk, b.Desk) })
	return out, nil
}

// Measures are the figures of a day per cluster, in the order of the catalogue, the published lateness against
// its norm (A003-23, A004-06 to A004-14). A visit counts for the cluster of its first product. n says how many
// visits there are; below visit.SmallestGroup the value is withheld and means nothing. Clusters nobody came
// for are left out. early_service is a count of visits, all others are means in minutes.
func Measures(r kv.Reader, c *catalogue.Catalogue, d office.Date, zone *time.Location) ([]*contract.Measure, error) {
	all, err := Day(r, d)
	if err != nil {
		return nil, err
	}
	totals := map[office.ClusterID]*visit.Totals{}
	for _, v := range all {
		if len(v.Products) == 0 {
			continue
		}
		p, ok := c.Product(v.Products[0])
		if !ok {
			continue // of a newer catalogue: headquarters counts it
		}
		if totals[p.Cluster.Value] == nil {
			totals[p.Cluster.Value] = new(visit.Totals)
		}
		totals[p.Cluster.Value].Add(v, zone)
	}
	var out []*contract.Measure
	for _, cluster := range c.Clusters {
		if t := totals[cluster.ID]; t != nil {
			out = append(out, measures(cluster, t)...)
		}
	}
	return out, nil
}

// measures writes what there is of one cluster.
func measures(c catalogue.Cluster, t *visit.Totals) []*contract.Measure {
	var out []*contract.Measure
	add := func(name string, n int, value, norm float64) {
		if n > 0 {
			out = append(out, &contract.Measure{Cluster: string(c.ID), Name: name, N: uint32(n), Value: value, Norm: norm})
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
