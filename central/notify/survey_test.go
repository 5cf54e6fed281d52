package notify_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/central/notify"
	"github.com/buurtloket/buurtloket/central/notify/dispatch"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// visited has a visit of an appointment come and go, and brings the hour at which who came is asked.
func (w *world) visited(a *contract.Appointment) {
	w.Helper()
	visit := bytes.Repeat([]byte{9}, 16)
	w.now = office.Date(a.Place.Run.Date).At(9*60, w.zone)
	var bodies [][]byte
	for _, e := range []*contract.Event{{Kind: &contract.Event_CheckedIn{CheckedIn: &contract.CheckedIn{Visit: visit, Appointment: a.Id}}},
		{Kind: &contract.Event_Finished{Finished: &contract.Finished{Visit: visit}}}} {
		e.AtMs = w.now.UnixMilli()
		bodies = append(bodies, contract.Encode(e))
	}
	w.must(&contract.HQCommand{Kind: &contract.HQCommand_Greeted{Greeted: &contract.Greeted{Site: string(berchem), Incarnation: 1, Era: 1, Key: make([]byte, 32)}}})
	w.must(&contract.HQCommand{Kind: &contract.HQCommand_Taken{Taken: &contract.Taken{Site: string(berchem), Root: make([]byte, 32),
		Batch: &contract.Batch{Incarnation: 1, First: 1, Count: uint32(len(bodies)), Records: contract.JoinRecords(bodies)}}}})
	w.now = w.now.Add(dispatch.SurveyAfter)
}

// TestAskedAfterAVisit: on our own pages, with a link of that visit; else where the city asks; off unless somebody asks, and never who
// wants no questions.
func TestAskedAfterAVisit_A001_08(t *testing.T) {
	pages := func(c *notify.Config) {
		c.Ask = func(id office.AppointmentID) string { return "https://loket.voorbeeld.be/vragen/" + id.Code() }
	}
	for name, row := range map[string]struct {
		change  func(*notify.Config)
		refused bool
		link    string
	}{
		"our own pages": {pages, false, "https://loket.voorbeeld.be/vragen/"},
		"the city's":    {func(c *notify.Config) { c.Survey = "https://stad.voorbeeld.be/?bij={locatie}" }, false, "https://stad.voorbeeld.be/?bij=buurtloket-berchem"},
		"nobody asks":   {func(*notify.Config) {}, false, ""},
		"not wanted":    {pages, true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := open(t, row.change)
			w.TB = t
			a := w.books(an, 1, 0)
			if row.refused {
				w.must(&contract.HQCommand{Kind: &contract.HQCommand_SurveyRefused{SurveyRefused: &contract.SurveyRefused{Appointment: a.Id}}})
			}
			w.steps()
			before := len(w.mail.Parcels())
			w.visited(a)
			w.steps()
			w.steps()
			got := w.mail.Parcels()[before:]
			if row.link == "" {
				if len(got) != 0 {
					t.Errorf("asked: %v", got)
				}
				return
			}
			if len(got) != 1 || !strings.Contains(got[0].Say.Text, row.link) {
				t.Errorf("asked %v", got)
			}
		})
	}
}
