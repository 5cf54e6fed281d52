package text_test

import (
	"slices"
	"testing"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/told"
)

// TestEveryLanguageSaysWhatTheDaemonSays: every sentence that has a code, with what is filled in, no longer than a page has room for, and
// none that there is not.
func TestEveryLanguageSaysWhatTheDaemonSays(t *testing.T) {
	for _, k := range text.Kiosks()[1:] {
		for _, code := range told.Codes() {
			nl, own := told.Say(code).Dutch(), k.Says[code]
			if own == "" || own == nl {
				t.Errorf("%s does not say %s: %q", k.Tag, code, own)
			}
			a, b := placeholder.FindAllString(nl, -1), placeholder.FindAllString(own, -1)
			slices.Sort(a)
			slices.Sort(b)
			if !slices.Equal(a, b) {
				t.Errorf("%s: %s fills in %v, Dutch %v", k.Tag, code, b, a)
			}
			if n, most := len([]rune(own)), len([]rune(nl))*3/2+16; n > most {
				t.Errorf("%s: %s has %d letters, %d at most: %q", k.Tag, code, n, most, own)
			}
		}
		if len(k.Says) != len(told.Codes()) {
			t.Errorf("%s says %d things, the daemon %d", k.Tag, len(k.Says), len(told.Codes()))
		}
	}
	if text.KioskIn("nl").Says != nil {
		t.Error("Dutch is what the daemon says, and has no words of its own")
	}
}
