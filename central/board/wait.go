package board

import (
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Wait is how long it takes to the first free place of a cluster at a site.
type Wait struct {
	Cluster office.ClusterID
	Product office.ProductID // that stands for the cluster
	Found   bool
	Date    office.Date // of the first free place
	Days    int         // working days until then; without data when there is none
	Why     string      // in Dutch: why there is none
}

// Within reports whether the norm is met (A004-05).
func (w Wait) Within() bool { return w.Found && w.Days <= Norm }

// share is the wait as a share of the norm, for the need.
func (w Wait) share() float64 {
	if !w.Found {
		return 2
	}
	return min(float64(w.Days)/Norm, 2)
}

// typical are, for each cluster in the order of the catalogue, the products that may stand for it: made by appointment, and
// open to citizens.
func typical(p *calendar.Plan) (order []office.ClusterID, by map[office.ClusterID][]office.Product) {
	by = map[office.ClusterID][]office.Product{}
	for _, pr := range p.Products() {
		if pr.StatisticsOnly || pr.Appointment.Value == office.AppointmentNone || pr.Appointment.Value == office.AppointmentStaffOnly {
			continue
		}
		if by[pr.Cluster.Value] == nil {
			order = append(order, pr.Cluster.Value)
		}
		by[pr.Cluster.Value] = append(by[pr.Cluster.Value], pr)
	}
	return order, by
}

// waits are those of a site, of each cluster that it serves by appointment at all.
func (s *Scene) waits(site office.Site) []Wait {
	var out []Wait
	if !s.Plan.Roster(site.ID, calendar.Appointment).Exists(s.Today()) {
		return nil
	}
	order, by := typical(s.Plan)
	free := occupancy{s.Ledger, map[office.Date]calendar.Free{}}
	for _, cluster := range order {
		if !site.Serves(cluster) {
			continue
		}
		for _, pr := range by[cluster] {
			if pr.Vault.Value && !site.Vault.Value {
				continue
			}
			out = append(out, s.wait(site.ID, cluster, pr.ID, free))
			break
		}
	}
	return out
}

// wait searches the first free place of a product at a site, as a citizen on the web finds it.
func (s *Scene) wait(site office.SiteID, cluster office.ClusterID, product office.ProductID, free calendar.Occupancy) Wait {
	w := Wait{Cluster: cluster, Product: product}
	found, err := calendar.Search(calendar.Query{Products: []office.ProductID{product}, Sites: []office.SiteID{site},
		Channel: office.ChannelWeb, Now: s.Now, Limit: 1, OneDesk: true}, s.Plan, free)
	switch {
	case err != nil:
		w.Why = fault.Sentence(err)
	case len(found) == 0:
		w.Why = "Alles is bezet zo ver als men mag boeken."
	default:
		w.Found, w.Date = true, found[0].Date
		w.Days = calendar.WorkingDays(s.Today(), w.Date)
	}
	return w
}
