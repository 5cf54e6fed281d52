package staff

import (
	"encoding/binary"
	"fmt"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// DefaultOffline is how many days people may sign in after headquarters was heard of last, when the roster says
// nothing: a week without a line, twice. Whoever was dismissed meanwhile can sign in for as long.
const DefaultOffline = 14

// warnBefore is how many days before the end people are told.
const warnBefore = 3

const day = 24 * time.Hour

// Left is how many whole days sign-in still works without a word from headquarters, 0 on the last, less when it is
// over. heard is when headquarters was heard of last; zero: never. The node knows, who takes what headquarters says.
func Left(r kv.Reader, heard, now time.Time) int {
	if heard.IsZero() || heard.After(now) { // never heard: there is no roster either; a clock that went back ends nothing
		return offline(r)
	}
	return offline(r) - int(now.Sub(heard)/day)
}

// Fresh refuses sign-in on a roster that is too old to be trusted. Faults: Denied.
func Fresh(r kv.Reader, heard, now time.Time) error {
	if Left(r, heard, now) >= 0 {
		return nil
	}
	return fault.New("staff.Fresh", fault.Denied).
		Tell(fmt.Sprintf("Dit loket hoorde meer dan %d dagen niets van het hoofdkantoor en kan niet meer nagaan wie hier werkt.", offline(r)),
			"Herstel de lijn, of kijk of de klok juist staat.")
}

// Warning says in Dutch that sign-in will end soon; empty when it will not.
func Warning(r kv.Reader, heard, now time.Time) string {
	switch left := Left(r, heard, now); {
	case left > warnBefore || left < 0:
		return ""
	case left == 0:
		return "Zonder bericht van het hoofdkantoor kan vanaf morgen niemand zich nog aanmelden."
	case left == 1:
		return "Zonder bericht van het hoofdkantoor kan over 1 dag niemand zich nog aanmelden."
	default:
		return fmt.Sprintf("Zonder bericht van het hoofdkantoor kan over %d dagen niemand zich nog aanmelden.", left)
	}
}

// offline is the number of days that the roster allows.
func offline(r kv.Reader) int {
	if b := r.Get([]byte(keyOffline)); len(b) == 4 {
		return int(binary.BigEndian.Uint32(b))
	}
	return DefaultOffline
}
