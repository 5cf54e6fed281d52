package devices

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/appliance/caller/audience"
	"github.com/buurtloket/buurtloket/hardware/camera"
	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/hardware/eid/virtual"
	"github.com/buurtloket/buurtloket/hardware/printer"
	"github.com/buurtloket/buurtloket/hardware/receipt"
	"github.com/buurtloket/buurtloket/hardware/scanner"
	locker "github.com/buurtloket/buurtloket/hardware/vault"
	"github.com/buurtloket/buurtloket/hardware/vault/modbus"
	"github.com/buurtloket/buurtloket/hardware/voice"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// Device is one that is configured. What it is beyond a device.Device follows from its kind: a vault.Vault, a camera.Camera
// and so on; see Of.
type Device struct {
	Kind Kind
	ID   string
	device.Device
	// Emulator is what a demonstration switches faults on, and nil for a real one: *vault.Emulator, *camera.Emulator,
	// *printer.Emulator, *receipt.Emulator, *virtual.Emulator, *scanner.Emulator or *voice.Emulator.
	Emulator any
}

// Set is what is plugged in at a site. It is not changed after Open.
type Set struct {
	All []Device // by kind and name
}

// Of gives the devices of one sort, by the interface of their package.
func Of[T device.Device](s *Set) (out []T) {
	for _, d := range s.All {
		if one, ok := d.Device.(T); ok {
			out = append(out, one)
		}
	}
	return out
}

// Close lets go of all devices.
func (s *Set) Close() error {
	var all []error
	for _, d := range s.All {
		all = append(all, d.Close())
	}
	return errors.Join(all...)
}

// Open makes the devices of a configuration, all or none; it connects to nothing. now is the clock that deadlines are held
// against; nil is time.Now. The fault is Invalid for a file that a setting names and that cannot be used.
func Open(c Configuration, now func() time.Time) (*Set, error) {
	if now == nil {
		now = time.Now
	}
	s := new(Set)
	err := s.open(c, now)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	slices.SortStableFunc(s.All, func(a, b Device) int {
		return slices.Index(Kinds(), a.Kind) - slices.Index(Kinds(), b.Kind)
	})
	return s, nil
}

func (s *Set) open(c Configuration, now func() time.Time) error {
	var vaults []VaultSetting
	if c.Vault != nil {
		vaults = append(vaults, *c.Vault)
	}
	var voices []VoiceSetting
	if c.Voice != nil {
		voices = append(voices, *c.Voice)
	}
	for _, kind := range []func() error{
		func() error { return add(s, Vault, vaults, at(now, openVault)) },
		func() error { return add(s, Camera, c.Cameras, openCamera) },
		func() error { return add(s, Printer, c.Printers, at(now, openPrinter)) },
		func() error { return add(s, Receipt, c.Receipts, openReceipt) },
		func() error { return add(s, EID, c.Readers, at(now, openReader)) },
		func() error { return add(s, Scanner, c.Scanners, at(now, openScanner)) },
		func() error { return add(s, Voice, voices, at(now, openVoice)) },
	} {
		if err := kind(); err != nil {
			return err
		}
	}
	return nil
}

// at gives a maker of devices its clock.
func at[S any](now func() time.Time, build func(S, func() time.Time) (device.Device, any, error)) func(S) (device.Device, any, error) {
	return func(one S) (device.Device, any, error) { return build(one, now) }
}

// add makes the devices of a kind. One that cannot be made is named, with the line where it is configured.
func add[S configured](s *Set, k Kind, all []S, build func(S) (device.Device, any, error)) error {
	for _, one := range all {
		setting := one.setting()
		d, emulator, err := build(one)
		if err != nil {
			f := Flaw{Line: setting.line, Say: k.Dutch() + " «" + setting.ID + "» kan zo niet werken (" + err.Error() + ")."}
			return fault.Wrap("devices.Open", refusal([]Flaw{f}))
		}
		s.All = append(s.All, Device{Kind: k, ID: setting.ID, Device: d, Emulator: emulator})
	}
	return nil
}

func openVault(c VaultSetting, now func() time.Time) (device.Device, any, error) {
	if c.Emulator {
		var doors []locker.Door
		for _, d := range c.Doors {
			doors = append(doors, d.Door)
		}
		e := locker.NewEmulator(now, doors...)
		return e, e, nil
	}
	line := locker.Line{Patience: c.Patience, Echo: c.Echo}
	if c.Serial != "" {
		line.Silence = modbus.Silence(c.Speed)
		line.Connect = func(context.Context) (io.ReadWriteCloser, error) { return openSerial(c.Serial, c.Speed) }
	} else {
		line.Connect = func(ctx context.Context) (io.ReadWriteCloser, error) {
			var d net.Dialer
			return d.DialContext(ctx, "tcp", c.Address)
		}
	}
	v, err := locker.New(locker.Config{Line: line, Dialect: c.Dialect, Boards: c.Boards, Now: now})
	if err != nil {
		return nil, nil, err
	}
	return v, nil, nil
}

