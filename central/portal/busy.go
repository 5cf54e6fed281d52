package portal

import "github.com/buurtloket/buurtloket/central/busy"

// sayBusy fills in how busy the sites are that are open.
func (p *Portal) sayBusy(sites []openSite, v *visitor) error {
	all, err := p.Door.Busy()
	if err != nil {
		return err
	}
	for i, s := range sites {
		if n, ok := all[s.Site.ID]; ok && s.Open {
			sites[i].Busy = v.busy(n)
		}
	}
	return nil
}

// busy says how busy a site is now; what is not known to be so now is said of its hour, and never as now.
func (v *visitor) busy(n busy.Now) string {
	if n.AsOf.IsZero() {
		return v.T("busy.unknown")
	}
	at, waiting := n.AsOf.Format("15:04"), v.T("busy.waiting", n.Waiting)
	if n.Waiting == 1 {
		waiting = v.T("busy.waiting.one")
	}
	if !n.Known {
		return v.T("busy.unknown") + " " + v.T("busy.was."+n.Level.String(), at, waiting)
	}
	say := v.T("busy."+n.Level.String()) + ", " + waiting
	switch from, to := int(n.Wait.From.Minutes()), int(n.Wait.To.Minutes()); {
	case n.HasWait && from == 0:
		say += ", " + v.T("busy.wait.less", to)
	case n.HasWait:
		say += ", " + v.T("busy.wait", from, to)
	}
	return say + " (" + v.T("busy.asof", at) + ")"
}
