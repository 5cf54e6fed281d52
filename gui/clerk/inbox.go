package clerk

import (
	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// inbox is the sheet with answers and conflicts: the letters at the left, the chosen one at the right.
type inbox struct {
	base
	letters, others  *kit.Rows
	about, none      *kit.Text
	words            *kit.Notice
	alternatives     *fyne.Container
	settle, bookThat *kit.Button
}

func newInbox(v *View, s state.Shown) *inbox {
	w := s.Words
	b := &inbox{about: kit.NewProse("", strong), none: kit.NewProse("", quiet), words: kit.NewNotice()}
	b.letters = kit.NewRows(kit.RowsStyle{Label: w.Inbox.Title, Double: true, Empty: w.Inbox.Empty, More: w.Queue.More, Least: 5})
	b.letters.OnChosen = v.state.ChooseLetter
	b.others = kit.NewRows(kit.RowsStyle{Label: w.Inbox.Alternatives, Lead: "00:00", Double: true, Above: true, More: w.Queue.More, Least: 3})
	b.others.OnPressed = v.state.BookAlternative
	b.letters.OnPressed = func(string) {
		if b.others.Len() > 0 {
			v.canvas.Focus(b.others)
			return
		}
		v.canvas.Focus(b.settle)
	}
	b.settle = kit.NewButton(w.Acts.Settle, "", kit.Secondary, v.state.Settle)
	b.bookThat = kit.NewButton(w.Acts.Book, "", kit.Primary, func() { v.state.BookAlternative(b.others.Chosen()) })
	list := kit.NewPanel(look.Paper, 0, 0, b.others)
	b.alternatives = kit.Column(kit.Gap(), list, kit.NewText(w.Inbox.Alternatives, strong), list)
	right := kit.Column(kit.Space(), b.alternatives, b.about, b.words, b.none, b.alternatives)
	left := kit.NewPanel(look.Paper, 0, 0, b.letters)
	b.make(v, w.Inbox.Title, fyne.NewSize(1000, 520), kit.Shares(2*kit.Space(), []float32{1, 1}, left, right),
		closer(v, s), b.settle, b.bookThat)
	b.start = b.letters
	return b
}

func (b *inbox) update(s state.Shown) {
	i := s.Inbox
	b.letters.SetRows(rows(i.Letters))
	b.letters.Choose(i.Chosen)
	b.about.SetText(i.About)
	b.words.Set(i.Say, i.Next, kit.Tone(i.Tone))
	b.none.SetText(i.NoOther)
	kit.Show(b.none, i.NoOther != "")
	b.others.SetRows(rows(i.Alternatives))
	kit.Show(b.alternatives, len(i.Alternatives) > 0)
	kit.Show(b.bookThat, len(i.Alternatives) > 0)
	b.bookThat.SetWords(i.Verb)
	b.settle.SetEnabled(i.CanSettle)
	b.say(s.Notice)
}
