package keyfile

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/tpm"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
)

// Sealing is what is to be done with files that are not sealed.
type Sealing uint8

// The ways. In each of them what is sealed is opened.
const (
	OpenOnly   Sealing = iota // they stay as they are, and new ones are as those that are there
	IfPossible                // they are sealed where there is a chip that works
	Required                  // they are sealed, or Open fails
)

// Options are what a folder is opened with. Dir and Names are required.
type Options struct {
	Dir     string
	Names   []string   // of the key files that may be in it
	Chip    tpm.Sealer // somebody else closes it; nil: none
	Sealing Sealing
	Random  io.Reader    // nil: crypto/rand
	Logger  *slog.Logger // nil: discards

	// Interrupt is called before and after each file is written; an error stops there, as a crash would. For fault
	// injection; nil in production.
	Interrupt func(name string, written bool) error
}

// Folder is a folder with key files. Its methods may be called from any goroutine.
type Folder struct {
	o Options

	mu     sync.Mutex // held while the chip works
	keys   []*key     // that the chip opened
	writes *key       // the one to write with; nil: none yet
	plain  bool       // files are written plain: the chip could not seal, which is not tried again
}

// Open settles the files of a folder: those that are sealed are tried, leftovers of a crash removed, plain ones made readable for
// their owner only and sealed, as Sealing says. Faults, with words: Refused when sealed files do not open here or must be sealed and
// cannot; Corrupt when one is damaged; Internal when the disk fails.
func Open(ctx context.Context, o Options) (*Folder, error) {
	const op = "keyfile.Open"
	if o.Random == nil {
		o.Random = rand.Reader
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	f := &Folder{o: o, plain: o.Sealing == OpenOnly || o.Chip == nil}
	if o.Sealing == Required && o.Chip == nil {
		return nil, fault.New(op, fault.Refused).Tell("Dit toestel moet zijn sleutels in een TPM verzegelen, en die is er niet.", "Kijk of de TPM in de firmware aanstaat, of start met --tpm auto.")
	}
	if err := f.sweep(); err != nil {
		return nil, fault.New(op, fault.Internal).On(o.Dir).Because(err)
	}
	for _, name := range o.Names {
		if err := f.settle(ctx, name); err != nil {
			return nil, fault.Wrap(op, err)
		}
	}
	return f, nil
}

// sweep removes what a crash left of files that were being written: it may hold a key.
func (f *Folder) sweep() (err error) {
	for _, name := range f.o.Names {
		left, glob := filepath.Glob(filepath.Join(f.o.Dir, name+".new*"))
		err = errors.Join(err, glob)
		for _, path := range left {
			err = errors.Join(err, os.Remove(path))
		}
	}
	return err
}

// settle opens a file, or seals it.
func (f *Folder) settle(ctx context.Context, name string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	text, sealed, err := f.read(ctx, name)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if !sealed {
		if err := f.tighten(name); err != nil {
			return err
		}
		if f.o.Sealing != OpenOnly {
			err = f.write(ctx, name, text, true)
		}
	}
	clear(text)
	return err
}

// tighten makes a plain file readable for its owner only.
func (f *Folder) tighten(name string) error {
	path := filepath.Join(f.o.Dir, name)
	info, err := os.Stat(path)
	if err == nil && info.Mode().Perm()&0o077 != 0 {
		f.o.Logger.Warn("a file with a key could be read by others", "file", name, "mode", info.Mode().String())
		err = os.Chmod(path, 0o600)
	}
	if err != nil {
		return fault.New("keyfile.tighten", fault.Internal).On(name).Because(err)
	}
	return nil
}

// Read gives what a file holds; the error is os.ErrNotExist when there is no such file, else a fault as of Open.
func (f *Folder) Read(name string) ([]byte, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	text, _, err := f.read(context.Background(), name)
	return text, err
}

func (f *Folder) read(ctx context.Context, name string) (text []byte, sealed bool, err error) {
	const op = "keyfile.Read"
	text, err = os.ReadFile(filepath.Join(f.o.Dir, name))
	if errors.Is(err, os.ErrNotExist) {
		return nil, false, err
	}
	if err != nil {
		return nil, false, fault.New(op, fault.Internal).On(name).Because(err)
	}
	wrapped, box, sealed, err := split(text)
	if err == nil && !sealed {
		return text, false, nil
	}
	var k *key
	if err == nil {
		if k, err = f.unwrap(ctx, wrapped); err != nil {
			return nil, true, shut(name, err)
		}
		text, err = k.open(name, box)
	}
	if err != nil {
		return nil, true, fault.New(op, fault.Corrupt).On(name).Because(err).
			Tell("Een verzegeld sleutelbestand van dit toestel is beschadigd.", "Zet het opzij en bel de beheerder.")
	}
	return text, true, nil
}

// unwrap has the chip open the key of a file, once.
func (f *Folder) unwrap(ctx context.Context, sealed []byte) (*key, error) {
	for _, k := range f.keys {
		if string(k.sealed) == string(sealed) {
			return k, nil
		}
	}
	if f.o.Chip == nil {
		return nil, errNoChip
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	plain, err := f.o.Chip.Unseal(ctx, sealed)
	if err != nil {
		return nil, err
	}
	defer clear(plain)
	k, err := newKey(plain, sealed)
	if err != nil {
		return nil, err
	}
	f.keys = append(f.keys, k)
	if f.writes == nil { // whoever may open may write: nothing that lies sealed becomes plain
		f.writes, f.plain = k, false
	}
	return k, nil
}

// patience bounds what is asked of a chip.
const patience = 30 * time.Second

var errNoChip = errors.New("no chip is used")

// shut says why a sealed file does not open here, and what to do.
func shut(name string, err error) error {
	say, next := "De TPM van dit toestel antwoordt niet, en de sleutels zijn ermee verzegeld.", "Start het toestel opnieuw. Helpt dat niet, bel de beheerder."
	kind := fault.Refused
	switch reason := device.ReasonOf(err); {
	case errors.Is(err, errNoChip):
		say, next = "De sleutels van dit toestel zijn verzegeld in zijn TPM, en die mag niet gebruikt worden.", "Start met --tpm auto."
	case reason == tpm.OtherChip:
		say, next = "De sleutels in deze map zijn verzegeld door een ander toestel, of de TPM is gewist.",
			"Zet het logboek met «appliance restore» terug in een nieuwe, lege map en vraag een nieuwe aansluitcode."
	case reason == tpm.Damaged:
		say, next, kind = "Een verzegeld sleutelbestand van dit toestel is beschadigd.", "Zet het opzij en bel de beheerder.", fault.Corrupt
	case reason == tpm.LockedOut:
		say, next = "De TPM van dit toestel is een tijd op slot.", "Wacht een uur en start opnieuw. Helpt dat niet, bel de beheerder."
	case reason == device.NotAllowed:
		say, next = "Dit programma mag de TPM van dit toestel niet gebruiken.", "Bel de beheerder: de gebruiker van het loket hoort in de groep tss."
	}
	// Only its text: a chip whose device is not there must never pass for a file that is not there, which is then made anew.
	return fault.New("keyfile.Read", kind).On(name).Because(errors.New(err.Error())).Tell(say, next)
}

// Write replaces a file, whole or not at all, sealed where that is to be.
func (f *Folder) Write(name string, data []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.write(context.Background(), name, data, false)
}

// write writes a file; one that is there as plain text already is only written when it is sealed.
func (f *Folder) write(ctx context.Context, name string, data []byte, there bool) error {
	const op = "keyfile.Write"
	if err := f.prepare(ctx); err != nil {
		return err
	}
	if f.plain && there {
		return nil
	}
	if !f.plain {
		var err error
		if data, err = f.writes.seal(name, data, f.o.Random); err != nil {
			return fault.New(op, fault.Internal).On(name).Because(err)
		}
	}
	if err := f.interrupt(name, false); err != nil {
		return fault.New(op, fault.Internal).On(name).Because(err)
	}
	if err := link.WriteKeyFile(filepath.Join(f.o.Dir, name), data); err != nil {
		return fault.Wrap(op, err)
	}
	if err := f.interrupt(name, true); err != nil {
		return fault.New(op, fault.Internal).On(name).Because(err)
	}
	return nil
}

func (f *Folder) interrupt(name string, written bool) error {
	if f.o.Interrupt == nil {
		return nil
	}
	return f.o.Interrupt(name, written)
}

// prepare has a key to write with, or decides that files are plain.
func (f *Folder) prepare(ctx context.Context) error {
	if f.plain || f.writes != nil {
		return nil
	}
	k, err := f.draw(ctx)
	switch {
	case err == nil:
		f.keys, f.writes = append(f.keys, k), k
	case f.o.Sealing == Required:
		return fault.New("keyfile.Write", fault.Refused).Because(err).
			Tell("Dit toestel moet zijn sleutels in een TPM verzegelen, en dat lukt niet.", "Kijk of de TPM in de firmware aanstaat, of start met --tpm auto.")
	default:
		f.plain = true
		level := slog.LevelWarn
		if device.ReasonOf(err) == device.OutOfReach { // most machines have none
			level = slog.LevelInfo
		}
		f.o.Logger.Log(ctx, level, "keys are not sealed", "reason", string(device.ReasonOf(err)), "err", err)
	}
	return nil
}

// draw makes a key that the chip seals, and opens it again: a chip that cannot must not be found out at the next start.
func (f *Folder) draw(ctx context.Context) (*key, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	plain := make([]byte, 32)
	defer clear(plain)
	if _, err := io.ReadFull(f.o.Random, plain); err != nil {
		return nil, err
	}
	sealed, err := f.o.Chip.Seal(ctx, plain)
	if err != nil {
		return nil, err
	}
	again, err := f.o.Chip.Unseal(ctx, sealed)
	if err != nil {
		return nil, err
	}
	defer clear(again)
	if string(again) != string(plain) {
		return nil, fmt.Errorf("the chip gives another key than it was given")
	}
	return newKey(plain, sealed)
}
