package certificate

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// agrees reports whether a name that was told or stands on a card can be that of the person: all of the surname and at least
// one first name are in it, and nothing else. Case, accents, hyphens and apostrophes do not count.
func (p *Person) agrees(told string) bool {
	words, surname, given := plain(told), plain(p.Surname), plain(strings.Join(p.Given, " "))
	if len(surname) == 0 {
		return slices.Equal(words, given)
	}
	for i := 0; i+len(surname) <= len(words); i++ {
		if !slices.Equal(words[i:i+len(surname)], surname) {
			continue
		}
		rest := slices.Concat(words[:i], words[i+len(surname):])
		known := func(w string) bool { return slices.Contains(given, w) }
		if len(given) == 0 || len(rest) > 0 && !slices.ContainsFunc(rest, func(w string) bool { return !known(w) }) {
			return len(rest) <= len(given)
		}
	}
	return false
}

// plain is the words of a name, without what people leave out or write otherwise.
func plain(name string) []string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(name)) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’':
		case special[r] != "":
			b.WriteString(special[r])
		case unicode.IsLetter(r):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Fields(b.String())
}

// special are letters that do not come apart in a letter and its accent.
var special = map[rune]string{'ł': "l", 'ı': "i", 'ø': "o", 'đ': "d", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'ð': "d", 'þ': "th"}
