package planning

import (
	"sync"

	"google.golang.org/protobuf/encoding/protowire"

	"github.com/buurtloket/buurtloket/central/board"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// walked counts visits without appointment from the journals that headquarters holds. Journals only grow, so each record is
// read once; how many at once is bounded, so that a board never waits for years of history. Until a site is read to its end it has
// no count at all: half a count would look like a fall in demand.
type walked struct {
	mu    sync.Mutex
	next  map[journalID]uint64 // next record to read
	count map[board.Touch]int
	whole map[office.SiteID]bool // read to the end of what there is
}

type journalID struct {
	site office.SiteID
	life office.Incarnation
}

// readAtOnce is how many records one board reads at most: some tens of milliseconds.
const readAtOnce = 60_000

// lookBack is how long before today records matter, in milliseconds of their wall time: the weeks of an expectation and one
// more, for clocks that were wrong.
const lookBack = (board.Weeks + 1) * 7 * 24 * 3600 * 1000

// catchUp reads on in the journals.
func (w *walked) catchUp(v register.View, nowMS int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.next == nil {
		w.next, w.count, w.whole = map[journalID]uint64{}, map[board.Touch]int{}, map[office.SiteID]bool{}
	}
	left := readAtOnce
	for _, site := range v.Calendar().Sites() {
		st, _ := v.Site(site.ID)
		lives := st.Closed
		if st.Current.Incarnation != 0 {
			lives = append(lives[:len(lives):len(lives)], st.Current)
		}
		if len(lives) == 0 {
			continue
		}
		whole := true
		for _, life := range lives {
			whole = w.read(v, journalID{site.ID, life.Incarnation}, nowMS-lookBack, &left) && whole
		}
		w.whole[site.ID] = whole
	}
}

// read goes on in one journal and reports whether it came to the end.
func (w *walked) read(v register.View, j journalID, since int64, left *int) bool {
	if w.next[j] == 0 {
		w.next[j] = v.FirstSince(j.site, j.life, since) // somewhat early or late: a mean of weeks does not notice
	}
	for seq, body := range v.Records(j.site, j.life, w.next[j]) {
		if *left == 0 {
			return false
		}
		*left--
		w.next[j] = seq + 1
		if ticket := ticketIn(body); ticket != nil {
			w.take(j.site, ticket)
		}
	}
	return true
}

// take counts a visit without appointment.
func (w *walked) take(site office.SiteID, body []byte) {
	ticket, err := contract.Decode(body, new(contract.TicketIssued))
	if err == nil && ticket.Date != 0 {
		w.count[board.Touch{Site: site, Date: office.Date(ticket.Date)}]++
	}
}

// ticketIn reads the ticket that an event issued, if it did, without decoding the rest.
func ticketIn(body []byte) (ticket []byte) {
	const fieldTicket = 31 // of the contract's Event
	for len(body) > 0 {
		number, kind, n := protowire.ConsumeTag(body)
		if n < 0 {
			return nil
		}
		body = body[n:]
		if number == fieldTicket && kind == protowire.BytesType {
			ticket, _ = protowire.ConsumeBytes(body)
			return ticket
		}
		if n = protowire.ConsumeFieldValue(number, kind, body); n < 0 {
			return nil
		}
		body = body[n:]
	}
	return nil
}

// WalkedIn implements board.Beside.
func (w *walked) WalkedIn(site office.SiteID, d office.Date) (int, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.whole[site] {
		return 0, false
	}
	return w.count[board.Touch{Site: site, Date: d}], true
}

// Refused implements board.Beside: headquarters keeps no count of people for whom there was no place.
func (w *walked) Refused(office.SiteID, office.Date) (int, bool) { return 0, false }
