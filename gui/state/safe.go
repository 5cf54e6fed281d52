package state

import (
	"context"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Safe is the part of the Counter that keeps documents beyond receiving, storing, counting and handing out. The rules
// of each act are the register's: who may, which need two people, and what is refused.
type Safe interface {
	// Lists tells what waits for a person, and what is out.
	Lists(ctx context.Context) (Lists, error)
	// Dossier is one document with its whole chain, also when it is gone. NotFound when the register never had it.
	Dossier(ctx context.Context, n office.DocumentNumber) (Dossier, error)

	// Remind notes that letters with a date were sent.
	Remind(ctx context.Context, documents []string, sent office.Date) (Receipt, error)
	// Propose puts documents up to go.
	Propose(ctx context.Context, documents []string, p Proposal) (Receipt, error)
	// Withdraw takes proposals back.
	Withdraw(ctx context.Context, documents []string, reason string) (Receipt, error)
	// Destroy carries proposals out.
	Destroy(ctx context.Context, documents []string, certificate string, with Second) (Receipt, error)
	// SendBack carries proposals out.
	SendBack(ctx context.Context, documents []string, to, carrier string, with Second) (Receipt, error)
	// WorkOff closes what differed or was missing. Denied where the outcome takes two and with is nobody.
	WorkOff(ctx context.Context, documents []string, outcome, reason string, with Second) (Receipt, error)
	// ReportMissing reports a document missing; with may be nobody.
	ReportMissing(ctx context.Context, document, reason, reference string, with Second) (Receipt, error)

	// Depart gives documents to a colleague who carries them. Without documents, at a counter without vault: all that
	// are left of the trip.
	Depart(ctx context.Context, t Trip, carrier Second) (Receipt, error)
	// BringBack writes down what came back of a trip, and what was handed out there.
	BringBack(ctx context.Context, trip string, back, handedOut []string, carrier Second) (Receipt, error)
}

// Lists is what the vault's sheet shows beside the stock.
type Lists struct {
	Questions []Question // the most urgent first
	Trips     []Trip
	Ages      []Age
	Uncounted []string     // compartments that were not counted today
	Outcomes  []StepChoice // of WorkOff
	Grounds   []StepChoice // of Propose
}

// Question is something that a person must decide or look into.
type Question struct {
	About string // number of a document, or of a trip
	Code  string // "late-trip", "missing", "difference", "not-come", "barred", "proposed", "term", "no-term"
	Since office.Date
	Say   string
	Next  string
}

// Trip is documents that are out for the day, or here for the day from another vault.
type Trip struct {
	ID        string
	With      office.SiteID // where to; of documents that are here, whose they are
	Lent      bool          // they are here
	BackBy    office.Minute
	Documents []string
	Late      bool
	Say, Next string // when it is late
}

// Age is how long the documents of a kind have been here.
type Age struct {
	Kind      string // as "Identiteitskaart"
	Documents int
	Oldest    int // days
}

// Proposal says what should become of documents, and why.
type Proposal struct {
	Fate   string // "destroy", "return"
	Ground string
	Reason string
}

// Dossier is the life of one document.
type Dossier struct {
	Item
	Where string // one phrase
	Chain []Handover
}

// Handover is one link of the chain. The evidence is a code, not words.
type Handover struct {
	At       time.Time
	By       office.ClerkID
	From, To string
	Evidence string
}

// SiteName is a location where documents may go.
type SiteName struct {
	ID    office.SiteID
	Name  string
	Vault bool // it keeps documents over night
}
