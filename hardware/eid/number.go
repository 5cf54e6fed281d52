package eid

import (
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log/slog"
)

// NationalNumber is the number of a person in the National Register, or the bis number of one who is not in it. Its use
// needs a legal basis, so it does not leave by accident: printed, logged or marshalled, by whichever verb, it is its mask.
// [NationalNumber.Reveal] and [NationalNumber.Digest] are the two ways out. The zero value is no number.
//
// The number is YYMMDD SSS CC: date of birth, serial (odd for men, even for women), and 97 minus the remainder of the first
// nine digits divided by 97 — with a 2 put before them for whoever was born from 2000. No nine digits give the same check
// in both centuries, so the century is always known. A bis number has 40 added to the month, or 20 when the sex was not
// known. Month and day may be 00. Source: the National Register's rules (IT000; royal decree of 8 February 1991).
type NationalNumber struct {
	digits [11]byte // ASCII
	born   int      // century, 1900 or 2000
}

// What is wrong with a number; no error repeats its digits.
var (
	ErrNumberForm   = errors.New("not eleven digits")
	ErrNumberCheck  = errors.New("check digits do not agree")
	ErrNumberDate   = errors.New("no possible date of birth")
	ErrNumberFuture = errors.New("date of birth lies in the future")
	ErrNumberSerial = errors.New("no possible serial number")
)

// ParseNationalNumber reads a number as the chip and people write it, with or without the separators ".", "-" and " ".
// Nobody is born after today.
func ParseNationalNumber(text string, today Date) (NationalNumber, error) {
	n, err := readDigits[[11]byte](text)
	if err != nil {
		return NationalNumber{}, ErrNumberForm
	}
	nine, check := decimal(n[:9]), decimal(n[9:])
	number := NationalNumber{digits: n}
	switch check {
	case nationalCheck(nine):
		number.born = 1900
	case nationalCheck(2_000_000_000 + nine):
		number.born = 2000
	default:
		return NationalNumber{}, ErrNumberCheck
	}
	if serial := decimal(n[6:9]); serial < 1 || serial > 998 {
		return NationalNumber{}, ErrNumberSerial
	}
	birth := number.Birth()
	// When a day's serials run out the register goes on with days of no month, so a day without a month is possible.
	if !birth.real() && birth.Month != 0 || number.month() >= 60 || birth.Day > 31 {
		return NationalNumber{}, ErrNumberDate
	}
	if today.Before(birth) {
		return NationalNumber{}, ErrNumberFuture
	}
	return number, nil
}

// nationalCheck is what the last two digits must be: from 1 to 97.
func nationalCheck(number int) int { return 97 - number%97 }

// IsZero reports whether there is no number.
func (n NationalNumber) IsZero() bool { return n == NationalNumber{} }

// Birth is the date in the number, with zero for what is not known. It can differ from the date on the card, which is the
// one that counts.
func (n NationalNumber) Birth() Date {
	if n.IsZero() {
		return Date{}
	}
	return Date{n.born + decimal(n.digits[:2]), n.month() % 20, decimal(n.digits[4:6])}
}

// Bis reports whether the person is not in the National Register.
func (n NationalNumber) Bis() bool { return !n.IsZero() && n.month() >= 20 }

// Sex is what the serial says; unknown for a bis number that was given without it.
func (n NationalNumber) Sex() Sex {
	switch {
	case n.IsZero(), n.Bis() && n.month() < 40:
		return SexUnknown
	case n.digits[8]%2 == 1:
		return Male
	}
	return Female
}

// month is as written, with what a bis number adds.
func (n NationalNumber) month() int { return decimal(n.digits[2:4]) }

// Reveal is the number as eleven digits: for the one task that may have it, never for a log, a ticket, a file's name or
// the address of a page.
func (n NationalNumber) Reveal() string {
	if n.IsZero() {
		return ""
	}
	return string(n.digits[:])
}

// Digest stands for the number where it must be found again but not be known: a keyed hash (HMAC-SHA-256). Without the
// key it says nothing; the eleven digits are few enough to try them all, so an unkeyed hash would say everything.
func (n NationalNumber) Digest(key []byte) [32]byte {
	mac := hmac.New(sha256.New, key)
	mac.Write(n.digits[:])
	return [32]byte(mac.Sum(nil))
}

// Mask is what a screen may show: the date of birth, as in "93.05.18-***.**".
func (n NationalNumber) Mask() string {
	if n.IsZero() {
		return ""
	}
	d := n.digits
	return fmt.Sprintf("%s.%s.%s-***.**", d[:2], d[2:4], d[4:6])
}

// String is the mask.
func (n NationalNumber) String() string { return n.Mask() }

// Format writes the mask for every verb, so that none gets at the digits.
func (n NationalNumber) Format(s fmt.State, _ rune) { io.WriteString(s, n.Mask()) }

// MarshalText gives the mask: what is stored is [NationalNumber.Digest].
func (n NationalNumber) MarshalText() ([]byte, error) { return []byte(n.Mask()), nil }

// LogValue is the mask.
func (n NationalNumber) LogValue() slog.Value { return slog.StringValue(n.Mask()) }

// readDigits takes exactly as many digits as the array has, leaving separators out.
func readDigits[A [11]byte | [12]byte](text string) (A, error) {
	var out A
	count := 0
	for i := range len(text) {
		switch c := text[i]; {
		case c == '.' || c == '-' || c == ' ':
		case c < '0' || c > '9' || count == len(out):
			return out, ErrNumberForm
		default:
			out[count] = c
			count++
		}
	}
	if count != len(out) {
		return out, ErrNumberForm
	}
	return out, nil
}

// decimal reads ASCII digits.
func decimal(text []byte) int {
	n := 0
	for _, c := range text {
		n = 10*n + int(c-'0')
	}
	return n
}
