package vault

import (
	"fmt"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Report is that a document is missing. It is a duty to report one; the register keeps the report for good.
type Report struct {
	Document    office.DocumentNumber
	Kind        office.ProductID
	Consignment string // it was announced in this one and never came; empty: it was here
	Last        string // where the register has it, in Dutch
	Reason      string // what is known
	Reference   string // number of the report to police or ministry; empty: not yet
	By, With    office.ClerkID
	Date        office.Date
	Found       office.Date // 0: it is still missing
}

// missing is the report on a document, if there is one.
func missing(r kv.Reader, document office.DocumentNumber) (Report, bool, error) {
	b := r.Get([]byte(reports + string(document)))
	if b == nil {
		return Report{}, false, nil
	}
	c := cut{rest: b}
	out := Report{Document: document, Kind: office.ProductID(c.text()), Consignment: c.text(), Last: c.text(), Reason: c.text(), Reference: c.text(),
		By: office.ClerkID(c.text()), With: office.ClerkID(c.text()), Date: office.Date(c.num()), Found: office.Date(c.num())}
	if err := c.err(); err != nil {
		return out, true, fault.New("vault.MissingReport", fault.Corrupt).On(string(document)).Because(err)
	}
	return out, true, nil
}

func putReport(w kv.Writer, m Report) {
	var l line
	for _, s := range []string{string(m.Kind), m.Consignment, m.Last, m.Reason, m.Reference, string(m.By), string(m.With)} {
		l.text(s)
	}
	l.num(int64(m.Date))
	l.num(int64(m.Found))
	w.Put([]byte(reports+string(m.Document)), l)
}

// MissingReport lists the reports, by number: those still open and those that ended well.
func MissingReport(r kv.Reader) ([]Report, error) {
	var out []Report
	for k := range r.Scan([]byte(reports), nil) {
		m, _, err := missing(r, office.DocumentNumber(k[len(reports):]))
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}

// Loss is a document that is not where it should be.
type Loss struct {
	Document  string
	Reason    string
	Reference string // of police or ministry; may come later
}

// ReportMissing reports a document that the register has here, out on a trip, or announced. It stays in the name of
// its custodian, and is barred from everything until it is found. Reported again, the report is completed. Faults:
// NotFound; Refused for one that was handed out or is gone.
func (g Register) ReportMissing(r kv.Reader, a Actors, m Loss) (*contract.Event, error) {
	const op = "vault.ReportMissing"
	if err := a.dated(op); err != nil {
		return nil, err
	}
	n, err := Document(m.Document)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	out := &contract.MissingReported{Document: string(n), Second: string(a.With), Date: int32(a.Today)}
	if out.Reason, err = phrase(op, m.Reason, "Er staat niet bij wat er bekend is."); err != nil {
		return nil, err
	}
	if m.Reference != "" {
		if out.Reference, err = phrase(op, m.Reference, "Het nummer van de aangifte ontbreekt."); err != nil {
			return nil, err
		}
	}
	i, err := find(r, n)
	switch {
	case fault.Is(err, fault.NotFound) || err == nil && i.gone():
		if out.Consignment, err = announcedIn(r, n); err != nil {
			return nil, fault.Wrap(op, err)
		}
	case err != nil:
		return nil, fault.Wrap(op, err)
	case i.Custody.Ended():
		return nil, fault.New(op, fault.Refused).On(string(n)).Tell(fmt.Sprintf("%s is %s.", n, i.Where()), "Wat de houder verliest, geeft de houder aan.")
	}
	return &contract.Event{Clerk: string(a.By), Kind: &contract.Event_MissingReported{MissingReported: out}}, nil
}

// announcedIn is the consignment in which a document is still to come, or was reported missing from. Fault: NotFound.
func announcedIn(r kv.Reader, n office.DocumentNumber) (string, error) {
	if m, ok, err := missing(r, n); err != nil || ok && m.Found == 0 {
		return m.Consignment, err
	}
	lists, err := Announced(r)
	if err != nil {
		return "", err
	}
	for _, c := range lists {
		for _, d := range c.Documents {
			if d == string(n) {
				return c.Id, nil
			}
		}
	}
	return "", fault.New("vault.Announced", fault.NotFound).On(string(n)).
		Tell("Dit document staat niet in het register, en in geen aangekondigde zending.", "Kijk het nummer na.")
}
