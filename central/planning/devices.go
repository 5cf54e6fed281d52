package planning

import (
	"context"
	"slices"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/equipment"
	"github.com/buurtloket/buurtloket/sync/office"
)

// noteDays is how far back refusals and emergencies are told when nobody says.
const noteDays = 7

// Devices implements the Planning service: what is plugged in at a site, or at every site that has or had an appliance, as
// its journal says. It is as old as the last records of that site.
func (p *Planning) Devices(ctx context.Context, r *connect.Request[contract.DevicesRequest]) (*connect.Response[contract.DevicesResponse], error) {
	q, out := r.Msg, new(contract.DevicesResponse)
	days := int(q.Days)
	if days == 0 {
		days = noteDays
	}
	err := p.read(ctx, func(v register.View) error {
		if q.Site != "" {
			if err := known(v, q.Site); err != nil {
				return err
			}
		}
		from := p.now().AddDate(0, 0, -days)
		for _, site := range v.Calendar().Sites() {
			st, s := v.Site(site.ID)
			if q.Site == string(site.ID) || q.Site == "" && (st.Current.Incarnation != 0 || s.Lost) {
				out.Sites = append(out.Sites, p.siteDevices(v, site, s, from))
			}
		}
		return nil
	})
	return answer(out, err)
}

// siteDevices is what headquarters knows of the devices and doors of one site; notes from a moment on, the newest first.
func (p *Planning) siteDevices(v register.View, site office.Site, s *contract.SiteState, from time.Time) *contract.SiteDevices {
	out := &contract.SiteDevices{Site: string(site.ID), Name: site.Name, HeardMs: s.HeardMs, Online: p.fleet.Online(site.ID), Lost: s.Lost,
		Devices: slices.Collect(v.Devices(site.ID)), Unseen: slices.Collect(v.UnseenDoors(site.ID))}
	for a := range v.DoorAlarms(site.ID) {
		out.Alarms = append(out.Alarms, &contract.DoorAlarmState{Alarm: a.Alarm, AtMs: a.AtMs})
	}
	for n := range v.DoorNotes(site.ID) {
		if n.AtMs >= from.UnixMilli() {
			out.Notes = append(out.Notes, n)
		}
	}
	slices.Reverse(out.Notes)
	return out
}

// countDevices adds up, over all sites, what somebody must look at.
func countDevices(v register.View, out *contract.StatusResponse) {
	for _, site := range v.Calendar().Sites() {
		for d := range v.Devices(site.ID) {
			if equipment.Down(d.Last.GetState()) {
				out.DevicesDown++
			}
		}
		for range v.DoorAlarms(site.ID) {
			out.DoorAlarms++
		}
	}
}
