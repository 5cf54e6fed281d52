package pass_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base32"
	"errors"
	"reflect"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/pass"
)

// keyOf is a key that follows from one byte.
func keyOf(n byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, ed25519.SeedSize))
}

func public(k ed25519.PrivateKey) ed25519.PublicKey { return k.Public().(ed25519.PublicKey) }

var name = rapid.StringMatching(`[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,5}`)

// anyPass draws a pass that can be.
func anyPass(t *rapid.T) pass.Pass {
	p := pass.Pass{
		Edition: rapid.IntRange(0, 1<<16-1).Draw(t, "edition"),
		Site:    office.SiteID(name.Draw(t, "site")),
		Date:    office.Date(rapid.IntRange(0, int(pass.MaxDate)).Draw(t, "date")),
		Start:   office.Minute(rapid.IntRange(0, 1439).Draw(t, "start")),
		Desk:    office.Desk(rapid.IntRange(1, 255).Draw(t, "desk")),
		Seats:   rapid.IntRange(1, 255).Draw(t, "seats"),
		Persons: rapid.IntRange(1, 255).Draw(t, "persons"),
	}
	copy(p.Appointment[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "appointment"))
	p.Appointment[0] |= 1
	room := int(office.EndOfDay) - int(p.Start)
	p.Seats = min(p.Seats, room)
	p.Minutes = rapid.IntRange(1, room/p.Seats).Draw(t, "minutes")
	for range rapid.IntRange(0, pass.MaxProducts).Draw(t, "products") {
		p.Products = append(p.Products, office.ProductID(name.Draw(t, "product")))
	}
	return p
}

func mustSign(t interface{ Fatal(...any) }, p pass.Pass, k ed25519.PrivateKey) pass.Signed {
	s, err := pass.Sign(p, k)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// golden is one appointment, and the text that every version of this program must make of it and understand.
func golden() pass.Pass {
	return pass.Pass{
		Appointment: office.AppointmentID{0x01, 0x9a, 0xa6, 0x1f, 0x2b, 0x00, 0x70, 1, 0x80, 2, 3, 4, 5, 6, 7, 8},
		Edition:     1, Site: "buurtloket-berchem", Date: office.NewDate(2026, 11, 26), Start: 10*60 + 10, Desk: 1, Seats: 2, Minutes: 10,
		Persons: 1, Products: []office.ProductID{"eid-aanvraag"},
	}
}

const goldenText = "BL1.72ASYEQBTKTB6KYAOAAYAAQDAQCQMBYIAAAVCLYCMIAQEAAKAEJGE5LVOJ2GY33LMV2C2YTFOJRWQZLNAEGGK2LEFVQWC3TWOJQWCZ57TAZBH3RYCO7DO6VLMEGH42BQRELNURDHXBTNRACNEQ3PSLMN53DSJNG2OMAJ5FTOXE76GPMRIR6MY7QS4RIRVCV4TWECTVQGFOYAUFXDM4"

// TestGolden: the text of doc.go, byte by byte.
func TestGolden(t *testing.T) {
	s := mustSign(t, golden(), keyOf(7))
	if s.Text() != goldenText {
		t.Fatalf("the text is now\n%s", s.Text())
	}
	b := s.Bytes()
	id := pass.IDOf(public(keyOf(7)))
	for _, part := range []struct {
		name string
		at   int
		want []byte
	}{
		{"key", 0, id[:]},
		{"appointment", 4, s.Appointment[:]},
		{"edition", 20, []byte{0, 1}},
		{"date", 22, []byte{byte(s.Date >> 8), byte(s.Date)}},
		{"minute", 24, []byte{610 >> 8, 610 & 255}},
		{"desk, seats, minutes, persons", 26, []byte{1, 2, 0, 10, 1}},
		{"site", 31, append([]byte{18}, "buurtloket-berchem"...)},
		{"products", 50, append([]byte{1, 12}, "eid-aanvraag"...)},
		{"signature", 64, ed25519.Sign(keyOf(7), append([]byte("buurtloket pass 1\n"), b[:64]...))},
	} {
		if got := b[part.at : part.at+len(part.want)]; !bytes.Equal(got, part.want) {
			t.Errorf("%s: % x, want % x", part.name, got, part.want)
		}
	}
	if len(b) != 64+64+3 || len(s.Text()) > 221 { // what a QR code of 49 × 49 modules holds
		t.Errorf("%d bytes, %d characters", len(b), len(s.Text()))
	}
}

// TestThereAndBack: what was signed is read and verified, and an appointment comes out as it went in.
func TestThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPass(t)
		s := mustSign(t, p, keyOf(1))
		back, err := pass.Parse(s.Text())
		if err != nil || !reflect.DeepEqual(back, s) {
			t.Fatalf("%+v came back as %+v: %v", s, back, err)
		}
		if err := (pass.Keys{{Public: public(keyOf(2))}, {Public: public(keyOf(1))}}).Verify(back); err != nil {
			t.Fatal(err)
		}
		if again := pass.Of(p.AsAppointment()); !reflect.DeepEqual(again, p) {
			t.Fatalf("as an appointment %+v, was %+v", again, p)
		}
		if text, err := pass.Text(p.AsAppointment(), keyOf(1)); err != nil || text != s.Text() {
			t.Fatalf("%q, %v", text, err)
		}
		const alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
		if i := strings.IndexFunc(s.Text(), func(r rune) bool { return !strings.ContainsRune(alphanumeric, r) }); i >= 0 {
			t.Fatalf("%q is not of the alphanumeric mode", s.Text()[i:])
		}
	})
}

