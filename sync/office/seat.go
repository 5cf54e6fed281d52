package office

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
)

// SeatID names a seat: one desk of one site for one slot of one day. It is the smallest thing that can
// be booked and held. Start is local wall time; the slot's length follows from the opening rules.
type SeatID struct {
	Site  SiteID
	Date  Date
	Desk  Desk
	Start Minute
}

// String writes "buurtloket-berchem/2026-11-26/1/10:10".
func (s SeatID) String() string {
	return fmt.Sprintf("%s/%s/%d/%s", s.Site, s.Date, s.Desk, s.Start)
}

// ParseSeatID reads what String writes.
func ParseSeatID(text string) (SeatID, error) {
	p := strings.Split(text, "/")
	if len(p) != 4 {
		return SeatID{}, fmt.Errorf("seat %q: want site/date/desk/time", text)
	}
	date, err := ParseDate(p[1])
	if err != nil {
		return SeatID{}, fmt.Errorf("seat %q: %w", text, err)
	}
	desk, err := strconv.ParseUint(p[2], 10, 8)
	if err != nil {
		return SeatID{}, fmt.Errorf("seat %q: desk: %w", text, err)
	}
	start, err := ParseMinute(p[3])
	if err != nil {
		return SeatID{}, fmt.Errorf("seat %q: %w", text, err)
	}
	return SeatID{Site: SiteID(p[0]), Date: date, Desk: Desk(desk), Start: start}, nil
}

// Compare orders seats by site, date, start, desk: the order of an agenda.
func (s SeatID) Compare(o SeatID) int {
	return cmp.Or(cmp.Compare(s.Site, o.Site), cmp.Compare(s.Date, o.Date),
		cmp.Compare(s.Start, o.Start), cmp.Compare(s.Desk, o.Desk))
}

// AppendKey appends a binary key that sorts as Compare does, and of which the site, and the site with the
// date, are prefixes: site, 0x00, date (4 bytes, big endian, sign flipped), start (2), desk (1).
func (s SeatID) AppendKey(b []byte) []byte {
	b = AppendDayKey(b, s.Site, s.Date)
	b = binary.BigEndian.AppendUint16(b, uint16(s.Start))
	return append(b, byte(s.Desk))
}

// AppendDayKey appends the prefix of AppendKey that all seats of one site and day share.
func AppendDayKey(b []byte, site SiteID, d Date) []byte {
	b = AppendSiteKey(b, site)
	return binary.BigEndian.AppendUint32(b, uint32(d)^1<<31)
}

// AppendSiteKey appends the prefix of AppendKey that all seats of one site share.
func AppendSiteKey(b []byte, site SiteID) []byte { return append(append(b, site...), 0) }

// SeatOfKey reads what AppendKey wrote.
func SeatOfKey(key []byte) (SeatID, error) {
	n := len(key) - 7
	if n < 1 || key[n-1] != 0 {
		return SeatID{}, fmt.Errorf("seat key %x is malformed", key)
	}
	return SeatID{
		Site:  SiteID(key[:n-1]),
		Date:  Date(binary.BigEndian.Uint32(key[n:]) ^ 1<<31),
		Start: Minute(binary.BigEndian.Uint16(key[n+4:])),
		Desk:  Desk(key[n+6]),
	}, nil
}
