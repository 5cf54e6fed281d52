package procedure

import (
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/procedure"
)

// Shift is when a clerk was here before today.
type Shift struct {
	First time.Time // the first time ever; zero: never
	Ended time.Time // the end of the last shift; zero: today is the first
}

// LastShift is when a clerk was here before the day of now. A clerk who did not sign out was here until they came in. Faults: Corrupt.
func LastShift(r kv.Reader, clerk office.ClerkID, now time.Time) (Shift, error) {
	s, err := load[*contract.ClerkShifts](r, []byte(shifts+string(clerk)))
	if err != nil || s.FirstMs == 0 {
		return Shift{}, err
	}
	out := Shift{First: time.UnixMilli(s.FirstMs).In(now.Location())}
	ended := s.EndedMs
	if last := time.UnixMilli(s.LastMs).In(now.Location()); office.DateOf(last) != office.DateOf(now) {
		ended = s.LastMs
	}
	if ended != 0 {
		out.Ended = time.UnixMilli(ended).In(now.Location())
	}
	return out, nil
}

// Unread is what is new to a clerk in one procedure.
type Unread struct {
	procedure.News
	SinceShift bool // it came after their last shift; else they have not read it since an earlier one
}

// Knows is the number of the version of a procedure that a clerk knows: the one they read last, else the one in force when they
// first came here; 0 when they know none.
func Knows(r kv.Reader, clerk office.ClerkID, s Shift, p procedure.Procedure) uint32 {
	number := read4(r.Get(readKey(clerk, p.Product)))
	if s.First.IsZero() {
		return number
	}
	first, _ := p.At(s.First)
	return max(number, first.Number)
}

// NewsOf is what is new to a clerk in a procedure; false when nothing is. Nothing is new to who was never here.
func NewsOf(r kv.Reader, clerk office.ClerkID, s Shift, p procedure.Procedure, now time.Time) (Unread, bool) {
	if s.First.IsZero() {
		return Unread{}, false
	}
	news, ok := p.SinceVersion(Knows(r, clerk, s, p), now)
	if !ok || news.Is.Number < news.Was.Number {
		return Unread{}, false
	}
	since := s.Ended
	if since.IsZero() {
		since = s.First
	}
	_, after := p.Since(since, now)
	return Unread{News: news, SinceShift: after}, true
}

// Count is how many procedures among those of products have something new for a clerk. Faults: Corrupt.
func Count(r kv.Reader, clerk office.ClerkID, s Shift, now time.Time, offered func(office.ProductID) bool) (int, error) {
	n := 0
	for k := range r.Scan([]byte(procedures), nil) { // those that came with the program are new to nobody
		product := office.ProductID(k[len(procedures):])
		if !offered(product) {
			continue
		}
		p, err := Of(r, product)
		if err != nil {
			return 0, err
		}
		if _, ok := NewsOf(r, clerk, s, p, now); ok {
			n++
		}
	}
	return n, nil
}

// Read notes that a clerk has read what is new in a procedure, through a version; no event when they had. Faults: NotFound for a
// version that is not known here.
func Read(r kv.Reader, clerk office.ClerkID, product office.ProductID, version uint32) (*contract.Event, error) {
	if _, err := published("procedure.Read", r, product, version); err != nil {
		return nil, err
	}
	if read4(r.Get(readKey(clerk, product))) >= version {
		return nil, nil
	}
	return &contract.Event{Kind: &contract.Event_ProcedureRead{ProcedureRead: &contract.ProcedureRead{Product: string(product), Version: version}}}, nil
}
