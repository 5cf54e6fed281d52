package flow

import (
	"context"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/told"
)

// letterProduct is what a clerk does for who needs a new PIN or PUK.
const letterProduct = "pinpuk-aanvraag"

// way is how somebody goes on to a letter.
type way uint8

const (
	byCard way = iota
	byName
	byClerk
)

// ways are those that are open now. A name is asked only where no card can say it, and not where the rules want to see one.
func (f *Flow) ways() (out []way) {
	_, reader := f.reader()
	switch {
	case reader:
		out = append(out, byCard)
	case !f.view.LetterCardOnly:
		out = append(out, byName)
	}
	if ok, _ := f.can("ticket"); ok {
		out = append(out, byClerk)
	}
	return out
}

// reader is what lies in the kiosk's reader, if there is one that works.
func (f *Flow) reader() (*contract.CardRow, bool) {
	c := f.card()
	ok, _ := f.can("card")
	return c, c != nil && ok
}

// letterQuestion is the question how somebody wants to say who they are.
func (f *Flow) letterQuestion(s *Shown) {
	w := f.words()
	s.Title, s.Text = w.LetterTitle, []string{w.LetterWhat, f.letterWhere()}
	for _, one := range f.ways() {
		s.Choices = append(s.Choices, map[way]Choice{byCard: {Words: w.LetterCard}, byName: {Words: w.LetterName, Hint: w.LetterNameHint},
			byClerk: {Words: w.LetterClerk, Hint: w.NoAppointmentHint}}[one])
	}
	if len(s.Choices) == 0 {
		s.Text = append(s.Text, w.RefusedNone)
	}
}

// letterWhere is where a letter comes.
func (f *Flow) letterWhere() string {
	if f.view.LetterHome {
		return f.words().LetterHome
	}
	return f.words().LetterDesk
}

func (f *Flow) chooseWay(n int) {
	all := f.ways()
	if n >= len(all) { // what is plugged in changed meanwhile
		return
	}
	switch all[n] {
	case byCard:
		f.open(Card)
		if c, _ := f.reader(); c.GetStage() == contract.CardStage_CARD_STAGE_READ {
			f.withCard(c)
		}
	case byName:
		f.open(Name)
	case byClerk:
		f.toClerk()
	}
}

// toClerk gives a number for a clerk, who sees who it is.
func (f *Flow) toClerk() {
	v := &f.visit
	v.goal, v.product, v.persons = toTicket, &contract.ProductRow{Id: letterProduct, Name: f.words().LetterTitle}, 1
	f.issue()
}

// bornDigits is how many a date of birth has: day, month, year.
const bornDigits = 8

// bornText is a date of birth as far as it is typed: "07-03-19".
func bornText(typed []rune) string {
	var b strings.Builder
	for i, r := range typed {
		if i == 2 || i == 4 {
			b.WriteByte('-')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// bornOf reads a date of birth; ok is false for what is none.
func bornOf(typed string, today office.Date) (office.Date, bool) {
	at, err := time.Parse("02012006", typed)
	d := office.DateOf(at)
	return d, err == nil && d <= today && d >= office.NewDate(1890, time.January, 1)
}

// withBorn goes on with a date of birth.
func (f *Flow) withBorn(typed string) {
	v := &f.visit
	born, ok := bornOf(typed, office.DateOf(f.cfg.Now().In(f.cfg.Location)))
	if !ok {
		v.wrong = f.words().BornWrong
		return
	}
	v.born = born
	f.open(LetterCheck)
}

// letterCheck shows for whom a letter is asked.
func (f *Flow) letterCheck(s *Shown) {
	v, w := &f.visit, f.words()
	s.Title, s.Next, s.Can = w.CheckTitle, w.LetterYes, true
	s.Text = []string{w.LetterTitle, text.Fill(w.CheckWho, "name", v.name)}
	if v.insertion == 0 {
		t := v.born.UTC()
		s.Text = append(s.Text, text.Fill(w.Born, "day", t.Day(), "month", w.Months[t.Month()-1], "year", t.Year()))
	}
	s.Text = append(s.Text, f.letterWhere())
}

func (f *Flow) askLetter() {
	act, ok := f.wish()
	if !ok {
		return
	}
	v := &f.visit
	q := &contract.KioskLetterRequest{Act: act, Card: v.insertion}
	if v.insertion == 0 {
		q.Name, q.Born = v.name, int32(v.born)
	}
	f.do(f.words().Wait, func(ctx context.Context) (func(), error) {
		l, err := f.cfg.Counter.AskLetter(ctx, q)
		q.Name, q.Born = "", 0
		return func() {
			f.visit.letter = l
			if l.Stage == contract.LetterStage_LETTER_STAGE_REFUSED {
				f.open(LetterRefused)
				return
			}
			f.open(LetterAsked)
		}, err
	})
}

// letterTold is what became of it: the promise, or why not and who can help.
func (f *Flow) letterTold(s *Shown) {
	v, w := &f.visit, f.words()
	s.Title, s.Tone, s.Text = w.LetterDone, Good, []string{f.says(told.Read(v.letter.GetTold()), v.letter.GetSay())}
	if v.page == LetterRefused {
		s.Title, s.Tone = w.RefusedTitle, Warn
		if v.letter.GetClerk() {
			s.Choices = []Choice{f.offer(w.LetterClerk, w.NoAppointmentHint, "ticket")}
		}
		return
	}
	if !f.view.Online {
		s.Tone = Warn
	}
	if v.insertion != 0 {
		s.Text = append(s.Text, w.LetterTakeCard)
	}
}
