package devices_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/appliance/devices"
	"github.com/buurtloket/buurtloket/hardware/camera"
	"github.com/buurtloket/buurtloket/hardware/device"
	locker "github.com/buurtloket/buurtloket/hardware/vault"
	"github.com/buurtloket/buurtloket/hardware/voice"
	"github.com/buurtloket/buurtloket/sync/fault"
)

const emulated = `
vault: {id: kluis, emulator: true, doors: [{door: 1, compartment: A1}, {door: 2, compartment: B3}]}
camera: {id: fotohokje, emulator: true}
printer: [{id: printer, emulator: true}]
receipt: [{id: kiosk, emulator: true, columns: 48}, {id: balie, emulator: true}]
eid: {id: lezer, emulator: true}
scanner: {id: scanner, emulator: true}
voice: {id: stem, emulator: true, volume: 40}
`

// TestTheExample: it is read, and says what it says.
func TestTheExample(t *testing.T) {
	c := mustRead(t, string(devices.Example()))
	v := c.Vault
	if v == nil || v.Dialect != locker.ModbusTCP || len(v.Doors) != 3 || len(v.Boards) != 1 || len(v.Boards[0].Fittings) != 3 ||
		v.Boards[0].Fittings[0].Lamp == nil || *v.Boards[0].Fittings[0].Lamp != 16 || v.Boards[0].Fittings[1].Lamp != nil || v.Boards[0].Release != locker.ByMaster || !v.Boards[0].Fittings[2].Contact.Inverted || v.Deadline != 5*time.Second {
		t.Errorf("%+v", v)
	}
	if len(c.Cameras)+len(c.Printers)+len(c.Receipts)+len(c.Readers)+len(c.Scanners) != 5 || c.Voice == nil || c.Voice.Loudest != 80 || c.Printers[0].Pin[1] != 0x11 ||
		c.Readers[0].Socket == "" || c.Scanners[0].Rules.Booking != "BL1." {
		t.Errorf("%+v", c)
	}
}

