package vault

import (
	"fmt"
	"slices"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Fold brings an event into the projection; events of other areas change nothing. It fails, as Corrupt, on a
// hand-over that custody does not allow: no decision made it.
func Fold(w kv.Writer, e *contract.Event) error {
	at, by := e.GetAtMs(), office.ClerkID(e.GetClerk())
	var err error
	switch k := e.GetKind().(type) {
	case *contract.Event_Received:
		err = foldReceived(w, k.Received, at, by)
	case *contract.Event_Stored:
		err = each(w, []string{k.Stored.GetDocument()}, func(i Item) (Item, error) {
			return i.pass(at, by, storing(i, by, k.Stored.GetCompartment())...)
		})
	case *contract.Event_HandedOut:
		err = foldHandedOut(w, k.HandedOut, at, by)
	case *contract.Event_Counted:
		err = foldCounted(w, k.Counted, at, by)
	case *contract.Event_PassedOn:
		err = each(w, k.PassedOn.GetDocuments(), func(i Item) (Item, error) {
			return i.pass(at, by, out(i, by, clerk(office.ClerkID(k.PassedOn.GetTo())), "passed on")...)
		})
	case *contract.Event_Departed:
		err = foldDeparted(w, k.Departed, at, by)
	case *contract.Event_BroughtBack:
		err = foldBroughtBack(w, k.BroughtBack, at, by)
	case *contract.Event_MissingReported:
		err = foldMissing(w, k.MissingReported, at, by)
	case *contract.Event_WorkedOff:
		err = foldWorkedOff(w, k.WorkedOff, at)
	default:
		err = foldFate(w, e, at, by)
	}
	if err != nil {
		return fault.New("vault.Fold", fault.Corrupt).Because(err)
	}
	return nil
}

// foldFate folds what leads to the end of documents that nobody collects.
func foldFate(w kv.Writer, e *contract.Event, at int64, by office.ClerkID) error {
	switch k := e.GetKind().(type) {
	case *contract.Event_Reminded:
		return each(w, k.Reminded.GetDocuments(), func(i Item) (Item, error) {
			i.LastReminder = office.Date(k.Reminded.GetDate())
			if i.Reminders++; i.Reminders == 1 {
				i.Reminder = i.LastReminder
			}
			return i, nil
		})
	case *contract.Event_Proposed:
		p := k.Proposed
		return each(w, p.GetDocuments(), func(i Item) (Item, error) {
			i.Proposal = Proposal{Fate: Fate(p.GetFate()), Ground: p.GetGround(), Reason: p.GetReason(), By: by, Date: office.Date(p.GetDate())}
			return i, nil
		})
	case *contract.Event_Withdrawn:
		return each(w, k.Withdrawn.GetDocuments(), func(i Item) (Item, error) { i.Proposal = Proposal{}; return i, nil })
	case *contract.Event_Destroyed:
		return each(w, k.Destroyed.GetDocuments(), func(i Item) (Item, error) {
			evidence := i.Proposal.Ground + ", with " + k.Destroyed.GetSecond()
			i.Proposal = Proposal{}
			return i.pass(at, by, out(i, by, destruction(k.Destroyed.GetCertificate()), evidence)...)
		})
	case *contract.Event_SentBack:
		return each(w, k.SentBack.GetDocuments(), func(i Item) (Item, error) {
			evidence := i.Proposal.Ground + ", to " + k.SentBack.GetTo() + ", with " + k.SentBack.GetSecond()
			i.Proposal = Proposal{}
			return i.pass(at, by, out(i, by, courier(k.SentBack.GetCarrier()), evidence)...)
		})
	}
	return nil
}

// each folds a step of some documents, one after the other.
func each(w kv.Writer, documents []string, step func(Item) (Item, error)) error {
	for _, d := range documents {
		before, err := find(w, office.DocumentNumber(d))
		if err != nil {
			return err
		}
		after, err := step(before)
		if err != nil {
			return err
		}
		put(w, before, after)
	}
	return nil
}

// dayOr is the civil day of an event; of one that names none, the day in UTC of its wall time.
func dayOr(date int32, at int64) office.Date {
	if date != 0 {
		return office.Date(date)
	}
	return office.Date(at / (24 * 60 * 60 * 1000))
}

// foldReceived begins the chain of each document, or goes on with that of one which a carrier took and brings again,
// and takes them off what was announced.
func foldReceived(w kv.Writer, e *contract.Received, at int64, by office.ClerkID) error {
	evidence := "consignment " + e.GetConsignment()
	if e.GetSecond() != "" {
		evidence += ", with " + e.GetSecond()
	}
	for _, n := range e.GetItems() {
		number := office.DocumentNumber(n.GetDocument())
		from, before := courier(e.GetFrom()), Item{}
		if e.GetLentBy() != "" {
			from = carried(e.GetConsignment(), e.GetFrom())
		}
		switch known, err := find(w, number); {
		case err == nil && !known.gone():
			return fmt.Errorf("document %s was received before", number)
		case err == nil:
			before, from = known, known.Custody.Custodian
		case !fault.Is(err, fault.NotFound):
			return err
		}
		i := arrived(before, n, e, at)
		i, err := i.pass(at, by, custody.Handover{From: from, To: clerk(by), Evidence: evidence})
		if err != nil {
			return err
		}
		put(w, before, i)
		if m, ok, err := missing(w, number); err != nil {
			return err
		} else if ok && m.Found == 0 {
			m.Found = i.Arrived
			putReport(w, m)
		}
	}
	return foldArrived(w, e)
}

// arrived is an item as a consignment brings it: of its past only the chain stays.
func arrived(before Item, n *contract.Item, e *contract.Received, at int64) Item {
	i := Item{Document: office.DocumentNumber(n.GetDocument()), Kind: office.ProductID(n.GetKind()), Holder: n.GetHolder(),
		Consignment: e.GetConsignment(), Received: at, Arrived: dayOr(e.GetDate(), at), For: office.SiteID(n.GetSite()), Custody: before.Custody}
	for b, set := range map[Bar]bool{Damaged: n.GetDamaged(), WrongSite: i.For != "", Surplus: slices.Contains(e.GetSurplus(), n.GetDocument())} {
		if set {
			i.Bars |= b
		}
	}
	if e.GetLentBy() != "" {
		i.LentBy, i.Trip, i.TripDay, i.BackBy = office.SiteID(e.GetLentBy()), e.GetConsignment(), i.Arrived, Evening
	}
	return i
}

// foldHandedOut ends a chain, and begins that of the old document that was taken in, unless the register ended it long
// ago itself.
func foldHandedOut(w kv.Writer, e *contract.HandedOut, at int64, by office.ClerkID) error {
	day, kind := dayOr(e.GetDate(), at), office.ProductID("")
	err := each(w, []string{e.GetDocument()}, func(i Item) (Item, error) {
		kind = i.Kind
		return i.pass(at, by, handing(i, by, e)...)
	})
	if err != nil {
		return err
	}
	key := []byte(given + dayKey(day) + string(kind) + "\x00" + e.GetDoor())
	n := cut{rest: w.Get(key)}
	var l line
	l.num(n.num() + 1)
	w.Put(key, l)
	old := office.DocumentNumber(e.GetSurrendered())
	if old == "" || w.Get([]byte(items+string(old))) != nil {
		return nil
	}
	i := Item{Document: old, Kind: kind, Consignment: "", Received: at, Arrived: day, Bars: Surrendered}
	i, err = i.pass(at, by, custody.Handover{From: courier("afhaler"), To: clerk(by), Evidence: "surrendered for " + e.GetDocument()})
	if err != nil {
		return err
	}
	put(w, Item{}, i)
	return nil
}

// foldDeparted sends documents out, or home.
func foldDeparted(w kv.Writer, e *contract.Departed, at int64, by office.ClerkID) error {
	to := carried(e.GetTrip(), e.GetCarrier())
	return each(w, e.GetDocuments(), func(i Item) (Item, error) {
		if i.LentBy != "" { // home: what becomes of it there is in the other register
			i.LentBy, i.Trip, i.TripDay, i.BackBy = "", "", 0, 0
		} else {
			i.Away, i.Trip, i.For = true, e.GetTrip(), office.SiteID(e.GetTo())
			i.TripDay, i.BackBy = dayOr(e.GetDate(), at), office.Minute(e.GetBackBy())
		}
		return i.pass(at, by, out(i, by, to, "trip "+e.GetTrip()+" to "+e.GetTo())...)
	})
}

// foldBroughtBack takes documents of a trip in again, and ends the chains of those handed out at the counter.
func foldBroughtBack(w kv.Writer, e *contract.BroughtBack, at int64, by office.ClerkID) error {
	home := func(to func(Item) custody.Party, how string) func(Item) (Item, error) {
		return func(i Item) (Item, error) {
			if !i.Away {
				return i, fmt.Errorf("document %s is on no trip", i.Document)
			}
			h := custody.Handover{From: i.Custody.Custodian, To: to(i), Evidence: "trip " + e.GetTrip() + how + e.GetSecond()}
			i.Away, i.Trip, i.TripDay, i.BackBy, i.For = false, "", 0, 0, ""
			return i.pass(at, by, h)
		}
	}
	if err := each(w, e.GetBack(), home(func(Item) custody.Party { return clerk(by) }, " back, with ")); err != nil {
		return err
	}
	return each(w, e.GetHandedOut(), home(func(i Item) custody.Party { return holder(string(i.For)) }, " handed out there, says "))
}

// foldMissing keeps the report, bars the document, and ends the wait for one that was announced.
func foldMissing(w kv.Writer, e *contract.MissingReported, at int64, by office.ClerkID) error {
	n := office.DocumentNumber(e.GetDocument())
	m := Report{Document: n, Consignment: e.GetConsignment(), Reason: e.GetReason(), Reference: e.GetReference(), By: by,
		With: office.ClerkID(e.GetSecond()), Date: dayOr(e.GetDate(), at), Last: "nooit binnengekomen"}
	switch i, err := find(w, n); {
	case err != nil && !fault.Is(err, fault.NotFound):
		return err
	case err == nil && m.Consignment == "":
		before := i
		m.Kind, m.Last = i.Kind, i.Where()
		i.Bars |= Missing
		put(w, before, i)
		w.Delete([]byte(discrepant + string(n)))
	}
	if l, ok, err := onTheWay(w, m.Consignment); err != nil {
		return err
	} else if at := l.find(string(n)); ok && at >= 0 {
		m.Kind = office.ProductID(l.open[at].Kind)
		l.open = slices.Delete(l.open, at, at+1)
		putList(w, m.Consignment, l)
	}
	putReport(w, m)
	return nil
}
