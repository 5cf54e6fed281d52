package clerk

import (
	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// base is what all sheets have: the panel, a notice of their own, and where the keyboard starts.
type base struct {
	sheet  *kit.Sheet
	start  fyne.Focusable
	notice *kit.Notice
}

func (b *base) panel() *kit.Sheet     { return b.sheet }
func (b *base) first() fyne.Focusable { return b.start }

func (b *base) say(n state.Notice) { b.notice.Set(n.Say, n.Next, kit.Tone(n.Tone)) }

// make puts the parts together: content, the notice, and the buttons at the bottom right.
func (b *base) make(v *View, title string, want fyne.Size, content fyne.CanvasObject, buttons ...fyne.CanvasObject) {
	b.notice = kit.NewNotice()
	body := kit.Column(kit.Space(), content, content, b.notice, kit.FlowRight(kit.Gap(), buttons...))
	b.sheet = kit.NewSheet(v.canvas, title, want, body)
}

// closer is the button that closes a sheet.
func closer(v *View, s state.Shown) *kit.Button {
	return kit.NewButton(s.Words.Acts.Close, "Esc", kit.Secondary, v.state.Dismiss)
}

// signIn is the sheet to sign in: who, and the PIN.
type signIn struct {
	base
	staff  *kit.Rows
	pin    *kit.Pin
	remark *kit.Text
	whose  *kit.Text // above the PIN
}

func newSignIn(v *View, s state.Shown) *signIn {
	w := s.Words
	p := &signIn{pin: kit.NewPin(w.SignIn.PIN, v.state.SignIn), remark: kit.NewProse("", kit.Style{Size: look.Small, Role: look.Quiet})}
	p.staff = kit.NewRows(kit.RowsStyle{Label: w.SignIn.Who, Empty: w.SignIn.Empty, More: w.Queue.More, Least: 5}) // four, and a card
	p.staff.OnChosen = v.state.ChoosePerson
	p.staff.OnRune = func(c rune) { // who types a PIN at once means the field
		v.canvas.Focus(p.pin)
		p.pin.TypedRune(c)
	}
	p.staff.OnPressed = func(id string) {
		v.state.ChoosePerson(id)
		v.canvas.Focus(p.pin)
	}
	p.whose = kit.NewText(w.SignIn.PIN, kit.Style{Size: look.Small, Role: look.Quiet})
	right := kit.Column(kit.Gap(), nil, kit.Column(6, nil, p.whose, p.pin), p.pin.Pad(w.Acts.Erase, w.Acts.Enter), p.remark)
	left := kit.Labelled(w.SignIn.Who, kit.NewPanel(look.Paper, 0, 0, p.staff))
	p.make(v, w.SignIn.Title, fyne.NewSize(640, 420), kit.Shares(2*kit.Space(), []float32{1, 1}, left, right))
	p.start = p.staff
	return p
}

func (p *signIn) update(s state.Shown) {
	p.staff.SetRows(rows(s.SignIn.Staff))
	p.staff.Choose(s.SignIn.Who)
	p.remark.SetText(s.SignIn.Remark)
	p.whose.SetText(s.SignIn.PIN)
	p.pin.SetLabel(s.SignIn.PIN)
	p.say(s.Notice)
}

// keysSheet lists the keys, in two columns.
type keysSheet struct {
	base
	left, right *kit.Rows
	bind        *kit.Button
}

func newKeys(v *View, s state.Shown) *keysSheet {
	list := func() *kit.Rows {
		return kit.NewRows(kit.RowsStyle{Label: s.Words.Acts.Help, Lead: "Ctrl+F1", Least: 8, More: s.Words.Queue.More})
	}
	k := &keysSheet{left: list(), right: list(), bind: kit.NewButton(s.Words.Card.Bind, "", kit.Secondary, v.state.BindCard)}
	k.make(v, s.Words.Acts.Help, fyne.NewSize(720, 680), kit.Shares(kit.Space(), []float32{1, 1},
		kit.NewPanel(look.Paper, 0, 0, k.left), kit.NewPanel(look.Paper, 0, 0, k.right)), k.bind, closer(v, s))
	k.start = k.left
	return k
}

func (k *keysSheet) update(s state.Shown) {
	half := (len(s.Keys) + 1) / 2
	k.left.SetRows(rows(s.Keys[:half]))
	k.right.SetRows(rows(s.Keys[half:]))
	kit.Show(k.bind, s.Bind != "")
	k.say(s.Notice)
}
