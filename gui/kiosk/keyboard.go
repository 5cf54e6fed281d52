package kiosk

import (
	"cmp"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kiosk/flow"
	"github.com/buurtloket/buurtloket/gui/kit"
)

// keyRows is what stands on each keyboard, row by row. Letters lie as on the keyboards of this country; "⌫" takes the last one
// away, "␣" is a space, "…" turns to the letters that are left, and back; figures among the letters are places for those of the language.
var keyRows = map[flow.Keys][]string{
	flow.Letters:  {"azertyuiop", "qsdfghjklm", "wxcvbn'-.", "1234567890", "1234567890", "…␣⌫"},
	flow.Digits:   {"123", "456", "789", "0⌫"},
	flow.CodeKeys: {"1234567890", "AZERTYUIOP", "QSDFGHJKLM", "WXCVBN-⌫"},
	flow.MailKeys: {"1234567890", "azertyuiop", "qsdfghjklm", "wxcvbn@.-_", "+⌫"},
}

// nearRows are the rows of keyRows in which the letters of the language stand, usualNear those where it has none of its own,
// and near those of the languages that have: first its own, then those that names here have most. Ukrainian has none: who
// comes from there has their name in Latin letters on every Belgian paper, and that is how it is looked up.
const (
	nearRows  = 3
	usualNear = "éèëêáàâäçñïíîöóôòüúû"
)

var near = map[string]string{
	"fr": "éèêëàâçîïôùûüœæÿáñöä",
	"de": "äöüßéèêëáàâçñïíîóôúû",
	"tr": "çğıöşüâîûéèêëáàäïñóí",
	"pl": "ąćęłńóśźżéèêëáàäçöüï",
}

// far are the letters of the second plate: of every Latin alphabet of Europe, so that nobody's name is refused a letter
// because of the language that they read.
const far = "áàâäãåāąăæçćčďđéèêëēėęěğģíîïīįıİķłļľñńņňóòôöõøőœŕřśšşșßťțúùûüūůűųýÿźžżþð"

// The plates: of each keyboard the first, and of Letters another.
const (
	usualPlate = iota
	farPlate
)

// keyboard is the keys on the screen. Capitals come by themselves where a name has them.
type keyboard struct {
	*fyne.Container
	plates   []plate
	at       int      // the plate that is shown
	rows     [][]*key // of that plate, as it lies or stands
	language string   // in which letters are made capitals
}

// plate is a set of keys: in rows for a high screen, and in others for a wide one.
type plate struct{ upright, lying [][]*key }

// key is one key.
type key struct {
	*kit.Button
	letter  rune
	wide    float32 // in widths of an ordinary key
	capital bool    // it is written as one now
}

// fingers are what keys do when they are touched. turned is called when the keyboard may show another plate.
type fingers struct {
	press          func(func()) func()
	typed          func(rune)
	erased, turned func()
}

// newKeyboard makes the keys.
func newKeyboard(k flow.Keys, f fingers) *keyboard {
	board := &keyboard{Container: new(fyne.Container)}
	rows := func(all []string) (out [][]*key) {
		for _, letters := range all {
			var row []*key
			for _, r := range letters {
				row = append(row, board.add(r, f))
			}
			out = append(out, row)
		}
		return out
	}
	r := rows(keyRows[k])
	board.plates = []plate{{r, r}}
	if k == flow.Letters {
		beside := func(row, more []*key) []*key { return append(row[:len(row):len(row)], more...) }
		board.plates[usualPlate].lying = [][]*key{beside(r[0], r[3][:5]), beside(r[1], r[3][5:]), beside(r[2], r[4][:5]), beside(r[5], r[4][5:])}
		all := rows([]string{far})[0]
		board.plates = append(board.plates, plate{append(split(all, 10), r[5]), append(split(all, 18), r[5])})
	}
	board.turn(0)
	board.Container.Layout = board
	return board
}

// split breaks keys into rows.
func split(all []*key, long int) (out [][]*key) {
	for len(all) > 0 {
		n := min(long, len(all))
		out, all = append(out, all[:n]), all[n:]
	}
	return out
}

// add makes a key.
func (k *keyboard) add(r rune, f fingers) *key {
	one := &key{letter: r, wide: 1}
	touched := func() {
		letter := k.cased(one)
		k.at = usualPlate // who needs one such letter seldom needs two
		f.typed(letter)
		f.turned()
	}
	switch r {
	case '⌫':
		one.wide, touched = 2, f.erased
	case '␣':
		one.wide = 5
	case '…':
		one.wide, touched = 2, func() {
			k.at = farPlate - k.at
			f.turned()
		}
	}
	one.Button = kit.NewButton("", "", kit.Secondary, f.press(touched))
	k.Objects = append(k.Objects, one.Button)
	return one
}

// cased is a letter as it is written on its key now. In Turkish i and ı have capitals of their own.
func (k *keyboard) cased(one *key) rune {
	switch {
	case one.letter == '␣':
		return ' '
	case !one.capital:
		return one.letter
	case k.language == "tr":
		return unicode.TurkishCase.ToUpper(one.letter)
	}
	return unicode.ToUpper(one.letter)
}

// set writes the keys anew: the letters of the language, the words of those that are no letter, and capitals where a name begins.
func (k *keyboard) set(e *flow.Entry) {
	k.language = e.Language
	if e.Keys == flow.Letters {
		letters := []rune(cmp.Or(near[e.Language], usualNear))
		for i, row := range k.plates[usualPlate].upright[nearRows : nearRows+2] {
			for n, one := range row {
				one.letter = letters[10*i+n]
			}
		}
	}
	k.turn(k.Size().Width)
	capital := e.Names && (e.Text == "" || strings.HasSuffix(e.Text, " ") || strings.HasSuffix(e.Text, "-"))
	for at, p := range k.plates {
		for _, row := range p.upright {
			for _, one := range row {
				one.capital = capital
				switch one.letter {
				case '⌫':
					one.SetWords(e.Erase)
				case '␣':
					one.SetWords(e.Space)
				case '…':
					one.SetWords([]string{usualPlate: "ã ł ø …", farPlate: "a b c"}[k.at])
				default:
					kit.Show(one.Button, at == k.at)
					one.SetWords(string(k.cased(one)))
				}
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
	k.rows = k.plates[k.at].upright
	if within >= 1500 {
		k.rows = k.plates[k.at].lying
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
