package text_test

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"golang.org/x/image/font/sfnt"

	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/text"
)

// everyWord lists all strings of a language by their path.
func everyWord(w *text.Words) map[string]string { return everyString(reflect.ValueOf(*w)) }

// everyString lists all strings of a value by their path.
func everyString(v reflect.Value) map[string]string {
	out := map[string]string{}
	var walk func(path string, v reflect.Value)
	walk = func(path string, v reflect.Value) {
		switch v.Kind() {
		case reflect.String:
			out[path] = v.String()
		case reflect.Struct:
			for i := range v.NumField() {
				walk(path+"."+v.Type().Field(i).Name, v.Field(i))
			}
		case reflect.Array:
			for i := range v.Len() {
				walk(fmt.Sprintf("%s[%d]", path, i), v.Index(i))
			}
		case reflect.Map:
			for _, k := range v.MapKeys() {
				walk(path+"["+k.String()+"]", v.MapIndex(k))
			}
		}
	}
	walk("", v)
	return out
}

var placeholder = regexp.MustCompile(`\{[a-z]+\}|%s`)

func TestEveryWordIsThereInBothLanguages(t *testing.T) {
	nl, en := everyWord(text.Dutch()), everyWord(text.English())
	for path, words := range nl {
		if words == "" && path != ".Foot.State[ready]" {
			t.Errorf("nl%s is empty", path)
		}
		other, ok := en[path]
		if !ok || other == "" && words != "" {
			t.Errorf("en%s is missing", path)
			continue
		}
		a, b := placeholder.FindAllString(words, -1), placeholder.FindAllString(other, -1)
		slices.Sort(a)
		slices.Sort(b)
		if !slices.Equal(a, b) {
			t.Errorf("%s: placeholders %v in nl, %v in en", path, a, b)
		}
	}
	for path := range en {
		if _, ok := nl[path]; !ok {
			t.Errorf("nl%s is missing", path)
		}
	}
}

// The bundled font must have every letter: a missing one shows as an empty box.
func TestTheFontHasEveryLetter(t *testing.T) {
	for _, style := range []fyne.TextStyle{{}, {Bold: true}} {
		f, err := sfnt.Parse(look.Theme{}.Font(style).Content())
		if err != nil {
			t.Fatal(err)
		}
		var b sfnt.Buffer
		for _, w := range []*text.Words{text.Dutch(), text.English()} {
			for path, words := range everyWord(w) {
				for _, r := range words + "•…" {
					if i, err := f.GlyphIndex(&b, r); err != nil || i == 0 {
						t.Errorf("%s%s: no glyph for %q", w.Tag, path, r)
					}
				}
			}
		}
	}
}

func TestShortNamesAreShort(t *testing.T) {
	for _, w := range []*text.Words{text.Dutch(), text.English()} {
		for id, s := range maps.All(w.Short) {
			if n := len([]rune(s)); n > 18 {
				t.Errorf("%s: %s: %q has %d letters", w.Tag, id, s, n)
			}
		}
	}
}

func TestFormats(t *testing.T) {
	w := text.Dutch()
	at := time.Date(2026, 11, 26, 10, 4, 0, 0, time.UTC)
	for _, c := range []struct{ got, want string }{
		{w.Clock(at), "10:04"},
		{w.Day(at), "do 26 nov"},
		{text.English().Day(at), "Thu 26 Nov"},
		{w.Decimal(0.6, 1), "0,6"},
		{text.English().Decimal(0.6, 1), "0.6"},
		{w.Duration(2*time.Minute + 40*time.Second), "2 min"},
		{w.Duration(65 * time.Minute), "1 u 05"},
		{w.Duration(-time.Minute), "0 min"},
		{w.Elapsed(3*time.Minute + 12*time.Second), "00:03:12"},
		{w.Line.Waits.Count(0), "0 gebeurtenissen wachten"},
		{w.Line.Waits.Count(1), "1 gebeurtenis wacht"},
		{w.Line.Waits.Count(37), "37 gebeurtenissen wachten"},
		{text.Fill("{a} en {b}", "a", 1, "b", "x"), "1 en x"},
		{w.Product("eid-afhalen", "eID afhalen en activeren"), "eID afhalen"},
		{w.Product("onbekend", "Iets nieuws"), "Iets nieuws"},
		{text.In("en_GB").Tag, "en"},
		{text.In("fr").Tag, "nl"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
