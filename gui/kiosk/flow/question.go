package flow

import (
	"strings"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/told"
)

// mostPersons is how many one number stands for at the kiosk; a larger family asks for help.
const mostPersons = 6

// question is what each page asks or tells, with all its choices.
func (f *Flow) question(s *Shown) {
	v, w := &f.visit, f.words()
	switch v.page {
	case Idle:
		f.idle(s)
	case Welcome:
		s.Title = w.What
		for _, g := range f.goals() {
			s.Choices = append(s.Choices, f.goalChoice(g))
		}
	case Product:
		s.Title = [...]string{toTicket: w.ProductTitle, toBook: w.ProductBook, toFind: w.ProductWhere}[v.goal]
		for _, p := range f.offered() {
			s.Choices = append(s.Choices, Choice{Words: w.Product(p.Id, p.Name), Hint: f.had(p)})
		}
	case Persons:
		s.Title = w.PersonsTitle
		for n := range mostPersons {
			s.Choices = append(s.Choices, Choice{Words: w.Person.Count(n + 1)})
		}
	case Language:
		s.Title = w.LanguageTitle
		for _, k := range f.others() {
			s.Choices = append(s.Choices, Choice{Words: k.Name, Hint: k.Marked})
		}
	case Settings:
		s.Title = w.SettingsTitle
		s.Choices = []Choice{{Words: either(v.looks.Large, w.Normal, w.Larger)}, {Words: either(v.looks.Contrast, w.Colours, w.Contrast)}, {Words: either(v.looks.Dark, w.Colours, w.Dark)},
			{Words: either(v.looks.Low, w.High, w.Low)}}
		if f.cfg.Say != nil {
			s.Choices = append(s.Choices, Choice{Words: either(v.spoken, w.Silent, w.Spoken)}, Choice{Words: either(v.loud, w.Softer, w.Louder)})
		}
	case Certificate:
		s.Title = w.CertificateTitle
		for _, k := range v.kinds {
			s.Choices = append(s.Choices, f.offer(w.Deed(k.Code, k.Name), "", "certificate"))
		}
		if f.view.GetLetters() {
			s.Choices = append(s.Choices, f.offer(w.FetchPaper, "", "collect"))
		}
	case Fetch:
		s.Title = w.FetchTitle
		s.Choices = []Choice{f.offer(w.FetchDocument, "", "ticket"), {Words: w.FetchPaper}}
	case Letter:
		f.letterQuestion(s)
	case LetterCheck:
		f.letterCheck(s)
	case LetterAsked, LetterRefused:
		f.letterTold(s)
	case Age:
		f.ageQuestion(s)
	case HelpComing:
		s.Title, s.Text, s.Tone = w.HelpComing, []string{w.HelpNext}, Good
	case Failed:
		s.Title, s.Text, s.Tone = v.say, []string{v.sayNext}, Warn
	default:
		f.typing(s)
		f.places(s)
		f.told(s)
	}
}

// goalChoice is the first question's choice of a goal.
func (f *Flow) goalChoice(g goal) (c Choice) {
	w := f.words()
	switch g {
	case toCheckIn:
		c = f.offer(w.HasAppointment, "", "check-in")
	case toTicket:
		c = f.offer(w.NoAppointment, w.NoAppointmentHint, "ticket")
	case toBook:
		c = f.offer(w.Book, "", "book")
	case toCertificate:
		c = f.offer(w.Papers, "", "certificate")
		if collect, _ := f.can("collect"); c.Off && collect && f.view.GetLetters() { // what waits can be had all the same
			c = Choice{Words: w.Papers}
		}
	case toFetch:
		c = f.offer(w.Fetch, "", "collect")
	case toLetter:
		c = f.offer(w.LetterTile, "", "pin-letter")
	case toFind:
		c = f.offer(w.Where, "", "where")
	}
	c.Sign = map[goal]Sign{toCheckIn: Arrive, toTicket: Queue, toBook: Calendar, toCertificate: Document, toFetch: Collect, toLetter: Envelope, toFind: Map}[g]
	return c
}

