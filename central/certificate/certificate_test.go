package certificate_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/certificate"
	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/sync/attest"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/link"
)

var update = flag.Bool("update", false, "write the golden texts anew")

// TestOneActOneCertificate: asked again, at another node, at another time, on a node that lags, after an answer got lost: the
// same bytes, and one seal.
func TestOneActOneCertificate(t *testing.T) {
	h := mustHQ(t)
	h.log.Forget(1) // the first answer of the log gets lost
	first := h.must(h.node(noon), 1)
	if !bytes.HasPrefix(first.Pdf, []byte("%PDF-")) || len(first.Pdf) > 500_000 {
		t.Fatalf("a PDF of %d bytes", len(first.Pdf))
	}
	later := noon.Add(72 * time.Hour)
	for name, m := range map[string]*certificate.Maker{
		"again":        h.node(noon),
		"another node": h.node(later),
		"one that lags": h.node(later, func(c *certificate.Config) {
			c.Log = lagging{h.log}
		}),
	} {
		r := h.must(m, 1)
		if !bytes.Equal(r.Pdf, first.Pdf) || !bytes.Equal(r.Duplicate, first.Duplicate) || r.Seal.Code != first.Seal.Code || r.Seal.AtMs != noon.UnixMilli() {
			t.Errorf("%s: another certificate of the same act", name)
		}
	}
	if n := h.seals(); n != 1 {
		t.Errorf("%d seals", n)
	}
	other := h.must(h.node(noon), 2)
	elsewhere, err := ask(h.node(noon), hoek, &contract.MakeCertificateRequest{Certificate: act(1), Kind: attest.Household, Number: zoe, Name: "Zoë Peeters"})
	if err != nil || other.Seal.Code == first.Seal.Code || elsewhere.Seal.Code == first.Seal.Code || bytes.Equal(other.Seal.Digest, first.Seal.Digest) {
		t.Errorf("another act, or another site, has the same code: %v", err)
	}
	if d := sha256.Sum256(first.Pdf); !bytes.Equal(d[:], first.Seal.Digest) || !attest.Signed(h.keys.Public(), first.Seal) {
		t.Error("the seal is not that of the PDF")
	}
	if bytes.Contains(first.Pdf, []byte("DUPLICAAT")) || !bytes.Contains(first.Duplicate, []byte("DUPLICAAT")) {
		t.Error("the duplicate must say so, and the original not")
	}
}

// TestNeverTwoOfOneAct: the register was corrected after the first was made, or the act asks for something else.
func TestNeverTwoOfOneAct(t *testing.T) {
	h := mustHQ(t)
	first := h.must(h.node(noon), 1)
	corrected := h.node(noon, func(c *certificate.Config) { c.Register = moved{certificate.Embedded()} })
	for name, one := range map[string]struct {
		m *certificate.Maker
		q *contract.MakeCertificateRequest
	}{
		"corrected":      {corrected, &contract.MakeCertificateRequest{Kind: attest.Household, Number: zoe, Name: "Zoë Peeters"}},
		"another kind":   {h.node(noon), &contract.MakeCertificateRequest{Kind: attest.Life, Number: zoe, Name: "Zoë Peeters"}},
		"another person": {h.node(noon), &contract.MakeCertificateRequest{Kind: attest.Household, Number: emre, Name: "Emre Yildiz"}},
	} {
		one.q.Certificate = act(1)
		if r, err := ask(one.m, berchem, one.q); err != nil || r.Refused != attest.Changed || r.Pdf != nil {
			t.Errorf("%s: %v, %v", name, r.GetRefused(), err)
		}
	}
	if again := h.must(h.node(noon), 1); !bytes.Equal(again.Pdf, first.Pdf) || h.seals() != 1 {
		t.Error("the first is not the one that stands")
	}
}

