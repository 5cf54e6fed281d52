package contact

import (
	"encoding/binary"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Reception is the channel of a question that was answered at the reception.
const Reception = "reception"

// channels are those without a visit (A000-16).
var channels = []string{"phone", "mail", "letter", "video", Reception}

// Subjects are what people ask at the reception, beside the products.
var Subjects = []string{"way", "hours", "appointment", "documents", "cost", "status", "elsewhere", "other"}

// Longest is the longest contact that is believed, in minutes: more is a slip of the hand.
const Longest = 240

const (
	keyDay = "co/d"
	counts = "co/c/"
)

// Contact is one contact without a visit.
type Contact struct {
	Channel string
	Subject string // a product; at the reception also one of Subjects
	Minutes int    // 0: not known
}

// Row is how often that was on a day, and the minutes of all together.
type Row struct {
	Contact
	Count int
}

// Note counts a contact of a civil day. product reports whether a product exists. Faults: Invalid for a channel or a subject
// that is not known, and for a time that nobody believes.
func Note(c Contact, day office.Date, product func(office.ProductID) bool) (*contract.Event, error) {
	const op = "contact.Note"
	switch {
	case !slices.Contains(channels, c.Channel):
		return nil, fault.New(op, fault.Invalid).On(c.Channel).Tell("Dit kanaal bestaat niet.", "Kies telefoon, mail, brief, video of onthaal.")
	case !(c.Channel == Reception && slices.Contains(Subjects, c.Subject)) && !product(office.ProductID(c.Subject)):
		return nil, fault.New(op, fault.Invalid).On(c.Subject).Tell("Dit onderwerp bestaat niet.", "Kies waarover het ging uit de lijst.")
	case c.Minutes < 0 || c.Minutes > Longest:
		return nil, fault.New(op, fault.Invalid).Tell("Een contact duurt hoogstens 240 minuten.", "Kijk het aantal minuten na.")
	}
	return &contract.Event{Kind: &contract.Event_ContactNoted{ContactNoted: &contract.ContactNoted{Date: int32(day),
		Channel: c.Channel, Subject: c.Subject, Minutes: uint32(c.Minutes)}}}, nil
}

// Today are the figures of a day, by channel and subject; none when there was no contact. Faults: Corrupt when the
// projection is damaged.
func Today(r kv.Reader, day office.Date) ([]Row, error) {
	const op = "contact.Today"
	if b := r.Get([]byte(keyDay)); len(b) != 4 || office.Date(int32(binary.BigEndian.Uint32(b))) != day {
		return nil, nil
	}
	var out []Row
	for k, v := range r.Scan([]byte(counts), nil) {
		channel, subject, ok := strings.Cut(string(k[len(counts):]), "/")
		n, err := contract.Decode(v, new(contract.ContactCount))
		if err != nil || !ok {
			return nil, fault.New(op, fault.Corrupt).On(string(k)).Because(err)
		}
		out = append(out, Row{Contact{channel, subject, int(n.Minutes)}, int(n.Count)})
	}
	return out, nil
}

// Fold brings an event into the projection; events of other areas change nothing. Of a day that is over only the events are
// kept. Faults: Corrupt when the projection is damaged.
func Fold(w kv.Writer, e *contract.Event) error {
	c := e.GetContactNoted()
	if c == nil {
		return nil
	}
	day := binary.BigEndian.AppendUint32(nil, uint32(c.Date))
	if !slices.Equal(w.Get([]byte(keyDay)), day) {
		kv.Clear(w, []byte(counts))
		w.Put([]byte(keyDay), day)
	}
	key := []byte(counts + c.Channel + "/" + c.Subject)
	n := new(contract.ContactCount)
	if b := w.Get(key); b != nil {
		var err error
		if n, err = contract.Decode(b, n); err != nil {
			return fault.New("contact.Fold", fault.Corrupt).On(string(key)).Because(err)
		}
	}
	n.Count, n.Minutes = n.Count+1, n.Minutes+c.Minutes
	w.Put(key, contract.Encode(n))
	return nil
}
