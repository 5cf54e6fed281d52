package flow

import (
	"context"
	"strings"
	"unicode"

	"github.com/buurtloket/buurtloket/sync/contract"
)

// touch is the way of every press of a thing: somebody is there; what is under way is not pressed into. On the page that nobody
// touched stands nothing to press: such a press was meant for a visit that ended under the finger, as when the card is pulled, and
// begins no other.
func (f *Flow) touch(act func()) {
	f.change(func() {
		if f.visit.page == Idle {
			return
		}
		f.visit.touched = f.cfg.Now()
		if !f.lost && f.visit.busy == "" {
			act()
		}
	})
}

// Touch is a touch of nothing in particular: it begins a visit, and says that somebody is still there.
func (f *Flow) Touch() {
	f.change(func() {
		f.visit.touched = f.cfg.Now()
		if !f.lost && f.visit.page == Idle {
			f.begin()
		}
	})
}

// Choose takes the choice that stands at n in a picture that was seen. A page that has turned since has another there, or none, and
// takes nothing: a second tap of the same finger is not meant for it.
func (f *Flow) Choose(seen Shown, n int) {
	f.touch(func() {
		choices := f.shown.Choices
		if n < 0 || n >= min(len(choices), len(seen.Choices)) || choices[n].Off {
			return
		}
		if seen.Page != f.shown.Page || seen.Pages != f.shown.Pages || seen.Choices[n] != choices[n] {
			return
		}
		f.choose(f.visit.from + n)
	})
}

// Turn shows the choices of the next page, or of the one before it.
func (f *Flow) Turn(pages int) {
	f.touch(func() {
		if at := f.visit.from + pages*MostChoices; at >= 0 && at < f.choices() {
			f.visit.from = at
		}
	})
}

// mostTyped bounds what is typed.
const mostTyped = 60

// Type takes a letter or digit of the keys on the screen.
func (f *Flow) Type(r rune) {
	f.touch(func() { f.typed(r) })
}

func (f *Flow) typed(r rune) {
	e := f.shown.Entry
	if e == nil || len(f.visit.entry) >= mostTyped || f.visit.page == Born && len(f.visit.entry) == bornDigits || !takes(e.Keys, r) {
		return
	}
	if e.Keys == CodeKeys {
		r = unicode.ToUpper(r)
	}
	f.visit.entry, f.visit.wrong = append(f.visit.entry, r), ""
}

// takes reports whether a keyboard has a letter.
func takes(k Keys, r rune) bool {
	switch k {
	case Digits:
		return r >= '0' && r <= '9'
	case CodeKeys:
		return r == '-' || r == '.' || unicode.IsDigit(r) || unicode.IsLetter(r)
	case MailKeys:
		return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("@.-_+ /", r)
	}
	return unicode.IsLetter(r) || strings.ContainsRune(" '-.", r)
}

// Erase takes the last letter away.
func (f *Flow) Erase() {
	f.touch(func() {
		if n := len(f.visit.entry); n > 0 {
			f.visit.entry[n-1] = 0
			f.visit.entry, f.visit.wrong = f.visit.entry[:n-1], ""
		}
	})
}

// Next goes on with what was answered.
func (f *Flow) Next() {
	f.touch(func() {
		if f.shown.Next != "" && f.shown.Can {
			f.next()
		}
	})
}

// Back goes back one question; from the first it ends the visit.
func (f *Flow) Back() {
	f.touch(func() {
		v := &f.visit
		if f.shown.Back == "" {
			return
		}
		if len(v.trail) == 0 {
			f.end(v.outcome())
			return
		}
		to := v.trail[len(v.trail)-1]
		v.trail = v.trail[:len(v.trail)-1]
		f.turn(to)
	})
}

// Home ends the visit.
func (f *Flow) Home() {
	f.touch(func() { f.end(f.visit.outcome()) })
}

// Stay answers whether somebody is there.
func (f *Flow) Stay(yes bool) {
	f.touch(func() {
		if !yes {
			f.end(f.visit.outcome())
		}
	})
}

// Help calls a person, from any page.
func (f *Flow) Help() {
	f.touch(func() {
		act, err := f.newAct()
		if err != nil {
			f.fail(err)
			return
		}
		if f.visit.goal == nothing {
			f.visit.goal = toHelp
		}
		f.do(f.words().Wait, func(ctx context.Context) (func(), error) {
			err := f.cfg.Counter.CallHelp(ctx, &contract.KioskHelpRequest{Act: act})
			return func() { f.open(HelpComing) }, err
		})
	})
}

// Languages and Settings open their pages.
func (f *Flow) Languages() { f.touch(func() { f.open(Language) }) }

// Settings opens the page of looks.
func (f *Flow) Settings() { f.touch(func() { f.open(Settings) }) }

// Read reads the page aloud.
func (f *Flow) Read() {
	f.touch(func() {})
	f.mu.Lock()
	tag, words, volume := f.visit.words.Tag, f.shown.Speak, f.visit.volume()
	idle := f.shown.Page == Idle
	f.mu.Unlock()
	if f.cfg.Say != nil && !idle {
		f.cfg.Say(tag, words, volume)
	}
}

// Scan takes a code that the scanner read: an appointment's is checked in from wherever one is.
func (f *Flow) Scan(s *contract.ScanRow) {
	f.change(func() {
		f.visit.touched = f.cfg.Now()
		if f.lost || f.visit.busy != "" {
			return
		}
		if f.visit.page == Age { // somebody else stands here by now
			f.end("done")
		}
		if f.visit.page == Idle {
			f.begin()
		}
		if s.Kind == "booking" && (f.visit.page == Welcome || f.visit.page == Code) {
			f.visit.goal = toCheckIn
			f.checkIn(s.Text, 0)
			return
		}
		if f.visit.page == Code {
			f.visit.wrong = f.words().CodeShort
		}
	})
}
