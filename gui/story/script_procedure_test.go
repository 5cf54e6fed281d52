//go:build story

package story_test

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/procedure"
)

// sayTick: tick SITE [DESK] STEP [undone]. A step of the visitor at the desk is done, or is not after all. Prints how far it is.
func sayTick(s *script, w *line) (string, error) {
	d, step := w.desk(), w.next("a step")
	undone := len(w.args) > 0 && w.next("") == "undone"
	w.done()
	f := d.following()
	if f == nil {
		w.misuse("nobody is served at desk %d by a procedure", d.number)
	}
	_, err := do(d.counter, screen.TickStep, &contract.TickStepRequest{Command: d.act(), Visit: f.Visit, Product: f.Product, Version: f.Version, Step: step, Undone: undone})
	if err != nil {
		return "", refused(err)
	}
	return d.following().say(), nil
}

// sayFollows: follows SITE [DESK]. The procedure of the visitor at the desk, and how far it is.
func sayFollows(s *script, w *line) (string, error) {
	d := w.desk()
	w.done()
	f := d.following()
	if f == nil {
		return "geen werkproces\n", nil
	}
	return f.say(), nil
}

// followed is the procedure of a visitor at a desk.
type followed struct{ *contract.VisitProcedure }

// following is the procedure of who is served at a desk; nil without one.
func (d *desk) following() *followed {
	v := d.mustView()
	for _, row := range v.AtDesks {
		for _, f := range v.Procedures {
			if row.Desk == d.number && bytes.Equal(row.Visit, f.Visit) {
				return &followed{f}
			}
		}
	}
	return nil
}

// say is which version is followed, what is done, and what the journal proves of it.
func (f *followed) say() string {
	return fmt.Sprintf("%s versie %d: %d van %d gedaan: %s\nbewezen: %s\n", f.Product, f.Version, len(f.Done), len(f.Steps), strings.Join(f.Done, " "), strings.Join(f.Proven, " "))
}

// sayNews: news SITE [DESK]. What is new to who is signed in, a line each, with the difference.
func sayNews(s *script, w *line) (string, error) {
	d := w.desk()
	w.done()
	res, err := do(d.counter, screen.Procedures, &contract.CounterProceduresRequest{Command: d.act()})
	if err != nil {
		return "", refused(err)
	}
	var out strings.Builder
	for _, row := range res.Procedures {
		if row.InForce == row.Knows {
			continue
		}
		when := "nog niet gelezen"
		if row.SinceShift {
			when = "sinds de vorige dienst"
		}
		p := procedure.Read(row.Procedure)
		was, _ := p.Version(row.Knows)
		is, _ := p.Version(row.InForce)
		fmt.Fprintf(&out, "%s versie %d na %d, %s: %s\n", p.Product, is.Number, was.Number, when, is.Note)
		for _, l := range procedure.Difference(was.Steps, is.Steps) {
			switch l.Kind {
			case procedure.Added:
				fmt.Fprintf(&out, "  nieuw: %s\n", l.Is.Say)
			case procedure.Changed:
				fmt.Fprintf(&out, "  gewijzigd: %s\n", l.Is.Say)
			case procedure.Removed:
				fmt.Fprintf(&out, "  vervalt: %s\n", l.Was.Say)
			}
		}
	}
	unread := uint32(0)
	for _, n := range d.mustView().ProcedureNews {
		if n.Clerk == d.clerk {
			unread = n.Unread
		}
	}
	fmt.Fprintf(&out, "%d nieuw\n", unread)
	return out.String(), nil
}

// sayReadNews: read-news SITE [DESK] PRODUCT VERSION. Who is signed in has read what is new.
func sayReadNews(s *script, w *line) (string, error) {
	d, q := w.desk(), new(contract.ReadProcedureRequest)
	q.Product = w.next("a product")
	if _, err := fmt.Sscan(w.next("a version"), &q.Version); err != nil {
		w.misuse("that is no version")
	}
	w.done()
	q.Command = d.act()
	_, err := do(d.counter, screen.ReadProcedure, q)
	return "", refused(err)
}

// sayRemark: remark SITE [DESK] PRODUCT VERSION STEP|- WORDS; remark SITE [DESK] PRODUCT: what was said of it and answered.
func sayRemark(s *script, w *line) (string, error) {
	d, product := w.desk(), w.next("a product")
	if len(w.args) > 0 {
		q := &contract.RemarkProcedureRequest{Command: d.act(), Product: product}
		if _, err := fmt.Sscan(w.next("a version"), &q.Version); err != nil {
			w.misuse("that is no version")
		}
		if q.Step = w.next("a step"); q.Step == "-" {
			q.Step = ""
		}
		q.Text = w.next("words")
		w.done()
		if _, err := do(d.counter, screen.RemarkProcedure, q); err != nil {
			return "", refused(err)
		}
	}
	res, err := do(d.counter, screen.Procedures, &contract.CounterProceduresRequest{Command: d.act()})
	if err != nil {
		return "", refused(err)
	}
	var out strings.Builder
	for _, row := range res.Procedures {
		for _, r := range row.Remarks {
			if row.Procedure.Product == product {
				fmt.Fprintf(&out, "%s: %s → %s\n", r.Clerk, r.Text, r.Answer)
			}
		}
	}
	return out.String(), nil
}
