package state

import (
	"context"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Gear is the part of the [Counter] that is about what is plugged in: the doors of the vault, papers, and how loud the
// counter calls. Its calls keep the promises made there.
type Gear interface {
	// OpenDoor has a door of the vault opened: it returns when that was ordered; that the door moved, a snapshot tells.
	// Denied where two people must and with is nobody; Unreachable when the vault did nothing, for certain.
	OpenDoor(ctx context.Context, w DoorWish, with Second) (Receipt, error)
	// Vouch has a colleague show their PIN once for all acts of a purpose that belong together: what it gives has a word in the
	// place of the PIN, which holds that long in this session.
	Vouch(ctx context.Context, with Second, what Purpose) (Second, time.Duration, error)
	// SettleAlarm says what an alarm of a door was.
	SettleAlarm(ctx context.Context, door int, kind, reason string) (Receipt, error)
	// Doors holds the register against the doors, by compartment.
	Doors(ctx context.Context) ([]Door, error)

	// Print asks for the original of a paper. The same paper again asks for nothing: it is told how that one stands.
	Print(ctx context.Context, of Subject) (Receipt, Print, error)
	// Reprint asks for a duplicate, which says so on paper. Conflict while the paper is still under way.
	Reprint(ctx context.Context, of Subject) (Receipt, Print, error)
	// Prints lists the papers of today, the latest first.
	Prints(ctx context.Context) ([]Print, error)

	// SetVolume makes calling louder or softer, in per cent, until it resets by itself.
	SetVolume(ctx context.Context, percent int) (Receipt, error)
}

// Device is something that is plugged in at this counter, as it is now.
type Device struct {
	Kind, ID string // "vault", "camera", "printer", "receipt", "eid", "scanner", or one that this screen has no word for
	Name     string // of the kind, as the counter says it
	State    string // "unknown", "ready", "busy", "attention", "stopped", "absent"
	Say      string // what is the matter, in a sentence that begins with the name
	Next     string // what to do and how the work goes on; empty: nothing
	Usable   bool
	Since    time.Time // zero: not known
	Emulated bool      // it is a demonstration's
}

// DoorState is how a door stands.
type DoorState uint8

// How a door can stand.
const (
	DoorUnseen DoorState = iota // nobody knows
	DoorShut
	DoorOpen
)

// Door is a door of the vault with the compartment behind it. A snapshot tells how it stands; Documents and Findings come
// with [Gear.Doors].
type Door struct {
	Number      int // 0: the compartment has no door that this counter knows
	Compartment string
	State       DoorState
	Documents   int      // that the register has there
	Findings    []string // where register and door do not agree
}

// DoorAlarm is something that a person must look into.
type DoorAlarm struct {
	Door        int
	Compartment string
	Kind        string // "forced", "missed", "unseen", "left-open"
	Say, Next   string
	At          time.Time
}

// Purpose is what a door is opened for.
type Purpose string

// The purposes. Loading and removing take two people.
const (
	ForLoad      Purpose = "load"
	ForCollect   Purpose = "collect"
	ForRemove    Purpose = "remove"
	ForCount     Purpose = "count"
	ForEmergency Purpose = "emergency"
)

// two reports whether a purpose takes two people.
func (p Purpose) two() bool { return p == ForLoad || p == ForRemove }

// DoorWish is which door is wanted, and what for.
type DoorWish struct {
	Purpose     Purpose
	Document    office.DocumentNumber // of loading, collecting and removing
	Compartment string                // of loading, counting and an emergency
	Reason      string                // of an emergency
}

// PaperKind is what sort of paper it is.
type PaperKind uint8

// The kinds, numbered as in the contract.
const (
	TicketPaper PaperKind = iota + 1
	SlipPaper             // confirms an appointment
	DayPaper
	CertificatePaper
)

// Subject is what a paper is of: two papers of one subject are an original and its duplicate.
type Subject struct {
	Kind    PaperKind
	ID      [16]byte    // the visit, the appointment or the certificate
	Day     office.Date // of a day sheet
	Edition uint32      // the leg of an appointment: one that was moved has another paper
}

// PrintStage is how far a paper is.
type PrintStage uint8

// The stages, numbered as in the contract. The last three are ends.
const (
	PrintWaits PrintStage = iota
	PrintSent
	Printed
	PrintFailed  // it is not on paper, for certain
	PrintUnknown // nobody will ever say
)

// Print is a paper that was asked for, and what became of it.
type Print struct {
	ID        [16]byte
	Of        Subject
	Device    string
	Stage     PrintStage
	Held      bool   // it waits because the printer takes nothing
	Say, Next string // how it stands, and what to do
	Duplicate bool
	Ticket    string // the number, of a ticket
	Queued    time.Time
	Clerk     office.ClerkID
	Desk      office.Desk
}

// Sound is how loud the counter calls, in per cent.
type Sound struct {
	Present       bool
	Volume, Usual int
	Resets        time.Time // when it goes back to the usual; zero: it is
}