// others are the languages that can be chosen: all but the present one, so that they are on one page.
func (f *Flow) others() (out []*text.Kiosk) {
	for _, k := range f.cfg.Languages {
		if k != f.words() {
			out = append(out, k)
		}
	}
	return out
}

func either(on bool, yes, no string) string {
	if on {
		return yes
	}
	return no
}

// had says to who has no appointment how a product is had here now.
func (f *Flow) had(p *contract.ProductRow) string {
	w := f.words()
	switch {
	case f.visit.goal != toTicket:
		return ""
	case !p.Offered:
		return w.NotHere
	case p.WalkIn:
		return w.Walk
	}
	return w.ByAppointment
}

// typing are the pages on which something is typed.
func (f *Flow) typing(s *Shown) {
	v, w := &f.visit, f.words()
	e := &Entry{Text: string(v.entry), Wrong: v.wrong, Space: w.Space, Erase: w.Erase, Names: v.page == Name, Language: w.Tag}
	s.Next, s.Can = w.Next, len(v.entry) > 0
	switch v.page {
	case Code:
		s.Title, s.Text, e.Keys, e.Hint = w.CodeTitle, []string{w.CodeScan}, CodeKeys, w.CodeHint
		if c := f.card(); c != nil {
			if ok, _ := f.can("card"); ok {
				s.Text = append(s.Text, w.CodeCard)
			}
			s.Text = append(s.Text, f.cardSays(c)...)
		}
	case Name:
		s.Title, e.Keys, e.Hint = w.NameTitle, Letters, w.NameHint
	case Reach:
		s.Title, e.Keys, e.Hint, s.Can = w.ReachTitle, MailKeys, w.ReachHint, true
		if len(v.entry) == 0 {
			s.Next = w.ReachSkip
		}
	case PIN:
		s.Title, e.Keys, e.Hint = w.PINTitle, Digits, w.PINHint
		e.Text = strings.Repeat("•", len(v.entry))
	case Born:
		s.Title, e.Keys, e.Hint, e.Text = w.BornTitle, Digits, w.BornHint, bornText(v.entry)
		s.Can = len(v.entry) == bornDigits
	case Pickup:
		s.Title, e.Keys, e.Hint = w.PickupTitle, CodeKeys, w.PickupHint
	default:
		s.Next, s.Can = "", false
		return
	}
	s.Entry = e
}

// cardSays is what is the matter with a card.
func (f *Flow) cardSays(c *contract.CardRow) []string {
	switch c.Stage {
	case contract.CardStage_CARD_STAGE_READING:
		return []string{f.words().CardReading}
	case contract.CardStage_CARD_STAGE_REFUSED:
		return []string{f.words().CardRefused, f.words().RefusedNone} // what the daemon says of it is for clerks
	}
	return nil
}

// places are the pages that offer places, and what leads to one.
func (f *Flow) places(s *Shown) {
	v, w := &f.visit, f.words()
	switch v.page {
	case Refused:
		s.Title, s.Tone = w.RefusedTitle, Warn
		if say := f.says(told.Read(v.ticket.Told), ""); say != "" {
			s.Text = append(s.Text, say)
		} else {
			s.Text = append(s.Text, v.ticket.Refused)
			if v.ticket.Instead != "" {
				s.Text = append(s.Text, v.ticket.Instead)
			}
		}
		s.Text = append(s.Text, either(len(v.places) > 0, w.RefusedPlaces, w.RefusedNone))
	case Places:
		s.Title = w.PlacesTitle
		if len(v.places) == 0 {
			s.Title, s.Tone = w.PlacesNone, Warn
		}
	case Where:
		s.Title = w.WhereTitle
		if len(v.offers) == 0 {
			s.Title, s.Tone = w.WhereNone, Warn
		}
		for _, o := range v.offers {
			c := Choice{Words: o.Site.Name, Hint: f.openSay(o.Site)}
			if o.First != nil {
				c.Hint = w.ByAppointment + ": " + f.when(o.First)
			}
			s.Choices = append(s.Choices, c)
		}
		return
	case Check:
		s.Title, s.Next, s.Can = w.CheckTitle, w.CheckYes, true
		s.Text = append(s.Text, f.placeWords(v.place)...)
		s.Text = append(s.Text, text.Fill(w.CheckWho, "name", v.name))
		if v.reach != "" {
			s.Text = append(s.Text, v.reach)
		}
		return
	default:
		return
	}
	for _, p := range v.places {
		c := Choice{Words: f.when(p), Hint: p.SiteName}
		if p.Pending {
			c.Hint += " · " + w.Asked
		}
		s.Choices = append(s.Choices, c)
	}
}