// TestEmulators: a demonstration has every kind, each answers, and a harmless check of each says so.
func TestEmulators(t *testing.T) {
	s, err := devices.Open(mustRead(t, emulated), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.All) != 8 || len(devices.Of[camera.Camera](s)) != 1 || len(devices.Of[locker.Vault](s)) != 1 {
		t.Errorf("%d devices", len(s.All))
	}
	for _, d := range s.All {
		if d.Emulator == nil {
			t.Errorf("%s %s has no emulator", d.Kind, d.ID)
		}
		if p := d.Test(context.Background()); !p.OK {
			t.Errorf("%s %s: %+v", d.Kind, d.ID, p)
		}
	}
	v := s.All[0].Emulator.(*locker.Emulator)
	if v.Pulses(1)+v.Pulses(2) != 0 {
		t.Error("a test has opened a door")
	}
	v.Break(locker.PowerLost)
	if p := s.All[0].Test(context.Background()); p.OK || !strings.Contains(p.Say, "2 onbekend") {
		t.Errorf("without power: %+v", p)
	}
	heard := s.All[7].Emulator.(*voice.Emulator).Heard()
	if len(heard) != 1 || heard[0].Text != "Dit is een proef." {
		t.Errorf("the voice said %+v", heard)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// TestVoices: what does not stand there is the usual, and "none" is nobody who speaks.
func TestVoices(t *testing.T) {
	v := mustRead(t, "voice: {id: a}").Voice
	if v.Player[0] != "aplay" || v.Speaker[0] != "espeak-ng" || v.Language != "nl" || v.Loudest != 100 || v.Usual != 60 || v.Reset != 30*time.Minute || v.Patience != 20*time.Second {
		t.Errorf("%+v", v)
	}
	v = mustRead(t, "voice: {id: a, at: display, loudest: 80}").Voice
	if !v.Displays || v.Player != nil || v.Speaker != nil || v.Loudest != 80 || mustRead(t, "voice: {id: a, at: counter}").Voice.Displays {
		t.Errorf("%+v", v)
	}
	v = mustRead(t, "voice: {id: a, player: [paplay], speaker: none, reset: day, volume: 0, language: fr}").Voice
	if v.Player[0] != "paplay" || v.Speaker != nil || v.Reset != 0 || v.Usual != 0 || v.Language != "fr" {
		t.Errorf("%+v", v)
	}
}

// TestDevicesComeAndGo: a device that nobody plugged in is absent, and its neighbours work.
func TestDevicesComeAndGo(t *testing.T) {
	dir := t.TempDir()
	text := fmt.Sprintf("scanner: [{id: weg, path: %s}, {id: hier, emulator: true}]\nreceipt: {id: kiosk, path: %s}\n",
		filepath.Join(dir, "nothing"), filepath.Join(dir, "no-lp0"))
	s, err := devices.Open(mustRead(t, text), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	want := map[string]device.State{"weg": device.Absent, "hier": device.Ready, "kiosk": device.Absent}
	for _, d := range s.All {
		if h := d.Health(context.Background()); h.State != want[d.ID] {
			t.Errorf("%s is %s", d.ID, h)
		}
	}
}

// TestNonsenseIsRefused: in words, with the line, every flaw at once, and nothing is started half.
func TestNonsenseIsRefused(t *testing.T) {
	door := "doors: [{door: 1, compartment: A1, lock: 0}]"
	for name, row := range map[string]struct {
		text string
		want []string // beginnings of flaws, in order
	}{
		"no YAML":             {"vault: [", []string{"regel 1: dit is geen YAML"}},
		"a list":              {"- 1", []string{"regel 1: hier horen instellingen"}},
		"two documents":       {"vault:\n---\nvault:\n", []string{"regel 1: er staat meer dan één document"}},
		"unknown kind":        {"\nprinters: []", []string{"regel 2: «printers» bestaat niet"}},
		"unknown key":         {"scanner:\n  - id: a\n    emulator: true\n    sped: 9600", []string{"regel 4: «sped» bestaat niet voor de scanner; wel: id"}},
		"key twice":           {"scanner:\n  - id: a\n    emulator: true\n    id: b", []string{"regel 4: «id» stond al op regel 2"}},
		"name twice":          {"scanner:\n  - {id: a, emulator: true}\n  - {id: a, emulator: true}", []string{"regel 3: «a» heet ook het toestel op regel 2"}},
		"no name":             {"camera: {emulator: true}", []string{"regel 1: «id» van de camera ontbreekt"}},
		"a bad name":          {"camera: {id: Foto hokje, emulator: true}", []string{"regel 1: de naam «Foto hokje»"}},
		"no flag":             {"camera: {id: a, emulator: ja}", []string{"regel 1: «emulator» is true of false", "regel 1: geef de camera"}},
		"camera twice fed":    {"camera: {id: a, url: 'http://x/', program: [y]}", []string{"regel 1: geef de camera «url» of «program»"}},
		"camera of ftp":       {"camera: {id: a, url: 'ftp://x/'}", []string{"regel 1: «url» is een adres"}},
		"emulator of address": {"camera: {id: a, emulator: true, url: 'http://x/'}", []string{"regel 1: een emulator heeft geen"}},
		"printer nowhere":     {"printer: {id: a}", []string{"regel 1: «address» van de documentprinter ontbreekt"}},
		"printer of gopher":   {"printer: {id: a, address: 'gopher://x'}", []string{"regel 1: «address» begint met ipp://"}},
		"pin too short":       {"printer: {id: a, address: 'ipps://x/p', pin: abcd}", []string{"regel 1: «pin» is de SHA-256"}},
		"pin without TLS":     {"printer: {id: a, address: 'ipp://x/p', pin: " + strings.Repeat("ab", 32) + "}", []string{"regel 1: «pin» hoort bij"}},
		"receipt without port": {"receipt: {id: a, address: 10.4.0.13}",
			[]string{"regel 1: «address» is een adres met een poort"}},
		"too many columns": {"receipt: {id: a, path: /dev/usb/lp0, columns: 400}", []string{"regel 1: «columns» is een getal van 24 tot 64"}},
		"endless answer":   {"receipt: {id: a, path: /dev/usb/lp0, answer: 9h}", []string{"regel 1: «answer» is een tijd tot"}},
		"reader unrooted":  {"eid: {id: a}", []string{"regel 1: «roots» van de kaartlezer ontbreekt"}},
		"relative path":    {"scanner: {id: a, path: dev/x}", []string{"regel 1: «path» begint met /"}},
		"odd speed":        {"scanner: {id: a, path: /dev/x, speed: 9601}", []string{"regel 1: «speed» is 9600"}},
		"two vaults":       {"vault:\n  - {id: a, emulator: true, doors: [{door: 1, compartment: A1}]}\n  - {id: b}", []string{"regel 3: een locatie heeft hoogstens één kluis"}},
		"no doors":         {"vault: {id: a, emulator: true}", []string{"regel 1: «doors» van de kluis ontbreekt"}},
		"no such dialect":  {"vault: {id: a, address: 'x:1', dialect: latin, boards: [{address: 1}], " + door + "}", []string{"regel 1: «dialect» is modbus-tcp"}},
		"tcp over serial":  {"vault: {id: a, serial: /dev/x, dialect: modbus-tcp, boards: [{address: 1}], " + door + "}", []string{"regel 1: modbus-tcp gaat niet over"}},
		"board twice":      {"vault: {id: a, address: 'x:1', dialect: modbus-tcp, boards: [{address: 1}, {address: 1}], " + door + "}", []string{"regel 1: er is al een bord"}},
		"door at no board": {"vault: {id: a, address: 'x:1', dialect: modbus-tcp, boards: [{address: 2}], " + door + "}", []string{"regel 1: er is geen bord met adres 1"}},
		"door twice":       {"vault: {id: a, emulator: true, doors: [{door: 1, compartment: A1}, {door: 1, compartment: A2}]}", []string{"regel 1: deur 1 staat al"}},
		"shelf twice":      {"vault: {id: a, emulator: true, doors: [{door: 1, compartment: A1}, {door: 2, compartment: A1}]}", []string{"regel 1: vak A1 staat al"}},
		"lock twice": {"vault: {id: a, address: 'x:1', dialect: modbus-tcp, boards: [{address: 1}], doors: [{door: 1, compartment: A1, lock: 0}, {door: 2, compartment: A2, lock: 0}]}",
			[]string{"regel 1: slot 0 van bord 1 staat al"}},
		"two voices":      {"voice:\n  - {id: a}\n  - {id: b}", []string{"regel 3: een locatie heeft hoogstens één stem"}},
		"voice of nobody": {"voice: {id: a, emulator: true, speaker: [x]}", []string{"regel 1: een emulator heeft geen «player»"}},
		"voice in Latin":  {"voice: {id: a, language: la}", []string{"regel 1: «language» is nl, fr, en, de"}},
		"voice of two":    {"voice: {id: a, at: display, player: [paplay]}", []string{"regel 1: een stem aan de schermen heeft hier geen"}},
		"voice nowhere":   {"voice: {id: a, at: garden}", []string{"regel 1: «at» is counter of display"}},
		"too loud":        {"voice: {id: a, loudest: 120}", []string{"regel 1: «loudest» is een getal van 1 tot 100"}},
		"reset by nobody": {"voice: {id: a, reset: never}", []string{"regel 1: «reset» is een tijd tot"}},
		"voice misspelt":  {"voice: {id: a, volum: 10}", []string{"regel 1: «volum» bestaat niet voor de stem"}},
		"a lamp at a lock": {"vault:\n  id: a\n  address: 'x:1'\n  dialect: modbus-tcp\n  boards: [{address: 1}]\n  doors:\n    - {door: 1, compartment: A1, lock: 0, lamp: 1}\n    - {door: 2, compartment: A2, lock: 1}",
			[]string{"regel 7: uitgang 1 van bord 1 is een slot (regel 8) en kan geen lamp zijn"}},
		"lamp twice": {"vault: {id: a, address: 'x:1', dialect: modbus-tcp, boards: [{address: 1}], doors: [{door: 1, compartment: A1, lock: 0, lamp: 5}, {door: 2, compartment: A2, lock: 1, lamp: 5}]}",
			[]string{"regel 1: lamp 5 van bord 1 staat al"}},
		"lamp of a maker": {"vault: {id: a, address: 'x:1', dialect: winnsen, boards: [{address: 1}], doors: [{door: 1, compartment: A1, lock: 1, lamp: 5}]}",
			[]string{"regel 1: de kluis kan zo niet werken"}},
		"deadline beyond": {"vault: {id: a, emulator: true, deadline: 30s, doors: [{door: 1, compartment: A1}]}", []string{"regel 1: «deadline» is niet langer"}},
		"all at once":     {"printer:\n  - id: a\n  - id: b\nsanner: 1\n", []string{"regel 2: «address»", "regel 3: «address»", "regel 4: «sanner»"}},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := devices.Read([]byte(row.text))
			if !fault.Is(err, fault.Invalid) {
				t.Fatalf("%v: %+v", err, c)
			}
			all := devices.Flaws(err)
			if len(all) != len(row.want) {
				t.Fatalf("%q, want %q", all, row.want)
			}
			for i, f := range all {
				if !strings.HasPrefix(f.String(), row.want[i]) {
					t.Errorf("%q, want %q", f, row.want[i])
				}
				if !strings.Contains(fault.Sentence(err), f.String()) {
					t.Errorf("%q is not told: %s", f, fault.Sentence(err))
				}
			}
			if c.Vault != nil || c.Cameras != nil || c.Scanners != nil {
				t.Errorf("half of it stands: %+v", c)
			}
		})
	}
}

// TestNothingIsOpenedHalf: a file that a setting names and that cannot be used is told with its line.
func TestNothingIsOpenedHalf(t *testing.T) {
	c := mustRead(t, "scanner: {id: a, emulator: true}\neid:\n  - id: lezer\n    roots: /nowhere/roots.pem\n")
	s, err := devices.Open(c, nil)
	if s != nil || !fault.Is(err, fault.Invalid) || len(devices.Flaws(err)) != 1 || devices.Flaws(err)[0].Line != 3 {
		t.Errorf("%v, %v", s, err)
	}
}

// TestEmptyFiles: a site may have no devices; a file that was named must be there.
func TestEmptyFiles(t *testing.T) {
	for _, text := range []string{"", "# niets\n", "vault:\ncamera:\n"} {
		if c, err := devices.Read([]byte(text)); err != nil || c.Vault != nil || c.Cameras != nil {
			t.Errorf("%q: %+v, %v", text, c, err)
		}
	}
	path := filepath.Join(t.TempDir(), devices.FileName)
	if _, err := devices.Load(path, true); err != nil {
		t.Error(err)
	}
	if _, err := devices.Load(path, false); !fault.Is(err, fault.NotFound) {
		t.Error(err)
	}
	if err := os.WriteFile(path, []byte(emulated), 0o600); err != nil {
		t.Fatal(err)
	}
	if c, err := devices.Load(path, false); err != nil || len(c.Receipts) != 2 {
		t.Errorf("%+v, %v", c, err)
	}
}

// TestAnyTextIsReadOrRefused: no text makes it panic, and each refusal has a line.
func TestAnyTextIsReadOrRefused(t *testing.T) {
	words := []string{"vault", "camera", "printer", "receipt", "eid", "scanner", "voice", "reset", "volume", "id", "emulator", "doors", "boards", "address", "door", "lock", "compartment",
		"true", "1", "-7", "A1", "/x", "10.0.0.1:1", "{", "}", "[", "]", ": ", ", ", "\n", "  ", "- ", "&a", "*a", "!!int", "~", "'", "|", "<<", "#", "modbus-rtu"}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 40).Draw(t, "words"), "")
		_, err := devices.Read([]byte(text))
		for _, f := range devices.Flaws(err) {
			if f.Line < 1 || f.Say == "" {
				t.Fatalf("%q: %+v", text, f)
			}
		}
		if err != nil && len(devices.Flaws(err)) == 0 {
			t.Fatalf("%q: %v", text, err)
		}
	})
}

// TestTicketsByThemselves: a ticket printer gives numbers unless it is told not to.
func TestTicketsByThemselves(t *testing.T) {
	c := mustRead(t, "receipt: [{id: a, emulator: true}, {id: b, emulator: true, tickets: off}, {id: c, emulator: true, tickets: on}]")
	if r := c.Receipts; !r[0].Tickets || r[1].Tickets || !r[2].Tickets {
		t.Errorf("%+v", r)
	}
	if _, err := devices.Read([]byte("receipt: {id: a, emulator: true, tickets: maybe}")); !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), "on of off") {
		t.Errorf("%v", err)
	}
}
