package certificate

import (
	"context"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Find is who somebody says to be: by number and name, or without a number by name and date of birth. Faults: NotFound when nobody
// is meant, or more than one; Conflict when who has the number is called otherwise; Invalid for what is no number.
func (r *Invented) Find(ctx context.Context, number, name string, born office.Date, at time.Time) (*Person, error) {
	const op = "certificate.Find"
	if number != "" {
		n, err := ParseNumber(number)
		if err != nil {
			return nil, err
		}
		p, err := r.Person(ctx, n, at)
		if err == nil && !p.agrees(name) {
			p, err = nil, fault.New(op, fault.Conflict)
		}
		return p, err
	}
	var found *Person
	for _, p := range r.persons {
		if p.Born != born || !p.agrees(name) {
			continue
		}
		if found != nil {
			return nil, fault.New(op, fault.NotFound)
		}
		found = p
	}
	if found == nil {
		return nil, fault.New(op, fault.NotFound)
	}
	return found, ctx.Err()
}
