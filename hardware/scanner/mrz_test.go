package scanner_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/hardware/scanner"
	"github.com/buurtloket/buurtloket/hardware/scanner/scannertest"
)

// specimens is one of each layout and way to write a number.
var specimens = []string{scannertest.Card, scannertest.Overflow, scannertest.Small, scannertest.Passport, scannertest.Belgian}

// TestSpecimens: the standard's own, and Belgian cards of both kinds. The newer one is made by the rule, for a card number
// of twelve digits that goes on in the optional field.
func TestSpecimens(t *testing.T) {
	newer := belgian("590123456774", "85073003328")
	for lines, want := range map[string]scanner.MRZ{
		scannertest.Card: {Layout: scanner.TD1, Code: "I", State: "UTO", Number: "D23145890", Nationality: "UTO", Birth: "740812",
			Sex: 'F', Expiry: "120415", Surname: "ERIKSSON", Given: "ANNA MARIA"},
		scannertest.Overflow: {Layout: scanner.TD1, Code: "I", State: "UTO", Number: "D23145890734", Nationality: "UTO",
			Birth: "340712", Sex: 'M', Expiry: "950712", Surname: "STEVENSON", Given: "PETER JOHN"},
		scannertest.Small: {Layout: scanner.TD2, Code: "I", State: "UTO", Number: "D23145890", Nationality: "UTO", Birth: "740812",
			Sex: 'F', Expiry: "120415", Surname: "ERIKSSON", Given: "ANNA MARIA"},
		scannertest.Passport: {Layout: scanner.TD3, Code: "P", State: "UTO", Number: "L898902C3", Nationality: "UTO",
			Birth: "740812", Sex: 'F', Expiry: "120415", Surname: "ERIKSSON", Given: "ANNA MARIA", Optional: "ZE184226B"},
		scannertest.Belgian: {Layout: scanner.TD1, Code: "ID", State: "BEL", Number: "590335801", Nationality: "BEL",
			Birth: "851201", Sex: 'F', Expiry: "090101", Surname: "REINARTZ", Given: "ULRIKE KATIA E", Optional: "85120100200"},
		newer: {Layout: scanner.TD1, Code: "ID", State: "BEL", Number: "590123456774", Nationality: "BEL", Birth: "850730",
			Sex: 'M', Expiry: "310301", Surname: "SPECIMEN", Given: "NOEL ANDRE", Optional: "85073003328"},
	} {
		got, err := scanner.ParseMRZ(lines)
		if err != nil || got != want {
			t.Errorf("%s: %v\n%s", want.Layout, err, differs(got, want))
		}
	}
	got, _ := scanner.ParseMRZ(newer)
	if _, err := eid.ParseCardNumber(got.Number); err != nil {
		t.Errorf("the number of the card: %v", err)
	}
}

// differs lists what is not as wanted; MRZ itself prints nothing.
func differs(got, want scanner.MRZ) string {
	line := func(m scanner.MRZ) string {
		return strings.Join([]string{m.Code, m.State, m.Number, m.Nationality, m.Birth, m.Expiry, m.Surname, m.Given, m.Optional}, "|")
	}
	return line(got) + "\n" + line(want)
}

// belgian makes the lines of a card as they are printed since 2020.
func belgian(number, national string) string {
	check := string(scanner.CheckDigit(number))
	one := fill("IDBEL"+number[:9]+"<"+number[9:]+check, 30)
	birth, expiry := national[:6], "310301"
	two := birth + string(scanner.CheckDigit(birth)) + "M" + expiry + string(scanner.CheckDigit(expiry)) + "BEL" + national
	all := one[5:30] + two[0:7] + two[8:15] + two[18:29]
	return one + "\n" + two + string(scanner.CheckDigit(all)) + "\n" + fill("SPECIMEN<<NOEL<ANDRE", 30)
}

func fill(text string, length int) string { return text + strings.Repeat("<", length-len(text)) }

