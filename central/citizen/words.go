package citizen

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/buurtloket/buurtloket/sync/office"
)

//go:embed data/words.json
var wordsJSON []byte

// wording is the file of other words, format "words/1".
type wording struct {
	Often []office.ProductID          `json:"often"`
	Words map[office.ProductID]string `json:"words"`
}

// Words finds products by the words that people use. It is made once and only read.
type Words struct {
	Often   []office.Product // what people come for most, in that order; do not change
	entries []entry
}

// entry is a product with its words: those of its name weigh more than the others.
type entry struct {
	product office.Product
	name    []string
	other   []string
}

// newWords makes the index of what can be chosen; what exists for statistics only cannot.
func newWords(products []office.Product) *Words {
	var w wording
	if err := json.Unmarshal(wordsJSON, &w); err != nil {
		panic("citizen: " + err.Error()) // it is in the binary
	}
	x := new(Words)
	for _, p := range products {
		if p.StatisticsOnly {
			continue
		}
		x.entries = append(x.entries, entry{p, fold(p.Dutch), append(fold(w.Words[p.ID]), fold(p.English)...)})
		if slices.Contains(w.Often, p.ID) {
			x.Often = append(x.Often, p)
		}
	}
	slices.SortFunc(x.Often, func(a, b office.Product) int {
		return cmp.Compare(slices.Index(w.Often, a.ID), slices.Index(w.Often, b.ID))
	})
	return x
}

// idle are words that say nothing of what somebody needs.
var idle = fold("ik wil een de het mijn ben heb moet kan graag naar voor van met wij willen we mij weg nog en of in op te aan is er hoe wat waar nodig nieuwe nieuw aanvragen maken krijgen afspraak i need a my je ma mon une un")

// fold splits a text in words, lower case, without accents.
func fold(text string) []string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(text)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Fields(b.String())
}

// maxWords is how many words of a question are looked at.
const maxWords = 12

// most is how many products a question finds at most: more is no answer.
const most = 8

// Find lists the products that suit a question, the best first. What suits far less than the best is left out.
func (x *Words) Find(question string) []office.Product {
	asked := slices.DeleteFunc(fold(question), func(w string) bool { return slices.Contains(idle, w) })
	if len(asked) == 0 {
		asked = fold(question)
	}
	type hit struct {
		product office.Product
		score   int
	}
	var hits []hit
	for _, e := range x.entries {
		score := 0
		for _, w := range asked[:min(len(asked), maxWords)] {
			score += max(3*best(w, e.name), 2*best(w, e.other))
		}
		if score > 0 {
			hits = append(hits, hit{e.product, score})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(b.score, a.score) })
	var out []office.Product
	for _, h := range hits {
		if 2*h.score >= hits[0].score && len(out) < most {
			out = append(out, h.product)
		}
	}
	return out
}

// best is how well a word meets the best of some: 4 the same, 3 its beginning, 2 a part of it, 1 one letter wrong.
func best(word string, of []string) (score int) {
	for _, o := range of {
		switch {
		case o == word:
			return 4
		case len(word) > 3 && strings.HasPrefix(o, word), len(o) > 3 && strings.HasPrefix(word, o):
			score = max(score, 3)
		case len(word) > 3 && strings.Contains(o, word):
			score = max(score, 2)
		case len(word) > 4 && oneOff(word, o):
			score = max(score, 1)
		}
	}
	return score
}

// oneOff reports whether two words differ in one letter: another, one more, one less, or two that changed places.
func oneOff(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	if i == len(a) {
		return true
	}
	return a[i+1:] == b[i+1:] || i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// All lists what can be chosen, in the catalogue's order.
func (x *Words) All() (all []office.Product) {
	for _, e := range x.entries {
		all = append(all, e.product)
	}
	return all
}
