package vault

import "context"

// Watch tells from one reading of a vault to the next what changed. It has no clock and no goroutine: whoever runs it calls
// Step, often enough that a hand cannot open and shut a door in between (twice a second). Not for use by several
// goroutines at once.
type Watch struct {
	vault Vault
	last  Reading
}

// NewWatch begins with a vault of which nothing is known.
func NewWatch(v Vault) *Watch { return &Watch{vault: v} }

// Step reads the doors and tells what changed since the last step. Reading and changes are good also when there is an
// error: what could not be read has become Unknown.
func (w *Watch) Step(ctx context.Context) (Reading, []Change, error) {
	r, err := w.vault.Doors(ctx)
	changes := r.Since(w.last)
	w.last = r
	return r, changes, err
}
