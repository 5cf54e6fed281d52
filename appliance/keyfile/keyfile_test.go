package keyfile_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/appliance/keyfile"
	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/tpm"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// names are the key files of these tests, and secret what each of them must never show once it is sealed.
var names = []string{"journal-key.pem", "device.pem", "desks.pem"}

func secret(name string) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "KEY", Bytes: bytes.Repeat([]byte(name), 8)})
}

// folder is a folder on a machine with a chip.
type folder struct {
	t    *testing.T
	dir  string
	chip *tpm.Emulator
}

func newFolder(t *testing.T) *folder {
	t.Helper()
	return &folder{t, t.TempDir(), mustChip(t)}
}

func mustChip(t *testing.T) *tpm.Emulator {
	t.Helper()
	e, err := tpm.NewEmulator(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// options are those of a start.
func (f *folder) options(s keyfile.Sealing) keyfile.Options {
	return keyfile.Options{Dir: f.dir, Names: names, Chip: f.chip, Sealing: s}
}

func (f *folder) mustOpen(s keyfile.Sealing) *keyfile.Folder {
	f.t.Helper()
	return mustOpen(f.t, f.options(s))
}

func mustOpen(t *testing.T, o keyfile.Options) *keyfile.Folder {
	t.Helper()
	k, err := keyfile.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// plain puts plain files there, as a version without chips did.
func (f *folder) plain() {
	f.t.Helper()
	for _, name := range names {
		f.put(name, secret(name))
	}
}

func (f *folder) put(name string, text []byte) {
	f.t.Helper()
	if err := os.WriteFile(filepath.Join(f.dir, name), text, 0o600); err != nil {
		f.t.Fatal(err)
	}
}

// mustRead wants each file to hold what it did.
func mustRead(t *testing.T, k keyfile.Files, want ...string) {
	t.Helper()
	for _, name := range want {
		if got, err := k.Read(name); err != nil || !bytes.Equal(got, secret(name)) {
			t.Errorf("%s holds %q: %v", name, got, err)
		}
	}
}

// shows lists the files of a folder in which a secret can be read.
func (f *folder) shows() (out []string) {
	f.t.Helper()
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		f.t.Fatal(err)
	}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(f.dir, e.Name()))
		if err != nil {
			f.t.Fatal(err)
		}
		for _, name := range names {
			if body, _ := pem.Decode(secret(name)); bytes.Contains(text, secret(name)[:60]) || bytes.Contains(text, body.Bytes[:12]) {
				out = append(out, e.Name())
			}
		}
	}
	return out
}

// TestPlainFilesAreSealed: at the next start, once, and opened at every later one; what is written after that is sealed too.
func TestPlainFilesAreSealed(t *testing.T) {
	f := newFolder(t)
	f.plain()
	if k := f.mustOpen(keyfile.OpenOnly); len(k.State().Plain) != 3 {
		t.Errorf("%+v", k.State())
	}
	k := f.mustOpen(keyfile.IfPossible)
	mustRead(t, k, names...)
	if s := k.State(); len(s.Sealed) != 3 || f.shows() != nil || s.Say(true) != "sleutels: verzegeld in de TPM van dit toestel" {
		t.Errorf("%+v; %q can be read", s, f.shows())
	}
	before := f.snapshot()
	mustRead(t, f.mustOpen(keyfile.IfPossible), names...)
	mustRead(t, f.mustOpen(keyfile.OpenOnly), names...)
	if f.snapshot() != before {
		t.Error("a later start writes the files again")
	}
	again := f.mustOpen(keyfile.Required)
	if err := again.Write(names[0], secret(names[0])); err != nil {
		t.Fatal(err)
	}
	mustRead(t, f.mustOpen(keyfile.Required), names...)
	if f.shows() != nil {
		t.Errorf("%q can be read", f.shows())
	}
	if !strings.HasPrefix(f.snapshot(), "Verzegeld met de TPM") {
		t.Error("a person who looks into the file is not told")
	}
}

func (f *folder) snapshot() (all string) {
	f.t.Helper()
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(f.dir, name))
		if err != nil {
			f.t.Fatal(err)
		}
		all += string(text)
	}
	return all
}

// TestOneQuestionToTheChip: files of one folder carry the same sealed key.
func TestOneQuestionToTheChip(t *testing.T) {
	f := newFolder(t)
	f.plain()
	f.mustOpen(keyfile.IfPossible)
	seen := map[string]bool{}
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(f.dir, name))
		if err != nil {
			t.Fatal(err)
		}
		first, _ := pem.Decode(text)
		seen[string(first.Bytes)] = true
	}
	if len(seen) != 1 {
		t.Errorf("%d sealed keys", len(seen))
	}
}

