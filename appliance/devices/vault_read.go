package devices

import (
	"context"
	"errors"
	"io"
	"regexp"
	"slices"
	"time"

	locker "github.com/buurtloket/buurtloket/hardware/vault"
)

// The set times of a vault where the configuration says none: a hand is at the door within ten seconds, and a door that
// stands open for a minute is forgotten. They are a proposal of ours; no source sets them.
const (
	openWithin  = 10 * time.Second
	closeWithin = time.Minute
	settle      = time.Second
	deadline    = 5 * time.Second
)

// compartmentForm is that of the register.
var compartmentForm = regexp.MustCompile(`^[A-Z0-9][A-Z0-9.-]{0,15}$`)

func readVault(t *table) *VaultSetting {
	s := &VaultSetting{Setting: readSetting(t), Address: hostPort(t, "address", t.text("address")), Serial: t.text("serial"),
		Speed: t.number("speed", 9600, 115200, 19200), Patience: t.span("patience", longest), Echo: t.flag("echo"),
		Limits: locker.Limits{OpenWithin: orElse(t.span("open_within", longest), openWithin),
			CloseWithin: orElse(t.span("close_within", time.Hour), closeWithin), Settle: orElse(t.span("settle", longest), settle)},
		Deadline: orElse(t.span("deadline", longest), deadline)}
	checkSpeed(t, s.Speed)
	absolute(t, "serial", s.Serial)
	onlyOne(t, s.Setting, "address", "serial")
	readDialect(t, s)
	readBoards(t, s)
	readDoors(t, s)
	t.done()
	if s.Deadline > s.Limits.OpenWithin {
		t.add(t.at("deadline"), "«deadline» is niet langer dan «open_within»: een deur die later opent dan dat, is een alarm.")
	}
	if len(t.all) == 0 && !s.Emulator { // what the driver itself would refuse
		nowhere := func(context.Context) (io.ReadWriteCloser, error) { return nil, errors.New("not now") }
		if c, err := locker.New(locker.Config{Line: locker.Line{Connect: nowhere}, Dialect: s.Dialect, Boards: s.Boards}); err != nil {
			t.add(t.line, "de kluis kan zo niet werken (%s).", err)
		} else {
			_ = c.Close() // it has opened nothing
		}
	}
	return s
}

func readDialect(t *table, s *VaultSetting) {
	name := t.text("dialect")
	if s.Emulator && name == "" {
		return
	}
	d, err := locker.ParseDialect(name)
	if err != nil {
		t.add(t.at("dialect"), "«dialect» is modbus-tcp, modbus-rtu, kerong-cu16 of winnsen.")
	}
	s.Dialect = d
	if d == locker.ModbusTCP && s.Serial != "" {
		t.add(t.at("dialect"), "modbus-tcp gaat niet over een seriële lijn; daar is modbus-rtu voor.")
	}
}

func readBoards(t *table, s *VaultSetting) {
	for _, n := range t.list("boards") {
		b := newTable(t.flaws, n, "het bord")
		board := locker.Board{Address: byte(b.needNumber("address", 0, 247)), Pulse: b.span("pulse", 10*time.Second)}
		if board.Pulse > 0 {
			board.Release = locker.ByMaster
		}
		if supply := b.ask("supply"); supply != nil {
			c := newTable(t.flaws, supply, "«supply»")
			board.Supply = &locker.Contact{Input: uint16(c.needNumber("input", 0, 65535)), Inverted: c.flag("inverted")}
			c.done()
		}
		b.done()
		if slices.ContainsFunc(s.Boards, func(o locker.Board) bool { return o.Address == board.Address }) {
			t.add(b.at("address"), "er is al een bord met adres %d.", board.Address)
			continue
		}
		s.Boards = append(s.Boards, board)
	}
	if len(s.Boards) == 0 && !s.Emulator {
		t.add(t.line, "«boards» van de kluis ontbreekt.")
	}
}

// output is a coil of a board; wiring is what hangs at each, by the line that says so.
type output struct {
	board byte
	coil  uint16
}

type wiring struct{ locks, lamps map[output]int }

// readDoors reads the doors: each hangs at one lock, and each compartment has one door.
func readDoors(t *table, s *VaultSetting) {
	compartments, doors, wired := map[string]int{}, map[locker.Door]int{}, wiring{map[output]int{}, map[output]int{}}
	for _, n := range t.list("doors") {
		d := newTable(t.flaws, n, "de deur")
		door, name := locker.Door(d.needNumber("door", 1, 65535)), d.need("compartment")
		if name != "" && !compartmentForm.MatchString(name) {
			t.add(d.at("compartment"), "«%s» is geen naam van een vak: hoofdletters en cijfers, zoals B3.", name)
		}
		if first := compartments[name]; first != 0 && name != "" {
			t.add(d.at("compartment"), "vak %s staat al op regel %d.", name, first)
		}
		if first := doors[door]; first != 0 {
			t.add(d.at("door"), "deur %d staat al op regel %d.", door, first)
		}
		compartments[name], doors[door] = d.at("compartment"), d.at("door")
		s.Doors = append(s.Doors, DoorSetting{Door: door, Compartment: name})
		if !s.Emulator {
			wired.hang(t, d, s, door)
		}
		d.done()
	}
	for lamp, line := range wired.lamps {
		if at := wired.locks[lamp]; at != 0 {
			t.add(line, "uitgang %d van bord %d is een slot (regel %d) en kan geen lamp zijn.", lamp.coil, lamp.board, at)
		}
	}
	if len(s.Doors) == 0 {
		t.add(t.line, "«doors» van de kluis ontbreekt: welke deur staat voor welk vak?")
	}
}

// hang hangs a door, and its lamp if it has one, at the board that its line names.
func (w wiring) hang(t, d *table, s *VaultSetting, door locker.Door) {
	at, f := readFitting(d, door)
	lock := output{at, f.Lock}
	if first := w.locks[lock]; first != 0 {
		t.add(d.at("lock"), "slot %d van bord %d staat al op regel %d.", f.Lock, at, first)
	}
	w.locks[lock] = d.at("lock")
	if f.Lamp != nil {
		lamp := output{at, *f.Lamp}
		if first := w.lamps[lamp]; first != 0 {
			t.add(d.at("lamp"), "lamp %d van bord %d staat al op regel %d.", *f.Lamp, at, first)
		}
		w.lamps[lamp] = d.at("lamp")
	}
	i := slices.IndexFunc(s.Boards, func(b locker.Board) bool { return b.Address == at })
	if i < 0 {
		t.add(d.at("board"), "er is geen bord met adres %d.", at)
		return
	}
	s.Boards[i].Fittings = append(s.Boards[i].Fittings, f)
}

// readFitting reads where a door hangs: at board 1 and at the contact with the number of its lock, unless it says otherwise;
// and its lamp, if it has one.
func readFitting(d *table, door locker.Door) (board byte, f locker.Fitting) {
	f = locker.Fitting{Door: door, Lock: uint16(d.needNumber("lock", 0, 65535))}
	f.Contact = locker.Contact{Input: uint16(d.number("input", 0, 65535, int(f.Lock))), Inverted: d.flag("inverted")}
	if d.has("lamp") {
		lamp := uint16(d.needNumber("lamp", 0, 65535))
		f.Lamp = &lamp
	} else {
		d.asked = append(d.asked, "lamp")
	}
	return byte(d.number("board", 0, 247, 1)), f
}

func orElse(given, usual time.Duration) time.Duration {
	if given > 0 {
		return given
	}
	return usual
}
