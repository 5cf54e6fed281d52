package board

import (
	"time"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Facts is how many lines say when and where an activity is, and whether to sign up.
const Facts = 3

// Item is a piece of news, or an activity, in words. The zero value is none.
type Item struct {
	Head, Title, Text string
	Facts             [Facts]string
}

// Line is an item on one line: with its day and place, and without for where that is too long.
type Line struct{ Long, Short string }

// Dwell is how long an item stays while it is closed, when there are more. While it is open it stays a minute: who waits looks
// for numbers, and what changes draws the eye.
const Dwell = 20 * time.Second

// untilNext is how long until something on the screen is another by the clock alone.
func (b *Board) untilNext(now time.Time) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	turn := time.Minute
	if b.shown.News != (Item{}) && len(b.view.Bulletin) > 1 {
		turn = Dwell
	}
	return now.Truncate(turn).Add(turn).Sub(now)
}

// news shows what headquarters has to say: when it is closed in full, else quietly. Items take turns by the clock.
func (b *Board) news(s *Shown, now time.Time) {
	w, items := b.cfg.Words.Display, b.view.Bulletin
	if len(items) == 0 {
		return
	}
	turn := time.Minute
	if s.Closed {
		turn = Dwell
	}
	item := b.item(items[int(now.Unix()/int64(turn/time.Second))%len(items)], office.DateOf(now))
	if s.Closed {
		s.News = item
		return
	}
	short := text.Fill(w.Line, "what", item.Head, "title", item.Title)
	s.Line = Line{short, short}
	for _, fact := range item.Facts[:2] { // when and where
		if fact != "" {
			s.Line.Long += " · " + fact
		}
	}
}

// item is an item in words.
func (b *Board) item(i *contract.BulletinItem, today office.Date) Item {
	w := b.cfg.Words.Display
	said := new(contract.BulletinText)
	for _, t := range i.Texts {
		if t.Language == b.cfg.Words.Tag || t.Language == "nl" && said.Language == "" { // what it does not have stands in Dutch
			said = t
		}
	}
	out := Item{Head: w.News, Title: said.Title, Text: said.Text}
	if i.Date == 0 {
		return out
	}
	out.Head = w.Activity
	out.Facts = [Facts]string{text.Fill(w.ActivityAt, "day", b.day(office.Date(i.Date), today), "hours", b.span(i.From, i.To)), i.Place, w.NoSignUp}
	if i.SignUp {
		out.Facts[2] = w.SignUp
	}
	return out
}
