package rehearsal

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/appliance/devices"
	"github.com/buurtloket/buurtloket/hardware/camera"
	"github.com/buurtloket/buurtloket/hardware/eid/virtual"
	"github.com/buurtloket/buurtloket/hardware/printer"
	"github.com/buurtloket/buurtloket/hardware/receipt"
	"github.com/buurtloket/buurtloket/hardware/scanner"
	locker "github.com/buurtloket/buurtloket/hardware/vault"
	"github.com/buurtloket/buurtloket/hardware/voice"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// Options are what a stage is made of. All may be missing.
type Options struct {
	Compartments map[locker.Door]string // behind the doors of the vault
	Papers       string                 // folder for what comes out of the printers; empty: nowhere
	Linger       time.Duration          // how long a door stands open after it was ordered; 0: Linger
	Now          func() time.Time       // nil: time.Now
	Logger       *slog.Logger           // nil: discards

	// Touched is called after something was done that may change how a device is, under no lock.
	Touched func(kind devices.Kind, id string)
}

// Linger is how long a hand is in a compartment.
const Linger = 8 * time.Second

// pace is how often a stage looks whether something is to happen by itself.
const pace = 250 * time.Millisecond

// Switch is one thing that can be done to a device. It is a value.
type Switch struct {
	Kind    devices.Kind
	Device  string // its name in the configuration
	Code    string
	Say     string   // Dutch
	Moment  bool     // it is done once and has no off
	On      bool     // not of a moment
	Choices []string // what it is done with; none: there is nothing to choose
	Choice  string   // the one that is on
}

// Stage is the hands at a counter's emulated devices. All methods may be called from any goroutine, Step and Run by one.
type Stage struct {
	o     Options
	props []prop

	mu      sync.Mutex    // guards changed, and has one hand act at a time
	changed chan struct{} // closed, and made anew, when a switch may be another
}

// prop is one emulated device with its switches.
type prop struct {
	kind   devices.Kind
	id     string
	levers []lever
	step   func(now time.Time) (moved bool, err error) // nil: nothing happens by itself
}

// lever is one switch of a device. What it does happens under the stage's lock.
type lever struct {
	code, say string
	moment    bool
	choices   []string
	scans     bool                             // its choices are what can be scanned here
	harmless  bool                             // it changes nothing of how the device is: nobody need ask
	state     func() (on bool, choice string)  // nil: a moment
	pull      func(on bool, with string) error // with is one of choices where there are some, and on
}

