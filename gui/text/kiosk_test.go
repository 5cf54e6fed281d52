package text_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"golang.org/x/image/font/sfnt"

	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/attest"
	"github.com/buurtloket/buurtloket/sync/catalogue"
)

// TestEveryLanguageOfTheKioskIsWhole: every word, with what is filled in, no longer than a page has room for, and marked as a
// translation beside the Dutch word for one.
func TestEveryLanguageOfTheKioskIsWhole(t *testing.T) {
	nl := everyString(reflect.ValueOf(*text.KioskIn("nl")))
	for _, k := range text.Kiosks()[1:] {
		other := everyString(reflect.ValueOf(*k))
		for path, words := range nl {
			if path == ".Marked" {
				continue
			}
			if words == "" || other[path] == "" {
				t.Errorf("%s%s is missing", k.Tag, path)
			}
			a, b := placeholder.FindAllString(words, -1), placeholder.FindAllString(other[path], -1)
			slices.Sort(a)
			slices.Sort(b)
			if !slices.Equal(a, b) {
				t.Errorf("%s%s fills in %v, Dutch %v", k.Tag, path, b, a)
			}
			// A page is walked with four tenths more than the Dutch; a short word has room beside it.
			if n, most := len([]rune(other[path])), len([]rune(words))*3/2+12; n > most {
				t.Errorf("%s%s has %d letters, %d at most: %q", k.Tag, path, n, most, other[path])
			}
		}
		if first, own, ok := strings.Cut(k.Marked, " · "); !ok || first != "Vertaling" || own == "" {
			t.Errorf("%s is marked %q", k.Tag, k.Marked)
		}
	}
}

// TestTheKioskNamesWhatThereIs: every product and certificate has a name in every language, and there are no names of others.
func TestTheKioskNamesWhatThereIs(t *testing.T) {
	for _, k := range text.Kiosks()[1:] {
		for _, p := range catalogue.Products() {
			if k.Product(string(p.ID), "") == "" {
				t.Errorf("%s: product %s has no name", k.Tag, p.ID)
			}
		}
		for _, d := range attest.Kinds() {
			if k.Deed(d.Code, "") == "" {
				t.Errorf("%s: certificate %s has no name", k.Tag, d.Code)
			}
		}
		if len(k.Products) != len(catalogue.Products()) || len(k.Deeds) != len(attest.Kinds()) {
			t.Errorf("%s: %d products and %d certificates", k.Tag, len(k.Products), len(k.Deeds))
		}
	}
	if nl := text.KioskIn("nl"); nl.Product("eid-aanvraag", "eID aanvragen") != "eID aanvragen" || nl.Deed("leven", "Attest van leven") != "Attest van leven" {
		t.Error("Dutch does not say what the daemon says")
	}
}

// TestTheFontHasEveryLetterOfTheKiosk, Cyrillic too.
func TestTheFontHasEveryLetterOfTheKiosk(t *testing.T) {
	for _, style := range []fyne.TextStyle{{}, {Bold: true}} {
		f, err := sfnt.Parse(look.Theme{}.Font(style).Content())
		if err != nil {
			t.Fatal(err)
		}
		var b sfnt.Buffer
		for _, k := range text.Kiosks() {
			for path, words := range everyString(reflect.ValueOf(*k)) {
				for _, r := range words {
					if i, err := f.GlyphIndex(&b, r); err != nil || i == 0 {
						t.Errorf("%s%s: no glyph for %q", k.Tag, path, r)
					}
				}
			}
		}
	}
}
