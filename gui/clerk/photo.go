package clerk

import (
	"image"

	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// photo is the sheet that takes a photo. By keyboard: Space takes it at once, Enter counts down to it; of what was taken
// Tab and Space go through the consent to keeping it.
type photo struct {
	base
	v              *View
	pages          *kit.Choice
	picture        *kit.Picture
	who, hint      *kit.Text
	trouble        *kit.Notice
	verdict        *kit.Notice
	checks         *said
	consent        *kit.Check
	reason         *kit.Field
	why            *fyne.Container
	judged, live   *fyne.Container
	take, count    *kit.Button
	retake, drop   *kit.Button
	keep           *kit.Button
	takes, taken   *fyne.Container // the pages
	shares         []float32       // of the picture and the words beside it
	rows           *kit.Rows
	steps          *said
	page           state.PhotoPage
	looked, agreed bool // what was shown last: the camera; that the visitor agrees
}

func newPhoto(v *View, s state.Shown) *photo {
	w := s.Words.Photo
	p := &photo{v: v, picture: kit.NewPicture(w.Guide), who: kit.NewProse("", strong), hint: kit.NewProse("", quiet), trouble: kit.NewNotice(),
		verdict: kit.NewNotice(), checks: newSaid(), steps: newSaid(), looked: true}
	p.pages = kit.NewChoice(w.Page, nil, v.state.TurnPhoto)
	p.picture.OnKey = p.key
	p.consent = kit.NewCheck(w.Consent, s.Words.Desk.Done, func(yes bool) {
		v.state.SetConsent(yes)
		p.update(v.state.Shown()) // who types on already presses what comes next
	})
	p.reason = kit.NewField(w.Why, v.typed(v.state.SetPhotoReason))
	p.reason.OnSubmitted = func(string) { v.canvas.Focus(p.consent) }
	p.why = kit.Labelled(w.Why, p.reason)
	p.take = kit.NewButton(w.Take, w.Space, kit.Primary, v.state.Capture)
	p.count = kit.NewButton(w.CountDown, "Enter", kit.Secondary, v.state.CountDown)
	p.retake = kit.NewButton(w.Retake, "", kit.Secondary, v.state.Retake)
	p.drop = kit.NewButton(w.Drop, "", kit.Secondary, v.state.DropPhoto)
	p.keep = kit.NewButton(w.Keep, "", kit.Primary, v.state.KeepPhoto)
	p.live = kit.Column(kit.Space(), nil, p.trouble, p.hint)
	p.judged = kit.Column(kit.Space(), nil, p.verdict, p.checks.box, p.why, p.consent)
	right := kit.Column(kit.Space(), nil, p.who, p.live, p.judged)
	p.shares = []float32{3, 2}
	p.takes = kit.Shares(2*kit.Space(), p.shares, p.picture, right)
	p.makeTaken(s)
	both := kit.Shares(0, []float32{1, 1}, p.takes, p.taken)
	p.make(v, w.Title, fyne.NewSize(1040, 640), kit.Column(kit.Space(), both, p.pages, both), p.drop, p.retake, closer(v, s), p.count, p.take, p.keep)
	p.start = p.picture
	return p
}

// makeTaken makes the page with what happened to the photos that were kept.
func (p *photo) makeTaken(s state.Shown) {
	p.rows = kit.NewRows(kit.RowsStyle{Label: s.Words.Photo.OfVisit, Lead: "00:00", Double: true, Above: true, More: s.Words.Queue.More, Least: 4})
	p.rows.OnChosen = p.v.state.ChoosePhoto
	p.rows.OnKey = sideways(func(by int) { p.v.state.TurnPhoto(int(p.v.state.Shown().Photo.Page) + by) })
	p.taken = kit.Shares(2*kit.Space(), []float32{1, 1}, kit.NewPanel(look.Paper, 0, 0, p.rows), kit.Column(kit.Space(), nil, p.steps.box))
}

// key takes the keys of the camera.
func (p *photo) key(ev *fyne.KeyEvent) bool {
	switch s := p.v.state.Shown().Photo; {
	case !s.Live:
		return false
	case ev.Name == fyne.KeySpace:
		p.v.state.Capture()
	case ev.Name == fyne.KeyReturn, ev.Name == fyne.KeyEnter:
		p.v.state.CountDown()
	default:
		return false
	}
	return true
}

// see shows the newest picture of the camera; nothing else is drawn.
func (p *photo) see() {
	if s := p.v.state.Shown().Photo; s.Live && s.Page == state.TakePage {
		now := p.v.state.Picture()
		p.picture.Set(now.Image, now.Edge, now.Head)
	}
}

// leave lets go of the picture: the toolkit may keep a widget for a while.
func (p *photo) leave() { p.picture.Set(nil, image.Rectangle{}, image.Rectangle{}) }

func (p *photo) update(s state.Shown) {
	g, w := s.Photo, s.Words.Photo
	p.pages.SetOptions(g.Pages)
	p.pages.Set(int(g.Page))
	kit.Show(p.pages, len(g.Pages) > 1 && !g.Judged)
	kit.Show(p.takes, g.Page == state.TakePage)
	kit.Show(p.taken, g.Page == state.TakenPage)
	p.who.SetText(g.Who)
	p.hint.SetText(g.Hint)
	kit.Show(p.hint, g.Hint != "" && g.Trouble.Say == "")
	p.trouble.Set(g.Trouble.Say, g.Trouble.Next, kit.Tone(g.Trouble.Tone))
	p.picture.SetCount(g.Count)
	if g.Judged {
		p.picture.Set(g.Taken, image.Rectangle{}, image.Rectangle{})
	} else {
		p.see()
	}
	p.updateJudged(g)
	p.updateTaken(g)
	kit.Show(p.live, g.Live)
	kit.Show(p.take, g.Live)
	kit.Show(p.count, g.Live)
	p.take.SetEnabled(g.CanTake)
	p.count.SetEnabled(g.CanTake)
	words := w.CountDown
	if g.Count != "" {
		words = w.StopCount
	}
	p.count.SetWords(words)
	p.say(s.Notice)
	p.lead(g)
}

// updateJudged shows what was taken and what was found.
func (p *photo) updateJudged(g state.PhotoShown) {
	p.shares[0], p.shares[1] = 3, 2
	if g.Judged { // the photo is upright, and there is much to say
		p.shares[0], p.shares[1] = 2, 3
	}
	kit.Show(p.judged, g.Judged)
	kit.Show(p.retake, g.Judged)
	kit.Show(p.drop, g.Judged)
	kit.Show(p.keep, g.Judged)
	p.verdict.Set(g.Verdict.Say, g.Verdict.Next, kit.Tone(g.Verdict.Tone))
	p.checks.set(g.Checks)
	p.reason.Put(g.Reason)
	kit.Show(p.why, g.NeedReason && g.Taken != nil)
	p.consent.Set(p.v.state.Shown().Words.Photo.Consent, g.Consent)
	kit.Show(p.consent, g.Taken != nil)
	p.keep.SetEnabled(g.CanKeep)
}

// updateTaken shows what happened to the photos that were kept.
func (p *photo) updateTaken(g state.PhotoShown) {
	if g.Page != state.TakenPage {
		return
	}
	p.rows.SetEmpty(g.Empty)
	p.rows.SetRows(rows(g.Rows))
	p.rows.Choose(g.Chosen)
	p.steps.set(g.Steps)
}

// lead gives the keyboard to what comes next when the page, or what is on it, is another.
func (p *photo) lead(g state.PhotoShown) {
	var to fyne.Focusable
	switch {
	case p.page != g.Page && g.Page == state.TakenPage:
		to = p.rows
	case p.page != g.Page:
		to = p.picture
	case p.looked && g.Judged && g.Taken == nil:
		to = p.retake
	case p.looked && g.Judged && g.NeedReason:
		to = p.reason
	case p.looked && g.Judged:
		to = p.consent
	case !p.looked && g.Live:
		to = p.picture
	case g.Judged && g.Consent && !p.agreed:
		to = p.keep
	}
	turning := p.v.canvas.Focused() == fyne.Focusable(p.pages) // who turns the pages goes on turning them
	if to != nil && (!turning || p.page == g.Page) {
		p.v.canvas.Focus(to)
	}
	p.page, p.looked, p.agreed = g.Page, g.Live, g.Consent
}
