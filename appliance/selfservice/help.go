package selfservice

import (
	"encoding/binary"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

var keyHelp = []byte("k/h")

// Call asks a person to come. There is no event while a call stands. now is in the site's zone.
func Call(r kv.Reader, now time.Time) *contract.Event {
	today := office.DateOf(now)
	if _, stands := Standing(r, today); stands {
		return nil
	}
	return &contract.Event{Kind: &contract.Event_KioskHelpCalled{KioskHelpCalled: &contract.KioskHelpCalled{Date: int32(today)}}}
}

// See says that somebody goes there. There is no event when no call stands.
func See(r kv.Reader, today office.Date) *contract.Event {
	if _, stands := Standing(r, today); !stands {
		return nil
	}
	return &contract.Event{Kind: &contract.Event_KioskHelpSeen{KioskHelpSeen: new(contract.KioskHelpSeen)}}
}

// Standing tells when a person was asked for, if nobody went there yet. A call of another day is over.
func Standing(r kv.Reader, today office.Date) (since time.Time, stands bool) {
	b := r.Get(keyHelp)
	if len(b) != 12 || dayIn(b) != today {
		return time.Time{}, false
	}
	return time.UnixMilli(int64(binary.BigEndian.Uint64(b[4:]))), true
}

// foldCalled notes a call.
func foldCalled(w kv.Writer, e *contract.KioskHelpCalled, atMS int64) {
	w.Put(keyHelp, binary.BigEndian.AppendUint64(day(office.Date(e.Date)), uint64(atMS)))
}

// day writes a civil day so that keys sort as days do; dayIn reads it back.
func day(d office.Date) []byte { return binary.BigEndian.AppendUint32(nil, uint32(d)^1<<31) }

func dayIn(b []byte) office.Date { return office.Date(binary.BigEndian.Uint32(b) ^ 1<<31) }
