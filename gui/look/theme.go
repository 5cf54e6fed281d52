package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Theme gives the toolkit our roles and sizes, and maps the toolkit's own names onto them, so that what it
// draws itself (a text field, a scroll bar) fits in. The system's light/dark preference is not followed:
// the person at the desk chooses. The zero value is the light theme at normal size.
type Theme struct {
	Mode     Mode
	Large    bool
	Standing bool      // for who stands before it and has not seen it before: the self-service desk
	Screen   fyne.Size // that it stands on; nothing: as large as it is drawn for
}

var _ fyne.Theme = Theme{}

// toolkit maps the toolkit's colour names to roles.
var toolkit = map[fyne.ThemeColorName]fyne.ThemeColorName{
	theme.ColorNameBackground:          Paper,
	theme.ColorNameButton:              Paper,
	theme.ColorNameDisabled:            Quiet,
	theme.ColorNameDisabledButton:      Mist,
	theme.ColorNameError:               Bad,
	theme.ColorNameFocus:               Hover,
	theme.ColorNameForeground:          Ink,
	theme.ColorNameForegroundOnError:   BadGround,
	theme.ColorNameForegroundOnPrimary: OnAccent,
	theme.ColorNameForegroundOnSuccess: OKGround,
	theme.ColorNameForegroundOnWarning: WarnGround,
	theme.ColorNameHeaderBackground:    Mist,
	theme.ColorNameHover:               Hover,
	theme.ColorNameHyperlink:           Accent,
	theme.ColorNameInputBackground:     Paper,
	theme.ColorNameInputBorder:         Edge,
	theme.ColorNameMenuBackground:      Mist,
	theme.ColorNameOverlayBackground:   Paper,
	theme.ColorNamePlaceHolder:         Quiet,
	theme.ColorNamePressed:             Hover,
	theme.ColorNamePrimary:             Accent,
	theme.ColorNameScrollBar:           Edge,
	theme.ColorNameScrollBarBackground: Mist,
	theme.ColorNameSelection:           Hairline,
	theme.ColorNameSeparator:           Hairline,
	theme.ColorNameShadow:              Scrim,
	theme.ColorNameSuccess:             OK,
	theme.ColorNameWarning:             Warn,
}

// Color is the colour of a role or of one of the toolkit's names; the system's variant is ignored.
func (t Theme) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	p := palettes[t.Mode]
	if c, ok := p[name]; ok {
		return c
	}
	if role, ok := toolkit[name]; ok {
		return p[role]
	}
	return theme.DefaultTheme().Color(name, t.variant())
}

func (t Theme) variant() fyne.ThemeVariant {
	if t.Mode == Light {
		return theme.VariantLight
	}
	return theme.VariantDark
}

// Font is the bundled Noto Sans, whose figures are all of one width: columns of figures line up.
func (t Theme) Font(style fyne.TextStyle) fyne.Resource {
	style.Italic = false // upright only: slanted text is harder to read on a screen
	return theme.DefaultTheme().Font(style)
}

// Icon is the toolkit's.
func (t Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(name) }

// Size is one of our sizes, or the toolkit's size made to fit ours.
func (t Theme) Size(name fyne.ThemeSizeName) float32 {
	if s, ok := standing[name]; ok && t.Standing {
		return t.grow(s * t.shrink())
	}
	if s, ok := growing[name]; ok {
		return t.grow(s)
	}
	if s, ok := fixed[name]; ok {
		return s
	}
	switch name {
	case RingWide, RingThin:
		return ring(t.Mode, name)
	case theme.SizeNameText:
		return t.Size(Text)
	case theme.SizeNameCaptionText:
		return t.Size(Small)
	case theme.SizeNameHeadingText:
		return t.Size(Title)
	case theme.SizeNameSubHeadingText:
		return t.Size(Heading)
	case theme.SizeNamePadding:
		return fixed[Gap]
	case theme.SizeNameInnerPadding:
		return t.grow(8)
	case theme.SizeNameInputRadius, theme.SizeNameButtonRadius:
		return fixed[Corner]
	}
	return theme.DefaultTheme().Size(name)
}

// shrink is what a small screen leaves of the sizes of a standing one: a page must fit as a whole, for a finger does not scroll.
// Usual letters shrink with the shorter side; large ones fill a page, so that the longer side counts too.
func (t Theme) shrink() float32 {
	short, long := min(t.Screen.Width, t.Screen.Height), max(t.Screen.Width, t.Screen.Height)
	if short <= 0 {
		return 1
	}
	left := short / standingScreen.Height
	if t.Large {
		left = min(left, long/standingScreen.Width)
	}
	return min(1, max(leastShrink, left))
}

func (t Theme) grow(s float32) float32 {
	if t.Large {
		return s * LargeFactor
	}
	return s
}
