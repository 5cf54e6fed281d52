package kiosk

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kiosk/flow"
	"github.com/buurtloket/buurtloket/gui/kit"
)

// keyRows is what stands on each keyboard, row by row. Letters lie as on the keyboards of this country, with the letters that
// names here have in a row of their own; "⌫" takes the last one away, "␣" is a space.
var keyRows = map[flow.Keys][]string{
	flow.Letters:  {"azertyuiop", "qsdfghjklm", "wxcvbn'-.", "éèëêáàâäçñ", "ïíîöóôòüúû", "␣⌫"},
	flow.Digits:   {"123", "456", "789", "0⌫"},
	flow.CodeKeys: {"1234567890", "AZERTYUIOP", "QSDFGHJKLM", "WXCVBN-⌫"},
	flow.MailKeys: {"1234567890", "azertyuiop", "qsdfghjklm", "wxcvbn@.-_", "+⌫"},
}

// keyboard is the keys on the screen. Capitals come by themselves where a name has them.
type keyboard struct {
	*fyne.Container
	upright, lying [][]*key // the same keys for a high screen and for a wide one
	rows           [][]*key // one of the two
}

// key is one key.
type key struct {
	*kit.Button
	letter  rune
	wide    float32 // in widths of an ordinary key
	capital bool    // it is written as one now
}

// newKeyboard makes the keys. space and erase are the words on the two that are no letter.
func newKeyboard(k flow.Keys, typed func(rune), erased func()) *keyboard {
	out := &keyboard{}
	var all []fyne.CanvasObject
	for _, letters := range keyRows[k] {
		var row []*key
		for _, r := range letters {
			one := &key{letter: r, wide: 1}
			switch r {
			case '⌫':
				one.wide = 2
				one.Button = kit.NewButton("", "", kit.Secondary, erased)
			case '␣':
				one.wide = 5
				one.Button = kit.NewButton("", "", kit.Secondary, func() { typed(' ') })
			default:
				one.Button = kit.NewButton(string(r), "", kit.Secondary, func() { typed(out.cased(one.letter)) })
			}
			row = append(row, one)
			all = append(all, one.Button)
		}
		out.rows = append(out.rows, row)
	}
	out.upright, out.lying = out.rows, out.rows
	if k == flow.Letters { // the accents stand beside the letters
		r := out.rows
		beside := func(row, more []*key) []*key { return append(row[:len(row):len(row)], more...) }
		out.lying = [][]*key{beside(r[0], r[3][:5]), beside(r[1], r[3][5:]), beside(r[2], r[4][:5]), beside(r[5], r[4][5:])}
	}
	out.Container = &fyne.Container{Layout: out, Objects: all}
	return out
}

// cased is a letter as it is written on its key now.
func (k *keyboard) cased(r rune) rune {
	for _, row := range k.rows {
		for _, one := range row {
			if one.letter == r && one.capital {
				return unicode.ToUpper(r)
			}
		}
	}
	return r
}

// set writes the keys anew: the words of those that are no letter, and capitals where a name begins.
func (k *keyboard) set(space, erase, typed string, names bool) {
	capital := names && (typed == "" || strings.HasSuffix(typed, " ") || strings.HasSuffix(typed, "-"))
	for _, row := range k.rows {
		for _, one := range row {
			one.capital = capital
			switch {
			case one.letter == '⌫':
				one.SetWords(erase)
			case one.letter == '␣':
				one.SetWords(space)
			case capital:
				one.SetWords(string(unicode.ToUpper(one.letter)))
			default:
				one.SetWords(string(one.letter))
			}
		}
	}
}

// keyGap parts the keys.
const keyGap = 8

// MinSize implements fyne.Layout.
func (k *keyboard) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, 0) }

// turn takes the rows for a width.
func (k *keyboard) turn(within float32) {
	k.rows = k.upright
	if within >= 1500 {
		k.rows = k.lying
	}
}

// leastKey is how high a key must be for a finger.
const leastKey = 72

// least is the height under which keys are too small.
func (k *keyboard) least() float32 { return float32(len(k.rows)) * (leastKey + keyGap) }

// most is the width of the widest row, in ordinary keys.
func (k *keyboard) most() (out float32) {
	for _, row := range k.rows {
		out = max(out, width(row))
	}
	return out
}

// wide is how wide an ordinary key is: few keys are larger.
func (k *keyboard) wide(within float32) float32 {
	most := k.most()
	limit := float32(140)
	if most < 5 {
		limit = 220
	}
	return min((within-(most-1)*keyGap)/most, limit)
}

// high is the height that all keys want, where there is as much room: a key may stand upright.
func (k *keyboard) high(within, room float32) float32 {
	k.turn(within)
	n := float32(len(k.rows))
	tall := float32(1.3)
	if k.most() < 5 {
		tall = 0.75
	}
	return min(n*k.wide(within)*tall+(n-1)*keyGap, room)
}

// Layout implements fyne.Layout: rows in the middle, keys of one size.
func (k *keyboard) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	k.turn(s.Width)
	w := k.wide(s.Width)
	h := (s.Height - float32(len(k.rows)-1)*keyGap) / float32(len(k.rows))
	for i, row := range k.rows {
		x := (s.Width - width(row)*(w+keyGap) + keyGap) / 2
		for _, one := range row {
			own := one.wide*(w+keyGap) - keyGap
			one.Move(fyne.NewPos(x, float32(i)*(h+keyGap)))
			one.Resize(fyne.NewSize(own, h))
			x += own + keyGap
		}
	}
}

// width is that of a row, in ordinary keys.
func width(row []*key) (out float32) {
	for _, one := range row {
		out += one.wide
	}
	return out
}
