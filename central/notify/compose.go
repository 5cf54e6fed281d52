package notify

import (
	"regexp"
	"strings"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Why a message is not sent, beside the reasons of dispatch. They are stored.
const (
	Erased        = "erased"         // whom it is for was erased
	NoAddress     = "no-address"     // neither mail address nor mobile number, or none that can be one
	NotOf         = "not-of-use"     // what it is about is not so any more
	NoSurvey      = "no-survey"      // nobody asks
	NotConfigured = "not-configured" // nothing here carries it that way
	QuietHours    = "quiet-hours"
	Unreachable   = "away"
)

// errand is a message with all it needs to be sent.
type errand struct {
	ref    *contract.MessageRef
	facts  facts
	person *contract.Person
	id     []byte
	due    int64
	tries  uint32
	no     string // why it is not sent; empty: it is
}

// read gathers what a claimed message needs, from the state as it stands. What it is about may have changed since it was due.
func (n *Notifier) read(k kv.Reader, ref *contract.MessageRef) errand {
	v := n.Machine.View(k)
	th := v.Thread(ref.Thread)
	e := errand{ref: ref, no: NotOf}
	var m *contract.Message
	for _, one := range th.GetMessages() {
		if one.Number == ref.Number {
			m = one
		}
	}
	if m == nil || m.Claim != ref.Claim {
		return e
	}
	e.id, e.due, e.tries = m.Id, m.DueMs, m.Tries
	e.facts = facts{Kind: m.Kind, Sender: n.Sender, Portal: n.Portal, Last: office.Date(m.LastDay), Zone: v.Calendar().Zone()}
	var sealed []byte
	if th.Document == "" {
		if sealed, e.no = n.readVisit(k, v, th, &e.facts); m.Kind == contract.MessageKind_MESSAGE_KIND_SOONER && e.no == "" {
			e.no = n.readSooner(v, th, m.Number, &e.facts)
		}
	} else {
		sealed, e.no = readDocument(v, th, &e.facts)
	}
	if e.no != "" {
		return e
	}
	s := v.Person(sealed)
	if s == nil {
		e.no = Erased
		return e
	}
	var err error
	if e.person, err = contract.Decode(s.Plain, new(contract.Person)); err != nil {
		e.no = NoAddress
		return e
	}
	e.facts.Name = strings.Join(strings.Fields(e.person.Name), " ")
	return e
}

// readVisit fills in an appointment, and gives whom it is for, or why nothing is said of it.
func (n *Notifier) readVisit(k kv.Reader, v register.View, th *contract.MessageThread, f *facts) (sealed []byte, no string) {
	id, err := contract.ID16[office.AppointmentID](th.Appointment)
	state := v.Appointment(id)
	if err != nil || state == nil || state.Cancelled != (f.Kind == contract.MessageKind_MESSAGE_KIND_CANCELLATION) {
		return nil, NotOf
	}
	a := state.Appointment
	if f.visit(v.Calendar(), a); state.Cancelled {
		f.Bring = nil
	}
	if f.Kind == contract.MessageKind_MESSAGE_KIND_SURVEY {
		if f.Survey = n.surveyOf(id, office.SiteID(a.Place.Site)); f.Survey == "" {
			return nil, NoSurvey
		}
	}
	if n.Link != nil {
		f.Link = n.Link(id)
	}
	if n.Pass != nil {
		f.Pass = n.Pass(k, a)
	}
	return a.Person, ""
}

// visit fills in when and where somebody comes, and for what.
func (f *facts) visit(plan *calendar.Plan, a *contract.Appointment) {
	f.place(plan, office.SiteID(a.Place.GetSite()))
	run := a.Place.GetRun()
	f.On, f.At, f.Until = office.Date(run.GetDate()), office.Minute(run.GetStart()), run.End()
	f.Persons, f.Code, f.Sequence = max(1, int(a.Persons)), a.AppointmentID().Code(), 2*int(a.Leg)
	for _, p := range a.ProductIDs() {
		f.Products = append(f.Products, productName(plan, p))
	}
	f.Bring = catalogue.Bring(a.ProductIDs()...)
}

func (f *facts) place(plan *calendar.Plan, at office.SiteID) {
	f.Site = string(at)
	if s, ok := plan.Site(at); ok {
		f.Site, f.Address = s.Name, strings.TrimSpace(unfinished.ReplaceAllString(s.Address.Value, ""))
	}
}

// unfinished is a remark to the city in an address of the catalogue.
var unfinished = regexp.MustCompile(`\s*\([^)]*to be filled in[^)]*\)`)

func productName(plan *calendar.Plan, id office.ProductID) string {
	if p, ok := plan.Product(id); ok {
		return p.Dutch
	}
	return string(id)
}

// documentName is what is collected, of the product that is its collection: "eID" of "eID afhalen en activeren".
func documentName(plan *calendar.Plan, id office.ProductID) string {
	name, _, _ := strings.Cut(productName(plan, id), " afhalen")
	return name
}

// readDocument fills in a document that can be collected. Its number is in no message: who reads along learns nothing of use.
func readDocument(v register.View, th *contract.MessageThread, f *facts) (sealed []byte, no string) {
	d := v.Collectable(office.SiteID(th.Site), th.Document)
	if d == nil {
		return nil, NotOf
	}
	f.place(v.Calendar(), office.SiteID(th.Site))
	f.Document, f.Bring = documentName(v.Calendar(), office.ProductID(d.Kind)), catalogue.Bring(office.ProductID(d.Kind))
	return d.Holder, ""
}

// surveyOf is where somebody says how a visit was: on our own pages, of the visit, and once; else where the city asks.
func (n *Notifier) surveyOf(id office.AppointmentID, site office.SiteID) string {
	if n.Ask != nil {
		return n.Ask(id)
	}
	return n.surveyAt(site)
}

// surveyAt is where the city asks how a visit was: of the place, and of nobody (A002-40).
func (n *Notifier) surveyAt(site office.SiteID) string {
	return strings.ReplaceAll(n.Survey, "{locatie}", string(site))
}
