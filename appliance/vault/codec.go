package vault

import (
	"encoding/binary"
	"errors"
	"strconv"

	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/office"
)

var errShort = errors.New("a stored value is cut off")

// line is a value as it is stored: numbers as signed varints, texts behind their length as unsigned varints. The
// form may change freely: the journal rebuilds projections made by other code.
type line []byte

func (l *line) num(n int64) { *l = binary.AppendVarint(*l, n) }

func (l *line) text(s string) { *l = append(binary.AppendUvarint(*l, uint64(len(s))), s...) }

func (l *line) list(all []string) {
	l.num(int64(len(all)))
	for _, s := range all {
		l.text(s)
	}
}

func (l *line) party(p custody.Party) {
	l.num(int64(p.Kind))
	l.text(p.Name)
}

// cut reads what line wrote. After the first thing that is not there, everything reads as zero and short is set.
type cut struct {
	rest  []byte
	short bool
}

func (c *cut) num() int64 {
	n, size := binary.Varint(c.rest)
	if size <= 0 {
		c.rest, c.short = nil, true
		return 0
	}
	c.rest = c.rest[size:]
	return n
}

func (c *cut) text() string { return string(c.bytes()) }

// bytes reads a text in place: it is valid as long as the store's bytes are.
func (c *cut) bytes() []byte {
	n, size := binary.Uvarint(c.rest)
	if size <= 0 || n > uint64(len(c.rest)-size) {
		c.rest, c.short = nil, true
		return nil
	}
	b := c.rest[size : size+int(n)]
	c.rest = c.rest[size+int(n):]
	return b
}

func (c *cut) list() []string {
	n := c.num()
	if n < 0 || n > int64(len(c.rest)) {
		c.rest, c.short = nil, true
		return nil
	}
	var out []string
	for range n {
		out = append(out, c.text())
	}
	return out
}

func (c *cut) party() custody.Party {
	return custody.Party{Kind: custody.PartyKind(c.num()), Name: c.text()}
}

// err is errShort when something was missing or is left over.
func (c *cut) err() error {
	if c.short || len(c.rest) > 0 {
		return errShort
	}
	return nil
}

// encode writes an item without its chain and its number, which is its key.
func (i Item) encode() []byte {
	l := make(line, 0, 128)
	for _, n := range []int64{i.Received, int64(i.Arrived), int64(i.Reminder), int64(i.LastReminder), int64(i.Reminders), int64(i.Bars),
		int64(i.Custody.Length), int64(i.TripDay), int64(i.BackBy), flag(i.Away), int64(i.Proposal.Date)} {
		l.num(n)
	}
	l.party(i.Custody.Custodian)
	for _, s := range []string{string(i.Kind), string(i.Holder), i.Consignment, string(i.For), i.Trip, string(i.LentBy),
		string(i.Proposal.Fate), i.Proposal.Ground, i.Proposal.Reason, string(i.Proposal.By)} {
		l.text(s)
	}
	return l
}

// decode reads what encode wrote.
func decode(number office.DocumentNumber, b []byte) (Item, error) {
	c := cut{rest: b}
	i := Item{Document: number, Received: c.num(), Arrived: office.Date(c.num()), Reminder: office.Date(c.num()),
		LastReminder: office.Date(c.num()), Reminders: uint32(c.num()), Bars: Bar(c.num())}
	i.Custody.Length = uint64(c.num())
	i.TripDay, i.BackBy, i.Away = office.Date(c.num()), office.Minute(c.num()), c.num() == 1
	i.Proposal.Date = office.Date(c.num())
	i.Custody.Custodian = c.party()
	i.Kind = office.ProductID(c.text())
	if b := c.bytes(); len(b) > 0 {
		i.Holder = append([]byte(nil), b...)
	}
	i.Consignment, i.For, i.Trip, i.LentBy = c.text(), office.SiteID(c.text()), c.text(), office.SiteID(c.text())
	i.Proposal.Fate, i.Proposal.Ground = Fate(c.text()), c.text()
	i.Proposal.Reason, i.Proposal.By = c.text(), office.ClerkID(c.text())
	return i, c.err()
}

func flag(set bool) int64 {
	if set {
		return 1
	}
	return 0
}

func (l Link) encode() []byte {
	var out line
	out.num(l.At)
	out.text(string(l.Clerk))
	out.party(l.Handover.From)
	out.party(l.Handover.To)
	out.text(l.Handover.Evidence)
	return out
}

func decodeLink(b []byte) (Link, error) {
	c := cut{rest: b}
	l := Link{At: c.num(), Clerk: office.ClerkID(c.text()), Handover: custody.Handover{From: c.party(), To: c.party(), Evidence: c.text()}}
	return l, c.err()
}

// linkKey is the key of the n-th hand-over of a document, from 0.
func linkKey(document office.DocumentNumber, n uint64) []byte {
	return binary.BigEndian.AppendUint32([]byte(chains+string(document)+"\x00"), uint32(n))
}

// dayKey writes a civil day so that keys sort as days do.
func dayKey(d office.Date) string {
	return string(binary.BigEndian.AppendUint32(nil, uint32(d)^1<<31))
}

func dayOf(key string) office.Date {
	if len(key) < 4 {
		return 0
	}
	return office.Date(binary.BigEndian.Uint32([]byte(key)) ^ 1<<31)
}

// dutch writes a day as people read it: "3-9-2026".
func dutch(d office.Date) string {
	y, m, day := d.UTC().Date()
	return strconv.Itoa(day) + "-" + strconv.Itoa(int(m)) + "-" + strconv.Itoa(y)
}