// TestOneText: whatever else somebody writes is not the same pass, and is told apart by what happened to it.
func TestOneText(t *testing.T) {
	keys := pass.Keys{{Public: public(keyOf(7))}}
	for text, want := range map[string]error{
		"": pass.NotPass, "BL2." + goldenText[4:]: pass.NotPass, strings.ToLower(goldenText): pass.NotPass, "K7M4-2QXD": pass.NotPass,
		"BL1.": pass.Damaged, goldenText[:40]: pass.Damaged, goldenText + "A": pass.Damaged, goldenText + "=": pass.Damaged,
		goldenText + "\n": pass.Damaged, goldenText[:50] + "\r\n" + goldenText[50:]: pass.Damaged, " " + goldenText: pass.NotPass,
		"BL1." + strings.ToLower(goldenText[4:]): pass.Damaged,
		goldenText[:len(goldenText)-1] + "B":     pass.Damaged, // bits behind the last byte
		goldenText[:30] + "Z" + goldenText[31:]:  pass.Damaged, // one character misread
	} {
		if _, err := pass.Parse(text); !errors.Is(err, want) {
			t.Errorf("%.50q: %v, want %v", text, err, want)
		}
	}
	b := mustSign(t, golden(), keyOf(7)).Bytes()
	b[len(b)-1]++
	if _, err := pass.Read(b); !errors.Is(err, pass.Damaged) {
		t.Errorf("wrong check bytes: %v", err)
	}
	rapid.Check(t, func(t *rapid.T) {
		s := mustSign(t, anyPass(t), keyOf(7))
		text := []byte(s.Text())
		at := rapid.IntRange(4, len(text)-1).Draw(t, "at")
		text[at] = rapid.SampledFrom([]byte("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")).Draw(t, "character")
		if string(text) == s.Text() {
			return
		}
		other, err := pass.Parse(string(text))
		if err == nil && keys.Verify(other) == nil {
			t.Fatalf("two texts of one pass: %s", text)
		}
		if err != nil && !errors.Is(err, pass.Damaged) {
			t.Fatal(err)
		}
	})
}

// rewrite changes the bytes of a pass and makes the check bytes right again, as a forger would.
func rewrite(t *testing.T, s pass.Signed, change func(*pass.Signed)) pass.Signed {
	t.Helper()
	change(&s)
	back, err := pass.Parse(s.Text())
	if err != nil {
		t.Fatal(err)
	}
	return back
}

