package selfservice

import (
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

const (
	prefixUses      = "k/u/"
	prefixAges      = "k/a/"
	prefixLanguages = "k/l/"
)

// Fold brings an event into the projection; events of other areas change nothing. It fails, as Corrupt, on what no decision of
// this package made.
func Fold(w kv.Writer, e *contract.Event) error {
	switch k := e.Kind.(type) {
	case *contract.Event_KioskUsed:
		return foldUsed(w, k.KioskUsed)
	case *contract.Event_LetterAsked:
		return foldLetter(w, e, k.LetterAsked)
	case *contract.Event_Erased:
		return foldErased(w, e, k.Erased.Subject)
	case *contract.Event_KioskTold:
		for prefix, counts := range map[string][]*contract.KioskCount{prefixAges: k.KioskTold.Ages, prefixLanguages: k.KioskTold.Languages} {
			for _, c := range counts {
				key := append(append([]byte(prefix), day(office.Date(k.KioskTold.Date))...), c.Code...)
				if err := count(w, key, uint64(c.Count)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func foldUsed(w kv.Writer, u *contract.KioskUsed) error {
	if u.Hour > 23 {
		return corrupt(fmt.Errorf("hour %d", u.Hour))
	}
	key := append([]byte(prefixUses), day(office.Date(u.Date))...)
	key = append(append(key, byte(u.Hour)), strings.Join([]string{u.What, u.Product, u.Outcome}, "\x00")...)
	return count(w, key, 1)
}

// count adds to a count.
func count(w kv.Writer, key []byte, n uint64) error {
	before, err := counted(w.Get(key))
	if err == nil {
		w.Put(key, binary.BigEndian.AppendUint64(nil, before+n))
	}
	return err
}

// counted reads a count; nothing is none.
func counted(b []byte) (uint64, error) {
	switch len(b) {
	case 0:
		return 0, nil
	case 8:
		return binary.BigEndian.Uint64(b), nil
	}
	return 0, corrupt(fmt.Errorf("a count of %d bytes", len(b)))
}

// day writes a civil day so that keys sort as days do; dayIn reads it back.
func day(d office.Date) []byte { return binary.BigEndian.AppendUint32(nil, uint32(d)^1<<31) }

func dayIn(b []byte) office.Date { return office.Date(binary.BigEndian.Uint32(b) ^ 1<<31) }

func corrupt(err error) error { return fault.New("selfservice.Fold", fault.Corrupt).Because(err) }
