package state

import (
	"context"
	"fmt"
	"image"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// PhotoPage is a page of the photo's sheet.
type PhotoPage uint8

// The pages.
const (
	TakePage  PhotoPage = iota // the camera, and what was taken
	TakenPage                  // the photos of the visit that were kept
)

// photoing is the sheet that takes a photo. It is forgotten with the sheet, see tidyPhoto.
type photoing struct {
	visit   office.VisitID // zero: nobody of the queue
	who     string
	page    PhotoPage
	sees    bool   // the camera gives pictures
	trouble string // why it gives none
	left    int    // seconds until the photo is taken; 0: nobody counts
	shot    *Shot
	consent bool
	reason  string
	kept    []Photo
	chosen  string // of them
}

// PhotoShown is that sheet in words. The pictures of the camera are not in it, see [Clerk.Picture].
type PhotoShown struct {
	Page  PhotoPage
	Pages []string // their names; one: there is no visit whose photos could be shown
	Who   string
	Hint  string

	Live    bool   // the camera is looked through
	Trouble Notice // why there is no picture
	Count   string // seconds until the photo is taken; empty: nobody counts
	CanTake bool

	Judged     bool // a photo was taken: the rest is about it
	Taken      image.Image
	Verdict    Notice
	Checks     []Mark
	Consent    bool
	NeedReason bool
	Reason     string
	CanKeep    bool

	Rows   []Row // photos that were kept
	Chosen string
	Steps  []Mark // what happened to the chosen one
	Empty  string
}

// openPhoto opens the sheet for the visitor at this desk, or for nobody of the queue.
func (c *Clerk) openPhoto() {
	c.change(func() {
		v, here := c.visit()
		p := photoing{who: c.cfg.Words.Photo.Nobody}
		if here {
			p.visit, p.who = v.ID, joined(v.Ticket, v.Name)
		}
		c.photo = p
		c.openLocked(PhotoSheet)
		c.loadPhotos()
	})
}

// loadPhotos asks what happened to the photos of the visit. It wants the lock held.
func (c *Clerk) loadPhotos() {
	visit := c.photo.visit
	if visit == (office.VisitID{}) {
		return
	}
	var got []Photo
	c.look(job{
		run: func(ctx context.Context) (r Receipt, err error) {
			got, err = c.cfg.Counter.Photos(ctx, visit)
			return r, err
		},
		then: func(Receipt) {
			if c.sheet == PhotoSheet && c.photo.visit == visit {
				c.photo.kept = got
			}
		},
	})
}

// TurnPhoto turns to another page. A photo that waits to be kept does not let go: it would be lost unseen.
func (c *Clerk) TurnPhoto(page int) {
	c.change(func() {
		if page >= int(TakePage) && page <= int(TakenPage) && c.photo.shot == nil && c.photo.visit != (office.VisitID{}) {
			c.photo.page, c.notice = PhotoPage(page), Notice{}
		}
	})
}

// ChoosePhoto says of which photo it is shown what happened to it.
func (c *Clerk) ChoosePhoto(id string) { c.change(func() { c.photo.chosen = id }) }

// Capture takes a photo at once.
func (c *Clerk) Capture() {
	c.mu.Lock()
	can, visit := c.looks() && c.photo.sees, c.photo.visit
	c.mu.Unlock()
	if !can {
		return
	}
	var shot Shot
	c.do(job{
		run: func(ctx context.Context) (r Receipt, err error) {
			shot, err = c.cfg.Counter.Capture(ctx, visit)
			return r, err
		},
		then: func(Receipt) {
			if c.looks() && c.photo.visit == visit {
				c.photo.shot, c.photo.consent, c.photo.reason = &shot, false, ""
				return
			}
			c.drops = append(c.drops, shot.ID) // whoever asked for it has left
		},
		fail: func(err error) {
			if c.sheet == PhotoSheet {
				c.say(fault.Sentence(err), "", Warn) // a camera is not there for a moment: nothing was lost
			}
		},
	})
	c.change(func() { c.photo.left = 0 })
}

// Retake drops what was taken and looks through the camera again.
func (c *Clerk) Retake() {
	c.change(func() {
		if c.dropShot() {
			c.notice = Notice{}
		}
	})
}

// DropPhoto drops what was taken and closes the sheet.
func (c *Clerk) DropPhoto() {
	c.change(func() {
		if c.dropShot() {
			c.sheet = NoSheet
			c.say(c.cfg.Words.Photo.Dropped, "", Plain)
		}
	})
}

// dropShot forgets what was taken, here and at the counter, and reports whether there was any.
func (c *Clerk) dropShot() bool {
	if c.sheet != PhotoSheet || c.photo.shot == nil || c.busy {
		return false
	}
	c.drops = append(c.drops, c.photo.shot.ID)
	c.photo.shot, c.photo.consent, c.photo.reason = nil, false, ""
	return true
}

// SetConsent notes whether the visitor agrees to the photo and what it is kept for.
func (c *Clerk) SetConsent(yes bool) { c.change(func() { c.photo.consent = yes }) }

// SetPhotoReason takes why a photo is kept in spite of a check, or without a visit.
func (c *Clerk) SetPhotoReason(why string) { c.change(func() { c.photo.reason = why }) }

// needsReason reports whether what was taken is only kept with a reason.
func (p *photoing) needsReason() bool {
	return p.shot != nil && (!p.shot.Good || p.visit == (office.VisitID{}))
}

// KeepPhoto keeps what was taken. What is missing is said, one thing at a time.
func (c *Clerk) KeepPhoto() {
	c.mu.Lock()
	p, w := c.photo, c.cfg.Words.Photo
	c.mu.Unlock()
	reason := strings.TrimSpace(p.reason)
	switch {
	case p.shot == nil || p.shot.Preview == nil:
		return
	case p.needsReason() && reason == "":
		c.change(func() { c.say(w.NeedReason, "", Warn) })
		return
	case !p.consent:
		c.change(func() { c.say(w.NeedConsent, w.NeedConsentNext, Warn) })
		return
	}
	if !p.needsReason() {
		reason = ""
	}
	c.do(job{
		run: func(ctx context.Context) (Receipt, error) {
			return c.cfg.Counter.KeepPhoto(ctx, p.shot.ID, p.consent, reason)
		},
		then: func(Receipt) {
			if c.photo.shot != nil && c.photo.shot.ID == p.shot.ID {
				c.photo.shot = nil // kept: nothing is to be dropped
			}
			c.sheet = NoSheet
			c.say(w.Kept, w.KeptNext, Good)
		},
	})
}

func (c *Clerk) showPhoto() PhotoShown {
	w, p := c.cfg.Words.Photo, &c.photo
	s := PhotoShown{Page: p.page, Pages: []string{w.New}, Who: text.Fill(w.For, "who", p.who), Consent: p.consent, Reason: p.reason}
	if p.visit != (office.VisitID{}) {
		s.Pages = append(s.Pages, joined(w.OfVisit, countOf(len(p.kept))))
	} else {
		s.Who = p.who
	}
	switch {
	case p.page == TakenPage:
		c.showKept(&s)
	case p.shot != nil:
		c.showShot(&s)
	default:
		s.Live, s.CanTake, s.Hint = true, p.sees && !c.busy, w.Hint
		if p.left > 0 {
			s.Count = number(p.left)
		}
		if c.busy {
			s.Hint = w.Judging
		}
		switch {
		case p.trouble != "":
			s.Trouble = Notice{Say: p.trouble, Next: w.Retry, Tone: Warn}
		case !p.sees:
			s.Trouble = Notice{Say: w.Opening, Tone: Plain}
		}
	}
	return s
}

// countOf is a number behind a page's name; none is not said.
func countOf(n int) string {
	if n == 0 {
		return ""
	}
	return number(n)
}

// showShot is what was taken, with what was found.
func (c *Clerk) showShot(s *PhotoShown) {
	w, p := c.cfg.Words.Photo, &c.photo
	s.Judged, s.Taken, s.NeedReason, s.CanKeep = true, p.shot.Preview, p.needsReason(), p.shot.Preview != nil && !c.busy
	failed, good := 0, []string(nil)
	for _, check := range p.shot.Checks {
		if check.Good {
			good = append(good, c.checkName(check.Code))
			continue
		}
		failed++
		s.Checks = append(s.Checks, Mark{Empty, c.checkWords(check), Warn})
	}
	if len(good) > 0 {
		s.Checks = append(s.Checks, Mark{Full, text.Fill(w.Fine, "what", strings.Join(good, ", ")), Good})
	}
	switch {
	case p.shot.Preview == nil:
		s.Verdict = Notice{Say: w.Useless, Next: w.UselessNext, Tone: Warn}
	case p.shot.Good:
		s.Verdict = Notice{Say: w.Good, Tone: Good}
	default:
		s.Verdict = Notice{Say: w.Remarks.Count(failed), Next: w.RemarksNext, Tone: Warn}
	}
}

// checkName is what was looked at; a check that this screen has no word for has its code.
func (c *Clerk) checkName(code string) string {
	if name := c.cfg.Words.Photo.Checks[code]; name != "" {
		return name
	}
	return code
}

var hasFigure = regexp.MustCompile(`\d`)

// checkWords is what was found wrong, with the figure that was found, where the counter's sentence has none.
func (c *Clerk) checkWords(check PhotoCheck) string {
	w := c.cfg.Words.Photo
	unit, measured := w.Units[check.Code]
	if !measured || hasFigure.MatchString(check.Say) {
		return check.Say
	}
	decimals := 0
	if max(check.Value, -check.Value) < 10 {
		decimals = 2
	}
	return check.Say + " " + text.Fill(w.Measured, "value", text.Fill(unit, "value", c.cfg.Words.Decimal(check.Value, decimals)))
}

// showKept is what happened to the photos of the visit, the latest first.
func (c *Clerk) showKept(s *PhotoShown) {
	w := c.cfg.Words.Photo
	s.Empty, s.Chosen = w.NoneKept, c.photo.chosen
	for i, p := range slices.Backward(c.photo.kept) {
		r := Row{ID: fmt.Sprintf("%x", p.ID), Main: text.Fill(w.Nth, "n", i+1), State: w.InOrder, Tone: Good, Shape: Full}
		if p.Failed > 0 {
			r.State, r.Tone, r.Shape = w.Remarks.Count(p.Failed), Warn, Half
		}
		if len(p.Steps) > 0 {
			r.Lead, r.Detail = c.cfg.Words.Clock(p.Steps[0].At.In(c.cfg.Location)), p.Steps[len(p.Steps)-1].Say
		}
		s.Rows = append(s.Rows, r)
	}
	if len(s.Rows) > 0 && !slices.ContainsFunc(s.Rows, func(r Row) bool { return r.ID == s.Chosen }) {
		s.Chosen = s.Rows[0].ID
	}
	for _, p := range c.photo.kept {
		if fmt.Sprintf("%x", p.ID) == s.Chosen {
			s.Steps = c.lifeOf(p)
		}
	}
}

// lifeOf is what happened to one photo, with the reason why it was kept.
func (c *Clerk) lifeOf(p Photo) (out []Mark) {
	now := c.cfg.Now().In(c.cfg.Location)
	for _, step := range p.Steps {
		at := step.At.In(c.cfg.Location)
		when := c.cfg.Words.Clock(at)
		if at.Format(time.DateOnly) != now.Format(time.DateOnly) {
			when = c.cfg.Words.Day(at) + " " + when
		}
		out = append(out, Mark{Full, when + "  " + step.Say, Plain})
	}
	if p.Reason != "" {
		out = append(out, Mark{NoShape, text.Fill(c.cfg.Words.Photo.Because, "reason", p.Reason), Plain})
	}
	return out
}