// TestWhoSigned: forged, of a key that is not here, of one that ended.
func TestWhoSigned(t *testing.T) {
	s := mustSign(t, golden(), keyOf(7))
	here := pass.Key{Public: public(keyOf(7))}
	ended := pass.Key{Public: public(keyOf(7)), Last: s.Date - 1}
	for name, one := range map[string]struct {
		keys pass.Keys
		of   pass.Signed
		want error
	}{
		"ours":          {pass.Keys{{Public: public(keyOf(1))}, here}, s, nil},
		"no keys":       {nil, s, pass.UnknownKey},
		"another's":     {pass.Keys{{Public: public(keyOf(1))}}, s, pass.UnknownKey},
		"its last day":  {pass.Keys{{Public: public(keyOf(7)), Last: s.Date}}, s, nil},
		"ended":         {pass.Keys{ended}, s, pass.EndedKey},
		"no key at all": {pass.Keys{{}, {Public: make([]byte, 31)}}, s, pass.UnknownKey},
		"another hour":  {pass.Keys{here}, rewrite(t, s, func(s *pass.Signed) { s.Start += 10 }), pass.Forged},
		"another site":  {pass.Keys{here}, rewrite(t, s, func(s *pass.Signed) { s.Site = "buurtloket-hoboken" }), pass.Forged},
		"another one":   {pass.Keys{here}, rewrite(t, s, func(s *pass.Signed) { s.Appointment[15]++ }), pass.Forged},
		"a later leg":   {pass.Keys{here}, rewrite(t, s, func(s *pass.Signed) { s.Edition++ }), pass.Forged},
		"no signature":  {pass.Keys{here}, rewrite(t, s, func(s *pass.Signed) { s.Signature = [64]byte{} }), pass.Forged},
		"own key, our name": {pass.Keys{here}, rewrite(t, mustSign(t, golden(), keyOf(9)), func(s *pass.Signed) {
			s.Key = pass.IDOf(public(keyOf(7)))
		}), pass.Forged},
	} {
		if err := one.keys.Verify(one.of); !errors.Is(err, one.want) || (err == nil) != (one.want == nil) {
			t.Errorf("%s: %v, want %v", name, err, one.want)
		}
	}
}

// TestNoRoom: what no pass can say is not signed half.
func TestNoRoom(t *testing.T) {
	whole := golden().AsAppointment()
	for name, change := range map[string]func(*contract.Appointment){
		"no id":             func(a *contract.Appointment) { a.Id = nil },
		"no place":          func(a *contract.Appointment) { a.Place = nil },
		"no site":           func(a *contract.Appointment) { a.Place.Site = "" },
		"desk 0":            func(a *contract.Appointment) { a.Place.Run.Desk = 0 },
		"desk 256":          func(a *contract.Appointment) { a.Place.Run.Desk = 256 },
		"before 1970":       func(a *contract.Appointment) { a.Place.Run.Date = -1 },
		"after 2149":        func(a *contract.Appointment) { a.Place.Run.Date = 1 << 16 },
		"past midnight":     func(a *contract.Appointment) { a.Place.Run.Start = 1439 },
		"minute 70000":      func(a *contract.Appointment) { a.Place.Run.Start = 70000 },
		"300 persons":       func(a *contract.Appointment) { a.Persons = 300 },
		"moved too often":   func(a *contract.Appointment) { a.Leg = 1 << 16 },
		"eleven products":   func(a *contract.Appointment) { a.Products = strings.Split("a a a a a a a a a a a", " ") },
		"a product in caps": func(a *contract.Appointment) { a.Products = []string{"EID"} },
	} {
		a := proto.Clone(whole).(*contract.Appointment)
		change(a)
		if text, err := pass.Text(a, keyOf(7)); err == nil {
			t.Errorf("%s is signed: %s", name, text)
		}
	}
	a := proto.Clone(whole).(*contract.Appointment) // what is left out means one
	a.Persons, a.Place.Run.Count, a.Place.Run.SlotMinutes = 0, 0, 0
	if p := pass.Of(a); p.Persons != 1 || p.Seats != 1 || p.Minutes != 10 || p.Check() != nil {
		t.Errorf("%+v", p)
	}
}

// FuzzParse: no text makes it stumble, and what is understood is written in one way.
func FuzzParse(f *testing.F) {
	f.Add(goldenText)
	f.Add("BL1.")
	f.Add(goldenText[:60])
	f.Fuzz(func(t *testing.T, text string) {
		s, err := pass.Parse(text)
		switch {
		case err != nil && !errors.Is(err, pass.NotPass) && !errors.Is(err, pass.Damaged):
			t.Errorf("an error of another sort: %v", err)
		case err == nil && s.Text() != text:
			t.Errorf("%q is written %q", text, s.Text())
		}
	})
}

// FuzzRead: the same for bytes whose check bytes are right.
func FuzzRead(f *testing.F) {
	b, _ := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(goldenText[4:])
	f.Add(b[:len(b)-3])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, body []byte) {
		whole := pass.WithCheck(body)
		if s, err := pass.Read(whole); err == nil && !bytes.Equal(s.Bytes(), whole) {
			t.Errorf("% x is written % x", whole, s.Bytes())
		}
	})
}
