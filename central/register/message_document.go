package register

import (
	"slices"

	"github.com/buurtloket/buurtloket/central/notify/dispatch"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Short names of what is told about a document.
const (
	msgReady      = contract.MessageKind_MESSAGE_KIND_READY
	msgStillReady = contract.MessageKind_MESSAGE_KIND_STILL_READY
	msgTerm       = contract.MessageKind_MESSAGE_KIND_TERM
	msgLastCall   = contract.MessageKind_MESSAGE_KIND_LAST_CALL
)

// toldDocuments takes what a record of a vault means for those whose documents it names. The document's own row is folded already.
func (t *turn) toldDocuments(from origin, e *contract.Event) {
	switch k := e.Kind.(type) {
	case *contract.Event_Received:
		for _, i := range k.Received.Items {
			t.toldReceived(from, i.Document, t.dayOr(k.Received.Date, from.when(e)))
		}
	case *contract.Event_WorkedOff:
		for _, n := range k.WorkedOff.Documents {
			if (View{t.w, t.m}).Thread(documentThread(from.site, n)) == nil { // what held it back when it came is settled
				t.toldReceived(from, n, t.dayOr(0, from.when(e)))
			}
		}
	case *contract.Event_Reminded:
		for _, n := range k.Reminded.Documents {
			t.toldReminded(from, n, office.Date(t.dayOr(k.Reminded.Date, from.when(e))))
		}
	case *contract.Event_HandedOut:
		t.untellDocuments(from, k.HandedOut.Document)
	case *contract.Event_Proposed:
		t.untellDocuments(from, k.Proposed.Documents...)
	case *contract.Event_Destroyed:
		t.untellDocuments(from, k.Destroyed.Documents...)
	case *contract.Event_SentBack:
		t.untellDocuments(from, k.SentBack.Documents...)
	case *contract.Event_Departed:
		t.untellDocuments(from, k.Departed.Documents...)
	case *contract.Event_BroughtBack:
		t.untellDocuments(from, k.BroughtBack.HandedOut...)
	case *contract.Event_MissingReported:
		t.untellDocuments(from, k.MissingReported.Document)
	}
}

// when is the origin with the time of the record.
func (o origin) when(e *contract.Event) origin {
	o.at = e.AtMs
	return o
}

// Collectable is a document that its holder can collect at the site, and that has a holder to tell; nil otherwise. What is lent
// for a day waits for somebody who has an appointment there.
func (v View) Collectable(site office.SiteID, number string) *contract.DocumentState {
	d := new(contract.DocumentState)
	if !load(v.r, documentKey(number, site), d) || d.State != DocumentHere || d.LentBy != "" || len(d.Holder) == 0 {
		return nil
	}
	return d
}

func (t *turn) collectable(site office.SiteID, number string) *contract.DocumentState {
	return View{t.w, t.m}.Collectable(site, number)
}

// days is so many days after a day, at the hour of reminders.
func (t *turn) days(day office.Date, n int) int64 {
	return (day + office.Date(n)).At(dispatch.RemindAt, t.calendar().Zone()).UnixMilli()
}

// after is the end of a civil day.
func (t *turn) after(day office.Date) int64 { return (day + 1).At(0, t.calendar().Zone()).UnixMilli() }

// toldReceived tells that a document can be collected, reminds of it after a while, and once more before a term that runs from its
// arrival ends. What a report spoke for was told then.
func (t *turn) toldReceived(from origin, number string, day int32) {
	d := t.collectable(from.site, number)
	if d == nil {
		return
	}
	came := office.Date(day)
	last := t.term(d.Kind, "arrived_at_municipality", came)
	if last == 0 {
		last = t.term(d.Kind, "ready_for_collection", came)
	}
	t.threadOfDocument(from.site, number, func(th *contract.MessageThread, name []byte) {
		dispatch.Supersede(th, t.atMS)
		if !from.silent {
			t.tellCitizen(th, name, dispatch.Wish{Kind: msgReady, Due: t.atMS, Expires: t.days(came, 0) + dispatch.ReadyUntil.Milliseconds(), LastDay: int32(last)})
		}
		t.still(th, name, came, last)
	})
}

// still adds what comes later, if nothing happens before.
func (t *turn) still(th *contract.MessageThread, name []byte, came, last office.Date) {
	add := func(w dispatch.Wish) {
		if w.Due > t.atMS { // of what is past, nobody knows here whether it was told
			t.tellCitizen(th, name, w)
		}
	}
	due := t.days(came, dispatch.StillReadyDays)
	add(dispatch.Wish{Kind: msgStillReady, Due: due, Expires: due + dispatch.ReadyUntil.Milliseconds(), LastDay: int32(last)})
	if last != 0 {
		add(dispatch.Wish{Kind: msgLastCall, Due: t.days(last, -dispatch.LastCallDays), Expires: t.after(last), LastDay: int32(last)})
	}
}

// toldReminded tells of the first reminder letter, from which the law counts, and once more before its term ends. The letter is
// what counts; the message says so.
func (t *turn) toldReminded(from origin, number string, letter office.Date) {
	d := t.collectable(from.site, number)
	if d == nil {
		return
	}
	last := t.term(d.Kind, "first_reminder_letter", letter)
	if last == 0 {
		return
	}
	t.threadOfDocument(from.site, number, func(th *contract.MessageThread, name []byte) {
		if slices.ContainsFunc(th.Messages, func(m *contract.Message) bool { return m.Kind == msgTerm || m.Kind == msgLastCall }) {
			return // a later letter begins no other term
		}
		dispatch.Supersede(th, t.atMS)
		if !from.silent {
			t.tellCitizen(th, name, dispatch.Wish{Kind: msgTerm, Due: t.atMS, Expires: t.after(last), LastDay: int32(last)})
		}
		if due := t.days(last, -dispatch.LastCallDays); due > t.atMS {
			t.tellCitizen(th, name, dispatch.Wish{Kind: msgLastCall, Due: due, Expires: t.after(last), LastDay: int32(last)})
		}
	})
}

// term is the last day on which a document of this kind can be collected, when its term is counted from such a day; 0: it is not.
func (t *turn) term(kind, countedFrom string, day office.Date) office.Date {
	p, ok := t.calendar().Product(office.ProductID(kind))
	if !ok || p.Uncollected == nil || p.Uncollected.Value.CountedFrom != countedFrom || p.Uncollected.Value.Months <= 0 || day <= 0 {
		return 0
	}
	return dispatch.Ends(day, p.Uncollected.Value.Months)
}

func (t *turn) threadOfDocument(site office.SiteID, number string, step func(*contract.MessageThread, []byte)) {
	name := documentThread(site, number)
	t.thread(name, &contract.MessageThread{Site: string(site), Document: number}, func(th *contract.MessageThread) { step(th, name) })
}

// untellDocuments takes back what was not told yet of documents that cannot be collected any more.
func (t *turn) untellDocuments(from origin, numbers ...string) {
	for _, n := range numbers {
		if t.collectable(from.site, n) == nil {
			t.thread(documentThread(from.site, n), nil, func(th *contract.MessageThread) { dispatch.Supersede(th, t.atMS) })
		}
	}
}
