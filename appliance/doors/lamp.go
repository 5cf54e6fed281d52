package doors

import (
	"context"
	"slices"
	"time"

	locker "github.com/buurtloket/buurtloket/hardware/vault"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// relight is how long after a failure the lamps are tried again.
const relight = 5 * time.Second

// lamps is what a keeper last had the vault's lamps do; it is of the goroutine that steps.
type lamps struct {
	set   bool          // they were set since this process began
	lit   []locker.Door // which, by number
	after time.Time     // they are not tried again before; zero: at once
	dark  bool          // the last try failed, and was logged
}

// Lit are the doors whose lamp is to burn, by number: somebody was ordered to collect what lies behind it, and it has not
// opened yet or stands open.
func (l Layout) Lit(r kv.Reader) (out []locker.Door, err error) {
	for _, d := range l.Doors() {
		s, err := stateOf(r, d)
		if err != nil {
			return nil, err
		}
		if Purpose(s.Order.GetPurpose()) == Collect && (s.Outcome == "" || s.Outcome == Opened && s.Open) {
			out = append(out, d)
		}
	}
	return out, nil
}

// light sets the lamps when others are to burn than do. At the first step it sets them whatever they are: a program that
// ended may have left one burning. A lamp that fails is logged and tried again, and keeps no door from anybody.
func (k *Keeper) light(ctx context.Context) error {
	var want []locker.Door
	err := k.o.Look(func(r kv.Reader) (err error) {
		want, err = k.o.Layout.Lit(r)
		return err
	})
	now := k.o.Now()
	if err != nil || k.lamps.set && slices.Equal(want, k.lamps.lit) || now.Before(k.lamps.after) && k.lamps.after.Sub(now) <= relight {
		return err
	}
	within, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := k.o.Vault.Light(within, want...); err != nil && ctx.Err() == nil {
		if !k.lamps.dark {
			k.o.Logger.Warn("the lamps of the vault cannot be set", "err", err)
		}
		k.lamps = lamps{after: now.Add(relight), dark: true}
		return nil
	}
	k.lamps = lamps{set: true, lit: want}
	return nil
}
