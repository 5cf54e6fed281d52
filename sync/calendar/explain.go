package calendar

import "fmt"

// explain writes into found places why each stands where it stands.
func (a *ask) explain(places []Place) []Place {
	for i := range places {
		places[i].Why = a.why(places, i)
	}
	return places
}

// why tells the rank of one place: the first is the earliest, the others are compared with the one before.
func (a *ask) why(places []Place, i int) string {
	at := a.plan.bySite[places[i].Site]
	here := at.Name + a.near(at)
	switch {
	case i == 0 && len(a.sites) == 1:
		return fmt.Sprintf("De eerste vrije plaats in %s.", here)
	case i == 0 && len(a.Sites) > 0:
		return fmt.Sprintf("De eerste vrije plaats van de gekozen locaties, in %s.", here)
	case i == 0:
		return fmt.Sprintf("De eerste vrije plaats van alle locaties, in %s.", here)
	case places[i].Date != places[i-1].Date:
		return fmt.Sprintf("Een latere dag, in %s.", here)
	case places[i].Start != places[i-1].Start:
		return fmt.Sprintf("Later op de dag, in %s.", here)
	case places[i].Site != places[i-1].Site:
		return fmt.Sprintf("Op hetzelfde moment, in %s.", here)
	}
	return fmt.Sprintf("Op hetzelfde moment, aan loket %d.", places[i].Desk)
}

// whyFirst tells how long it takes to the first free place of a site, in working days (DESIGN: first_free).
func (a *ask) whyFirst(first Place) string {
	at, today := a.plan.bySite[first.Site], a.plan.Today(a.Now)
	when := fmt.Sprintf("over %d werkdagen", WorkingDays(today, first.Date))
	switch days := int(first.Date - today); {
	case days == 0:
		when = "vandaag"
	case days == 1:
		when = "morgen"
	case WorkingDays(today, first.Date) == 1:
		when = "over 1 werkdag"
	}
	return fmt.Sprintf("De eerste vrije plaats in %s%s: %s.", at.Name, a.near(at), when)
}
