package printer_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/printer"
)

// about makes what a printer says of itself: its state and its reasons, separated by spaces.
func about(state int32, reasons string) printer.Group {
	g := printer.Group{Tag: printer.TagPrinter}
	var values []printer.Value
	for r := range strings.FieldsSeq(reasons) {
		values = append(values, printer.Text(printer.TagKeyword, r))
	}
	g.Attributes = []printer.Attribute{{Name: "printer-state", Values: []printer.Value{printer.Int(printer.TagEnum, state)}}}
	if len(values) > 0 {
		g.Attributes = append(g.Attributes, printer.Attribute{Name: "printer-state-reasons", Values: values})
	}
	return g
}

func TestHealthOf(t *testing.T) {
	for _, test := range []struct {
		state   int32
		says    string
		want    device.State
		reasons []device.Reason
	}{
		{3, "none", device.Ready, nil},
		{3, "", device.Ready, nil},
		{4, "none", device.Busy, nil},
		{5, "none", device.Stopped, []device.Reason{device.Unspecified}},
		{3, "media-low-warning", device.Attention, []device.Reason{device.PaperLow}},
		{3, "media-low-report", device.Ready, nil},
		{3, "media-empty", device.Attention, []device.Reason{device.PaperOut}}, // another tray has paper: the printer says it can
		{4, "media-empty-error", device.Stopped, []device.Reason{device.PaperOut}},
		{4, "media-empty-warning", device.Attention, []device.Reason{device.PaperOut}},
		{5, "toner-low-warning media-jam cover-open-error", device.Stopped,
			[]device.Reason{device.PaperJam, device.CoverOpen, device.InkLow}},
		{5, "media-empty-error media-needed-error", device.Stopped, []device.Reason{device.PaperOut}},
		{5, "com.example-stapler-sulks", device.Stopped, []device.Reason{"com.example-stapler-sulks"}},
		{5, "Jan:Peeters", device.Stopped, []device.Reason{device.Unspecified}},
		{0, "none", device.Unknown, nil},
	} {
		h := printer.HealthOf(about(test.state, test.says))
		if h.State != test.want || !slices.Equal(h.Reasons, test.reasons) {
			t.Errorf("%d %q: %s, want %s %v", test.state, test.says, h, test.want, test.reasons)
		}
		if strings.Contains(h.Detail, "Peeters") {
			t.Errorf("%q shows what is no keyword", h.Detail)
		}
	}
	refusing := about(3, "none")
	refusing.Attributes = append(refusing.Attributes,
		printer.Attribute{Name: "printer-is-accepting-jobs", Values: []printer.Value{printer.Bool(false)}},
		printer.Attribute{Name: "printer-make-and-model", Values: []printer.Value{printer.Text(printer.TagText, "A\x1b["+strings.Repeat("é", 200))}})
	h := printer.HealthOf(refusing)
	if h.State != device.Stopped || !h.Has(device.Paused) || h.Model != "A["+strings.Repeat("é", 62) {
		t.Errorf("one that takes no jobs is %s, model %q", h, h.Model)
	}
}

func TestJobOf(t *testing.T) {
	for _, test := range []struct {
		state   int32
		says    string
		want    printer.JobState
		reasons []device.Reason
	}{
		{3, "none", printer.JobWaiting, nil},
		{4, "job-hold-until-specified", printer.JobHeld, []device.Reason{"job-hold-until-specified"}},
		{5, "job-printing", printer.JobPrinting, nil},
		{5, "printer-stopped", printer.JobStopped, nil},
		{6, "printer-stopped", printer.JobStopped, nil},
		{7, "job-canceled-at-device", printer.JobCanceled, []device.Reason{"job-canceled-at-device"}},
		{8, "aborted-by-system", printer.JobAborted, []device.Reason{"aborted-by-system"}},
		{9, "job-completed-successfully", printer.JobDone, nil},
		{9, "job-completed-with-errors", printer.JobDone, []device.Reason{"job-completed-with-errors"}},
		{0, "", printer.JobUnknown, nil},
		{12, "", printer.JobUnknown, nil},
	} {
		g := about(0, "")
		g.Attributes[0] = printer.Attribute{Name: "job-state", Values: []printer.Value{printer.Int(printer.TagEnum, test.state)}}
		for r := range strings.FieldsSeq(test.says) {
			g.Attributes = append(g.Attributes, printer.Attribute{Name: "job-state-reasons", Values: []printer.Value{printer.Text(printer.TagKeyword, r)}})
		}
		job := printer.JobOf(g)
		if job.State != test.want || !slices.Equal(job.Reasons, test.reasons) {
			t.Errorf("%d %q: %s %v, want %s %v", test.state, test.says, job.State, job.Reasons, test.want, test.reasons)
		}
		if ended := test.state >= 7 && test.state <= 9; job.State.Ended() != ended {
			t.Errorf("%s: ended is %v", job.State, job.State.Ended())
		}
	}
}
