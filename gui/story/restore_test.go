//go:build story

package story_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// TestStoryHeadquartersRestored loses headquarters and puts its backup back: a new era begins, in which nothing is booked
// for a counter until it has reported; what the counter did meanwhile comes in, and then everything is as it was.
func TestStoryHeadquartersRestored(t *testing.T) {
	c := mustCity(t, at(tuesday, "08:50"))
	c.mustStaff()
	k := c.mustCounter(berchem)
	before := c.mustBook(c.places(berchem, nextWeek, card)[0], card, "Voor Backup")
	backup := filepath.Join(c.dir, "hq.backup")
	c.mustTool("backup", backup)
	an := k.signIn("an", 1)
	meanwhile := must(k, screen.Book, an.booking(an.search(tuesday, card, true)[0], card, "Na Backup"))
	k.mustBeOnline()
	k.cut()
	alone := must(k, screen.Book, an.booking(an.search(nextWeek, card, true)[0], card, "Zonder Hoofdkantoor"))
	c.say("Na de backup boekte het loket nog: een keer met en een keer zonder lijn.")
	elsewhere, here := c.places(groenenhoek, thursday, card), c.places(berchem, friday, card)
	c.mustLoseAll()
	c.mustRestore(backup)
	for _, to := range []*contract.Place{elsewhere[0], here[0]} {
		_, err := call(t.Context(), c.nodes[0].door, door.Book, c.web(to, card, "Te Vroeg"))
		mustRefuse(t, err, fault.Unreachable)
		c.say("%s: %s", to.Site, fault.Sentence(err))
	}
	k.mend()
	k.mustBeOnline()
	c.say("Berchem heeft zich gemeld bij het nieuwe tijdperk.")
	for _, a := range []*contract.Appointment{before, meanwhile.Appointment, alone.Appointment} {
		c.mustKnow(a)
	}
	c.mustBook(here[0], card, "Weer Open")
	k.mustAgree(tuesday, friday, nextWeek)
}

// mustLoseAll takes headquarters down, with all its files but the authority's and the planner's token.
func (c *city) mustLoseAll() {
	c.t.Helper()
	for _, n := range c.nodes {
		n.kill()
		if err := os.RemoveAll(filepath.Join(c.dir, n.name)); err != nil {
			c.t.Fatal(err)
		}
	}
}

// mustRestore makes one node of a backup and starts it where the first of the old ones was.
func (c *city) mustRestore(backup string) {
	c.t.Helper()
	n := c.nodes[0]
	n.name = "hq4"
	mustRun(c.t, c.env(), "central", "restore", backup, "--dir", filepath.Join(c.dir, n.name), "--name", n.name, "--listen", n.listen,
		"--by", "ines", "--second", "karel")
	c.startNode(n)
	if s := ask(c, door.Status, &contract.StatusRequest{}); s.Era != 2 {
		c.t.Errorf("era %d", s.Era)
	}
	c.say("Het hoofdkantoor is terug uit zijn backup, in een nieuw tijdperk.")
}

// mustKnow wants headquarters to have an appointment where the visitor was told.
func (c *city) mustKnow(a *contract.Appointment) {
	c.t.Helper()
	run := a.Place.Run
	for _, r := range ask(c, door.Day, &contract.DayRequest{Site: a.Place.Site, Date: run.Date}).Seats {
		if string(r.Appointment.GetId()) == string(a.Id) && r.Run.Desk == run.Desk && r.Run.Start == run.Start {
			return
		}
	}
	c.t.Errorf("headquarters does not know the appointment at %s", sayPlace(a.Place))
}

// TestStoryCounterRestored puts an old copy of a counter's journal back. It begins a new life without seats; what the
// copy did not have is still at headquarters, and the seats that may have been booked in it stay blocked.
func TestStoryCounterRestored(t *testing.T) {
	c := mustCity(t, at(tuesday, "08:50"))
	c.mustStaff()
	k := c.mustCounter(berchem)
	an := k.signIn("an", 1)
	first := must(k, screen.Book, an.booking(an.search(tuesday, card, true)[0], card, "In De Kopie"))
	k.mustStop(t)
	backup := filepath.Join(c.dir, "counter.backup")
	mustRun(t, c.env(), "appliance", "backup", backup, "--site", berchem, "--dir", k.dir)
	k.start("")
	an = k.signIn("an", 1)
	second := must(k, screen.Book, an.booking(an.search(tuesday, card, true)[0], card, "Na De Kopie"))
	k.mustBeOnline()
	k.mustStop(t)
	mustRun(t, c.env(), "appliance", "restore", backup, "--site", berchem, "--dir", k.dir)
	k.start("")
	k.mustBeOnline()
	c.mustKnow(first.Appointment)
	c.mustKnow(second.Appointment)
	row := k.row()
	if row.Blocked == 0 {
		t.Error("no seat is blocked")
	}
	here := map[string]bool{}
	eventually(t, "both appointments at the counter", func() error {
		for _, r := range must(k, screen.Agenda, &contract.AgendaRequest{Date: int32(tuesday)}).Rows {
			here[string(r.Appointment.GetId())] = true
		}
		if !here[string(first.Appointment.Id)] || !here[string(second.Appointment.Id)] {
			return fault.New("story", fault.NotFound)
		}
		return nil
	})
	c.say("Het loket begon een nieuw leven (%s): %d plaatsen geblokkeerd, beide afspraken zijn er nog.", office.Incarnation(row.Incarnation), row.Blocked)
	k.mustAgree()
}
