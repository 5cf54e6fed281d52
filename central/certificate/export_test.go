package certificate

import (
	"fmt"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/sync/attest"
)

// Say is what a certificate says, as text: for tests.
func Say(k attest.Kind, p *Person, r Register, at time.Time) string {
	s, refused := state(k, p, r, at)
	if refused != "" {
		return "geen: " + refused + "\n"
	}
	var b strings.Builder
	fmt.Fprintln(&b, s.title)
	fmt.Fprintln(&b, s.opening)
	for _, row := range s.rows {
		fmt.Fprintf(&b, "  %-20s %s\n", row[0], row[1])
	}
	for _, row := range s.table {
		fmt.Fprintln(&b, "  | "+strings.Join(row, " | "))
	}
	fmt.Fprintln(&b, s.closing)
	return b.String()
}

// Agrees is whether a name is a person's.
func Agrees(p *Person, told string) bool { return p.agrees(told) }
