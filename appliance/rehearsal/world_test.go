package rehearsal_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance/devices"
	"github.com/buurtloket/buurtloket/appliance/rehearsal"
	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/scanner"
	locker "github.com/buurtloket/buurtloket/hardware/vault"
)

const site = `
vault: {id: kluis, emulator: true, doors: [{door: 1, compartment: A1}, {door: 2, compartment: B3}]}
camera: {id: fotohokje, emulator: true}
printer: {id: printer, emulator: true}
receipt: {id: balie, emulator: true}
eid: {id: lezer, emulator: true, people: [{name: Janssens, first_names: Wim, born: 1979-03-12, sex: M}, {name: Peeters, first_names: An, born: 1988-11-02, sex: V, pin: "4321"}]}
voice: {id: stem, emulator: true}
scanner: [{id: scanner, emulator: true}, {id: echt, path: /nowhere/tty}]
`

// scene is a site with hands, at a time of its own.
type scene struct {
	t       *testing.T
	set     *devices.Set
	stage   *rehearsal.Stage
	now     time.Time
	papers  string
	touched []string
}

func mustScene(t *testing.T, text string) *scene {
	t.Helper()
	c, err := devices.Read([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	s := &scene{t: t, now: time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC), papers: t.TempDir()}
	if s.set, err = devices.Open(c, func() time.Time { return s.now }); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.set.Close(); err != nil {
			t.Error(err)
		}
	})
	s.stage = rehearsal.New(s.set, rehearsal.Options{Compartments: map[locker.Door]string{1: "A1", 2: "B3"}, Papers: s.papers,
		Now: func() time.Time { return s.now }, Touched: func(k devices.Kind, id string) { s.touched = append(s.touched, string(k)+" "+id) }})
	return s
}

func (s *scene) mustDo(device, code string, on bool, choice string) {
	s.t.Helper()
	if err := s.stage.Do("", device, code, on, choice); err != nil {
		s.t.Fatal(err)
	}
}

// after lets time pass in steps, as Run does.
func (s *scene) after(d time.Duration) {
	s.t.Helper()
	for end := s.now.Add(d); s.now.Before(end); {
		s.now = s.now.Add(250 * time.Millisecond)
		if err := s.stage.Step(s.now); err != nil {
			s.t.Fatal(err)
		}
	}
}

// of is a switch as it stands.
func (s *scene) of(device, code string) rehearsal.Switch {
	s.t.Helper()
	all := s.stage.Switches(nil)
	i := slices.IndexFunc(all, func(w rehearsal.Switch) bool { return w.Device == device && w.Code == code })
	if i < 0 {
		s.t.Fatalf("%s has no %s", device, code)
	}
	return all[i]
}

// health is how a device says it is, in words of the log.
func (s *scene) health(id string) string {
	s.t.Helper()
	for _, d := range s.set.All {
		if d.ID == id {
			h := d.Health(s.t.Context())
			return h.State.String() + " " + strings.Join(words(h), ",")
		}
	}
	s.t.Fatalf("no %s", id)
	return ""
}

func words(h device.Health) (out []string) {
	for _, r := range h.Reasons {
		out = append(out, string(r))
	}
	return out
}

func mustStage(t *testing.T, set *devices.Set) *rehearsal.Stage {
	t.Helper()
	return rehearsal.New(set, rehearsal.Options{})
}

func mustScanner(t *testing.T, set *devices.Set) scanner.Scanner {
	t.Helper()
	for _, d := range set.All {
		if d.ID == "scanner" {
			return d.Device.(scanner.Scanner)
		}
	}
	t.Fatal("no scanner")
	return nil
}
