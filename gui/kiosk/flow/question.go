package flow

import (
	"strings"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
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
		s.Choices = []Choice{f.offer(w.HasAppointment, "", "check-in"), f.offer(w.NoAppointment, w.NoAppointmentHint, "ticket"),
			f.offer(w.Book, "", "book"), f.offer(w.Papers, "", "certificate"), f.offer(w.Fetch, "", "collect"), f.offer(w.Where, "", "where")}
	case Product:
		s.Title = [...]string{toTicket: w.ProductTitle, toBook: w.ProductBook, toFind: w.ProductWhere}[v.goal]
		for _, p := range f.offered() {
			s.Choices = append(s.Choices, Choice{Words: p.Name, Hint: f.had(p)})
		}
	case Persons:
		s.Title = w.PersonsTitle
		for n := range mostPersons {
			s.Choices = append(s.Choices, Choice{Words: w.Person.Count(n + 1)})
		}
	case Language:
		s.Title = w.LanguageTitle
		for _, k := range text.Kiosks() {
			s.Choices = append(s.Choices, Choice{Words: k.Name, Hint: k.Marked})
		}
	case Settings:
		s.Title = w.SettingsTitle
		s.Choices = []Choice{{Words: either(v.looks.Large, w.Normal, w.Larger)}, {Words: either(v.looks.Contrast, w.Colours, w.Contrast)},
			{Words: either(v.looks.Low, w.High, w.Low)}}
		if f.cfg.Say != nil {
			s.Choices = append(s.Choices, Choice{Words: either(v.spoken, w.Silent, w.Spoken)})
		}
	case Certificate:
		s.Title = w.CertificateTitle
		for _, k := range v.kinds {
			s.Choices = append(s.Choices, Choice{Words: k.Name})
		}
	case Fetch:
		s.Title = w.FetchTitle
		s.Choices = []Choice{f.offer(w.FetchDocument, "", "ticket"), {Words: w.FetchPaper}}
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

func either(on bool, yes, no string) string {
	if on {
		return yes
	}
	return no
}

// had says how a product is had here.
func (f *Flow) had(p *contract.ProductRow) string {
	w := f.words()
	switch {
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
	e := &Entry{Text: string(v.entry), Wrong: v.wrong, Space: w.Space, Erase: w.Erase, Names: v.page == Name}
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
		e.Text = strings.Repeat("●", len(v.entry))
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
		return []string{f.words().CardRefused, c.Say}
	}
	return nil
}

// places are the pages that offer places, and what leads to one.
func (f *Flow) places(s *Shown) {
	v, w := &f.visit, f.words()
	switch v.page {
	case Refused:
		s.Title, s.Tone = w.RefusedTitle, Warn
		s.Text = append(s.Text, v.ticket.Refused)
		if v.ticket.Instead != "" {
			s.Text = append(s.Text, v.ticket.Instead)
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
		out = append([]string{f.visit.product.Name}, out...)
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
		s.Title, s.Tone, s.Text = w.PaperRefused, Warn, []string{row.GetSay()}
		return
	case contract.CertificateStage_CERTIFICATE_STAGE_ASKED:
		s.Title, s.Tone, s.Big, s.Text = row.GetName(), Warn, row.GetPickup(), []string{w.PaperWaits}
		return
	}
	s.Title, s.Tone, s.Text = w.PaperPrinted, Good, []string{w.PaperKeep}
	if ok, _ := f.can("paper"); !ok && row.GetPickup() != "" {
		s.Title, s.Tone, s.Big, s.Text = row.GetName(), Warn, row.GetPickup(), []string{w.PaperFailed}
	}
}

// idle is what who passes by sees.
func (f *Flow) idle(s *Shown) {
	w, v := f.words(), f.view
	s.Title = text.Fill(w.Here, "site", v.SiteName)
	now := f.cfg.Now().In(f.cfg.Location)
	i := &Idling{Touch: w.Touch, Clock: now.Format("15:04")}
	for _, h := range v.Hours {
		var spans []string
		for _, one := range h.Spans {
			spans = append(spans, text.Fill(w.Span, "from", office.Minute(one.From), "to", office.Minute(one.To)))
		}
		what := w.Modes[h.Of]
		if what == "" {
			what = h.Name
		}
		switch {
		case len(spans) > 0:
			i.Hours = append(i.Hours, text.Fill(w.Hours, "what", what, "hours", strings.Join(spans, ", ")))
		case h.NextDate != 0:
			i.Hours = append(i.Hours, text.Fill(w.Hours, "what", what, "hours", text.Fill(w.At, "day", f.day(office.Date(h.NextDate)), "time", office.Minute(h.NextFrom))))
		}
	}
	for _, site := range v.Sites {
		if site.Site != v.Site {
			i.Sites = append(i.Sites, [2]string{site.Name, f.openSay(site)})
		}
	}
	for _, n := range v.News {
		i.News = append(i.News, [2]string{n.Title, n.Text})
	}
	for _, c := range v.Closures {
		if c.FromDate == c.ToDate {
			i.Notes = append(i.Notes, text.Fill(w.Closed, "day", f.day(office.Date(c.FromDate)), "why", c.Reason))
			continue
		}
		i.Notes = append(i.Notes, text.Fill(w.ClosedDays, "from", f.day(office.Date(c.FromDate)), "to", f.day(office.Date(c.ToDate)), "why", c.Reason))
	}
	s.Idle = i
}
