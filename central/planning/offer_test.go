package planning_test

import (
	"bytes"
	"crypto/rand"
	"strings"
	"sync"
	"testing"
	"time"

	"connectrpc.com/connect"
	"net/http"
	"net/http/httptest"

	"github.com/buurtloket/buurtloket/central/planning"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// hoursOf is the door for opening hours of a world.
func hoursOf(t *testing.T, w *world) contractconnect.HoursClient {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle(contractconnect.NewHoursHandler(planning.NewHours(planning.New(w.Solo, w.seat, w.machine, w.fleet, func() time.Time { return now }, rand.Reader))))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return contractconnect.NewHoursClient(server.Client(), server.URL)
}

// shut is a draft that closes Berchem on days from a day on, told today.
func shut(w *world, t *testing.T, from office.Date, days int) *contract.HoursDraft {
	t.Helper()
	var version uint64
	w.view(t, func(v register.View) { version = v.Plan().Version })
	return &contract.HoursDraft{Version: version, Put: &contract.Plan{Closures: []*contract.Closure{{Id: "werken", Site: berchem, FromDate: int32(from), ToDate: int32(from) + int32(days) - 1, Reason: "werken"}}},
		Publication: &contract.Publication{Effective: int32(from), Published: int32(office.DateOf(now))}}
}

// TestAChangeIsLookedAt: what it would do, whom it hits, from when, and that it is too early; nothing is changed by looking.
func TestAChangeIsLookedAt_A000_10(t *testing.T) {
	w := newWorld(t)
	h := hoursOf(t, w)
	a := w.book(t, 9*60+10, "Lotte")
	d := shut(w, t, tuesday, 1)
	e := ok[contract.HoursEffect](t)(h.Try(t.Context(), req(d)))
	if len(e.Hits) != 1 || !bytes.Equal(e.Hits[0].Appointment.Id, a.Id) || e.First != int32(tuesday) || !e.Early || e.NormDays != 7 || e.Version != d.Version || len(e.Changed) != 0 {
		t.Errorf("%v", e)
	}
	if r := ok[contract.PlanResponse](t)(w.Rules(t.Context(), req(&contract.RulesRequest{}))); r.Plan.Version != d.Version {
		t.Error("looking changed the plan")
	}
	d.Put.Closures = append(d.Put.Closures, &contract.Closure{Id: "later", Site: berchem, FromDate: int32(tuesday) + 500, Reason: "x"})
	d.Put.Closures[0].Id, d.Version = "ander", 1
	w.must(t, &contract.HQCommand{Kind: &contract.HQCommand_Plan{Plan: &contract.PlanPut{By: "bo", Change: &contract.PlanPut_Closure{Closure: &contract.Closure{Id: "brug", FromDate: int32(tuesday), Reason: "brugdag"}}}}})
	e = ok[contract.HoursEffect](t)(h.Try(t.Context(), req(d)))
	if len(e.Changed) != 1 || e.Changed[0].By != "bo" || len(e.Warnings) != 1 || !strings.Contains(e.Warnings[0], "al een sluiting: brugdag (dinsdag 24 november 2026)") {
		t.Errorf("%v", e)
	}
}

// TestHoursThatTheClockSkips: one day's opening in the hour that is not is refused; a rule of every week that meets it is told of, and
// so is the hour that comes twice.
func TestHoursThatTheClockSkips(t *testing.T) {
	w := newWorld(t)
	h := hoursOf(t, w)
	spring := office.NewDate(2027, time.March, 28)
	rule := &contract.Rule{Id: "nacht", Site: berchem, Weekdays: 1, From: 120, To: 180, Desks: 1, Mode: "appointment", ValidFrom: int32(spring), ValidTo: int32(spring)}
	d := &contract.HoursDraft{Put: &contract.Plan{Rules: []*contract.Rule{rule}}}
	_, err := h.Try(t.Context(), req(d))
	refused(t, fault.Invalid, err)
	if say := fault.Sentence(fault.FromRPC("x", err)); !strings.Contains(say, "bestaat niet op zondag 28 maart 2027") {
		t.Errorf("says %q", say)
	}
	rule.ValidFrom, rule.ValidTo = 0, 0
	e := ok[contract.HoursEffect](t)(h.Try(t.Context(), req(d)))
	all := strings.Join(e.Warnings, "\n")
	for _, want := range []string{"zondag 28 maart 2027 bestaat het uur van 02:00 tot 03:00 niet", "zondag 31 oktober 2027 komt het uur van 02:00 tot 03:00 twee keer"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in\n%s", want, all)
		}
	}
	rule.From, rule.To = 540, 600
	if e := ok[contract.HoursEffect](t)(h.Try(t.Context(), req(d))); len(e.Warnings) != 0 {
		t.Errorf("by day: %v", e.Warnings)
	}
}

