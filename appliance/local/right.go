package local

import (
	"context"
	"path"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
)

// open is asked of no session: what the screens of the site show before anybody signs in, and the way in and out. The
// socket itself is open to the screens of this machine only, and the LAN to desks with a certificate.
const open staff.Right = ""

// rights is what each call of the service asks of the person at the desk. A call that is not in it is refused.
var rights = map[string]staff.Right{
	"Watch": open, "SignIn": open, "SignOut": open, "Search": open, "Agenda": open, "Stock": open, "VaultLists": open,
	"Document": open, "Collectable": open, "Products": open, "DaySheet": open, "Scans": open,
	"SignInByCard": open, "BindCard": staff.Look, "CheckHolder": staff.HandOut,
	"SetLine": open, "Emulate": open, // refuse by themselves all but demonstrations

	"Book": staff.Book, "Cancel": staff.Book, "Move": staff.Book, "WorkAnswer": staff.Book,

	"CheckIn": staff.Welcome, "Issue": staff.Welcome, "Leave": staff.Welcome, "Return": staff.Welcome,
	"Hasten": staff.Welcome, // a code of urgency is given where visitors are received (A001-15)

	"Call": staff.Serve, "Recall": staff.Serve, "Miss": staff.Serve, "Serve": staff.Serve, "Finish": staff.Serve,
	"Park": staff.Serve, "Transfer": staff.Serve, "OpenDay": staff.Serve,
	"Undo": staff.Welcome, // the desk that took a step takes it back, whoever may have taken it

	"SetVolume": staff.Welcome,

	"Capture": staff.Serve, "KeepPhoto": staff.Serve, "DropPhoto": staff.Serve, "Photos": staff.Serve,
	"Preview": staff.Serve, // a stream: it asks this by itself

	"Print": staff.Welcome, "Reprint": staff.Welcome, "Prints": staff.Welcome,

	"Certificates": staff.Welcome, "Certify": staff.Welcome, "CollectCertificate": staff.Welcome, // at reception too (A000-39)

	"HandOut": staff.HandOut,

	"SeeHelp": staff.Welcome, "KioskUse": staff.Look,

	"CallColleagues": open, // who is in trouble cannot type a PIN
	"AnswerCall":     staff.Look, "LockDesk": staff.Look, "NoteContact": staff.Welcome,

	"Procedures": staff.Look, "TickStep": staff.Serve, "ReadProcedure": staff.Look, "RemarkProcedure": staff.Look,

	"Receive": staff.Keep, "Store": staff.Keep, "Count": staff.Keep, "Pass": staff.Keep, "Remind": staff.Keep,
	"ProposeFate": staff.Keep, "Withdraw": staff.Keep, "Depart": staff.Keep, "BringBack": staff.Keep,
	"ReportMissing": staff.Keep, "WorkOff": staff.Keep,

	"Doors": open, "SettleDoorAlarm": staff.Keep, "Vouch": staff.Keep,
	"OpenDoor": staff.HandOut, // asks more by itself, by what the door is for

	"Destroy": staff.Decide, "SendBack": staff.Decide, "CloseDay": staff.Decide,
}

// commanding is a request of a person.
type commanding interface{ GetCommand() *contract.Command }

// guard asks the right of a command before it runs. It is one place for all of them, so that none can be forgotten.
func (s *Service) guard(next connect.UnaryFunc) connect.UnaryFunc {
	return func(ctx context.Context, r connect.AnyRequest) (connect.AnyResponse, error) {
		name := path.Base(r.Spec().Procedure)
		right, known := rights[name]
		if known && right == open {
			return next(ctx, r)
		}
		q, personal := r.Any().(commanding)
		if !known || !personal {
			return nil, fault.RPC(fault.New("local."+name, fault.Denied).Tell("Dit kan hier niet.", "Vraag het de beheerder."))
		}
		session, err := s.session(q.GetCommand())
		if err == nil {
			if err = s.node.View(func(v journal.View) error { return staff.May(v, session.Person, right) }); err != nil {
				s.denied(ctx, session, q, err)
			}
		}
		if err != nil {
			return nil, fault.RPC(fault.Wrap("local."+name, err))
		}
		return next(ctx, r)
	}
}

// also asks, inside a decision, a right that only some commands of a sort need. The session is that of the guard.
func also(t appliance.Turn, session staff.Session, right staff.Right) error {
	return staff.May(t.View, session.Person, right)
}