// New makes the stage of a site's devices. It is nil when none of them is emulated.
func New(set *devices.Set, o Options) *Stage {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Linger == 0 {
		o.Linger = Linger
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Touched == nil {
		o.Touched = func(devices.Kind, string) {}
	}
	s := &Stage{o: o, changed: make(chan struct{})}
	for _, d := range set.All {
		if p, ok := s.prop(d); ok {
			p.kind, p.id = d.Kind, d.ID
			s.props = append(s.props, p)
		}
	}
	if len(s.props) == 0 {
		return nil
	}
	return s
}

// prop makes the switches of a device; false when it is none that a hand can do something to.
func (s *Stage) prop(d devices.Device) (prop, bool) {
	switch e := d.Emulator.(type) {
	case *locker.Emulator:
		return doorsOf(e, s.o), true
	case *camera.Emulator:
		return sitterOf(e), true
	case *printer.Emulator:
		return sheetsOf(e, d.ID, s.o), true
	case *receipt.Emulator:
		return rollOf(e, d.ID, s.o), true
	case *virtual.Emulator:
		return walletOf(e, s.o), true
	case *scanner.Emulator:
		return codesOf(e), true
	case *voice.Emulator:
		return voiceOf(e, d.ID, s.o), true
	}
	return prop{}, false
}

// Switches lists what can be done, by device. scannable is what there is to scan at this counter now: each a code, and after
// " · " what it is of.
func (s *Stage) Switches(scannable []string) []Switch {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Switch
	for _, p := range s.props {
		for _, l := range p.levers {
			one := Switch{Kind: p.kind, Device: p.id, Code: l.code, Say: l.say, Moment: l.moment, Choices: l.choices}
			if l.scans {
				one.Choices = scannable
			}
			if l.state != nil {
				one.On, one.Choice = l.state()
			}
			if l.moment {
				one.On = false
			}
			out = append(out, one)
		}
	}
	return out
}

// Do moves a switch. An empty kind is whichever device has that name and such a switch. Faults: NotFound for what is not
// there, Invalid without a choice where one is needed, Refused for what cannot be done as things are.
func (s *Stage) Do(kind devices.Kind, device, code string, on bool, choice string) error {
	const op = "rehearsal.Do"
	p, l, err := s.find(kind, device, code)
	if err != nil {
		return fault.Wrap(op, err)
	}
	if on || l.moment {
		if err := l.check(choice); err != nil {
			return fault.Wrap(op, err)
		}
	}
	s.mu.Lock()
	err = l.pull(on, choice)
	s.mu.Unlock()
	if err != nil {
		return fault.Wrap(op, err)
	}
	s.tell()
	if !l.harmless {
		s.o.Touched(p.kind, p.id)
	}
	return nil
}

func (s *Stage) find(kind devices.Kind, device, code string) (*prop, *lever, error) {
	const op = "rehearsal.find"
	known := false
	for i, p := range s.props {
		if p.id != device || kind != "" && kind != p.kind {
			continue
		}
		known = true
		if n := slices.IndexFunc(p.levers, func(l lever) bool { return l.code == code }); n >= 0 {
			return &s.props[i], &p.levers[n], nil
		}
	}
	if known {
		return nil, nil, fault.New(op, fault.NotFound).On(device+" "+code).Tell("Dat kan met dit toestel niet.", "Kies een van zijn schakelaars.")
	}
	return nil, nil, fault.New(op, fault.NotFound).On(device).
		Tell("«"+device+"» is hier geen nagebootst toestel.", "Alleen met toestellen die nagebootst zijn, kan dit scherm iets doen.")
}

// check refuses a choice that is none. What is scanned may be anything.
func (l *lever) check(choice string) error {
	switch {
	case l.scans && choice == "":
		return fault.New("rehearsal.check", fault.Invalid).Tell("Er is geen code om te scannen.", "Kies er een, of tik er een.")
	case l.scans, len(l.choices) == 0, slices.Contains(l.choices, choice):
		return nil
	}
	return fault.New("rehearsal.check", fault.Invalid).Tell("Daarbij hoort een keuze.", "Kies er een uit de lijst.")
}

// Changed is closed when a switch may be another than Switches gave.
func (s *Stage) Changed() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changed
}

// Tell says that what can be scanned here is another list now.
func (s *Stage) Tell() { s.tell() }

func (s *Stage) tell() {
	s.mu.Lock()
	defer s.mu.Unlock()
	close(s.changed)
	s.changed = make(chan struct{})
}

// Step lets happen what is to happen by itself at a moment.
func (s *Stage) Step(now time.Time) error {
	for _, p := range s.props {
		if p.step == nil {
			continue
		}
		s.mu.Lock()
		moved, err := p.step(now)
		s.mu.Unlock()
		if err != nil {
			return fault.New("rehearsal.Step", fault.Internal).On(p.id).Because(err)
		}
		if moved {
			s.tell()
			s.o.Touched(p.kind, p.id)
		}
	}
	return nil
}

// Run steps until ctx ends. What cannot be laid in the folder is logged and tried no more.
func (s *Stage) Run(ctx context.Context) error {
	tick := time.NewTicker(pace)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		if err := s.Step(s.o.Now()); err != nil {
			s.o.Logger.Warn("a paper of the demonstration is not in its folder", "err", err)
		}
	}
}
