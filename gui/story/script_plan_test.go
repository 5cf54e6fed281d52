//go:build story

package story_test

import (
	"fmt"
	"strings"

	"github.com/buurtloket/buurtloket/sync/office"
)

// citizenSees: citizen sees SITE DATE TIME PRODUCT as NAME. A page shows them that place, and they wait with it.
func (s *script) citizenSees(w *line) (string, error) {
	name := w.after("as")
	site, day, at, product := w.site(), w.date(), w.minute(), w.next("a product")
	w.done()
	found, err := s.free(site, day, product)
	if err != nil {
		return "", err
	}
	for _, p := range found {
		if office.Minute(p.Run.Start) == at {
			g := s.guest(name)
			g.place, g.product = p, product
			return fmt.Sprintf("%s: %s\n", name, sayWhen(p)), nil
		}
	}
	w.misuse("nothing is free at %s; there is %s", at, sayStarts(found))
	return "", nil
}

// citizenTakes: citizen takes NAME. They press on the page that they saw, whatever became of that place since.
func (s *script) citizenTakes(w *line) (string, error) {
	name := w.next("who")
	w.done()
	g := s.guest(name)
	if g.place == nil {
		w.misuse("%s saw no place", name)
	}
	return s.webBook(g.place, g.product, name)
}

// plannerArgs are how the planner's screen reaches headquarters: by the doors of all nodes, with the planner's token.
func (c *city) plannerArgs() []string {
	var doors []string
	for _, n := range c.nodes {
		doors = append(doors, "http://"+n.public)
	}
	return []string{"--hq", strings.Join(doors, ","), "--token-file", c.tokenFile(), "--by", "ines"}
}
