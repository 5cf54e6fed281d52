package vault

import (
	"context"
	"errors"
	"slices"
)

// Light implements Vault. Boards without a lamp are not asked; of the others each is tried, also when one fails.
func (c *Cabinet) Light(ctx context.Context, doors ...Door) error {
	lit := func(d Door) bool { return slices.Contains(doors, d) }
	var first error
	for _, b := range c.config.Boards {
		if !slices.ContainsFunc(b.Fittings, func(f Fitting) bool { return f.Lamp != nil }) {
			continue
		}
		err := c.lightBoard(ctx, b, lit)
		c.mu.Lock()
		if c.dark[b.Address] = err; err == nil {
			delete(c.dark, b.Address)
		}
		c.mu.Unlock()
		if first == nil && err != nil {
			first = fault("vault.Light", err)
		}
	}
	return first
}

// lightBoard switches the lamps of one board. A connection that ended since it was used last is made anew, once: to switch
// the same lamps again does no harm.
func (c *Cabinet) lightBoard(ctx context.Context, b Board, lit func(Door) bool) error {
	ctx, leave, err := c.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	again := c.line.used && c.line.link != nil
	err = c.config.Dialect.light(ctx, c.line, b, lit)
	if again && errors.Is(err, errBroken) && ctx.Err() == nil {
		err = c.config.Dialect.light(ctx, c.line, b, lit)
	}
	return err
}
