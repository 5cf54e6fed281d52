package look

import (
	"image/color"

	"fyne.io/fyne/v2"
)

// The colour roles. Grounds are what is drawn under text; the others are drawn on them.
const (
	Paper      fyne.ThemeColorName = "buurtloket.paper"      // the ground of a screen and of a row
	Mist       fyne.ThemeColorName = "buurtloket.mist"       // the ground of a panel, of header and foot
	Hover      fyne.ThemeColorName = "buurtloket.hover"      // under the pointer
	Ink        fyne.ThemeColorName = "buurtloket.ink"        // text
	Quiet      fyne.ThemeColorName = "buurtloket.quiet"      // secondary text
	Edge       fyne.ThemeColorName = "buurtloket.edge"       // border of a thing one can use
	Hairline   fyne.ThemeColorName = "buurtloket.hairline"   // parts one thing from another; carries no meaning
	Accent     fyne.ThemeColorName = "buurtloket.accent"     // the one main act of a screen, links, selection
	OnAccent   fyne.ThemeColorName = "buurtloket.onAccent"   // text on Accent
	OK         fyne.ThemeColorName = "buurtloket.ok"         // done, connected
	OKGround   fyne.ThemeColorName = "buurtloket.okGround"   //
	Warn       fyne.ThemeColorName = "buurtloket.warn"       // offline, old data, bring a photo
	WarnGround fyne.ThemeColorName = "buurtloket.warnGround" //
	Bad        fyne.ThemeColorName = "buurtloket.bad"        // refused, alarm: a person must act now
	BadGround  fyne.ThemeColorName = "buurtloket.badGround"  //
	RingOuter  fyne.ThemeColorName = "buurtloket.ringOuter"  // outer band of the focus ring
	RingInner  fyne.ThemeColorName = "buurtloket.ringInner"  // inner band, where the theme has two
	Scrim      fyne.ThemeColorName = "buurtloket.scrim"      // dims what lies under a sheet
)

// Mode is one of the three palettes.
type Mode uint8

// The palettes.
const (
	Light Mode = iota
	Dark
	Contrast // high contrast on black
)

// Modes are all palettes, in the order in which a person steps through them.
var Modes = []Mode{Light, Dark, Contrast}

// String is the name used on the command line.
func (m Mode) String() string {
	switch m {
	case Dark:
		return "dark"
	case Contrast:
		return "contrast"
	default:
		return "light"
	}
}

// ParseMode reads what String writes; an unknown name is not ok.
func ParseMode(name string) (m Mode, ok bool) {
	for _, m := range Modes {
		if m.String() == name {
			return m, true
		}
	}
	return Light, false
}

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
}

type palette map[fyne.ThemeColorName]color.NRGBA

var palettes = map[Mode]palette{
	Light: {
		Paper: rgb(0xFFFFFF), Mist: rgb(0xF2F5F8), Hover: rgb(0xE6ECF2),
		Ink: rgb(0x16202C), Quiet: rgb(0x4A5766), Edge: rgb(0x76838F), Hairline: rgb(0xD3DAE1),
		Accent: rgb(0x0A5AA8), OnAccent: rgb(0xFFFFFF),
		OK: rgb(0x1B6E3C), OKGround: rgb(0xE3F4E9),
		Warn: rgb(0x7A4B00), WarnGround: rgb(0xFFF2CC),
		Bad: rgb(0xA8201A), BadGround: rgb(0xFCE8E6),
		RingOuter: rgb(0x16202C), RingInner: rgb(0xF5A800),
		Scrim: {R: 0x16, G: 0x20, B: 0x2C, A: 0x66},
	},
	Dark: {
		Paper: rgb(0x12181F), Mist: rgb(0x1C242D), Hover: rgb(0x27313C),
		Ink: rgb(0xF1F4F7), Quiet: rgb(0xB4BFCA), Edge: rgb(0x7E8B98), Hairline: rgb(0x36414C),
		Accent: rgb(0x6FB1F2), OnAccent: rgb(0x0B1118),
		OK: rgb(0x7BD39A), OKGround: rgb(0x14301F),
		Warn: rgb(0xFFCB66), WarnGround: rgb(0x33270A),
		Bad: rgb(0xFF9C94), BadGround: rgb(0x3B1614),
		RingOuter: rgb(0xFFC94D), RingInner: rgb(0xFFC94D),
		Scrim: {A: 0x99},
	},
	Contrast: {
		Paper: rgb(0x000000), Mist: rgb(0x000000), Hover: rgb(0x1F1F1F),
		Ink: rgb(0xFFFFFF), Quiet: rgb(0xFFFFFF), Edge: rgb(0xFFFFFF), Hairline: rgb(0x8C8C8C),
		Accent: rgb(0xFFE600), OnAccent: rgb(0x000000),
		OK: rgb(0x6BFF9E), OKGround: rgb(0x000000),
		Warn: rgb(0xFFE600), WarnGround: rgb(0x000000),
		Bad: rgb(0xFF9E9E), BadGround: rgb(0x000000),
		RingOuter: rgb(0x00E5FF), RingInner: rgb(0x00E5FF),
		Scrim: {A: 0xB3},
	},
}
