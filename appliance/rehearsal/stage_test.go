package rehearsal_test

import (
	"bytes"
	"context"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance/devices"
	"github.com/buurtloket/buurtloket/hardware/camera"
	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/hardware/printer"
	"github.com/buurtloket/buurtloket/hardware/receipt"
	locker "github.com/buurtloket/buurtloket/hardware/vault"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// TestEverySwitch: each goes on and off again, says so, has words, and is told to who looks after the device.
func TestEverySwitch(t *testing.T) {
	s := mustScene(t, site)
	all := s.stage.Switches([]string{"EN810004 · in de kluis"})
	if len(all) < 40 {
		t.Fatalf("%d switches", len(all))
	}
	s.mustDo("lezer", "insert", true, "Wim Janssens") // what is done to a card needs one
	seen := map[string]bool{}
	for _, w := range all {
		name := w.Device + " " + w.Code
		if w.Say == "" || seen[name] || w.Device == "echt" {
			t.Errorf("%+v", w)
		}
		seen[name] = true
		choice := ""
		if len(w.Choices) > 0 {
			choice = w.Choices[len(w.Choices)-1]
			if err := s.stage.Do("", w.Device, w.Code, true, "iets anders"); w.Code != "scan" && !fault.Is(err, fault.Invalid) {
				t.Errorf("%s with a choice that is none: %v", name, err)
			}
		}
		changed := s.stage.Changed()
		s.touched = nil
		s.mustDo(w.Device, w.Code, true, choice)
		select {
		case <-changed:
		default:
			t.Errorf("%s is not told", name)
		}
		harmless := w.Code == "scan" || w.Code == "sitter" || w.Code == "stay" || w.Code == "pulled-early"
		if !harmless && (len(s.touched) != 1 || s.touched[0] != string(w.Kind)+" "+w.Device) || harmless && len(s.touched) > 0 {
			t.Errorf("%s touched %q", name, s.touched)
		}
		if w.Moment {
			continue
		}
		if now := s.of(w.Device, w.Code); !now.On || now.Choice != choice {
			t.Errorf("on: %+v", now)
		}
		s.mustDo(w.Device, w.Code, false, "")
		if now := s.of(w.Device, w.Code); now.On {
			t.Errorf("off: %+v", now)
		}
		if w.Code == "insert" {
			s.mustDo("lezer", "insert", true, "Wim Janssens")
		}
	}
}

// TestFaultsAreSeen: what a hand did is what the device says of itself, and it is well again afterwards.
func TestFaultsAreSeen(t *testing.T) {
	s := mustScene(t, site)
	for _, row := range []struct{ device, code, choice, want string }{
		{"kluis", "power-lost", "", "stopped no-power"},
		{"kluis", "line-cut", "", "absent no-answer"},
		{"kluis", "force", "vak B3 (deur 2)", "attention door-open"},
		{"printer", "paper-out", "", "stopped paper-out"},
		{"printer", "unplugged", "", "absent no-answer"},
		{"balie", "cover-open", "", "stopped cover-open"},
		{"lezer", "unplugged", "", "absent no-answer"},
		{"scanner", "unplugged", "", "absent no-answer"},
		{"stem", "no-player", "", "absent no-program"},
	} {
		s.mustDo(row.device, row.code, true, row.choice)
		if got := s.health(row.device); got != row.want {
			t.Errorf("%s %s: %q, want %q", row.device, row.code, got, row.want)
		}
		s.mustDo(row.device, row.code, false, "")
		if got := s.health(row.device); !strings.HasPrefix(got, "ready") {
			t.Errorf("after %s %s: %q", row.device, row.code, got)
		}
	}
}

// TestWhatIsNotThere: real devices, other names and other codes are refused in words.
func TestWhatIsNotThere(t *testing.T) {
	s := mustScene(t, site)
	for _, row := range []struct{ kind, device, code string }{
		{"", "echt", "unplugged"}, {"", "niets", "unplugged"}, {"", "balie", "power-lost"}, {"vault", "balie", "paper-out"},
	} {
		err := s.stage.Do(devices.Kind(row.kind), row.device, row.code, true, "")
		if !fault.Is(err, fault.NotFound) || fault.Sentence(err) == "" {
			t.Errorf("%+v: %v", row, err)
		}
	}
	if err := s.stage.Do("", "lezer", "forged", true, ""); !fault.Is(err, fault.Refused) {
		t.Errorf("a card that is not there: %v", err)
	}
	if none := mustScene(t, "scanner: {id: echt, path: /nowhere/tty}"); none.stage != nil {
		t.Error("a stage without emulators")
	}
}

// TestAHandShutsTheDoor: after a while, but not one that was forced, and none while hands let them stand.
func TestAHandShutsTheDoor(t *testing.T) {
	s := mustScene(t, site)
	e := s.set.All[0].Emulator.(*locker.Emulator)
	order := func(d locker.Door) {
		if err := e.Open(t.Context(), locker.Order{Door: d, Deadline: s.now.Add(time.Second)}); err != nil {
			t.Fatal(err)
		}
	}
	order(1)
	s.after(7 * time.Second)
	if len(e.Standing()) != 1 || s.of("kluis", "force").On {
		t.Errorf("after seven seconds %v stand open; forced: %+v", e.Standing(), s.of("kluis", "force"))
	}
	s.after(2 * time.Second)
	if len(e.Standing()) != 0 {
		t.Error("nobody shut the door")
	}
	s.mustDo("kluis", "stay", true, "")
	order(1)
	s.mustDo("kluis", "force", true, "vak B3 (deur 2)")
	s.after(time.Minute)
	if len(e.Standing()) != 2 || s.of("kluis", "force").Choice != "vak B3 (deur 2)" {
		t.Errorf("%v stand open, forced %q", e.Standing(), s.of("kluis", "force").Choice)
	}
	s.mustDo("kluis", "stay", false, "")
	s.after(time.Second)
	if got := e.Standing(); len(got) != 1 || got[0] != 2 {
		t.Errorf("%v stand open", got)
	}
	order(2) // an order through the front door: whoever takes the document shuts it
	s.after(9 * time.Second)
	if len(e.Standing()) != 0 {
		t.Error("nobody shut the forced door after an order")
	}
}

// TestWhatIsPrinted: tickets lie in the folder as pictures, documents as they were sent, and each once.
func TestWhatIsPrinted(t *testing.T) {
	s := mustScene(t, site)
	roll, sheets := devices.Of[receipt.Printer](s.set)[0], devices.Of[printer.Printer](s.set)[0]
	if _, err := roll.Print(t.Context(), receipt.Ticket{receipt.Line{Text: "A014"}, receipt.Cut{}}); err != nil {
		t.Fatal(err)
	}
	s.after(time.Second)
	paper := []byte("%PDF-1.4 een attest")
	if _, err := sheets.Print(t.Context(), printer.Document{Name: "attest", Format: printer.PDF, Body: bytes.NewReader(paper), Size: int64(len(paper))}); err != nil {
		t.Fatal(err)
	}
	s.after(time.Second)
	all := s.folder()
	if len(all) != 2 || !strings.HasSuffix(all[0], "-balie-1.png") || !strings.HasSuffix(all[1], "-printer-1.pdf") {
		t.Fatalf("%q", all)
	}
	if b, err := os.ReadFile(filepath.Join(s.papers, all[1])); err != nil || !bytes.Equal(b, paper) {
		t.Errorf("%q, %v", b, err)
	}
	f, err := os.Open(filepath.Join(s.papers, all[0]))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if img, err := png.Decode(f); err != nil || img.Bounds().Dx() < 100 {
		t.Errorf("%v, %v", img, err)
	}
}

func (s *scene) folder() (names []string) {
	s.t.Helper()
	all, err := os.ReadDir(s.papers)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, f := range all {
		names = append(names, f.Name())
	}
	return names
}

// TestTheFolderIsBounded: the oldest papers go.
func TestTheFolderIsBounded(t *testing.T) {
	s := mustScene(t, site)
	roll := devices.Of[receipt.Printer](s.set)[0]
	forty := make(receipt.Ticket, 41)
	for i := range forty {
		forty[i] = receipt.Cut{}
	}
	for range 5 {
		if _, err := roll.Print(t.Context(), forty); err != nil {
			t.Fatal(err)
		}
		s.after(250 * time.Millisecond)
	}
	if all := s.folder(); len(all) != 200 || !strings.HasSuffix(all[199], "-205.png") {
		t.Errorf("%d papers, the last %s", len(all), all[len(all)-1])
	}
}

// TestCards: whose card is in is read by the real driver; another takes its place after the slot was seen empty.
func TestCards(t *testing.T) {
	s := mustScene(t, site)
	reader := devices.Of[eid.Reader](s.set)[0]
	read := func() (eid.Card, error) {
		return reader.Read(t.Context(), eid.Ask{What: eid.Names | eid.Number | eid.Birth, At: s.now})
	}
	s.mustDo("lezer", "insert", true, "Wim Janssens")
	if c, err := read(); err != nil || c.Name != "Janssens" || c.FirstNames != "Wim" || c.BirthDate != (eid.Date{Year: 1979, Month: 3, Day: 12}) {
		t.Errorf("%v, %v", c.Name, err)
	}
	s.mustDo("lezer", "insert", true, "An Peeters")
	if _, err := read(); err == nil {
		t.Error("two cards without a moment between")
	}
	s.after(time.Second)
	if c, err := read(); err != nil || c.FirstNames != "An" {
		t.Errorf("%v, %v", c.FirstNames, err)
	}
	s.mustDo("lezer", "forged", true, "")
	s.after(time.Second)
	if _, err := read(); err == nil {
		t.Error("a forged card is believed")
	}
	s.mustDo("lezer", "forged", false, "")
	s.after(time.Second)
	if _, err := read(); err != nil {
		t.Error(err)
	}
	s.mustDo("lezer", "insert", false, "")
	s.mustDo("lezer", "pulled-early", true, "")
	s.mustDo("lezer", "insert", true, "Wim Janssens")
	if _, err := read(); err == nil || s.of("lezer", "insert").On {
		t.Errorf("a card that was pulled: %v, %+v", err, s.of("lezer", "insert"))
	}
}

// TestWhoSits: the picture of who was put before the camera comes, and what stands still stays that picture.
func TestWhoSits(t *testing.T) {
	e := &camera.Emulator{Pictures: [][]byte{{0xFF, 0xD8, 1}, {0xFF, 0xD8, 2}}, Names: []string{"goed", "donker"}, Period: time.Millisecond}
	set := &devices.Set{All: []devices.Device{{Kind: devices.Camera, ID: "fotohokje", Device: camera.New(e.Open, "x", time.Second), Emulator: e}}}
	s := mustScene(t, site)
	s.set = set
	stage := mustStage(t, set)
	s.stage = stage
	if w := s.of("fotohokje", "sitter"); w.Choice != "goed" || !w.Moment {
		t.Errorf("%+v", w)
	}
	s.mustDo("fotohokje", "sitter", true, "donker")
	if at, one := e.Sitting(); at != 1 || !one || s.of("fotohokje", "sitter").Choice != "donker" {
		t.Errorf("%d sits", at)
	}
}

// TestAScan: the code before what it is of is read by the real driver.
func TestAScan(t *testing.T) {
	s := mustScene(t, site)
	codes := mustScanner(t, s.set)
	for _, row := range []struct{ scanned, want string }{{"EN810004 · in de kluis Wim", "EN810004"}, {"BL1.XYZ", "BL1.XYZ"}} {
		s.mustDo("scanner", "scan", true, row.scanned)
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		got, err := codes.Next(ctx)
		cancel()
		if err != nil || got.Text != row.want {
			t.Errorf("%q, %v", got.Text, err)
		}
	}
	if err := s.stage.Do("", "scanner", "scan", true, ""); !fault.Is(err, fault.Invalid) {
		t.Errorf("nothing to scan: %v", err)
	}
}
