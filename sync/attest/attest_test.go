package attest_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/attest"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
)

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

func anyForm(t *rapid.T) attest.Form {
	return rapid.SampledFrom([]attest.Form{attest.Verification, attest.Pickup}).Draw(t, "form")
}

func anyCode(t *rapid.T, f attest.Form) string {
	return f.Make([8]byte(rapid.SliceOfN(rapid.Byte(), 8, 8).Draw(t, "bits")))
}

// TestCodesAsPeopleTypeThem: any case, hyphens anywhere, and the letters that look like digits.
func TestCodesAsPeopleTypeThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := anyForm(t)
		code := anyCode(t, f)
		typed := strings.ReplaceAll(code, "-", rapid.SampledFrom([]string{"", " ", "-", " - "}).Draw(t, "between"))
		typed = strings.ReplaceAll(typed, "0", rapid.SampledFrom([]string{"0", "O", "o"}).Draw(t, "zero"))
		typed = strings.ReplaceAll(typed, "1", rapid.SampledFrom([]string{"1", "I", "l"}).Draw(t, "one"))
		if rapid.Bool().Draw(t, "small") {
			typed = strings.ToLower(typed)
		}
		if got, err := f.Parse(typed); err != nil || got != code {
			t.Fatalf("%q is read as %q, %v; want %q", typed, got, err, code)
		}
	})
}

// TestAMistypedCodeIsNone: one character that is another, and any two that changed places, are found.
func TestAMistypedCodeIsNone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := anyForm(t)
		plain := []byte(strings.ReplaceAll(anyCode(t, f), "-", ""))
		for i := range plain {
			for _, c := range []byte(alphabet) {
				other := bytes.Clone(plain)
				if other[i] = c; !bytes.Equal(other, plain) {
					if got, err := f.Parse(string(other)); err == nil {
						t.Fatalf("%s is taken for %s", other, got)
					}
				}
			}
			for k := range i {
				other := bytes.Clone(plain)
				if other[i], other[k] = plain[k], plain[i]; !bytes.Equal(other, plain) {
					if got, err := f.Parse(string(other)); err == nil {
						t.Fatalf("%s, with two changed places, is taken for %s", other, got)
					}
				}
			}
		}
	})
	for _, bad := range []string{"", "K7M", "K7M-4QX-K7M-4QX", "K7M-4Q€", "U7M-4QX", strings.Repeat("0", 1000)} {
		if got, err := attest.Pickup.Parse(bad); err == nil {
			t.Errorf("%q is read as %q", bad, got)
		}
	}
}

// TestForms are as doc.go says, and use all their bits.
func TestForms(t *testing.T) {
	if got := attest.Verification.Make([8]byte{255, 255, 255, 255, 255, 255, 255, 255}); len(got) != 14 || !strings.HasPrefix(got, "ZZZZ-ZZZZ-ZZZ") {
		t.Errorf("%q", got)
	}
	if got := attest.Pickup.Make([8]byte{}); got != "000-000" {
		t.Errorf("%q", got)
	}
	seen := map[string]bool{}
	for bit := range 55 {
		var b [8]byte
		b[bit/8] = 0x80 >> (bit % 8)
		seen[attest.Verification.Make(b)] = true
	}
	if len(seen) != 55 {
		t.Errorf("55 bits give %d codes", len(seen))
	}
}

// TestSeal: a seal holds for what it says and for nothing else.
func TestSeal(t *testing.T) {
	pub, key, err := ed25519.GenerateKey(bytes.NewReader(bytes.Repeat([]byte{7}, 64)))
	if err != nil {
		t.Fatal(err)
	}
	pdf := []byte("%PDF")
	d := sha256.Sum256(pdf)
	seal := func() *contract.CertificateSeal {
		s := &contract.CertificateSeal{Code: "7K3M-9QXD-2PF4", Kind: attest.Life, Digest: d[:], AtMs: 5, Site: "x"}
		attest.Sign(key, s)
		return s
	}
	if s := seal(); !attest.Signed(pub, s) || !attest.Of(s, pdf) || attest.Of(s, []byte("%PDG")) {
		t.Error("the seal does not hold")
	}
	for name, forge := range map[string]func(*contract.CertificateSeal){
		"code": func(s *contract.CertificateSeal) { s.Code = "7K3M-9QXD-2PF5" }, "kind": func(s *contract.CertificateSeal) { s.Kind = attest.Birth },
		"digest": func(s *contract.CertificateSeal) { s.Digest = make([]byte, 32) }, "time": func(s *contract.CertificateSeal) { s.AtMs++ },
		"signature": func(s *contract.CertificateSeal) { s.Signature[0] ^= 1 }, "none": func(s *contract.CertificateSeal) { s.Signature = nil },
	} {
		s := seal()
		if forge(s); attest.Signed(pub, s) {
			t.Errorf("another %s, and the seal holds", name)
		}
	}
	if attest.Signed(nil, seal()) {
		t.Error("a seal holds without a key")
	}
}

// TestKinds: each is a thing of the catalogue.
func TestKinds(t *testing.T) {
	for _, k := range attest.Kinds() {
		if found, ok := attest.Find(k.Code); !ok || found != k {
			t.Errorf("%s is not found", k.Code)
		}
		if _, ok := catalogue.Embedded().Product(k.Product); !ok || k.Dutch == "" {
			t.Errorf("%+v is no thing of the catalogue", k)
		}
	}
	if _, ok := attest.Find("adel"); ok {
		t.Error("there is a certificate of nobility")
	}
}
