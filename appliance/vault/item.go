package vault

import (
	"fmt"
	"strings"

	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Item is a document as the register knows it.
type Item struct {
	Document    office.DocumentNumber
	Kind        office.ProductID
	Holder      []byte // commitment to the sealed Person; empty: none was given
	Consignment string
	Received    int64       // wall time, milliseconds since 1970
	Arrived     office.Date // civil day of the receipt

	Reminder, LastReminder office.Date // days on the first and the last reminder letter; 0: none was sent
	Reminders              uint32

	Bars     Bar           // why it may not be handed out
	For      office.SiteID // the site it is meant for, or out to, when that is another
	Proposal Proposal      // that it should go

	// A trip: of a document of ours to a counter without vault (Away), or to us from the vault that lent it (LentBy).
	Trip    string
	TripDay office.Date
	BackBy  office.Minute // of TripDay
	Away    bool
	LentBy  office.SiteID

	Custody custody.Custody
	Chain   []Link // from Get only
}

// Link is one hand-over of the chain.
type Link struct {
	At       int64          // wall time, milliseconds since 1970
	Clerk    office.ClerkID // who wrote it down
	Handover custody.Handover
}

// Bar is a set of reasons why a document may not be handed out, until somebody looked into it.
type Bar uint16

// The bars. The numbers are of the projection only.
const (
	Damaged     Bar = 1 << iota // came in damaged
	WrongSite                   // is meant for another site
	Surplus                     // was in a consignment and not on its list
	Missing                     // was reported missing
	Surrendered                 // an old document, taken in from its holder: void
)

// barWords say each bar to a clerk, in the order of the bits.
var barWords = []string{"beschadigd binnengekomen", "bestemd voor een andere locatie", "stond niet op de lijst van de zending",
	"als vermist gemeld", "een ingeleverd oud document"}

// Words say the bars, joined by commas; empty when there are none.
func (b Bar) Words() string {
	var out []string
	for n, w := range barWords {
		if b&(1<<n) != 0 {
			out = append(out, w)
		}
	}
	return strings.Join(out, ", ")
}

// InStock reports whether the document is on this site: in its vault, or in the hands of a clerk.
func (i Item) InStock() bool {
	return i.Custody.Custodian.Kind == custody.Clerk || i.Custody.Custodian.Kind == custody.Compartment
}

// Compartment is where it lies; false when a clerk has it or it is not here.
func (i Item) Compartment() (string, bool) {
	return i.Custody.Custodian.Name, i.Custody.Custodian.Kind == custody.Compartment
}

// gone reports whether a carrier took it for good; it may be brought again.
func (i Item) gone() bool { return i.Custody.Custodian.Kind == custody.Courier && !i.Away }

// Where says where the document is, in Dutch.
func (i Item) Where() string {
	switch at := i.Custody.Custodian; {
	case at.Kind == custody.Compartment:
		return "kluis, vak " + at.Name
	case at.Kind == custody.Clerk:
		return "in handen van " + at.Name
	case at.Kind == custody.Destruction:
		return "vernietigd"
	case at.Kind == custody.Holder:
		return "uitgereikt"
	case i.Away:
		return "onderweg: rit " + i.Trip
	default:
		return "weg met " + at.Name
	}
}

// pass is the item after the hand-overs, in order. It fails on the first one that custody does not allow. The chain
// that comes with it grows by them.
func (i Item) pass(at int64, by office.ClerkID, handovers ...custody.Handover) (Item, error) {
	i.Chain = i.Chain[:len(i.Chain):len(i.Chain)] // a copy grows; the original stays
	for _, h := range handovers {
		next, err := i.Custody.Pass(h)
		if err != nil {
			return i, fmt.Errorf("document %s: %w", i.Document, err)
		}
		i.Custody = next
		i.Chain = append(i.Chain, Link{At: at, Clerk: by, Handover: h})
	}
	return i, nil
}

// clerk, compartment, courier, holder and destruction name the parties of hand-overs.
func clerk(id office.ClerkID) custody.Party {
	return custody.Party{Kind: custody.Clerk, Name: string(id)}
}

func compartment(name string) custody.Party {
	return custody.Party{Kind: custody.Compartment, Name: name}
}

func courier(name string) custody.Party { return custody.Party{Kind: custody.Courier, Name: name} }

func destruction(certificate string) custody.Party {
	return custody.Party{Kind: custody.Destruction, Name: certificate}
}

// holder names who took the document by what they are to its holder; who that is stands in the sealed data.
func holder(name string) custody.Party { return custody.Party{Kind: custody.Holder, Name: name} }

// carried is the custodian of a document on a trip.
func carried(trip, by string) custody.Party { return courier("rit " + trip + ", " + by) }

// taken is the hand-over that brings a document out of its compartment into the hands of by; none when it lies in
// no compartment. From another clerk's hands nobody takes: custody then refuses what follows.
func taken(i Item, by office.ClerkID, evidence string) []custody.Handover {
	if i.Custody.Custodian.Kind != custody.Compartment {
		return nil
	}
	return []custody.Handover{{From: i.Custody.Custodian, To: clerk(by), Evidence: evidence}}
}

// out are the hand-overs by which a document leaves: out of its compartment into the hands of by, and on to a party.
func out(i Item, by office.ClerkID, to custody.Party, evidence string) []custody.Handover {
	return append(taken(i, by, "taken out"), custody.Handover{From: clerk(by), To: to, Evidence: evidence})
}
