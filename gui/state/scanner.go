package state

import (
	"context"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Scanner is the part of [Counter] that is about the hand scanner of this desk.
type Scanner interface {
	// Scans calls show with every code that is read from now on, in order, never two at a time, until ctx ends (then its
	// error is nil or ctx's) or there is nothing to listen to (then it returns why). What was read before is not told.
	Scans(ctx context.Context, show func(Scan)) error
}

// ScanKind is what a code is.
type ScanKind uint8

// The kinds.
const (
	UnknownScan ScanKind = iota
	BookingScan
	DocumentScan
	ConsignmentScan
	TravelScan // the machine-readable lines of a document
)

// Scan is one code that was read.
type Scan struct {
	Kind      ScanKind
	Text      string                  // as it was read
	Number    office.DocumentNumber   // of a document
	Delivery  string                  // number of a consignment
	Documents []office.DocumentNumber // of a consignment
	Say       string                  // what is wrong with it; empty: nothing
	Name      string                  // of a travel document's holder
	Born      office.Date             // and their date of birth; 0: none
}
