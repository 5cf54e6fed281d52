package state

import (
	"context"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Counter is the site's service as the screen of one desk needs it: reads by watching, acts by calls.
//
// Every call is durable when it returns without an error, and has changed nothing when it returns one —
// except after a lost connection to the service, when the next snapshot tells. Errors are faults of
// sync/fault: their sentence is shown to the clerk as it is. Calls may be made while Watch runs; the screen
// makes one at a time. A call repeated by mistake must do nothing the second time. A call that is Denied because
// nobody is signed in any more is followed by a snapshot that says so.
type Counter interface {
	Safe
	Days

	Hall
	Booth
	Cards
	Scanner
	Gear
	Hands
	Colleagues
	Contacts
	KioskUses
	Procedures
	Agendas

	// Watch calls show with the present snapshot and with every later one, in order, never two at a time,
	// until ctx ends (then its error is nil or ctx's) or the service is gone (then it returns why).
	Watch(ctx context.Context, show func(Snapshot)) error

	// SignIn puts a clerk at this desk. Denied when the PIN is wrong.
	SignIn(ctx context.Context, who office.ClerkID, pin string) (Receipt, error)
	// SignOut takes the clerk away from this desk.
	SignOut(ctx context.Context) (Receipt, error)

	// Call calls the next visitor to this desk. NotFound when nobody waits.
	Call(ctx context.Context) (Receipt, error)
	// Recall shows the number that was called once more.
	Recall(ctx context.Context, visit office.VisitID) (Receipt, error)
	// Miss notes that who was called did not appear.
	Miss(ctx context.Context, visit office.VisitID) (Receipt, error)
	// Serve notes that who was called has appeared: service begins.
	Serve(ctx context.Context, visit office.VisitID) (Receipt, error)
	// Finish notes that service has ended.
	Finish(ctx context.Context, visit office.VisitID) (Receipt, error)
	// Leave notes that who waited went away unserved.
	Leave(ctx context.Context, visit office.VisitID) (Receipt, error)

	// CheckIn announces an appointment on arrival; the receipt tells the ticket.
	CheckIn(ctx context.Context, appointment office.AppointmentID) (Receipt, error)
	// IssueTicket lets in a visitor without appointment; the receipt tells the ticket.
	IssueTicket(ctx context.Context, walk WalkIn) (Receipt, error)

	// Find searches the first free places, best first, at most the wish's limit.
	Find(ctx context.Context, wish Wish) (Found, error)
	// Book books a place or, where it is not held and there is no line, asks for it.
	Book(ctx context.Context, b Booking) (Receipt, error)
	// Cancel cancels an appointment, or asks headquarters to when it is not this site's.
	Cancel(ctx context.Context, appointment office.AppointmentID) (Receipt, error)

	// Move moves an appointment to another place, or asks headquarters to when either is not this site's.
	Move(ctx context.Context, appointment office.AppointmentID, to Place) (Receipt, error)

	// FindItems searches this site's vault by holder or number.
	FindItems(ctx context.Context, query string) ([]Item, error)
	// HandOut passes an item to its holder or who stands for him, with the evidence.
	HandOut(ctx context.Context, h HandOver) (Receipt, error)
	// Stock lists what lies in this site's vault and what is on its way here.
	Stock(ctx context.Context) (Stock, error)
	// Receive takes a delivery from its carrier into the hands of the clerk: whole, or not at all. with counts along;
	// Denied when the colleague's PIN is wrong or they may not.
	Receive(ctx context.Context, d Delivery, with Second) (Receipt, error)
	// Store puts an item that the clerk has, or that lies elsewhere in the vault, into a compartment.
	Store(ctx context.Context, item office.DocumentNumber, into string) (Receipt, error)
	// Count writes down what lies in a compartment, or in the whole vault where that is empty, and tells how it differs
	// from the register.
	Count(ctx context.Context, in string, present []string) (Tally, error)

	// Settle puts a letter of the inbox away.
	Settle(ctx context.Context, letter string) (Receipt, error)

	// Unplug cuts the line to headquarters, or puts it back: a demonstration only.
	Unplug(ctx context.Context, out bool) error
}

// Receipt is what a call that succeeded tells.
type Receipt struct {
	Sequence uint64 // of the journal, after the call; the screen waits for a snapshot that has it. 0: unknown
	Ticket   string // the ticket given, where one was
	Asked    bool   // it became a request: the answer comes later, to the inbox

	Visit office.VisitID // whose step it was, where it was one
	Step  uint64         // the step's number, while it can be taken back

	Appointment office.AppointmentID // that was booked or moved; zero: none, or not yet
	Leg         uint32
}
