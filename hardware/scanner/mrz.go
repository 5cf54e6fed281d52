package scanner

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
)

// MRZ is what the machine-readable lines of a travel document say, with all check digits right. It holds personal data and
// prints as its layout only.
type MRZ struct {
	Layout      Layout
	Code        string // kind of document, as "ID", "P" or "I"
	State       string // that issued it, three letters
	Number      string // of the document, whole, also where it overflows
	Nationality string
	Birth       string // YYMMDD; "<" for what is not known
	Sex         byte   // 'M', 'F', or '<' for not stated
	Expiry      string // YYMMDD; all "<" on documents that do not expire
	Surname     string // in Latin capitals without accents, cut off where it did not fit
	Given       string
	Optional    string // what the state added; on Belgian cards the national number
}

// Layout is the size of the document.
type Layout uint8

// The layouts of ICAO Doc 9303.
const (
	TD1 Layout = iota + 1 // cards: three lines of 30
	TD2                   // two lines of 36
	TD3                   // passports: two lines of 44
)

// shape gives the lines of a layout and their length.
func (l Layout) shape() (lines, length int) {
	switch l {
	case TD1:
		return 3, 30
	case TD2:
		return 2, 36
	case TD3:
		return 2, 44
	}
	return 0, 0
}

// String names the layout.
func (l Layout) String() string { return fmt.Sprintf("TD%d", uint8(l)) }

// Format writes no personal data, whatever the verb.
func (m MRZ) Format(s fmt.State, _ rune) { fmt.Fprintf(s, "scanner.MRZ(%s)", m.Layout) }

// LogValue is what Format writes.
func (m MRZ) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(m)) }

// What is wrong with lines; no error repeats them.
var (
	ErrMRZForm  = errors.New("not the lines of a travel document")
	ErrMRZCheck = errors.New("check digit is not right")
)

// ParseMRZ reads the two or three lines at the foot of a passport or on the back of a card. Places below count from zero.
//
//	TD1  0-1 code · 2-4 state · 5-13 number · 14 check · 15-29 optional
//	     0-5 birth · 6 check · 7 sex · 8-13 expiry · 14 check · 15-17 nationality · 18-28 optional · 29 check of all
//	     0-29 names
//	TD2  0-1 code · 2-4 state · 5-35 names
//	TD3  0-1 code · 2-4 state · 5-43 names
//	     0-8 number · 9 check · 10-12 nationality · 13-18 birth · 19 check · 20 sex · 21-26 expiry · 27 check ·
//	     28-34 (TD2) or 28-41 and their check at 42 (TD3) optional · the last: check of all
//
// A number of more than nine characters, as Belgian cards have since 2020, puts "<" in the place of its check and goes on
// in the optional field, with its check behind it and a "<" after that; its check is over the whole number. The check of
// all is over the fields that have a check, checks included, and the optional ones of a card.
func ParseMRZ(text string) (MRZ, error) {
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })
	layout, err := layoutOf(lines)
	if err != nil {
		return MRZ{}, err
	}
	m := MRZ{Layout: layout, Code: unfill(lines[0][:2]), State: unfill(lines[0][2:5])}
	if layout == TD1 {
		err = m.readCard(lines)
	} else {
		err = m.readBook(lines)
	}
	if err != nil {
		return MRZ{}, err
	}
	return m, nil
}

// layoutOf looks at number, length and letters of the lines.
func layoutOf(lines []string) (Layout, error) {
	for layout := TD1; layout <= TD3; layout++ {
		count, length := layout.shape()
		if len(lines) == count && allFit(lines, length) && startsDocument(lines[0]) {
			return layout, nil
		}
	}
	return 0, ErrMRZForm
}

func allFit(lines []string, length int) bool {
	for _, line := range lines {
		if len(line) != length || strings.Trim(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<") != "" {
			return false
		}
	}
	return true
}

// startsDocument knows the first letters that the standard gives out: passports P, visas V, cards A, C and I.
func startsDocument(line string) bool {
	return line != "" && strings.ContainsRune("PVACI", rune(line[0]))
}

// readCard reads three lines.
func (m *MRZ) readCard(lines []string) error {
	one, two := lines[0], lines[1]
	number, optional, err := cardNumber(one)
	if err != nil {
		return err
	}
	all := one[5:30] + two[0:7] + two[8:15] + two[18:29]
	if !checks(two[0:6], two[6]) || !checks(two[8:14], two[14]) || !checks(all, two[29]) {
		return ErrMRZCheck
	}
	m.Number, m.Optional = number, unfill(optional+two[18:29])
	m.Nationality = unfill(two[15:18])
	m.readNames(lines[2])
	return m.readDates(two[0:6], two[7], two[8:14])
}

// cardNumber reads the number of a card and what of the optional field is not the number's.
func cardNumber(line string) (number, optional string, err error) {
	number, check, optional := line[5:14], line[14], line[15:30]
	if check == '<' {
		rest, after, _ := strings.Cut(optional, "<")
		if len(rest) < 2 {
			return "", "", ErrMRZForm
		}
		last := len(rest) - 1
		number, check, optional = number+rest[:last], rest[last], after
	}
	if !checks(number, check) {
		return "", "", ErrMRZCheck
	}
	return unfill(number), optional, nil
}

// readBook reads two lines.
func (m *MRZ) readBook(lines []string) error {
	two := lines[1]
	end, last := 35, len(two)-1
	if m.Layout == TD3 {
		end = 42
		// A passport without an optional field may leave its check out.
		if empty := unfill(two[28:42]) == "" && two[42] == '<'; !empty && !checks(two[28:42], two[42]) {
			return ErrMRZCheck
		}
	}
	all := two[0:10] + two[13:20] + two[21:last]
	if !checks(two[0:9], two[9]) || !checks(two[13:19], two[19]) || !checks(two[21:27], two[27]) || !checks(all, two[last]) {
		return ErrMRZCheck
	}
	m.Number, m.Nationality, m.Optional = unfill(two[0:9]), unfill(two[10:13]), unfill(two[28:end])
	m.readNames(lines[0][5:])
	return m.readDates(two[13:19], two[20], two[21:27])
}

// readDates takes what has the form of dates; whether the calendar has them is for whoever uses them.
func (m *MRZ) readDates(birth string, sex byte, expiry string) error {
	if strings.Trim(birth+expiry, "0123456789<") != "" || strings.IndexByte("MF<", sex) < 0 {
		return ErrMRZForm
	}
	m.Birth, m.Sex, m.Expiry = birth, sex, expiry
	return nil
}

func (m *MRZ) readNames(field string) {
	surname, given, _ := strings.Cut(field, "<<")
	m.Surname, m.Given = unfill(surname), unfill(given)
}

// unfill makes spaces of fillers and takes them away at the ends.
func unfill(field string) string { return strings.TrimSpace(strings.ReplaceAll(field, "<", " ")) }

// checks holds a field against its check digit.
func checks(field string, check byte) bool { return check == CheckDigit(field) }

// CheckDigit is the digit over a field of digits, capitals and fillers: the sum of each one's value times 7, 3 and 1 in turn,
// without its tens. A is worth 10, Z 35, a filler nothing.
func CheckDigit(field string) byte {
	sum := 0
	for i := range len(field) {
		value := 0
		switch c := field[i]; {
		case c >= '0' && c <= '9':
			value = int(c - '0')
		case c >= 'A' && c <= 'Z':
			value = int(c-'A') + 10
		}
		sum += value * [3]int{7, 3, 1}[i%3]
	}
	return byte('0' + sum%10)
}
