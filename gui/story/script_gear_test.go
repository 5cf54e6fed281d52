//go:build story

package story_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// devicesFile is the configuration of a counter's devices, in its folder.
const devicesFile = "devices.yaml"

// plugIn writes what is plugged in at a counter that has not started yet, from a file of the story.
func (s *script) plugIn(site, file string) {
	dir := filepath.Join(s.city.dir, site)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		s.ts.Fatalf("%v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, devicesFile), []byte(s.ts.ReadFile(file)), 0o600); err != nil {
		s.ts.Fatalf("%v", err)
	}
}

// sayHand: hand SITE DEVICE SWITCH [off|CHOICE]. What a hand does to an emulated device.
func sayHand(s *script, w *line) (string, error) {
	k := w.counter()
	q := &contract.EmulateRequest{Device: w.next("a device"), Code: w.next("a switch"), On: true, Choice: strings.Join(w.rest(), " ")}
	if q.Choice == "off" {
		q.On, q.Choice = false, ""
	}
	_, err := do(k, screen.Emulate, q)
	return "", refused(err)
}

// sayPrint: print SITE [DESK] NAME. The ticket of a visitor, on paper; the answer comes when it is asked for.
func sayPrint(s *script, w *line) (string, error) {
	d, name := w.desk(), w.next("whose ticket")
	w.done()
	res, err := do(d.counter, screen.Print, &contract.PrintRequest{Command: d.act(),
		Of: &contract.PrintSubject{Kind: contract.PrintKind_PRINT_KIND_TICKET, Id: s.guest(name).visit}})
	if err != nil {
		return "", refused(err)
	}
	return res.Print.GetSay() + "\n", nil
}

// sayPrints: prints SITE [DESK]. What became of the papers of today.
func sayPrints(s *script, w *line) (string, error) {
	d := w.desk()
	w.done()
	res, err := do(d.counter, screen.Prints, &contract.PrintsRequest{Command: d.act()})
	if err != nil {
		return "", refused(err)
	}
	var out strings.Builder
	for _, p := range res.Prints {
		fmt.Fprintf(&out, "%s %s\n", p.Ticket, p.Say)
	}
	return out.String(), nil
}

// sayPapers: papers SITE. The names of what came out of the emulated printers, without their time.
func sayPapers(s *script, w *line) (string, error) {
	k := w.counter()
	w.done()
	all, err := os.ReadDir(filepath.Join(k.dir, "papier"))
	if err != nil && !os.IsNotExist(err) {
		return "", err
	}
	var out strings.Builder
	for _, f := range all {
		parts := strings.SplitN(f.Name(), "-", 3)
		fmt.Fprintln(&out, parts[len(parts)-1])
	}
	return out.String(), nil
}

// sayOpenDoor: open-door SITE [DESK] PURPOSE DOCUMENT|COMPARTMENT [with CLERK PIN] [because REASON].
func sayOpenDoor(s *script, w *line) (string, error) {
	d, second, reason := w.desk(), w.with(), w.after("because")
	q := &contract.OpenDoorRequest{Command: d.act(), Purpose: w.next("a purpose"), Second: second, Reason: reason}
	switch what := w.next("a document or a compartment"); q.Purpose {
	case "collect", "remove":
		q.Document = what
	default:
		q.Compartment = what
	}
	w.done()
	res, err := do(d.counter, screen.OpenDoor, q)
	if f := new(fault.Fault); errors.As(err, &f) && f.Say != "" {
		return "", refusal{say: fault.Sentence(err), err: err} // also when it is the vault that cannot be reached
	}
	if err != nil {
		return "", err
	}
	return res.Say + "\n", nil
}

// saySettle: settle SITE [DESK] DOOR KIND REASON. What an alarm was.
func saySettle(s *script, w *line) (string, error) {
	d := w.desk()
	q := &contract.SettleDoorAlarmRequest{Command: d.act()}
	if _, err := fmt.Sscan(w.next("a door"), &q.Door); err != nil {
		w.misuse("that is no door")
	}
	q.Kind, q.Reason = w.next("a kind of alarm"), strings.Join(w.rest(), " ")
	return acted(d, screen.SettleDoorAlarm, q)
}

// sayCapture: capture SITE [DESK] NAME. The clerk looks through the camera until the picture moves, takes a photo of a visitor,
// and is told what is wrong with it. A camera that is in use is tried again, as its words say.
func sayCapture(s *script, w *line) (out string, err error) {
	d, name := w.desk(), w.next("of whom")
	w.done()
	_ = within(s.t, patience, func() error {
		if out, err = d.capture(s.guest(name).visit); err != nil && strings.HasPrefix(err.Error(), "De camera is bezet") {
			return err
		}
		return nil
	})
	return out, err
}

// capture takes a photo while it looks through the camera.
func (d *desk) capture(visit []byte) (string, error) {
	ctx, cancel := context.WithTimeout(d.c.t.Context(), patience)
	defer cancel()
	stream, err := d.Preview(ctx, connect.NewRequest(&contract.PreviewRequest{Command: d.act()}))
	if err != nil {
		return "", refused(fault.FromRPC("story", err))
	}
	for seen := 0; seen < 2; seen++ {
		if !stream.Receive() {
			return "", refused(fault.FromRPC("story", errors.Join(stream.Err(), stream.Close())))
		}
	}
	res, err := do(d.counter, screen.Capture, &contract.CaptureRequest{Command: d.act(), Visit: visit})
	cancel()
	_ = stream.Close() // it is we who end it
	if err != nil {
		return "", refused(err)
	}
	var out strings.Builder
	if res.Good {
		fmt.Fprintln(&out, "goed")
	}
	for _, c := range res.Checks {
		if c.Say != "" {
			fmt.Fprintln(&out, c.Say)
		}
	}
	return out.String(), nil
}

// drawGear tells how the devices are, how the doors stand, what lies in the readers and what is on its way to paper.
func (p *picture) drawGear() {
	v := p.view
	for _, d := range v.Devices {
		p.say("Toestel", "%s — %s", d.Id, strings.TrimSpace(d.Say+" "+d.Next))
	}
	for _, d := range v.Doors {
		p.say("Deur", "%d vak %s %s", d.Door, d.Compartment, d.Say)
	}
	for _, a := range v.DoorAlarms {
		p.say("Deuralarm", "%s %s", a.Say, a.Next)
	}
	for _, c := range v.Cards {
		p.say("Kaart", "%s: %s", c.Reader, strings.TrimSpace(sayCard(c.Stage)+" "+c.Name+" "+c.Number+" "+c.Say))
	}
	for _, r := range v.Prints {
		p.say("Afdruk", "%s %s", r.Ticket, strings.TrimSpace(r.Say+" "+r.Next))
	}
}

// sayCard is how far a card is, in Dutch.
func sayCard(s contract.CardStage) string {
	return [...]string{"geen kaart", "wordt gelezen", "gelezen", "niet aanvaard"}[s]
}
