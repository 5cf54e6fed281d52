package program

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/equipment"
)

func devicesCommand(w World) *cobra.Command {
	q := new(contract.DevicesRequest)
	c := tool(w, &cobra.Command{Use: "devices", Short: "How the devices and the vault's doors of counters are, and how old that knowledge is", Args: cobra.NoArgs},
		func(ctx context.Context, h *hq, _ []string) error {
			res, err := ask(ctx, h, door.Devices, q)
			if err != nil {
				return err
			}
			t := &table{head: []string{"LOCATIE", "WAT", "TOESTAND", "SINDS", "BIJGEWERKT"}}
			for _, s := range res.Sites {
				if err := addDevices(t, s, h.Now()); err != nil {
					return err
				}
			}
			return h.show(res, t)
		})
	c.Flags().StringVar(&q.Site, "site", "", "only this location")
	c.Flags().Uint32Var(&q.Days, "days", 7, "how many days back refused attempts and emergency openings are listed")
	return c
}

// addDevices lists what is known of one site: what somebody must look at first, and what happened at its doors last.
func addDevices(t *table, s *contract.SiteDevices, now time.Time) error {
	known, err := sayKnown(s, now)
	if err != nil {
		return err
	}
	before := len(t.rows)
	add := func(what, say string, ms int64) {
		at, bad := moment(ms)
		err = either(err, bad)
		t.add(s.Site, what, say, at, known)
	}
	for _, a := range s.Alarms {
		say, _ := equipment.Alarm(a.Alarm.GetKind())
		add(equipment.Door(a.Alarm.GetCompartment(), a.Alarm.GetDoor()), "ALARM: "+say, a.AtMs)
	}
	for _, u := range s.Unseen {
		add(equipment.Door(u.Compartment, u.Door), "niet te zien: open of dicht is niet geweten", u.AtMs)
	}
	for _, d := range s.Devices {
		l := d.GetLast()
		add(equipment.Name(l.GetKind())+" "+l.GetId(), equipment.Matter(l.GetKind(), l.GetState(), l.GetReasons()), d.AtMs)
	}
	if len(t.rows) == before {
		say := "er is niets van bekend"
		if s.Lost {
			say = "verloren verklaard: er is niets meer van geweten"
		}
		add("toestellen", say, 0)
	}
	for _, n := range s.Notes {
		what := ""
		if n.Compartment != "" {
			what = "Vak " + n.Compartment
		}
		add(what, sayNote(n), n.AtMs)
	}
	return err
}

// sayKnown is how old what is known of a site is: as old as its last records, unless it is connected.
func sayKnown(s *contract.SiteDevices, now time.Time) (string, error) {
	at, err := moment(s.HeardMs)
	switch {
	case s.Online:
		return "nu", err
	case s.HeardMs == 0:
		return "nooit", err
	}
	return fmt.Sprintf("%s (%s)", at, sayAge(now.Sub(time.UnixMilli(s.HeardMs)))), err
}

// sayAge is how long ago something was, in whole units; clocks of nodes may differ a little.
func sayAge(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "net"
	case d < 2*time.Hour:
		return fmt.Sprintf("%d min geleden", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d uur geleden", int(d.Hours()))
	}
	return fmt.Sprintf("%d dagen geleden", int(d.Hours()/24))
}

// refusals are why somebody was refused a door, by the kind of the fault that the counter journaled.
var refusals = map[string]string{"denied": "mag dit niet, of niet alleen", "invalid": "niet goed gevraagd", "not found": "bestaat hier niet",
	"not held": "ligt niet in de kluis, of in andere handen", "taken": "is al weg", "refused": "nog niet voorgesteld", "conflict": "was al gevraagd"}

// sayNote is a refusal or an emergency at a door, with who it was.
func sayNote(n *contract.DoorNote) string {
	who := cmp.Or(n.Clerk, "niemand")
	if n.Why == "" {
		return fmt.Sprintf("%s door %s: «%s»", equipment.Purpose(equipment.Emergency), who, n.Reason)
	}
	say := fmt.Sprintf("geweigerd aan %s: %s", who, cmp.Or(equipment.Purpose(n.Purpose), "een deur"))
	if n.Document != "" {
		say += " " + n.Document
	}
	return say + " (" + cmp.Or(refusals[n.Why], n.Why) + ")"
}