// TestWhoGetsNone and why; nothing is noted of it.
func TestWhoGetsNone(t *testing.T) {
	h := mustHQ(t)
	for name, one := range map[string]struct {
		kind, number, told string
		want               attest.Reason
	}{
		"nobody":         {attest.Life, "85073003328", "Zoë Peeters", attest.NoPerson},
		"another name":   {attest.Life, zoe, "Zoë Claes", attest.OtherName},
		"no name":        {attest.Life, zoe, "", attest.OtherName},
		"surname alone":  {attest.Life, zoe, "Peeters", attest.OtherName},
		"deceased":       {attest.Life, deceased, "Lemmens Godelieve", attest.Deceased},
		"elsewhere":      {attest.Residence, inLier, "Katrien Janssens", attest.NotHere},
		"deed elsewhere": {attest.Birth, inLier, "Katrien Janssens", attest.NoRecord},
		"no such thing":  {"adel", zoe, "Zoë Peeters", attest.NoKind},
	} {
		r, err := ask(h.node(noon), berchem, &contract.MakeCertificateRequest{Certificate: act(1), Kind: one.kind, Number: one.number, Name: one.told})
		if err != nil || r.Refused != one.want || r.Pdf != nil || r.Seal != nil {
			t.Errorf("%s: %q, %v, want %q", name, r.GetRefused(), err, one.want)
		}
	}
	for name, q := range map[string]*contract.MakeCertificateRequest{
		"no act":    {Kind: attest.Life, Number: zoe, Name: "Zoë Peeters"},
		"no number": {Certificate: act(1), Kind: attest.Life, Number: "85073003427x", Name: "Zoë Peeters"},
		"long name": {Certificate: act(1), Kind: attest.Life, Number: zoe, Name: strings.Repeat("Zoë ", 100)},
	} {
		if _, err := ask(h.node(noon), berchem, q); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	q := connect.NewRequest(&contract.MakeCertificateRequest{Certificate: act(1), Kind: attest.Life, Number: zoe, Name: "Zoë Peeters"})
	for _, peer := range []link.Peer{{}, {Role: link.RoleNode, Name: "hq1"}} {
		if _, err := h.node(noon).MakeCertificate(link.WithPeer(context.Background(), peer), q); !fault.Is(fault.FromRPC("test", err), fault.Denied) {
			t.Errorf("%v: %v", peer, err)
		}
	}
	if n := h.seals(); n != 0 {
		t.Errorf("%d seals of what was refused", n)
	}
}

// TestVerification: what is genuine, what is not, and nothing of anybody.
func TestVerification(t *testing.T) {
	h := mustHQ(t)
	made := h.must(h.node(noon), 1)
	code := made.Seal.Code
	for name, one := range map[string]struct {
		code    string
		digest  []byte
		genuine bool
	}{
		"as printed":     {code, nil, true},
		"as typed":       {strings.ToLower(strings.ReplaceAll(code, "-", " ")), nil, true},
		"with its file":  {code, made.Seal.Digest, true},
		"another file":   {code, make([]byte, 32), false},
		"the duplicate":  {code, func() []byte { d := sha256.Sum256(made.Duplicate); return d[:] }(), false},
		"mistyped":       {code[:13] + "?", nil, false},
		"nobody's":       {attest.Verification.Make([8]byte{1}), nil, false},
		"nothing at all": {"", nil, false},
	} {
		r := h.verify(one.code, one.digest)
		if r.Genuine != one.genuine || r.Say == "" || (r.Seal != nil) != one.genuine {
			t.Errorf("%s: %v", name, r)
		}
		if one.genuine && (r.Kind != "Attest van gezinssamenstelling" || r.Seal.Site != "" || !attest.Signed(r.Key, r.Seal) || !strings.Contains(r.Say, "26 november 2026")) {
			t.Errorf("%s: %v", name, r)
		}
		if text := r.String(); strings.Contains(text, "Peeters") || strings.Contains(text, "8507") {
			t.Errorf("%s: it says of whom: %s", name, text)
		}
	}
}

// TestNothingOfAnybodyStays at headquarters: not in the state, and the digest is salted.
func TestNothingOfAnybodyStays(t *testing.T) {
	h := mustHQ(t)
	h.must(h.node(noon), 1)
	if err := h.log.Read(context.Background(), func(r kv.Reader) error {
		for k, v := range r.Scan(nil, nil) {
			for _, word := range []string{"Peeters", "Zoë", "85073003427", "Grotesteenweg 12"} {
				if bytes.Contains(v, []byte(word)) || bytes.Contains(k, []byte(word)) {
					t.Errorf("%q stands under %q", word, k)
				}
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	other, err := certificate.KeysOf(bytes.Repeat([]byte{6}, 32))
	if err != nil {
		t.Fatal(err)
	}
	g := mustHQ(t)
	g.keys = other
	a, b := h.must(h.node(noon), 1), g.must(g.node(noon), 1)
	if a.Seal.Code == b.Seal.Code || bytes.Equal(a.Seal.Digest, b.Seal.Digest) {
		t.Error("without the key one could find the digest")
	}
	if _, err := certificate.KeysOf([]byte("short")); !fault.Is(err, fault.Invalid) {
		t.Errorf("a short secret: %v", err)
	}
}

// TestWhatItSays: every kind for every sort of person, to the letter.
func TestWhatItSays(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, number := range []string{zoe, jozef, emre, lowie, deceased, inLier} {
		n, err := certificate.ParseNumber(number)
		if err != nil {
			t.Fatal(err)
		}
		p, err := certificate.Embedded().Person(context.Background(), n, noon)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range attest.Kinds() {
			fmt.Fprintf(&b, "== %s: %s\n%s\n", p.Name(), k.Code, certificate.Say(k, p, certificate.Embedded(), noon.In(zone)))
		}
	}
	file := filepath.Join("testdata", "said.txt")
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(file); err != nil || b.String() != string(want) {
		t.Errorf("%v; it says\n%s", err, b.String())
	}
}

// TestEveryKindIsDrawn, also with a code to be read by a machine.
func TestEveryKindIsDrawn(t *testing.T) {
	h := mustHQ(t)
	var told []string
	m := h.node(noon, func(c *certificate.Config) {
		c.Address = "https://loket.example/attest/"
		c.Symbol = func(text string) ([][]bool, error) {
			told = append(told, text)
			return [][]bool{{true, false}, {false, true}}, nil
		}
	})
	for i, k := range attest.Kinds() {
		r, err := ask(m, berchem, &contract.MakeCertificateRequest{Certificate: act(byte(i + 1)), Kind: k.Code, Number: zoe, Name: "peeters zoe maria"})
		if err != nil || r.Refused != "" || len(r.Pdf) < 1000 {
			t.Errorf("%s: %v, %v", k.Code, r.GetRefused(), err)
			continue
		}
		if got := told[len(told)-1]; got != "https://loket.example/attest/"+r.Seal.Code {
			t.Errorf("the QR code says %q", got)
		}
	}
}

// TestNames: as people and cards write them.
func TestNames(t *testing.T) {
	for _, one := range []struct {
		surname string
		given   []string
		told    string
		want    bool
	}{
		{"Peeters", []string{"Zoë", "Maria"}, "Zoë Peeters", true},
		{"Peeters", []string{"Zoë", "Maria"}, "PEETERS ZOE", true},
		{"Peeters", []string{"Zoë", "Maria"}, "Peeters Zoë Maria", true},
		{"Peeters", []string{"Zoë", "Maria"}, "Maria Peeters", true},
		{"Peeters", []string{"Zoë", "Maria"}, "Zoë Peeters-Claes", false},
		{"Peeters", []string{"Zoë", "Maria"}, "Peeters", false},
		{"Peeters", []string{"Zoë", "Maria"}, "Zoë", false},
		{"Peeters", []string{"Zoë", "Maria"}, "", false},
		{"Peeters", nil, "Peeters", true},
		{"", []string{"Zoë"}, "zoe", true},
		{"Van den Broeck", []string{"Jozef"}, "jozef van den broeck", true},
		{"Van den Broeck", []string{"Jozef"}, "jozef broeck", false},
		{"D'Hondt", []string{"Lowie"}, "lowie dhondt", true},
		{"Yıldız", []string{"Emre"}, "Emre Yildiz", true},
		{"El Amrani", []string{"Noor"}, "El-Amrani Noor", true},
	} {
		if got := certificate.Agrees(&certificate.Person{Surname: one.surname, Given: one.given}, one.told); got != one.want {
			t.Errorf("%q for %v %s: %v", one.told, one.given, one.surname, got)
		}
	}
}

// TestNumbers: those of the rules, and what is none.
func TestNumbers(t *testing.T) {
	for _, good := range []string{"93051822361", "93.05.18-090.97", "00010700119", "12022900205", "85493000163"} {
		if n, err := certificate.ParseNumber(good); err != nil || len(n) != 11 || fmt.Sprint(n.LogValue()) != "***" {
			t.Errorf("%s: %v, %v", good, n, err)
		}
	}
	for _, bad := range []string{"", "93051822362", "9305182236", "930518223611", "9305182236a"} {
		if n, err := certificate.ParseNumber(bad); !fault.Is(err, fault.Invalid) || n != "" {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

// TestThePage says what the service says, and takes nobody's text for its own.
func TestThePage(t *testing.T) {
	h := mustHQ(t)
	code := h.must(h.node(noon), 1).Seal.Code
	for path, want := range map[string]string{certificate.PagePath + code: "Echt: Stad Antwerpen maakte", certificate.PagePath + "?code=" + code: "Echt:",
		certificate.PagePath + "ABC": "klopt niet", certificate.PagePath: "Controlecode", certificate.PagePath + "?code=%3Cscript%3E": "&lt;script&gt;"} {
		w := httptest.NewRecorder()
		h.node(noon).Page().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if body := w.Body.String(); w.Code != http.StatusOK || !strings.Contains(body, want) || strings.Contains(body, "<script") {
			t.Errorf("%s: %d\n%s", path, w.Code, body)
		}
	}
}

// TestTheRegister in the binary is one, and another that is none is refused.
func TestTheRegister(t *testing.T) {
	if city, town := certificate.Embedded().City(); city == "" || town == "" || certificate.Embedded().Genuine() {
		t.Error("the embedded register has no city, or is taken for a real one")
	}
	for name, text := range map[string]string{
		"nothing":      ``,
		"other form":   `{"schema":"register/2"}`,
		"no number":    `{"schema":"register/1","persons":[{"number":"1"}]}`,
		"two of one":   `{"schema":"register/1","persons":[{"number":"93051822361"},{"number":"93051822361"}]}`,
		"no such date": `{"schema":"register/1","persons":[{"number":"93051822361","born":"1993-13-18"}]}`,
	} {
		if _, err := certificate.ReadInvented([]byte(text)); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

var _ consensus.Log = lagging{}