func openCamera(c CameraSetting) (device.Device, any, error) {
	if c.Emulator {
		pictures, err := readPictures(c.Pictures)
		if err != nil {
			return nil, nil, err
		}
		e := &camera.Emulator{Pictures: pictures, Names: namesOf(c.Pictures), Period: time.Second / 20}
		return camera.New(e.Open, c.ID, c.Stall), e, nil
	}
	open := camera.HTTP(new(http.Client), c.URL)
	if len(c.Program) > 0 {
		open = camera.Program(c.Program[0], c.Program[1:]...)
	}
	return camera.New(open, c.ID, c.Stall), nil, nil
}

// readPictures reads what an emulated camera shows; without files it is a grey wall.
func readPictures(files []string) (out [][]byte, err error) {
	for _, path := range files {
		b, err := os.ReadFile(path)
		if err == nil {
			_, err = jpeg.DecodeConfig(bytes.NewReader(b))
		}
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	if len(out) > 0 {
		return out, nil
	}
	wall := image.NewGray(image.Rect(0, 0, 640, 480))
	for i := range wall.Pix {
		wall.Pix[i] = 150
	}
	var b bytes.Buffer
	err = jpeg.Encode(&b, wall, nil)
	return [][]byte{b.Bytes()}, err
}

// namesOf are the names of files as people say them: goed.jpg is "goed".
func namesOf(files []string) (out []string) {
	for _, path := range files {
		out = append(out, strings.ReplaceAll(strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)), "-", " "))
	}
	return out
}

func openPrinter(c PrinterSetting, now func() time.Time) (device.Device, any, error) {
	cfg := printer.Config{Address: c.Address, User: c.User}
	var emulator any
	switch {
	case c.Emulator:
		e := printer.NewEmulator(printer.EmulatorConfig{Now: now})
		cfg.Address, cfg.Client, emulator = printer.EmulatorAddress, e.Client(), e
	case c.Pin != [32]byte{}:
		cfg.TLS = printer.PinnedTo(c.Pin)
	}
	p, err := printer.New(cfg)
	if err != nil {
		return nil, nil, err
	}
	return p, emulator, nil
}

func openReceipt(c ReceiptSetting) (device.Device, any, error) {
	cfg := receipt.Config{Columns: c.Columns, Answer: c.Answer, Finish: c.Finish}
	switch {
	case c.Emulator:
		e := receipt.NewEmulator(c.Columns)
		cfg.Open = e.Open
		return receipt.New(cfg), e, nil
	case c.Path != "":
		cfg.Open = receipt.Device(c.Path)
	default:
		cfg.Open = receipt.TCP(c.Address)
	}
	return receipt.New(cfg), nil, nil
}

func openReader(c ReaderSetting, now func() time.Time) (device.Device, any, error) {
	if c.Emulator {
		e, err := virtual.NewEmulator(virtual.Curve, now().Add(-24*time.Hour))
		if err != nil {
			return nil, nil, err
		}
		for _, p := range people(c, now()) {
			if err := e.Keep(p); err != nil {
				return nil, nil, err
			}
		}
		return e, e, nil
	}
	file, err := os.ReadFile(c.Roots)
	if err != nil {
		return nil, nil, err
	}
	roots, err := eid.ParseRoots(file)
	if err != nil {
		return nil, nil, err
	}
	return eid.New(eid.NewDaemon(c.Socket, c.Reader), eid.Trust{Roots: roots, OldHashes: c.OldHashes}), nil, nil
}

// people are whose cards lie beside an emulated reader: those of its setting, else three that are always there.
func people(c ReaderSetting, now time.Time) (out []virtual.Person) {
	for _, p := range c.People {
		out = append(out, virtual.Invent(p.Name, p.FirstNames, p.Born, p.Sex, p.PIN, now))
	}
	if len(out) == 0 {
		return []virtual.Person{virtual.Citizen, virtual.Child, virtual.Foreigner}
	}
	return out
}

func openScanner(c ScannerSetting, now func() time.Time) (device.Device, any, error) {
	if c.Emulator {
		e := scanner.NewEmulator(c.Rules)
		return e, e, nil
	}
	return scanner.NewLine(scanner.Config{Open: scanner.OpenTTY(c.Path, c.Speed), Rules: c.Rules, Model: c.ID, Now: now}), nil, nil
}

func openVoice(c VoiceSetting, now func() time.Time) (device.Device, any, error) {
	if c.Displays {
		return audience.New(c.ID, now), nil, nil
	}
	cfg := voice.Config{Loudest: c.Loudest, Model: c.ID, Now: now}
	if c.Emulator {
		e := voice.NewEmulator(cfg, false)
		return e, e, nil
	}
	cfg.Output = voice.Player(c.Player)
	if len(c.Speaker) > 0 {
		cfg.Speech = voice.Speaker(c.Speaker)
	}
	if c.Recordings != "" {
		recorded := voice.Recordings{Files: os.DirFS(c.Recordings)}
		if err := recorded.Check(); err != nil {
			return nil, nil, err
		}
		if cfg.Speech == nil {
			cfg.Speech = recorded
		} else {
			cfg.Speech = voice.Either{recorded, cfg.Speech}
		}
	}
	return voice.New(cfg), nil, nil
}
