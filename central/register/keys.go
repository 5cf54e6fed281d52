package register

import (
	"encoding/binary"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"google.golang.org/protobuf/proto"
)

var (
	keyHeadquarters = []byte("h")
	keyPlan         = []byte("plan")
	keyRoster       = []byte("roster")
	keyPassKeys     = []byte("passkeys")
)

// noteKey holds what one change of the plan replaced, by the version that came of it.
func noteKey(version uint64) []byte { return binary.BigEndian.AppendUint64([]byte("n/"), version) }

func siteKey(site office.SiteID) []byte { return append([]byte("s/"), site...) }

func feedStateKey(site office.SiteID) []byte { return append([]byte("F/"), site...) }

func feedPrefix(site office.SiteID) []byte { return office.AppendSiteKey([]byte("f/"), site) }

func feedKey(site office.SiteID, n uint64) []byte {
	return binary.BigEndian.AppendUint64(feedPrefix(site), n)
}

func lifeKey(site office.SiteID, life office.Incarnation) []byte {
	return binary.BigEndian.AppendUint64(office.AppendSiteKey([]byte("l/"), site), uint64(life))
}

func recordPrefix(site office.SiteID, life office.Incarnation) []byte {
	return binary.BigEndian.AppendUint64(office.AppendSiteKey([]byte("j/"), site), uint64(life))
}

func recordKey(site office.SiteID, life office.Incarnation, seq uint64) []byte {
	return binary.BigEndian.AppendUint64(recordPrefix(site, life), seq)
}

func seatKey(s office.SeatID) []byte { return s.AppendKey([]byte("t/")) }

func daySeatsPrefix(site office.SiteID, d office.Date) []byte {
	return office.AppendDayKey([]byte("t/"), site, d)
}

func siteSeatsPrefix(site office.SiteID) []byte { return office.AppendSiteKey([]byte("t/"), site) }

// recalledKey notes a seat that was asked back of its site.
func recalledKey(s office.SeatID) []byte { return s.AppendKey([]byte("r/")) }

func recalledPrefix(site office.SiteID) []byte { return office.AppendSiteKey([]byte("r/"), site) }

func appointmentKey(id office.AppointmentID) []byte { return append([]byte("a/"), id[:]...) }

func personKey(commitment []byte) []byte { return append([]byte("p/"), commitment...) }

func subjectKey(subject, commitment []byte) []byte {
	return append(append([]byte("u/"), subject...), commitment...)
}

func answersPrefix(site office.SiteID) []byte { return office.AppendSiteKey([]byte("w/"), site) }

func answerKey(site office.SiteID, request []byte) []byte {
	return append(answersPrefix(site), request...)
}

func conflictKey(n uint64) []byte { return binary.BigEndian.AppendUint64([]byte("c/"), n) }

func codeKey(hash []byte) []byte { return append([]byte("e/"), hash...) }

// revokedKey notes that a certificate was withdrawn; of an empty serial: all that were given until then.
func revokedKey(site office.SiteID, serial string) []byte {
	return append(office.AppendSiteKey([]byte("v/"), site), serial...)
}

// issuedKey notes a certificate that was given to a site's device, so that all of them can be withdrawn.
func issuedKey(site office.SiteID, serial string) []byte {
	return append(office.AppendSiteKey([]byte("i/"), site), serial...)
}

// announcedKey holds a consignment on its way to a site.
func announcedKey(site office.SiteID, id string) []byte {
	return append(office.AppendSiteKey([]byte("o/"), site), id...)
}

// takenBackKey holds a consignment of which documents were taken back before they came.
func takenBackKey(site office.SiteID, id string) []byte {
	return append(office.AppendSiteKey([]byte("b/"), site), id...)
}

// documentKey holds what one site's journal says of a document.
func documentKey(number string, site office.SiteID) []byte {
	return append(documentPrefix(number), site...)
}

func documentPrefix(number string) []byte { return append(append([]byte("d/"), number...), 0) }

// disputeKey holds the number of the conflict over a document, while there is one.
func disputeKey(number string) []byte { return append([]byte("k/"), number...) }

func actKey(act []byte) []byte { return append([]byte("x/"), act...) }

// load reads the message stored under key into m and reports whether there was one. Stored bytes that do not
// decode cannot come about: the state is written by this package and checked by its snapshots' sums.
func load(r kv.Reader, key []byte, m proto.Message) bool {
	b := r.Get(key)
	if b == nil {
		return false
	}
	if err := proto.Unmarshal(b, m); err != nil {
		panic("register: stored value under " + string(key) + " does not decode: " + err.Error())
	}
	return true
}

func save(w kv.Writer, key []byte, m proto.Message) { w.Put(key, contract.Encode(m)) }
