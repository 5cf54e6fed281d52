package journal

import (
	"errors"
	"fmt"
	"syscall"

	berrors "go.etcd.io/bbolt/errors"

	"github.com/buurtloket/buurtloket/sync/fault"
)

const opOpen = "journal.Open"

// storeFault names what went wrong with the file; nil stays nil, a fault keeps its kind and its words.
func storeFault(op, path string, err error) error {
	var f *fault.Fault
	switch {
	case err == nil:
		return nil
	case errors.As(err, &f):
		return fault.Wrap(op, err)
	case errors.Is(err, berrors.ErrTimeout):
		return fault.New(op, fault.Conflict).On(path).Because(err).Tell(
			"Dit logboek is al in gebruik door een ander programma op dit toestel.",
			"Sluit dat programma, of herstart het toestel.")
	case full(err):
		return fault.New(op, fault.Exhausted).On(path).Because(err).Tell(sayFull, nextFull)
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrChecksum), errors.Is(err, berrors.ErrVersionMismatch):
		return fault.New(op, fault.Corrupt).On(path).Because(err).Tell(
			"Het logboek van dit toestel is beschadigd en niet geopend.",
			"Bel de beheerder: er moet een kopie worden teruggezet.")
	}
	return fault.New(op, fault.Internal).On(path).Because(err)
}

const (
	sayFull    = "De schijf van dit toestel is vol; dit is niet bewaard."
	nextFull   = "Bel de beheerder: er moet plaats komen, daarna start het programma opnieuw."
	sayLatched = "Het logboek van dit toestel kon niet veilig wegschrijven en is gestopt; het is niet zeker of het laatste is bewaard."
	nextRetry  = "Herstart het programma en kijk na wat bewaard is. Bel de beheerder als het opnieuw gebeurt."
)

// full reports whether err says that there is no room.
func full(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG) ||
		errors.Is(err, berrors.ErrMaxSizeReached)
}

// latch stops the journal for good and returns what to tell the callers of the commit that failed.
func (j *Journal) latch(cause error) error {
	f := fault.New("journal.commit", fault.Internal).On(j.path).Because(cause).Tell(sayLatched, nextRetry)
	if full(cause) {
		f.Kind = fault.Exhausted
		f.Tell(sayFull, nextFull)
	}
	if j.failure.CompareAndSwap(nil, f) {
		j.o.Logger.Error("journal: a commit failed; nothing more is written until it is verified and reopened",
			"path", j.path, "cause", cause)
	}
	return f
}

// usable is nil while the journal works.
func (j *Journal) usable(op string) error {
	if f := j.failure.Load(); f != nil {
		return fault.Wrap(op, fmt.Errorf("latched: %w", f))
	}
	return nil
}

// closedFault is for calls that come too late.
func closedFault(op string) error {
	return fault.New(op, fault.Unreachable).Because(errors.New("the journal is closed")).Tell(
		"Het programma wordt afgesloten; dit is niet bewaard.", "Probeer het straks opnieuw.")
}
