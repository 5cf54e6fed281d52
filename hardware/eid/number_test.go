package eid_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/hardware/eid"
)

var today = eid.Date{Year: 2026, Month: 11, Day: 23}

// TestNationalNumbers: the values were computed by hand from the register's rules, or published as examples.
func TestNationalNumbers(t *testing.T) {
	for _, row := range []struct {
		text  string
		err   error
		birth eid.Date
		sex   eid.Sex
		bis   bool
	}{
		{"93051822361", nil, eid.Date{Year: 1993, Month: 5, Day: 18}, eid.Male, false},
		{"93.05.18-223.61", nil, eid.Date{Year: 1993, Month: 5, Day: 18}, eid.Male, false},
		{"93051822390", eid.ErrNumberFuture, eid.Date{}, 0, false}, // right only as born in 2093
		{"93051809097", nil, eid.Date{Year: 1993, Month: 5, Day: 18}, eid.Female, false},
		{"85073003328", nil, eid.Date{Year: 1985, Month: 7, Day: 30}, eid.Male, false},
		{"00010700119", nil, eid.Date{Year: 2000, Month: 1, Day: 7}, eid.Male, false},
		{"12022900205", nil, eid.Date{Year: 2012, Month: 2, Day: 29}, eid.Female, false},
		{"85493000163", nil, eid.Date{Year: 1985, Month: 9, Day: 30}, eid.Male, true},
		{"72230000321", nil, eid.Date{Year: 1972, Month: 3}, eid.SexUnknown, true},
		{"93051822362", eid.ErrNumberCheck, eid.Date{}, 0, false},
		{"9305182236", eid.ErrNumberForm, eid.Date{}, 0, false},
		{"930518223611", eid.ErrNumberForm, eid.Date{}, 0, false},
		{"93051822361x", eid.ErrNumberForm, eid.Date{}, 0, false},
		{"９3051822361", eid.ErrNumberForm, eid.Date{}, 0, false},
		{"", eid.ErrNumberForm, eid.Date{}, 0, false},
		{number("930230001"), eid.ErrNumberDate, eid.Date{}, 0, false},
		{number("931318001"), eid.ErrNumberDate, eid.Date{}, 0, false},
		{number("938518001"), eid.ErrNumberDate, eid.Date{}, 0, false}, // no number adds 80 to a month
		{number("930518000"), eid.ErrNumberSerial, eid.Date{}, 0, false},
		{number("930518999"), eid.ErrNumberSerial, eid.Date{}, 0, false},
		{number("500000001"), nil, eid.Date{Year: 1950}, eid.Male, false},
	} {
		n, err := eid.ParseNationalNumber(row.text, today)
		if !errors.Is(err, row.err) || n.Birth() != row.birth || n.Sex() != row.sex || n.Bis() != row.bis {
			t.Errorf("%s: %v, born %s, sex %d, bis %v; want %v, %s, %d, %v",
				row.text, err, n.Birth(), n.Sex(), n.Bis(), row.err, row.birth, row.sex, row.bis)
		}
	}
}

// number adds the check of somebody born before 2000.
func number(nine string) string {
	var n int
	fmt.Sscan(strings.TrimLeft(nine, "0"), &n)
	return fmt.Sprintf("%s%02d", nine, eid.NationalCheck(n))
}

// TestCenturyIsAlwaysKnown: no nine digits have the same check in both centuries, and the check is never zero.
func TestCenturyIsAlwaysKnown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		nine := rapid.IntRange(0, 999_999_999).Draw(t, "nine digits")
		before, after := eid.NationalCheck(nine), eid.NationalCheck(2_000_000_000+nine)
		if before == after || before < 1 || before > 97 || after < 1 || after > 97 {
			t.Fatalf("%09d: %d and %d", nine, before, after)
		}
	})
}

func TestCardNumbers(t *testing.T) {
	for text, ok := range map[string]bool{
		"590-1234567-74": true, "592-1234567-32": true, "590-0000071-97": true, "590123456774": true,
		"590-1234567-23": false, // what the rule of the national number would give
		"590-0000071-00": false, "590-1234567-7": false, "590-1234567-745": false, "B123456789": false, "": false,
	} {
		n, err := eid.ParseCardNumber(text)
		if (err == nil) != ok {
			t.Errorf("%q: %v", text, err)
		}
		if ok && (len(n) != 12 || strings.ReplaceAll(n.Print(), "-", "") != string(n) || strings.Contains(n.Mask(), string(n[:8]))) {
			t.Errorf("%q: prints as %q, masked %q", text, n.Print(), n.Mask())
		}
		if err != nil && text != "" && strings.Contains(err.Error(), text) {
			t.Errorf("the error says the number: %v", err)
		}
	}
	for number, want := range map[int][2]int{5900000071: {97, 97}, 5900000072: {1, 96}} {
		if got := [2]int{eid.CardCheck(number), eid.NationalCheck(number)}; got != want {
			t.Errorf("%d has the checks %d, want %d: the two rules are two", number, got, want)
		}
	}
}

// TestNumberDoesNotLeak: by no verb, no marshaller and no log.
func TestNumberDoesNotLeak(t *testing.T) {
	n, err := eid.ParseNationalNumber("93051822361", today)
	if err != nil {
		t.Fatal(err)
	}
	type record struct{ Number eid.NationalNumber }
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%X", "%08b", "%T"} {
		fmt.Fprintf(&out, verb+"\n", n)
		fmt.Fprintf(&out, verb+"\n", &n)
		fmt.Fprintf(&out, verb+"\n", record{n})
	}
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", "n", n, "r", record{n}, "c", eid.Card{Number: n, Name: "Secret"})
	text, err := json.Marshal(record{n})
	if err != nil {
		t.Fatal(err)
	}
	out.Write(text)
	card := eid.Card{Name: "Secret"}
	fmt.Fprintf(&out, "%v %+v %#v %v", card, &card, card, []eid.Card{card})
	for _, secret := range []string{"22361", "223", "3232333631", "Secret", "50 50 51"} {
		if strings.Contains(out.String(), secret) {
			t.Errorf("%q leaks in:\n%s", secret, out.String())
		}
	}
	if !strings.Contains(out.String(), "93.05.18-***.**") {
		t.Error("the mask is not what is printed")
	}
	if _, err := json.Marshal(eid.Card{Name: "Secret"}); err == nil {
		t.Error("a whole card can be written down")
	}
	again, _ := eid.ParseNationalNumber("93.05.18-223.61", today)
	one, other := []byte("a key"), []byte("another")
	if n.Reveal() != "93051822361" || n.Digest(one) == n.Digest(other) || n.Digest(one) != again.Digest(one) {
		t.Error("the two ways out do not work")
	}
}
