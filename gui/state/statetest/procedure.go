package statetest

import (
	"context"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/procedure"
)

// Follows has the visitor at the desk served by a procedure: that of the program, or these steps.
func Follows(steps ...procedure.Step) func(*state.Snapshot) {
	return func(s *state.Snapshot) {
		for _, v := range s.Visits {
			if v.Desk != desk {
				continue
			}
			if len(steps) == 0 {
				steps = procedure.Embedded()["eid-afhalen"].Last().Steps
			}
			s.Following = []state.Following{{Visit: v.ID, Product: v.Product, Version: 1, Steps: steps}}
		}
	}
}

// Manual is what an invented headquarters published: one procedure changed since the shift of last Monday, one was not read for
// longer, one has an answer, one begins next week.
func Manual(now time.Time) state.Manual {
	monday := now.AddDate(0, 0, -3)
	was := procedure.Embedded()["eid-afhalen"].Last()
	is := procedure.Version{Number: 2, From: office.DateOf(now), Note: "De chip wordt getest voor de oude kaart ingenomen wordt.", By: "Mia"}
	is.Steps = []procedure.Step{was.Steps[1], was.Steps[3], was.Steps[2],
		{ID: "activeren", Say: "Laat de pincode kiezen, activeer, en laat de bezoeker ze zelf proberen", Why: was.Steps[4].Why, Required: true, Source: was.Steps[4].Source},
		{ID: "oude-brief", Say: "Vernietig de brief samen", Why: "Een brief met codes gaat niet mee naar huis."}, was.Steps[5]}
	passport := procedure.Embedded()["reispas-afhalen"].Last()
	later := procedure.Version{Number: 2, From: office.DateOf(now) + 7, Steps: passport.Steps[1:], By: "Mia"}
	loss := procedure.Embedded()["verlies-diefstal"].Last()
	next := procedure.Version{Number: 2, From: office.DateOf(monday) - 7, Steps: append(slices.Clone(loss.Steps[:2]), loss.Steps[3]), By: "Mia"}
	work := func(p office.ProductID, inForce, knows uint32, v ...procedure.Version) state.Work {
		return state.Work{Procedure: procedure.Procedure{Product: p, Versions: v}, InForce: inForce, Knows: knows}
	}
	changed := work("eid-afhalen", 2, 1, was, is)
	changed.SinceShift = true
	answered := work("reispas-afhalen", 1, 1, passport, later)
	answered.Remarks = []state.Remark{{At: monday, Step: "oud-reispas", Words: "Waar leggen we het oude reispas?", Answer: "In vak D, tot het vernietigd wordt.", By: "Mia"}}
	return state.Manual{Shift: monday, Works: []state.Work{work("adres-eid-aanpassen", 1, 1, procedure.Embedded()["adres-eid-aanpassen"].Last()),
		changed, answered, work("verlies-diefstal", 2, 1, loss, next)}}
}

// News has two procedures changed for the clerk at the desk since Monday.
func News(now time.Time) func(*state.Snapshot) {
	return func(s *state.Snapshot) {
		for _, p := range s.Signed {
			if p.Desk == desk {
				s.News = []state.ProcedureNews{{Clerk: p.ID, Unread: 2, Shift: now.AddDate(0, 0, -3)}}
			}
		}
	}
}

// Procedures implements state.Procedures.
func (f *Counter) Procedures(context.Context) (state.Manual, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls["Procedures"]++
	m := Manual(f.now())
	for i := range m.Works {
		w := &m.Works[i]
		if n, ok := f.read[w.Product]; ok {
			w.Knows = n
		}
		w.Remarks = append(slices.Clone(f.remarks[w.Product]), w.Remarks...)
	}
	return m, f.fail["Procedures"]
}

// TickStep implements state.Procedures.
func (f *Counter) TickStep(ctx context.Context, of state.Following, step procedure.StepID, undone bool) (state.Receipt, error) {
	return f.act(ctx, "TickStep", func(s *state.Snapshot) error {
		s.Following = slices.Clone(s.Following)
		for i := range s.Following {
			one := &s.Following[i]
			if one.Visit != of.Visit {
				continue
			}
			if slices.Contains(one.Proven, step) {
				return fault.New("statetest.TickStep", fault.Refused).Tell("Deze stap staat in het logboek.", "")
			}
			one.Done = slices.DeleteFunc(slices.Clone(one.Done), func(id procedure.StepID) bool { return id == step })
			if !undone {
				one.Done = append(one.Done, step)
			}
			return nil
		}
		return fault.New("statetest.TickStep", fault.Conflict)
	})
}

// ReadProcedure implements state.Procedures.
func (f *Counter) ReadProcedure(ctx context.Context, product office.ProductID, version uint32) (state.Receipt, error) {
	return f.act(ctx, "ReadProcedure", func(s *state.Snapshot) error {
		if f.read == nil {
			f.read = map[office.ProductID]uint32{}
		}
		f.read[product] = version
		s.News = slices.Clone(s.News)
		for i := range s.News {
			s.News[i].Unread--
		}
		return nil
	})
}

// RemarkProcedure implements state.Procedures.
func (f *Counter) RemarkProcedure(ctx context.Context, product office.ProductID, _ uint32, step procedure.StepID, words string) (state.Receipt, error) {
	return f.act(ctx, "RemarkProcedure", func(*state.Snapshot) error {
		words, err := procedure.Remark(words)
		if err != nil {
			return err
		}
		if f.remarks == nil {
			f.remarks = map[office.ProductID][]state.Remark{}
		}
		f.remarks[product] = append([]state.Remark{{At: f.now(), Step: step, Words: words}}, f.remarks[product]...)
		return nil
	})
}
