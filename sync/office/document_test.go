package office_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/office"
)

// TestNumbersOfCards holds the published examples against the form, and those with one digit wrong (facts 2.3).
func TestNumbersOfCards_A002_43(t *testing.T) {
	for _, good := range []office.DocumentNumber{"590-1234567-74", "592-1234567-32", "590-0000071-97"} {
		for _, kind := range []office.ProductID{"eid-afhalen", "kids-id-afhalen", "reispas-afhalen"} {
			if !office.NumberOf(kind).Fits(good) {
				t.Errorf("%s is no %s", good, kind)
			}
		}
	}
	for _, bad := range []office.DocumentNumber{"", "590-1234567-75", "590-0000071-00", "5901234567-74", "590-123456A-74", "EN810006", "590 1234567 74", "590-1234567-7"} {
		if office.CardNumber.Fits(bad) || !office.NumberOf("reispas-afhalen").Fits(bad) {
			t.Errorf("%q fits a card, or does not fit what has no form", bad)
		}
	}
}

// TestOneWrongDigitOfACardIsSeen: whichever it is.
func TestOneWrongDigitOfACardIsSeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := rapid.Int64Range(0, 9_999_999_999).Draw(t, "base")
		good := []byte(fmt.Sprintf("%03d-%07d-%02d", base/10_000_000, base%10_000_000, (base+96)%97+1))
		if !office.CardNumber.Fits(office.DocumentNumber(good)) {
			t.Fatalf("%s does not fit", good)
		}
		at := rapid.SampledFrom([]int{0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 12, 13}).Draw(t, "at")
		was := good[at]
		if good[at] = '0' + byte(rapid.IntRange(0, 9).Draw(t, "digit")); good[at] != was && office.CardNumber.Fits(office.DocumentNumber(good)) {
			t.Fatalf("%s fits", good)
		}
	})
}

// TestDocumentNumbers are read as typed or scanned.
func TestDocumentNumbers(t *testing.T) {
	for text, want := range map[string]office.DocumentNumber{" en 810 006 ": "EN810006", "590-1234567-74": "590-1234567-74", "a/b.c": "A/B.C"} {
		if got, err := office.ParseDocumentNumber(text); got != want || err != nil {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "AB", "-AB", "??", "EN810006!", "é123", "A23456789012345678901234567890123"} {
		if got, err := office.ParseDocumentNumber(text); err == nil || got != "" {
			t.Errorf("%q is read as %q", text, got)
		}
	}
}
