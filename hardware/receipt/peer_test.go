//go:build devices

package receipt_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"image/png"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/hardware/receipt"
)

// The peers are two encoders of others, from npm: receiptline and @point-of-sale/receipt-printer-encoder. No program that
// reads ESC/POS is packaged, so the emulator reads their bytes and ours; what it draws is read by zbarimg, with the
// symbols drawn by zint.

// npm are the packages, installed once into a cache folder of the user's that the next run finds again.
var npm = []string{"receiptline@4.0.4", "@point-of-sale/receipt-printer-encoder@4.0.1"}

// compared is the ticket that testdata/encode.cjs makes with the encoders of others.
var compared = receipt.Ticket{
	receipt.Line{Text: "Loket Berchem", Align: receipt.Middle, Bold: true},
	receipt.Line{Text: "A042", Align: receipt.Middle, Size: 2},
	receipt.Line{Text: "Zoë, é ë € Ü"},
	receipt.QR{Text: "https://loket.example/t/A042", Align: receipt.Middle},
	receipt.Code128{Text: "Loket-7", Align: receipt.Middle},
	receipt.Cut{},
}

// differences are the commands of the compared ticket that a peer sends otherwise, with its arguments in hexadecimal and
// why ours stay as they are. What is not listed is the same byte for byte, but for styles that are set twice and for white
// space, with which both pad lines.
var differences = []struct{ peer, command, theirs, why string }{
	{"receiptline", "GS ( k", "", "it draws the QR code itself and sends a picture, thirty times the bytes"},
	{"receiptline", "ESC a", "01 00 01 00", "it puts back at the end what ESC @ puts back anyway, and positions a line by its own"},
	{"receipt-printer-encoder", "GS a", "", "it does not read answers, so that unasked ones do not disturb it"},
	{"receipt-printer-encoder", "ESC a", "01 00 01 00", "it puts back at the end what ESC @ puts back anyway"},
	{"receipt-printer-encoder", "GS w", "03", "its width 2 is the second of its own scale"},
	{"receipt-printer-encoder", "GS V", "01", "it cuts where the paper is; the knife stands above the head, so that ours feeds first"},
}

// styles are commands that set a state: only a change counts, from the state after ESC @.
var styles = map[string]string{"ESC a": "00", "ESC E": "00", "GS !": "00", "ESC t": "", "FS .": "-"}

// TestSameCommands compares our bytes with those of others for the same ticket, command by command.
func TestSameCommands(t *testing.T) {
	ours := effects(t, mustTicket(t, compared))
	for peer, stream := range mustAskPeers(t).streams {
		theirs := effects(t, stream)
		for command, want := range ours {
			got := strings.Join(theirs[command], " ")
			want := strings.Join(want, " ")
			for _, d := range differences {
				if d.peer != peer || d.command != command {
					continue
				}
				if d.theirs == want {
					t.Errorf("%s: %s is listed as different and is the same", peer, command)
				}
				want = d.theirs
			}
			if got != want {
				t.Errorf("%s sends %s %s\nwant %s", peer, command, got, want)
			}
		}
		t.Logf("%s: %d commands compared, of %d bytes with %d of ours", peer, len(ours), len(stream), len(mustTicket(t, compared)))
	}
}

// effects gives the arguments of each command in a stream, in order, without what changes nothing and without empty lines.
func effects(t *testing.T, stream []byte) map[string][]string {
	t.Helper()
	all, left := receipt.Commands(stream)
	if len(left) > 0 {
		t.Errorf("a stream ends in the middle of a command: %x", left)
	}
	m := map[string][]string{}
	states := maps.Clone(styles)
	for _, c := range all {
		args := bytes.TrimSpace(c.Args)
		if c.Name != "text" {
			args = c.Args
		}
		if c.Name == "ESC E" {
			args = []byte{args[0] & 1} // only this bit counts: some send digits
		}
		text := hex.EncodeToString(args)
		state, isStyle := states[c.Name]
		if isStyle && state == text || c.Name == "LF" || c.Name == "text" && text == "" {
			continue
		}
		if isStyle {
			states[c.Name] = text
		}
		m[c.Name] = append(m[c.Name], text)
	}
	return m
}

