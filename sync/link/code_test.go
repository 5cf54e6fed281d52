package link_test

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
)

func drawCode(t *rapid.T) link.Code {
	pin := link.Fingerprint(rapid.SliceOfN(rapid.Byte(), 10, 10).Draw(t, "pin"))
	secret := rapid.SliceOfN(rapid.Byte(), 10, 10).Draw(t, "secret")
	code, err := link.NewCode(bytes.NewReader(secret), pin)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func TestCodeIsReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		code := drawCode(t)
		text := code.String()
		if len(text) != 44 || strings.Count(text, "-") != 8 {
			t.Fatalf("written as %q", text)
		}
		sloppy := strings.NewReplacer("0", "o", "1", "l", "-", " ").Replace(strings.ToLower(text))
		for _, typed := range []string{text, sloppy, strings.ReplaceAll(text, "-", ""), " " + text + "\r\n"} {
			got, err := link.ParseCode(typed)
			if err != nil || got != code {
				t.Fatalf("%q read back as %v, %v", typed, got, err)
			}
		}
	})
}

// Every wrong character and every pair swapped is caught before anything is sent, up to the odds of 20 bits.
func TestCodeTypingErrors(t *testing.T) {
	t.Parallel()
	const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	dice := rand.New(rand.NewPCG(1, 1))
	code, err := link.NewCode(rand.NewChaCha8([32]byte{}), link.Fingerprint{1, 2, 3})
	if err != nil {
		t.Fatal(err)
	}
	text := code.String()
	for i := range text {
		if text[i] == '-' {
			continue
		}
		wrong := []byte(text)
		for wrong[i] == text[i] {
			wrong[i] = alphabet[dice.IntN(len(alphabet))]
		}
		if _, err := link.ParseCode(string(wrong)); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s for %s: %v", wrong, text, err)
		}
		if i+1 < len(text) && text[i+1] != '-' && text[i+1] != text[i] {
			swapped := []byte(text)
			swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
			if _, err := link.ParseCode(string(swapped)); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s for %s: %v", swapped, text, err)
			}
		}
	}
}

func TestCodeMalformed(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "K7M4", strings.Repeat("0", 36), strings.Repeat("0", 37), "K7M4-2QXU", "é", strings.Repeat("A", 1<<20)} {
		_, err := link.ParseCode(text)
		if !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), "aansluitcode") {
			t.Errorf("%.40q: %v", text, err)
		}
	}
}

func FuzzParseCode(f *testing.F) {
	f.Add("K7M4-2QXD")
	f.Fuzz(func(t *testing.T, text string) {
		code, err := link.ParseCode(text)
		if err != nil {
			return
		}
		if again, err := link.ParseCode(code.String()); err != nil || again != code {
			t.Errorf("%q: %v, then %v %v", text, code, again, err)
		}
	})
}

// The hash tells nothing of the pin and differs for each secret.
func TestCodeHash(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawCode(t), drawCode(t)
		same := a.String()[:19] == b.String()[:19]
		if bytes.Equal(a.Hash(), b.Hash()) != same {
			t.Fatalf("hashes of %v and %v", a, b)
		}
	})
}
