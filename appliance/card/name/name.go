package name

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Name is a name as a card has it.
type Name struct {
	Surname string
	Given   string // all of them
	Initial string // of the third
}

// Agreement is how far a name that was typed agrees with that of a card.
type Agreement uint8

// The agreements, each more than the one before.
const (
	Other   Agreement = iota // it is not that name
	Surname                  // the surname is, and no given name was typed
	Whole                    // surname, and given name or initials
)

// Short is the name as a waiting room shows it: "N. Specimen".
func (n Name) Short() string {
	first, size := utf8.DecodeRuneInString(strings.TrimSpace(n.Given))
	if size == 0 {
		return n.Surname
	}
	return string(first) + ". " + n.Surname
}

// Full is the whole name: "Noël André Specimen".
func (n Name) Full() string { return strings.TrimSpace(n.Given + " " + n.Surname) }

// Agrees compares with a name that somebody typed. Letters with two dots may have been typed with an e.
func (n Name) Agrees(typed string) Agreement {
	best := Other
	for _, umlaut := range []bool{false, true} {
		c := comparison{surname: words(n.Surname, umlaut), given: words(n.Given+" "+n.Initial, umlaut), hyphenated: strings.Contains(n.Surname, "-")}
		best = max(best, c.judge(untitled(words(typed, umlaut))))
	}
	return best
}

// HasSurname reports whether what somebody typed begins or ends with the surname, whatever the rest.
func (n Name) HasSurname(typed string) bool {
	for _, umlaut := range []bool{false, true} {
		c, all := comparison{surname: words(n.Surname, umlaut)}, untitled(words(typed, umlaut))
		for at := 1; at <= len(all); at++ {
			for _, part := range [][]string{all[:at], all[len(all)-at:]} {
				if written := strings.Join(part, ""); written == strings.Join(c.surname, "") || slices.Contains(c.halves(), written) {
					return true
				}
			}
		}
	}
	return false
}

// Same reports whether two names are the same letters.
func Same(a, b string) bool { return slices.Equal(words(a, false), words(b, false)) }

// Key is what two names that are the same have in common.
func Key(full string) string { return strings.Join(words(full, false), " ") }

// comparison is a card's name in plain words.
type comparison struct {
	surname, given []string
	hyphenated     bool
}

// judge looks for the surname at the beginning or the end of what was typed; the rest are given names.
func (c comparison) judge(typed []string) Agreement {
	best := Other
	if len(c.surname) == 0 {
		return best
	}
	for n := 1; n <= len(typed); n++ {
		for _, split := range [2][2][]string{
			{typed[:n], typed[n:]},
			{typed[len(typed)-n:], typed[:len(typed)-n]},
		} {
			best = max(best, c.split(split[0], split[1]))
		}
	}
	return best
}

// split judges one way to take what was typed apart.
func (c comparison) split(surname, given []string) Agreement {
	written := strings.Join(surname, "")
	switch {
	case written == strings.Join(c.surname, ""):
		return c.givenNames(given)
	case slices.Contains(c.halves(), written) && len(given) > 0 && utf8.RuneCountInString(given[0]) > 1:
		return c.givenNames(given) // of a double name people often say one half: then a given name must be written out
	}
	return Other
}

// particles begin a surname that has several words and is not double.
var particles = []string{"van", "vande", "vanden", "vander", "von", "zu", "de", "den", "der", "des", "du", "da", "di", "do", "dos", "del", "della",
	"la", "le", "les", "ter", "ten", "te", "t", "d", "l", "s", "o", "el", "al", "ben", "bin", "ibn", "abu", "mc", "mac", "saint", "sint", "st"}

// halves are the parts of a double name, as "Peeters-Janssens" or "García López".
func (c comparison) halves() []string {
	if len(c.surname) != 2 || slices.Contains(particles, c.surname[0]) {
		return nil
	}
	return c.surname
}

// givenNames judges what was typed beside the surname.
func (c comparison) givenNames(typed []string) Agreement {
	switch {
	case len(typed) == 0 && len(c.given) == 0:
		return Whole // who has one name only
	case len(typed) == 0:
		return Surname
	case c.run(strings.Join(typed, "")), c.each(typed):
		return Whole
	}
	return Other
}

// run finds given names that were written as one: "Jeanpierre".
func (c comparison) run(typed string) bool {
	for n := range c.given {
		if typed == strings.Join(c.given[:n+1], "") {
			return utf8.RuneCountInString(typed) > 1
		}
	}
	return false
}

// each finds every word that was typed among the given names: written out, whichever it is, or as initials, in their order
// and from the first on.
func (c comparison) each(typed []string) bool {
	next := 0
	for _, word := range typed {
		if at := slices.Index(c.given, word); at >= 0 && utf8.RuneCountInString(word) > 1 {
			next = max(next, at+1)
			continue
		}
		for _, letter := range word {
			if next >= len(c.given) || !strings.HasPrefix(c.given[next], string(letter)) {
				return false
			}
			next++
		}
	}
	return true
}
