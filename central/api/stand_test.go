package api_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/api"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// TestAnAppointmentThatIsPast is read as such, without a code to come with, and neither moved nor ended.
func TestAnAppointmentThatIsPast(t *testing.T) {
	c := mustCity(t)
	x, place := c.booked(), c.free().Places[3].Place
	c.now = c.now.Add(60 * 24 * time.Hour)
	var read api.Appointment
	c.ask(200, "GET", "/appointments/"+x.Link, nil, &read)
	if read.Status != "past" || read.Pass != "" {
		t.Errorf("it reads %+v", read)
	}
	c.ask(http.StatusConflict, "PUT", "/appointments/"+x.Link+"/place", map[string]string{"place": place}, nil)
	c.ask(http.StatusConflict, "DELETE", "/appointments/"+x.Link, nil, nil)
}

// TestWhatACounterKeepsIsAsked: an appointment of a day that is in the counter's hands is neither moved nor ended here;
// its end is asked, and said so.
func TestWhatACounterKeepsIsAsked(t *testing.T) {
	c := mustCity(t)
	x := c.booked()
	c.now = c.now.Add(22 * time.Hour) // the morning of that day
	for _, k := range []*contract.HQCommand{
		{Kind: &contract.HQCommand_Greeted{Greeted: &contract.Greeted{Site: x.At.Site, Incarnation: 1, Era: 1, Key: make([]byte, 32)}}},
		{Kind: &contract.HQCommand_TopUp{TopUp: &contract.TopUp{Site: x.At.Site}}},
	} {
		k.AtMs = c.now.UnixMilli()
		if reply, err := forward.Command(t.Context(), c.log, k); err != nil || reply.Kind != 0 {
			t.Fatal(reply, err)
		}
	}
	var read api.Appointment
	c.ask(http.StatusConflict, "PUT", "/appointments/"+x.Link+"/place", map[string]string{"place": c.free().Places[3].Place}, nil)
	c.ask(200, "DELETE", "/appointments/"+x.Link, nil, &read)
	if !read.Pending || read.Status != "booked" {
		t.Errorf("it was asked to end, and reads %+v", read)
	}
}

// TestNoAnswerIsKeptOrGuessed: every answer, also a refusal, says that it is what it says, that nobody keeps it, and that it is no page.
func TestNoAnswerIsKeptOrGuessed(t *testing.T) {
	c := mustCity(t)
	for _, path := range []string{"/sites", "/nowhere", "/appointments/none"} {
		h := c.do("GET", api.Path+path, "", nil).Header()
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer",
			"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"} {
			if h.Get(name) != want {
				t.Errorf("%s: %s is %q", path, name, h.Get(name))
			}
		}
	}
}
