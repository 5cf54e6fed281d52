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
	"github.com/buurtloket/buurtloket/sync/office"
)

// devicesFile is the configuration of a counter's devices, in its folder.
const devicesFile = "devices.yaml"

// portraits is how a file of a story names the folder of who may sit before an emulated camera: those of the demonstration.
const portraits = "PORTRETTEN"

// plugIn writes what is plugged in at a counter that has not started yet, from a file of the story.
func (s *script) plugIn(site, file string) {
	dir := filepath.Join(s.city.dir, site)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		s.ts.Fatalf("%v", err)
	}
	faces, err := filepath.Abs(filepath.Join("..", "demo", "portraits"))
	if err != nil {
		s.ts.Fatalf("%v", err)
	}
	text := strings.ReplaceAll(s.ts.ReadFile(file), portraits, faces)
	if err := os.WriteFile(filepath.Join(dir, devicesFile), []byte(text), 0o600); err != nil {
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

// sayPrint: print SITE [DESK] NAME|day-sheet. The ticket of a visitor or the sheet of today, on paper; the answer comes when it
// is asked for.
func sayPrint(s *script, w *line) (string, error) {
	d, what := w.desk(), w.next("whose ticket, or day-sheet")
	w.done()
	of := &contract.PrintSubject{Kind: contract.PrintKind_PRINT_KIND_DAY_SHEET, Date: int32(office.DateOf(s.city.now()))}
	if what != "day-sheet" {
		of = &contract.PrintSubject{Kind: contract.PrintKind_PRINT_KIND_TICKET, Id: s.guest(what).visit}
	}
	res, err := do(d.counter, screen.Print, &contract.PrintRequest{Command: d.act(), Of: of})
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

// sayOpenDoor: open-door SITE [DESK] PURPOSE DOCUMENT|COMPARTMENT [in COMPARTMENT] [with CLERK PIN] [because REASON].
func sayOpenDoor(s *script, w *line) (string, error) {
	d, second, reason, into := w.desk(), w.with(), w.after("because"), w.after("in")
	q := &contract.OpenDoorRequest{Command: d.act(), Purpose: w.next("a purpose"), Second: second, Reason: reason}
	switch what := w.next("a document or a compartment"); q.Purpose {
	case "collect", "remove":
		q.Document = what
	case "load":
		q.Document, q.Compartment = what, into
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

// sayDoors: doors SITE. How register and doors agree, by compartment: what somebody must look into stands behind "Kijk na".
func sayDoors(s *script, w *line) (string, error) {
	k := w.counter()
	w.done()
	var out strings.Builder
	for _, r := range must(k, screen.Doors, &contract.DoorsRequest{}).Rows {
		fmt.Fprintf(&out, "Vak %s: %s, %d documenten\n", r.Compartment, r.Say, r.Documents)
		for _, f := range r.Findings {
			fmt.Fprintf(&out, "Kijk na: vak %s: %s\n", r.Compartment, f)
		}
	}
	return out.String(), nil
}

// sayRead: read SITE [DESK] SCANNER CODE. A code before a scanner, and what the screen of the desk hears of it.
func sayRead(s *script, w *line) (string, error) {
	d, device, code := w.desk(), w.next("a scanner"), w.next("a code")
	w.done()
	ctx, cancel := context.WithTimeout(d.c.t.Context(), patience)
	defer cancel()
	stream, err := d.Scans(ctx, connect.NewRequest(&contract.ScansRequest{Desk: d.number}))
	if err != nil {
		return "", refused(fault.FromRPC("story", err))
	}
	if _, err := do(d.counter, screen.Emulate, &contract.EmulateRequest{Device: device, Code: "scan", On: true, Choice: code}); err != nil {
		return "", refused(err)
	}
	if !stream.Receive() {
		return "", refused(fault.FromRPC("story", errors.Join(stream.Err(), stream.Close())))
	}
	row := stream.Msg()
	cancel()
	_ = stream.Close() // it is we who end it
	return strings.TrimSpace(strings.Join(append([]string{row.Kind, row.Number}, row.Documents...), " ")+" "+row.Say) + "\n", nil
}

// sayCheckHolder: check-holder SITE [DESK] NUMBER by COLLECTOR. The card in the desk's reader is held against a document.
func sayCheckHolder(s *script, w *line) (string, error) {
	d, by, number := w.desk(), w.after("by"), w.next("a document")
	w.done()
	q := &contract.CheckHolderRequest{Command: d.act(), Document: number, Collector: by}
	for _, c := range d.mustView().Cards {
		q.Insertion = max(q.Insertion, c.Insertion)
	}
	res, err := do(d.counter, screen.CheckHolder, q)
	if err != nil {
		return "", refused(err)
	}
	return fmt.Sprintf("%s %s\n", res.Say, res.Evidence), nil
}

// sayCertify: certify SITE [DESK] KIND NUMBER NAME. A certificate for who says their number and their name.
func sayCertify(s *script, w *line) (string, error) {
	d, kind, number := w.desk(), w.next("a kind"), w.next("a national number")
	res, err := do(d.counter, screen.Certify, &contract.CertifyRequest{Command: d.act(), Kind: kind, Number: number, Name: strings.Join(w.rest(), " ")})
	if err != nil {
		return "", refused(err)
	}
	return sayCertificate(res.Certificate), nil
}

// sayCertificates: certificates SITE [DESK]. Those that were asked for today or still wait.
func sayCertificates(s *script, w *line) (string, error) {
	d := w.desk()
	w.done()
	res, err := do(d.counter, screen.Certificates, &contract.CertificatesRequest{Command: d.act()})
	if err != nil {
		return "", refused(err)
	}
	var out strings.Builder
	for _, row := range res.Rows {
		out.WriteString(sayCertificate(row))
	}
	return out.String(), nil
}

func sayCertificate(row *contract.CertificateRow) string { return row.Name + ": " + row.Say + "\n" }

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