// TestWithoutAChip: files stay plain and for their owner only, and that is said; where a chip is demanded nothing starts.
func TestWithoutAChip(t *testing.T) {
	for name, why := range map[string]device.Reason{"absent": device.OutOfReach, "locked": tpm.LockedOut, "broken": tpm.Failing, "not allowed": device.NotAllowed, "none": ""} {
		t.Run(name, func(t *testing.T) {
			f := newFolder(t)
			f.plain()
			if err := os.Chmod(filepath.Join(f.dir, names[1]), 0o644); err != nil {
				t.Fatal(err)
			}
			o := f.options(keyfile.IfPossible)
			if f.chip.Break(why); why == "" {
				o.Chip = nil
			}
			k := mustOpen(t, o)
			mustRead(t, k, names...)
			if err := k.Write(names[0], secret(names[0])); err != nil {
				t.Error(err)
			}
			for _, name := range names {
				if info, err := os.Stat(filepath.Join(f.dir, name)); err != nil || info.Mode().Perm() != 0o600 {
					t.Errorf("%s is %v: %v", name, info.Mode(), err)
				}
			}
			if say := k.State().Say(false); say != "sleutels: in een bestand dat alleen dit programma leest; dit toestel heeft geen TPM" {
				t.Error(say)
			}
			o.Sealing = keyfile.Required
			if _, err := keyfile.Open(t.Context(), o); !fault.Is(err, fault.Refused) || !strings.Contains(fault.Sentence(err), "TPM") {
				t.Errorf("required: %v", err)
			}
		})
	}
}

// TestSealedFilesElsewhere: what does not open says why, and what to do, and is not touched.
func TestSealedFilesElsewhere(t *testing.T) {
	for name, row := range map[string]struct {
		change func(f *folder, o *keyfile.Options)
		kind   fault.Kind
		say    string
	}{
		"another machine": {func(f *folder, o *keyfile.Options) { o.Chip = mustChip(f.t) }, fault.Refused, "appliance restore"},
		"a cleared chip": {func(f *folder, o *keyfile.Options) {
			if err := f.chip.Clear(); err != nil {
				f.t.Fatal(err)
			}
		}, fault.Refused, "appliance restore"},
		"the chip is gone": {func(f *folder, o *keyfile.Options) { f.chip.Break(device.OutOfReach) }, fault.Refused, "antwoordt niet"},
		"there is no chip": {func(f *folder, o *keyfile.Options) {
			o.Chip = tpm.New(tpm.Open(filepath.Join(f.dir, "no-such-device")))
		}, fault.Refused, "antwoordt niet"},
		"it is locked":       {func(f *folder, o *keyfile.Options) { f.chip.Break(tpm.LockedOut) }, fault.Refused, "op slot"},
		"we may not":         {func(f *folder, o *keyfile.Options) { f.chip.Break(device.NotAllowed) }, fault.Refused, "mag de TPM"},
		"it is switched off": {func(f *folder, o *keyfile.Options) { o.Chip = nil }, fault.Refused, "--tpm auto"},
		"a file is cut":      {func(f *folder, o *keyfile.Options) { f.bend(func(b []byte) []byte { return b[:len(b)/2] }) }, fault.Corrupt, "beschadigd"},
		"its box is bent":    {func(f *folder, o *keyfile.Options) { f.bendBlock(1) }, fault.Corrupt, "beschadigd"},
		"more stands in it": {func(f *folder, o *keyfile.Options) {
			f.bend(func(b []byte) []byte { return append(b, secret("x")...) })
		}, fault.Corrupt, "beschadigd"},
		"files are swapped": {func(f *folder, o *keyfile.Options) {
			text, err := os.ReadFile(filepath.Join(f.dir, names[1]))
			if err != nil {
				f.t.Fatal(err)
			}
			f.put(names[0], text)
		}, fault.Corrupt, "beschadigd"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFolder(t)
			f.plain()
			f.mustOpen(keyfile.Required)
			o := f.options(keyfile.IfPossible)
			row.change(f, &o)
			before := f.snapshot()
			k, err := keyfile.Open(t.Context(), o)
			if errors.Is(err, os.ErrNotExist) {
				t.Error("it passes for a file that is not there")
			}
			if k != nil || !fault.Is(err, row.kind) || !strings.Contains(fault.Sentence(err), row.say) {
				t.Errorf("%v says %q", err, fault.Sentence(err))
			}
			if f.snapshot() != before {
				t.Error("the files were changed")
			}
		})
	}
}

// bend changes the first file.
func (f *folder) bend(how func([]byte) []byte) {
	f.t.Helper()
	text, err := os.ReadFile(filepath.Join(f.dir, names[0]))
	if err != nil {
		f.t.Fatal(err)
	}
	f.put(names[0], how(text))
}

