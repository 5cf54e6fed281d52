package register

import (
	"encoding/binary"
	"strings"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Use of self-service desks is counted as the journals tell it, each record once, whichever life of a site wrote it. Nothing in the
// counts is of a person: what people told of themselves comes in groups (KioskTold) and stands apart from what they did.

// useKey counts uses that are alike.
func useKey(site office.SiteID, u *contract.KioskUsed) []byte {
	key := binary.BigEndian.AppendUint32(office.AppendDayKey([]byte("K/u/"), site, office.Date(u.Date)), u.Kiosk)
	key = append(key, 0)
	if u.Offline {
		key[len(key)-1] = 1
	}
	return append(key, strings.Join([]string{u.What, u.Product, u.Outcome}, "\x00")...)
}

// toldKey counts what people told of themselves on a day: by is 'a' for an age, 'l' for a language.
func toldKey(site office.SiteID, d office.Date, by byte, code string) []byte {
	return append(append(office.AppendDayKey([]byte("K/t/"), site, d), by), code...)
}

// foldKiosk takes what a record says of the use of a self-service desk; it reports whether the record was about that.
func (t *turn) foldKiosk(from origin, e *contract.Event) bool {
	switch k := e.Kind.(type) {
	case *contract.Event_KioskUsed:
		t.count(useKey(from.site, k.KioskUsed), 1)
	case *contract.Event_KioskTold:
		day := office.Date(k.KioskTold.Date)
		for _, c := range k.KioskTold.Ages {
			t.count(toldKey(from.site, day, 'a', c.Code), uint64(c.Count))
		}
		for _, c := range k.KioskTold.Languages {
			t.count(toldKey(from.site, day, 'l', c.Code), uint64(c.Count))
		}
	default:
		return false
	}
	return true
}

// count adds to a count.
func (t *turn) count(key []byte, n uint64) {
	if b := t.w.Get(key); len(b) == 8 {
		n += binary.BigEndian.Uint64(b)
	}
	t.w.Put(key, binary.BigEndian.AppendUint64(nil, n))
}

// KioskUses counts what was done at a site's self-service desks on the days from first to last, both included, in the order of the
// days.
func (v View) KioskUses(site office.SiteID, first, last office.Date) (out []*contract.KioskCountRow) {
	v.counted("K/u/", site, first, last, func(d office.Date, rest []byte, n uint64) {
		if len(rest) < 5 {
			return
		}
		parts := strings.SplitN(string(rest[5:]), "\x00", 3)
		if len(parts) == 3 {
			out = append(out, &contract.KioskCountRow{Site: string(site), Date: int32(d), Kiosk: binary.BigEndian.Uint32(rest), Offline: rest[4] == 1,
				What: parts[0], Product: parts[1], Outcome: parts[2], Count: uint32(n)})
		}
	})
	return out
}

// KioskTold counts what people told of themselves at a site on these days: ages and languages, by code. Who shows it withholds what
// small groups would tell (visit.Withhold).
func (v View) KioskTold(site office.SiteID, first, last office.Date) (ages, languages map[string]uint64) {
	ages, languages = map[string]uint64{}, map[string]uint64{}
	v.counted("K/t/", site, first, last, func(_ office.Date, rest []byte, n uint64) {
		switch {
		case len(rest) > 1 && rest[0] == 'a':
			ages[string(rest[1:])] += n
		case len(rest) > 1 && rest[0] == 'l':
			languages[string(rest[1:])] += n
		}
	})
	return ages, languages
}

// counted gives the counts of a prefix, a site and these days, and the rest of their keys, from the day's end on.
func (v View) counted(prefix string, site office.SiteID, first, last office.Date, take func(office.Date, []byte, uint64)) {
	all := office.AppendSiteKey([]byte(prefix), site)
	for k, b := range v.r.Scan(all, office.AppendDayKey([]byte(prefix), site, first)) {
		rest := k[len(all):]
		if len(rest) < 4 || len(b) != 8 {
			continue
		}
		d := office.Date(int32(binary.BigEndian.Uint32(rest) ^ 1<<31))
		if d > last {
			return
		}
		take(d, rest[4:], binary.BigEndian.Uint64(b))
	}
}
