package state

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// spelled are letters that machine-readable lines write as two (ICAO Doc 9303, part 3, section 6).
var spelled = strings.NewReplacer("Ä", "AE", "Ö", "OE", "Ü", "UE", "ẞ", "SS", "ß", "SS", "Æ", "AE", "Œ", "OE", "Ø", "OE", "Å", "AA", "Þ", "TH", "Ð", "D", "Ñ", "N", "Ĳ", "IJ", "Ł", "L")

// nameWords are the words of a name as machine-readable lines could have them: capitals without signs; an apostrophe joins.
func nameWords(name string, spell bool) []string {
	name = strings.ToUpper(name)
	if spell {
		name = spelled.Replace(name)
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(name) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’':
		case unicode.IsLetter(r):
			b.WriteRune(r)
		default:
			b.WriteRune(' ')
		}
	}
	return strings.Fields(b.String())
}

// sameName reports whether a name and that of machine-readable lines can be one person's: the lines may write letters
// otherwise, put the family name first, leave out or cut further first names. All words of the shorter of the two must be
// in the other, and at least two of them, or the only one.
func sameName(known, lines string) bool {
	for _, spell := range []bool{true, false} {
		a, b := nameWords(known, spell), nameWords(lines, spell)
		if len(a) > len(b) {
			a, b = b, a
		}
		if len(a) == 0 || len(a) == 1 && len(b) > 1 {
			continue
		}
		if !slices.ContainsFunc(a, func(w string) bool { return !slices.Contains(b, w) }) {
			return true
		}
	}
	return false
}
