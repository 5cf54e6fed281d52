package staff

import (
	"encoding/binary"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// locks are the keys of locked desks; see doc.go.
const locks = "s/l/"

func lockKey(desk office.Desk) []byte { return append([]byte(locks), byte(desk)) }

// Lock notes that a clerk went away from a desk for a moment; no event when they are not at it, or it is locked already. The
// desk stays theirs, and so does whom it serves, until somebody signs in there: the same clerk, or who takes it over. The
// caller ends the session once this is durable. Faults: Invalid for who sits at no desk.
func Lock(r kv.Reader, clerk office.ClerkID, desk office.Desk) (*contract.Event, error) {
	if desk == 0 {
		return nil, fault.New("staff.Lock", fault.Invalid).Tell("Alleen een loket kan vergrendeld worden.", "Meld je af.")
	}
	if at, ok := At(r, desk); !ok || at != clerk || r.Get(lockKey(desk)) != nil {
		return nil, nil
	}
	return &contract.Event{Clerk: string(clerk), Desk: uint32(desk), Kind: &contract.Event_DeskLocked{DeskLocked: new(contract.DeskLocked)}}, nil
}

// Locked is since when a desk is locked; false when it is not.
func Locked(r kv.Reader, desk office.Desk) (time.Time, bool) {
	b := r.Get(lockKey(desk))
	if len(b) != 8 {
		return time.Time{}, false
	}
	return time.UnixMilli(int64(binary.BigEndian.Uint64(b))), true
}

// foldLock notes that a desk is locked.
func foldLock(w kv.Writer, desk office.Desk, atMS int64) {
	w.Put(lockKey(desk), binary.BigEndian.AppendUint64(nil, uint64(atMS)))
}