// TestSameOnPaper: the emulator reads the bytes of others too, and the same words and codes come out.
func TestSameOnPaper(t *testing.T) {
	want := lines(t, mustTicket(t, compared))
	for peer, stream := range mustAskPeers(t).streams {
		expected := want
		if peer == "receiptline" { // its QR code is a picture
			expected = slices.DeleteFunc(slices.Clone(want), func(s string) bool { return strings.HasPrefix(s, "[qr") })
		}
		if got := lines(t, stream); !slices.Equal(got, expected) {
			t.Errorf("%s: on paper stands %q, want %q", peer, got, expected)
		}
	}
}

// lines gives what stands on the first slip that a stream makes, without white space around it.
func lines(t *testing.T, stream []byte) (all []string) {
	t.Helper()
	e := receipt.NewEmulator(receipt.Wide42)
	if err := e.Feed(stream); err != nil {
		t.Fatal(err)
	}
	slips := e.Slips()
	if len(slips) == 0 {
		t.Fatal("nothing was cut")
	}
	for line := range strings.Lines(slips[0].Text()) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// TestSamePage compares the whole table of code page 858 with that of the encoders.
func TestSamePage(t *testing.T) {
	theirs := mustAskPeers(t).page
	for b := 0x80; b <= 0xff; b++ {
		r := receipt.FromPage858(byte(b))
		switch got, ok := theirs[r]; {
		case r == '¶' || r == '§':
			// They send these two as 14 and 15, control characters that printers do not print.
			if ok {
				t.Errorf("they have %c at %02x now", r, got)
			}
		case got != b:
			t.Errorf("%c is %02x at theirs, %02x here", r, got, b)
		}
	}
}

// TestReadBack: what is on paper is read by a program that reads codes from pictures. TICKET_PICTURES names a folder that
// keeps them, to be looked at.
func TestReadBack(t *testing.T) {
	zbarimg := mustFind(t, "zbarimg")
	for _, columns := range []receipt.Columns{receipt.Narrow, receipt.Wide42, receipt.Wide48} {
		e := receipt.NewEmulator(columns)
		data, _, err := receipt.Encode(compared, columns)
		if err := errors.Join(err, e.Feed(data)); err != nil {
			t.Fatal(err)
		}
		for by, symbols := range map[string]receipt.Symbols{"us": nil, "zint": func(c receipt.Code) ([][]bool, error) { return symbol(t, c) }} {
			path := filepath.Join(t.TempDir(), "ticket.png")
			writePicture(t, path, e.Slips()[0], symbols)
			if dir := os.Getenv("TICKET_PICTURES"); dir != "" {
				writePicture(t, filepath.Join(dir, fmt.Sprintf("ticket-%d-%s.png", columns, by)), e.Slips()[0], symbols)
			}
			raw, err := exec.CommandContext(t.Context(), zbarimg, "-q", path).Output()
			if err != nil {
				t.Errorf("zbarimg: %v", err)
			}
			got := strings.Fields(string(raw))
			slices.Sort(got)
			want := []string{"CODE-128:Loket-7", "QR-Code:https://loket.example/t/A042"}
			if !slices.Equal(got, want) {
				t.Errorf("on paper of %d columns, with codes by %s, it reads %q, want %q", columns, by, got, want)
			}
		}
	}
}

// writePicture draws a slip.
func writePicture(t *testing.T, path string, s receipt.Slip, symbols receipt.Symbols) {
	t.Helper()
	picture, err := s.Picture(symbols)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(png.Encode(f, picture), f.Close()); err != nil {
		t.Fatal(err)
	}
}

// symbol asks zint for the modules of a code: it prints rows of hexadecimal, a bit a module. The last row's spare bits
// are white.
func symbol(t *testing.T, c receipt.Code) ([][]bool, error) {
	t.Helper()
	args := []string{"-b", "20", "--dump", "-d", c.Text}
	if c.Kind == "qr" {
		args = append([]string{fmt.Sprintf("--secure=%d", strings.IndexByte("LMQH", c.Level)+1)}, args...)
		args[2] = "58"
	}
	out, err := exec.CommandContext(t.Context(), mustFind(t, "zint"), args...).Output()
	if err != nil {
		return nil, err
	}
	var rows [][]bool
	for line := range strings.Lines(string(out)) {
		// The last byte of a row can be one digit, when half of it is no part of the symbol.
		var row []bool
		for _, digit := range strings.ReplaceAll(strings.TrimSpace(line), " ", "") {
			n := strings.IndexRune("0123456789ABCDEF", digit)
			for bit := 3; bit >= 0; bit-- {
				row = append(row, n>>bit&1 == 1)
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// answers are what the encoders of others make.
type answers struct {
	streams map[string][]byte
	page    map[rune]int
}

// asked is what the encoders of others said the first time: they start slowly.
var asked answers

// mustAskPeers runs the encoders of others, once.
func mustAskPeers(t *testing.T) answers {
	t.Helper()
	if asked.streams != nil {
		return asked
	}
	program := exec.CommandContext(t.Context(), mustFind(t, "node"), "testdata/encode.cjs")
	program.Env = append(os.Environ(), "NODE_PATH="+mustInstall(t))
	var said strings.Builder
	program.Stderr = &said
	raw, err := program.Output()
	if err != nil {
		t.Fatalf("node: %v\n%s", err, said.String())
	}
	var text struct {
		Receiptline string       `json:"receiptline"`
		Sale        string       `json:"receipt-printer-encoder"`
		Page        map[rune]int `json:"page858"`
	}
	if err := json.Unmarshal(raw, &text); err != nil {
		t.Fatal(err)
	}
	all := answers{streams: map[string][]byte{}, page: text.Page}
	for peer, hexadecimal := range map[string]string{"receiptline": text.Receiptline, "receipt-printer-encoder": text.Sale} {
		if all.streams[peer], err = hex.DecodeString(hexadecimal); err != nil || len(all.streams[peer]) == 0 {
			t.Fatalf("%s: %v", peer, err)
		}
	}
	asked = all
	return all
}

// mustInstall installs the packages where they are not yet, and gives the folder that node finds them in.
func mustInstall(t *testing.T) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	dir := filepath.Join(cache, "buurtloket", "receipt-peers", strings.NewReplacer("/", "-").Replace(strings.Join(npm, "+")))
	modules, whole := filepath.Join(dir, "node_modules"), filepath.Join(dir, "whole")
	if _, err := os.Stat(whole); err == nil {
		return modules
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	args := append([]string{"install", "--prefix", dir, "--no-audit", "--no-fund", "--ignore-scripts"}, npm...)
	if out, err := exec.CommandContext(t.Context(), mustFind(t, "npm"), args...).CombinedOutput(); err != nil {
		t.Fatalf("npm cannot install %v: %v\n%s", npm, err, out)
	}
	// Only after all of it: an install that was broken off is done again.
	if err := os.WriteFile(whole, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return modules
}

// mustFind fails a test whose peer is not installed: under this tag nothing is skipped.
func mustFind(t *testing.T, program string) string {
	t.Helper()
	packages := map[string]string{"node": "nodejs", "npm": "npm", "zbarimg": "zbar-tools", "zint": "zint"}
	path, err := exec.LookPath(program)
	if err != nil {
		t.Fatalf("%s is missing: install the Debian package %s", program, packages[program])
	}
	return path
}

// mustTicket gives our bytes of a ticket.
func mustTicket(t *testing.T, ticket receipt.Ticket) []byte {
	t.Helper()
	data, _, err := receipt.Encode(ticket, receipt.Wide42)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
