package register

import (
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// agendaKey holds an AgendaState.
func agendaKey(site office.SiteID, desk office.Desk) []byte {
	return append(append([]byte("agenda/"), site...), '/', byte(desk))
}

// Agenda is how the links to the agenda of a desk stand: those of the present round are good. It is never nil.
func (v View) Agenda(site office.SiteID, desk office.Desk) *contract.AgendaState {
	a := new(contract.AgendaState)
	load(v.r, agendaKey(site, desk), a)
	return a
}

// withdrawAgenda ends every link to the agenda of a desk that was given so far. Sent twice, links that were given in between end too:
// whoever withdraws them wants none that is old.
func (t *turn) withdrawAgenda(c *contract.AgendaWithdrawn) *contract.HQReply {
	site, desk := office.SiteID(c.Site), office.Desk(c.Desk)
	if _, ok := t.calendar().Site(site); !ok || c.Desk == 0 || c.Desk > 255 {
		return refuse(fault.NotFound, c.Site, "Dit loket kennen wij niet.")
	}
	if c.By == "" {
		return refuse(fault.Invalid, c.Site, "Zeg wie de link intrekt.")
	}
	a := View{t.w, t.m}.Agenda(site, desk)
	a.Round, a.By, a.AtMs = a.Round+1, c.By, t.atMS
	save(t.w, agendaKey(site, desk), a)
	return done()
}