// bendBlock changes a byte in the middle of one PEM block of the first file.
func (f *folder) bendBlock(which int) {
	f.t.Helper()
	f.bend(func(text []byte) (out []byte) {
		for n := 0; ; n++ {
			block, rest := pem.Decode(text)
			if block == nil {
				return out
			}
			if n == which {
				block.Bytes[len(block.Bytes)/2] ^= 1
			}
			out, text = append(out, pem.EncodeToMemory(block)...), rest
		}
	})
}

var errCrash = errors.New("the power failed")

// TestCrashes: the power fails at each point of the sealing of three files; the next start reads every key and leaves none open.
func TestCrashes(t *testing.T) {
	for _, name := range names {
		for _, written := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s written %v", name, written), func(t *testing.T) {
				f := newFolder(t)
				f.plain()
				o := f.options(keyfile.IfPossible)
				o.Interrupt = func(at string, w bool) error {
					if at == name && w == written {
						return errCrash
					}
					return nil
				}
				if _, err := keyfile.Open(t.Context(), o); !errors.Is(err, errCrash) {
					t.Fatal(err)
				}
				mustRead(t, f.mustOpen(keyfile.OpenOnly), names...)
				mustRead(t, f.mustOpen(keyfile.IfPossible), names...)
				if f.shows() != nil {
					t.Errorf("%q can be read", f.shows())
				}
			})
		}
	}
	// What the writer of files leaves when it is killed: a part of the new file, the whole of it, or of a plain one.
	for name, left := range map[string][]byte{"empty": nil, "half": secret(names[0])[:30], "plain": secret(names[0])} {
		t.Run("left "+name, func(t *testing.T) {
			f := newFolder(t)
			f.plain()
			f.put(names[0]+".new4711", left)
			mustRead(t, f.mustOpen(keyfile.IfPossible), names...)
			if _, err := os.Stat(filepath.Join(f.dir, names[0]+".new4711")); !os.IsNotExist(err) || f.shows() != nil {
				t.Errorf("it still lies there: %v; %q can be read", err, f.shows())
			}
		})
	}
}

// TestAnyOrder: plain and sealed starts, writes and crashes in any order lose no key, and what is sealed stays sealed.
func TestAnyOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		f := newFolder(t)
		f.plain()
		sealed := map[string]bool{}
		for range rapid.IntRange(1, 12).Draw(r, "starts") {
			o := f.options(rapid.SampledFrom([]keyfile.Sealing{keyfile.OpenOnly, keyfile.IfPossible, keyfile.Required}).Draw(r, "sealing"))
			dies := rapid.IntRange(0, 8).Draw(r, "dies at write")
			o.Interrupt = func(string, bool) error {
				if dies--; dies == 0 {
					return errCrash
				}
				return nil
			}
			k, err := keyfile.Open(context.Background(), o)
			if err == nil && rapid.Bool().Draw(r, "writes") {
				name := rapid.SampledFrom(names).Draw(r, "name")
				err = k.Write(name, secret(name))
			}
			if err != nil && !errors.Is(err, errCrash) {
				r.Fatal(err)
			}
			mustRead(t, f.mustOpen(keyfile.OpenOnly), names...)
			for _, name := range keyfile.Inspect(f.dir, names).Plain {
				if sealed[name] {
					r.Fatalf("%s was sealed and is plain", name)
				}
			}
			for _, name := range keyfile.Inspect(f.dir, names).Sealed {
				sealed[name] = true
			}
			if left := keyfile.Inspect(f.dir, names).Plain; err == nil && o.Sealing != keyfile.OpenOnly && len(left) > 0 {
				r.Fatalf("%q are plain after a start that seals", left)
			}
		}
	})
}

// TestStates: what is said of a folder.
func TestStates(t *testing.T) {
	f := newFolder(t)
	if say := keyfile.Inspect(f.dir, names).Say(true); say != "sleutels: er zijn er nog geen" {
		t.Error(say)
	}
	k := f.mustOpen(keyfile.IfPossible)
	if _, err := k.Read(names[0]); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	if err := k.Write(names[0], secret(names[0])); err != nil {
		t.Fatal(err)
	}
	f.put(names[1], secret(names[1]))
	if say := k.State().Say(true); say != "sleutels: verzegeld in de TPM van dit toestel, behalve device.pem" {
		t.Error(say)
	}
	if err := os.Remove(filepath.Join(f.dir, names[0])); err != nil {
		t.Fatal(err)
	}
	if say := k.State().Say(true); !strings.HasSuffix(say, "de TPM van dit toestel wordt niet gebruikt") {
		t.Error(say)
	}
}
