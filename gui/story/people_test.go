//go:build story

package story_test

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// pin opens every invented clerk's session.
const pin = "2468"

// mustStaff puts two invented clerks on the rosters.
func (c *city) mustStaff() {
	c.t.Helper()
	file := filepath.Join(c.dir, "pin")
	if err := os.WriteFile(file, []byte(pin+"\n"), 0o600); err != nil {
		c.t.Fatal(err)
	}
	for id, name := range map[string]string{"an": "An Peeters", "bart": "Bart Maes"} {
		c.mustTool("clerk", id, "--name", name, "--site", berchem, "--site", groenenhoek, "--pin-file", file, "--by", "ines")
	}
	c.say("An en Bart staan op het rooster van beide loketten.")
}

// places are what headquarters has free for a product.
func (c *city) places(site string, day office.Date, product string) []*contract.Place {
	c.t.Helper()
	res := ask(c, door.Search, &contract.PublicSearchRequest{Products: []string{product}, Persons: 1, Sites: []string{site},
		From: int32(day), To: int32(day), Limit: 100, Channel: contract.Channel_CHANNEL_WEB})
	var out []*contract.Place
	for _, p := range res.Places {
		out = append(out, p.Place)
	}
	if len(out) == 0 {
		c.t.Fatalf("nothing free at %s on %s for %s", site, day, product)
	}
	return out
}

// web is a booking as the city's web pages make it.
func (c *city) web(to *contract.Place, product, name string) *contract.PublicBookRequest {
	id := c.newID()
	return &contract.PublicBookRequest{Id: id[:], Place: to, Products: []string{product}, Persons: 1,
		Channel: contract.Channel_CHANNEL_WEB, Person: &contract.Person{Name: name, Phone: "0470 00 00 00"}}
}

// mustBook books a place at headquarters.
func (c *city) mustBook(to *contract.Place, product, name string) *contract.Appointment {
	c.t.Helper()
	return ask(c, door.Book, c.web(to, product, name)).Appointment
}

// search is what a clerk's search finds: sure is what the counter holds itself.
func (d *desk) search(day office.Date, product string, sure bool) []*contract.Place {
	d.c.t.Helper()
	res := must(d.counter, screen.Search, &contract.SearchRequest{Products: []string{product}, Persons: 1,
		Sites: []string{d.site}, From: int32(day), To: int32(day), Limit: 50})
	var out []*contract.Place
	for _, p := range res.Places {
		if p.Sure == sure {
			out = append(out, p.Place)
		}
	}
	if len(out) == 0 {
		d.c.t.Fatalf("%s finds nothing on %s for %s (sure %t)", d.site, day, product, sure)
	}
	return out
}

// booking is a booking as a clerk makes it.
func (d *desk) booking(to *contract.Place, product, name string) *contract.BookRequest {
	return &contract.BookRequest{Command: d.act(), Place: to, Products: []string{product}, Persons: 1,
		Channel: contract.Channel_CHANNEL_DESK, Person: &contract.Person{Name: name, Phone: "0470 00 00 00"}}
}

// walkIn is a visitor without an appointment, for a paper that takes three minutes.
func (d *desk) walkIn() *contract.IssueRequest {
	return &contract.IssueRequest{Command: d.act(), Products: []string{"attest-bevolking"}, Persons: 1}
}

// sayPlace writes a place for the story's lines.
func sayPlace(p *contract.Place) string {
	first := p.Run.First(office.SiteID(p.Site))
	return fmt.Sprintf("%s %s, balie %d", first.Date, first.Start, first.Desk)
}