func (f *Flow) placeWords(p *contract.FoundPlace) []string {
	out := []string{f.when(p), p.SiteName}
	if f.visit.product != nil {
		out = append([]string{f.words().Product(f.visit.product.Id, f.visit.product.Name)}, out...)
	}
	return out
}

// told are the pages at the end of something.
func (f *Flow) told(s *Shown) {
	v, w := &f.visit, f.words()
	switch v.page {
	case Ticket:
		t := v.ticket
		s.Title, s.Big, s.Tone = w.TicketTitle, t.Ticket, Good
		s.Text = []string{w.TicketWait, either(t.Ahead == 0, w.First, w.Ahead.Count(int(t.Ahead)))}
		switch {
		case t.ExpectTo > 0 && t.ExpectFrom == 0:
			s.Text = append(s.Text, text.Fill(w.Under, "to", t.ExpectTo))
		case t.ExpectTo > 0:
			s.Text = append(s.Text, text.Fill(w.Expect, "from", t.ExpectFrom, "to", t.ExpectTo))
		}
		s.Text = append(s.Text, map[contract.KioskTicket_PrintOutcome]string{contract.KioskTicket_ON_ITS_WAY: w.TicketPaper,
			contract.KioskTicket_NO_PRINTER: w.TicketNoPaper, contract.KioskTicket_FAILED: w.TicketFail}[t.Paper])
	case Booked:
		b := v.booked
		s.Title, s.Tone = w.BookedTitle, Good
		s.Text = append(f.placeWords(v.place), w.BookedCode)
		s.Big = b.Code
		if b.Pending {
			s.Title, s.Tone, s.Text = w.BookedAsked, Warn, s.Text[:len(s.Text)-1]
			s.Big = ""
		}
		s.Text = append(s.Text, b.Warnings...)
	case Card:
		s.Title, s.Text = w.CardTitle, []string{w.CardHow}
		if c := f.card(); c != nil {
			s.Text = append(s.Text, f.cardSays(c)...)
		}
	case Paper:
		f.paper(s)
	}
}

// paper is how a certificate stands.
func (f *Flow) paper(s *Shown) {
	w, c := f.words(), f.visit.certificate
	row := c.GetCertificate()
	switch row.GetStage() {
	case contract.CertificateStage_CERTIFICATE_STAGE_REFUSED, contract.CertificateStage_CERTIFICATE_STAGE_ENDED:
		s.Title, s.Tone, s.Text = w.PaperRefused, Warn, []string{f.says(told.Read(c.GetTold()), row.GetSay())}
		return
	case contract.CertificateStage_CERTIFICATE_STAGE_ASKED:
		s.Title, s.Tone, s.Big, s.Text = w.Deed(row.GetKind(), row.GetName()), Warn, row.GetPickup(), []string{w.PaperWaits}
		return
	}
	s.Title, s.Tone, s.Text = w.PaperPrinted, Good, []string{w.PaperKeep}
	if row.GetPickup() != "" { // the daemon gives a code for as long as no paper came out, whatever the printer says of itself
		s.Title, s.Tone, s.Big, s.Text = w.Deed(row.GetKind(), row.GetName()), Warn, row.GetPickup(), []string{w.PaperFailed}
	}
}
