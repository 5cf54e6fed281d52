package name

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// letters are those that do not come apart into a plain letter and a sign.
var letters = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ð", "d", "ł", "l", "ı", "i", "þ", "th", "ħ", "h", "ŋ", "n")

// umlauts are letters with two dots, as who has none on the keyboard types them.
var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ø", "oe", "å", "aa")

// words are the words of a name in plain small letters. Apostrophes, hyphens and points part words.
func words(text string, umlaut bool) []string {
	text = strings.ToLower(norm.NFC.String(text))
	if umlaut {
		text = umlauts.Replace(text)
	}
	var plain strings.Builder
	for _, r := range norm.NFKD.String(letters.Replace(text)) {
		switch {
		case unicode.Is(unicode.Mn, r): // the sign above or below a letter
		case unicode.IsLetter(r):
			plain.WriteRune(r)
		default:
			plain.WriteByte(' ')
		}
	}
	return strings.Fields(plain.String())
}

// titles are what people type before a name.
var titles = []string{"mevr", "mevrouw", "mw", "dhr", "heer", "meneer", "mijnheer", "mr", "mme", "madame", "monsieur", "mej", "mejuffrouw", "dr", "prof"}

// untitled leaves titles out, as long as a name is left.
func untitled(typed []string) []string {
	for len(typed) > 1 && slices.Contains(titles, typed[0]) {
		typed = typed[1:]
	}
	if len(typed) > 2 && typed[0] == "de" && typed[1] == "heer" {
		typed = typed[2:]
	}
	return typed
}