// TestAChangeIsCommitted: with who was seen and why so late; not by nobody, not without a day, not over what changed since, not over
// who booked since.
func TestAChangeIsCommitted_A000_10(t *testing.T) {
	w := newWorld(t)
	h := hoursOf(t, w)
	a := w.book(t, 9*60+10, "Lotte")
	try := func(change func(*contract.HoursCommitRequest)) (*contract.HoursCommitResponse, error) {
		q := &contract.HoursCommitRequest{Draft: shut(w, t, tuesday, 1), Hit: [][]byte{a.Id}, By: "ines"}
		q.Draft.Publication.Hurry = "An is ziek"
		change(q)
		r, err := h.Commit(t.Context(), req(q))
		if err != nil {
			return nil, err
		}
		return r.Msg, nil
	}
	for name, row := range map[string]struct {
		kind   fault.Kind
		change func(*contract.HoursCommitRequest)
	}{
		"nobody":         {fault.Invalid, func(q *contract.HoursCommitRequest) { q.By = " " }},
		"no publication": {fault.Invalid, func(q *contract.HoursCommitRequest) { q.Draft.Publication = nil }},
		"no reason":      {fault.Invalid, func(q *contract.HoursCommitRequest) { q.Draft.Publication.Hurry = "" }},
		"unseen":         {fault.Conflict, func(q *contract.HoursCommitRequest) { q.Hit = nil }},
		"overtaken":      {fault.Conflict, func(q *contract.HoursCommitRequest) { q.Draft.Version-- }},
		"an overlap": {fault.Invalid, func(q *contract.HoursCommitRequest) {
			q.Draft.Put = &contract.Plan{Rules: []*contract.Rule{{Id: "x", Site: berchem, Weekdays: 1 << 2, From: 600, To: 660, Desks: 1, Mode: "appointment"}}}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "overtaken" {
				w.must(t, &contract.HQCommand{Kind: &contract.HQCommand_Plan{Plan: &contract.PlanPut{By: "bo", Change: &contract.PlanPut_Closure{Closure: &contract.Closure{Id: "brug", Site: "antwerpen-harmonie", FromDate: int32(tuesday) + 60, Reason: "brugdag"}}}}})
			}
			_, err := try(row.change)
			refused(t, row.kind, err)
			if say := fault.Sentence(fault.FromRPC("x", err)); name == "overtaken" && !strings.Contains(say, "bo wijzigde 'brug'") {
				t.Errorf("says %q", say)
			}
		})
	}
	r, err := try(func(*contract.HoursCommitRequest) {})
	if err != nil || len(r.Hits) != 1 {
		t.Fatal(r, err)
	}
	w.view(t, func(v register.View) {
		if a := v.Appointment(office.AppointmentID(a.Id)); a == nil || a.Cancelled || v.Plan().Version != r.Version {
			t.Errorf("Lotte was moved silently: %v", a)
		}
	})
}

// TestOneOfTwoPlanners: two commit what they made of the same plan at once; one is told who was before.
func TestOneOfTwoPlanners(t *testing.T) {
	w := newWorld(t)
	h := hoursOf(t, w)
	var wg sync.WaitGroup
	errs := make([]error, 2)
	for i := range errs {
		d := shut(w, t, tuesday+14, 1)
		d.Put.Closures[0].Id += []string{"a", "b"}[i]
		wg.Go(func() {
			_, errs[i] = h.Commit(t.Context(), connect.NewRequest(&contract.HoursCommitRequest{Draft: d, By: []string{"ines", "bo"}[i]}))
		})
	}
	wg.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Fatalf("both the same: %v, %v", errs[0], errs[1])
	}
	for _, err := range errs {
		if err != nil {
			refused(t, fault.Conflict, err)
		}
	}
}

// TestSeatsComeBack: what a site holds of hours that go is asked back in the same step.
func TestSeatsComeBack(t *testing.T) {
	w := newWorld(t)
	w.arrive(t, berchem, 7)
	h := hoursOf(t, w)
	ok[contract.HoursCommitResponse](t)(h.Commit(t.Context(), req(&contract.HoursCommitRequest{Draft: func() *contract.HoursDraft {
		d := shut(w, t, tuesday, 1)
		d.Publication.Hurry = "ziek"
		return d
	}(), By: "ines"})))
	w.view(t, func(v register.View) {
		held := 0
		for id, s := range v.SiteSeats(berchem) {
			if id.Date == tuesday && !s.Owner.AtHQ() {
				held++
			}
		}
		if asked := len(v.Asked(berchem)); held == 0 || asked != held {
			t.Errorf("%d seats asked back of %d", asked, held)
		}
	})
}

// TestTheNotice is made at any node; there is none of a day on which nothing is otherwise.
func TestTheNotice(t *testing.T) {
	w := newWorld(t)
	h := hoursOf(t, w)
	ok[contract.HoursCommitResponse](t)(h.Commit(t.Context(), req(&contract.HoursCommitRequest{Draft: shut(w, t, tuesday+14, 1), By: "ines"})))
	n := ok[contract.HoursNoticeResponse](t)(h.Notice(t.Context(), req(&contract.HoursNoticeRequest{Site: berchem, From: int32(tuesday) + 14})))
	if !bytes.HasPrefix(n.Pdf, []byte("%PDF-")) || !strings.Contains(n.Text, "Dinsdag 8 december 2026: gesloten (werken).") || n.Name != "openingsuren-buurtloket-berchem-2026-12-08.pdf" {
		t.Errorf("%s: %s", n.Name, n.Text)
	}
	_, err := h.Notice(t.Context(), req(&contract.HoursNoticeRequest{Site: "nergens", From: 1}))
	refused(t, fault.NotFound, err)
	_, err = h.Notice(t.Context(), req(&contract.HoursNoticeRequest{Site: berchem, From: int32(office.NewDate(2027, time.February, 1))}))
	refused(t, fault.Refused, err)
}
