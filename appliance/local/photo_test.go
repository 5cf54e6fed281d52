package local_test

import (
	"bytes"
	"context"
	"image/jpeg"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/booth/boothtest"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// withCamera gives a counter a booth with one sitter, who smiles.
func withCamera(tb testing.TB) func(*appliance.Config) {
	d, _ := boothtest.Camera(tb, 5*time.Millisecond, boothtest.Portrait(tb, "../photo/face/testdata/astronaut.jpg", 1280, 900))
	return func(cfg *appliance.Config) { cfg.Camera = d }
}

func (c *counter) capture(visit []byte) (*contract.CaptureResponse, error) {
	res, err := c.client.Capture(context.Background(), connect.NewRequest(&contract.CaptureRequest{Command: c.command(), Visit: visit}))
	if err != nil {
		return nil, err
	}
	return res.Msg, nil
}

func (c *counter) mustCapture(visit []byte) *contract.CaptureResponse {
	c.tb.Helper()
	res, err := c.capture(visit)
	if err != nil {
		c.tb.Fatal(err)
	}
	return res
}

func (c *counter) keep(photo []byte, consent bool, reason string) (*contract.PhotoRow, error) {
	res, err := c.client.KeepPhoto(context.Background(), connect.NewRequest(&contract.KeepPhotoRequest{Command: c.command(), Photo: photo, Consent: consent, Reason: reason}))
	if err != nil {
		return nil, err
	}
	return res.Msg.Photo, nil
}

// TestAPhotoAtTheCounter: taken, judged in words, kept with a reason for an appointment, listed; and dropped.
func TestAPhotoAtTheCounter(t *testing.T) {
	c := mustCounter(t, withCamera(t))
	appointment := c.mustBook(c.wish(monday, 10*60)).Appointment
	in, err := c.client.CheckIn(context.Background(), connect.NewRequest(&contract.CheckInRequest{Command: c.command(), Appointment: appointment.Id}))
	if err != nil {
		t.Fatal(err)
	}
	visit := in.Msg.Visit
	shot := c.mustCapture(visit)
	said := ""
	for _, check := range shot.Checks {
		said += check.Say
	}
	if shot.Good || said != "De mond is open. Vraag om de mond te sluiten en niet te lachen." || shot.Seconds == 0 {
		t.Errorf("judged %v: %q", shot.Good, said)
	}
	if _, err := jpeg.Decode(bytes.NewReader(shot.Preview)); err != nil {
		t.Errorf("the preview: %v", err)
	}
	before := c.size()
	c.mustRefuse(fault.Refused, before, second(c.keep(shot.Photo, true, "")))
	c.mustRefuse(fault.Refused, before, second(c.keep(shot.Photo, false, "Lacht altijd.")))
	c.mustRefuse(fault.Exhausted, before, second(c.keep(shot.Photo, true, string(make([]byte, 1001)))))
	row, err := c.keep(shot.Photo, true, "Lacht altijd.")
	if err != nil || !bytes.Equal(row.Subject, appointment.Id) || row.Reason != "Lacht altijd." || !row.Consent {
		t.Fatalf("%v, %v", row, err)
	}
	kept := c.size()
	if again, err := c.keep(shot.Photo, true, "Anders."); err != nil || again.Reason != row.Reason || c.size() != kept {
		t.Errorf("kept twice: %v, %v", again, err)
	}
	for _, e := range c.events()[before:] {
		if bytes.Contains(contract.Encode(e), []byte("Lacht")) {
			t.Error("a clerk's words stand in a record")
		}
	}
	other := c.mustCapture(nil)
	if _, err := c.client.DropPhoto(context.Background(), connect.NewRequest(&contract.DropPhotoRequest{Command: c.command(), Photo: other.Photo})); err != nil {
		t.Fatal(err)
	}
	c.mustRefuse(fault.NotFound, kept, second(c.keep(other.Photo, true, "x")))
	c.mustRefuse(fault.Invalid, kept, second(c.capture([]byte("short"))))
	list, err := c.client.Photos(context.Background(), connect.NewRequest(&contract.PhotosRequest{Command: c.command(), Visit: visit}))
	if err != nil || len(list.Msg.Photos) != 1 || len(list.Msg.Photos[0].Steps) != 3 {
		t.Errorf("listed %v, %v", list, err)
	}
}

// TestAPreviewIsForWhoServes: pictures come to a session that may serve, one screen at a time, and to nobody else.
func TestAPreviewIsForWhoServes(t *testing.T) {
	c := mustCounter(t, withCamera(t))
	first := func(session string) error {
		ctx, stop := context.WithTimeout(context.Background(), 10*time.Second)
		defer stop()
		stream, err := c.client.Preview(ctx, connect.NewRequest(&contract.PreviewRequest{Command: &contract.Command{Session: session}}))
		if err != nil {
			return err
		}
		defer stream.Close()
		for stream.Receive() {
			if p := stream.Msg(); len(p.Jpeg) > 0 && p.Frame.GetHeadHeight() > 0 {
				return nil
			}
		}
		return stream.Err()
	}
	if err := first(c.session); err != nil {
		t.Fatal(err)
	}
	r := people([]string{"ann", "reception"})
	r.Clerks[0].Roles = []string{"clerk"}
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Roster{Roster: r}})
	for name, session := range map[string]string{"nobody": "", "a stranger": "geheim", "reception": c.mustSignIn("reception", 0)} {
		if err := fault.FromRPC("test", first(session)); !fault.Is(err, fault.Denied) || fault.Sentence(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	eventually(t, "the camera is free", func() bool { return first(c.mustSignIn("ann", 1)) == nil })
}

// TestACounterWithoutCamera says so.
func TestACounterWithoutCamera(t *testing.T) {
	c := mustCounter(t, nil)
	_, err := c.capture(nil)
	c.mustRefuse(fault.Refused, c.size(), err)
	if say := fault.Sentence(fault.FromRPC("test", err)); say != "Deze locatie heeft geen camera. Vraag de bezoeker een foto mee te brengen." {
		t.Error(say)
	}
}
