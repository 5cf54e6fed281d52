package look_test

import (
	"fmt"
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"github.com/buurtloket/buurtloket/gui/look"
)

// The least contrasts of WCAG 2.1: text at AA and AAA, and things that are not text.
const (
	textAA  = 4.5
	textAAA = 7.0
	shape   = 3.0
)

// pairs are all combinations that may be drawn: the widgets keep to this list.
var pairs = []struct {
	on, ground fyne.ThemeColorName
	least      float64
}{
	{look.Ink, look.Paper, textAAA},
	{look.Ink, look.Mist, textAAA},
	{look.Ink, look.Hover, textAAA},
	{look.Ink, look.OKGround, textAAA},
	{look.Ink, look.WarnGround, textAAA},
	{look.Ink, look.BadGround, textAAA},
	{look.Quiet, look.Paper, textAA},
	{look.Quiet, look.Mist, textAA},
	{look.Quiet, look.Hover, textAA},
	{look.OnAccent, look.Accent, textAA},
	{look.Accent, look.Paper, textAA},
	{look.Accent, look.Mist, textAA},
	{look.OK, look.OKGround, textAA},
	{look.OK, look.Paper, textAA},
	{look.OK, look.Mist, textAA},
	{look.Warn, look.WarnGround, textAA},
	{look.Warn, look.Paper, textAA},
	{look.Warn, look.Mist, textAA},
	{look.Bad, look.BadGround, textAA},
	{look.Bad, look.Paper, textAA},
	{look.Bad, look.Mist, textAA},
	{look.Edge, look.Paper, shape},
	{look.Edge, look.Mist, shape},
	{look.RingOuter, look.Paper, shape},
	{look.RingOuter, look.Mist, shape},
}

func TestEveryPairHasContrast(t *testing.T) {
	for _, m := range look.Modes {
		th := look.Theme{Mode: m}
		for _, p := range pairs {
			t.Run(fmt.Sprintf("%s/%s on %s", m, p.on, p.ground), func(t *testing.T) {
				got := contrast(th.Color(p.on, 0), th.Color(p.ground, 0))
				if got < p.least {
					t.Errorf("contrast %.2f, want at least %.1f", got, p.least)
				}
			})
		}
	}
}

// Where the ring has two bands they must stand apart from each other, so that it shows on any ground.
func TestTheTwoBandsOfTheRingStandApart(t *testing.T) {
	th := look.Theme{Mode: look.Light}
	if th.Size(look.RingWide) != 3 || th.Size(look.RingThin) != 2 {
		t.Fatalf("ring of %v and %v, want 3 and 2", th.Size(look.RingWide), th.Size(look.RingThin))
	}
	if got := contrast(th.Color(look.RingOuter, 0), th.Color(look.RingInner, 0)); got < shape {
		t.Errorf("contrast %.2f, want at least %.1f", got, shape)
	}
}

func TestFiguresAreOfOneWidth(t *testing.T) {
	for _, style := range []fyne.TextStyle{{}, {Bold: true}} {
		f, err := sfnt.Parse(look.Theme{}.Font(style).Content())
		if err != nil {
			t.Fatal(err)
		}
		want := advance(t, f, '0')
		for r := '1'; r <= '9'; r++ {
			if got := advance(t, f, r); got != want {
				t.Errorf("bold %v: %c is %v wide, 0 is %v", style.Bold, r, got, want)
			}
		}
	}
}

func TestLargeTextGrowsTextAndWhatHoldsIt(t *testing.T) {
	normal, large := look.Theme{}, look.Theme{Large: true}
	for _, s := range []fyne.ThemeSizeName{look.Text, look.Small, look.Heading, look.Title, look.Row,
		look.RowDouble, look.Control, theme.SizeNameText} {
		if got, want := large.Size(s), normal.Size(s)*look.LargeFactor; got != want {
			t.Errorf("%s: %v, want %v", s, got, want)
		}
	}
	if large.Size(look.Gap) != normal.Size(look.Gap) {
		t.Error("gaps must not grow")
	}
}

func TestModeNamesRead(t *testing.T) {
	for _, m := range look.Modes {
		if got, ok := look.ParseMode(m.String()); !ok || got != m {
			t.Errorf("ParseMode(%q) = %v, %v", m.String(), got, ok)
		}
	}
	if _, ok := look.ParseMode("pink"); ok {
		t.Error("an unknown mode was read")
	}
}

func advance(t *testing.T, f *sfnt.Font, r rune) fixed.Int26_6 {
	t.Helper()
	var b sfnt.Buffer
	i, err := f.GlyphIndex(&b, r)
	if err != nil || i == 0 {
		t.Fatalf("no glyph for %c: %v", r, err)
	}
	a, err := f.GlyphAdvance(&b, i, fixed.I(1000), font.HintingNone)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// contrast is the contrast ratio of WCAG 2.1, from 1 to 21.
func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (math.Max(la, lb) + 0.05) / (math.Min(la, lb) + 0.05)
}

func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	channel := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.03928 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(r) + 0.7152*channel(g) + 0.0722*channel(b)
}