// TestEveryCheckDigitCounts changes each character that a check digit stands for, one at a time: none goes unseen that is
// not worth the same as what it was.
func TestEveryCheckDigitCounts(t *testing.T) {
	for _, lines := range append(specimens, belgian("592123456732", "12022900205")) {
		unseen := 0
		for i := range len(lines) {
			if lines[i] < '0' || lines[i] > '9' {
				continue
			}
			changed := lines[:i] + string('0'+(lines[i]-'0'+1)%10) + lines[i+1:]
			if _, err := scanner.ParseMRZ(changed); err == nil {
				t.Errorf("place %d of %.5s…: not seen", i, lines)
			} else {
				unseen++
				if strings.Contains(err.Error(), lines[i:i+1]+lines[i+1:min(i+4, len(lines))]) {
					t.Errorf("the error repeats the lines: %v", err)
				}
			}
		}
		if unseen < 15 {
			t.Errorf("only %d digits tried", unseen)
		}
	}
}

// passport makes the lines of one, with an optional field and its check as given and the check of all to fit.
func passport(optional string) string {
	two := "L898902C36UTO7408122F1204159" + optional
	all := two[0:10] + two[13:20] + two[21:43]
	return scannertest.Passport[:45] + two + string(scanner.CheckDigit(all))
}

// TestNothingOptional: a passport without an optional field may give it a check or leave that out.
func TestNothingOptional(t *testing.T) {
	for _, check := range []string{"0", "<"} {
		m, err := scanner.ParseMRZ(passport("<<<<<<<<<<<<<<" + check))
		if err != nil || m.Optional != "" || m.Number != "L898902C3" {
			t.Errorf("check %q: %v", check, err)
		}
	}
}

func TestLinesRefused(t *testing.T) {
	for name, row := range map[string]struct {
		lines string
		err   error
	}{
		"empty":          {"", scanner.ErrMRZForm},
		"one line":       {strings.Split(scannertest.Passport, "\n")[1], scanner.ErrMRZForm},
		"small letters":  {strings.ToLower(scannertest.Card), scanner.ErrMRZForm},
		"short line":     {scannertest.Card[:len(scannertest.Card)-1], scanner.ErrMRZForm},
		"other letter":   {"X" + scannertest.Passport[1:], scanner.ErrMRZForm},
		"no overflow":    {strings.Replace(scannertest.Card, "D231458907", "D23145890<", 1), scanner.ErrMRZForm},
		"check":          {strings.Replace(scannertest.Card, "D231458907", "D231458908", 1), scanner.ErrMRZCheck},
		"sex":            {strings.Replace(scannertest.Card, "7408122F", "7408122Q", 1), scanner.ErrMRZForm},
		"personal alone": {passport("ZE184226B<<<<<2"), scanner.ErrMRZCheck},
		"personal":       {strings.Replace(scannertest.Passport, "ZE184226B<<<<<10", "ZE184226C<<<<<10", 1), scanner.ErrMRZCheck},
	} {
		if _, err := scanner.ParseMRZ(row.lines); !errors.Is(err, row.err) {
			t.Errorf("%s: %v, want %v", name, err, row.err)
		}
	}
}

// TestCheckDigit sees every single wrong digit and all but one kind of two that changed places.
func TestCheckDigit(t *testing.T) {
	for field, want := range map[string]byte{"520727": '3', "AB2134<<<": '5', "": '0', "<<<": '0', "D23145890734": '9'} {
		if got := scanner.CheckDigit(field); got != want {
			t.Errorf("%q has %c, want %c", field, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		field := rapid.StringMatching(`[0-9]{1,20}`).Draw(t, "field")
		at := rapid.IntRange(0, len(field)-1).Draw(t, "at")
		digit := rapid.ByteRange('0', '9').Draw(t, "digit")
		changed := field[:at] + string(digit) + field[at+1:]
		if (scanner.CheckDigit(field) == scanner.CheckDigit(changed)) != (field == changed) {
			t.Fatalf("%s and %s", field, changed)
		}
	})
}

// FuzzMRZ: whatever comes, reading it ends, and what it takes has right check digits.
func FuzzMRZ(f *testing.F) {
	for _, lines := range specimens {
		f.Add(lines)
	}
	f.Fuzz(func(t *testing.T, lines string) {
		m, err := scanner.ParseMRZ(lines)
		if err != nil {
			if m != (scanner.MRZ{}) {
				t.Error("lines that were refused leave something behind")
			}
			return
		}
		if m.Layout < scanner.TD1 || m.Layout > scanner.TD3 || len(m.Birth) != 6 || len(m.Expiry) != 6 || len(m.State) > 3 {
			t.Errorf("%q", lines)
		}
	})
}
