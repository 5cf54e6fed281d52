package flow

import (
	"strings"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// idle is what who passes by sees.
func (f *Flow) idle(s *Shown) {
	w, v := f.words(), f.view
	s.Title = text.Fill(w.Here, "site", v.SiteName)
	i := &Idling{Touch: w.Touch, HoursHead: w.OpenHours, SitesHead: w.OtherSites}
	for _, h := range v.Hours {
		if when := f.hours(h); when != "" {
			what := w.Modes[h.Of]
			if what == "" {
				what = h.Name // of a newer daemon
			}
			i.Hours = append(i.Hours, Opening{Name: what, When: when, Open: len(h.Spans) > 0})
		}
	}
	turn := f.whoseTurn(f.cfg.Now())
	for _, site := range turn.sites {
		i.Sites = append(i.Sites, Opening{Name: site.Name, When: f.openSay(site), Open: site.Open})
	}
	if turn.item != nil {
		i.Item = f.item(turn)
	}
	for _, c := range v.Closures {
		i.Notes = append(i.Notes, f.closure(c))
	}
	s.Idle = i
}

// hours are those of today in one way, or when it opens next; empty: nobody knows.
func (f *Flow) hours(h *contract.HallHours) string {
	w := f.words()
	var spans []string
	for _, one := range h.Spans {
		spans = append(spans, text.Fill(w.Span, "from", office.Minute(one.From), "to", office.Minute(one.To)))
	}
	if len(spans) == 0 && h.NextDate != 0 {
		return text.Fill(w.At, "day", f.day(office.Date(h.NextDate)), "time", office.Minute(h.NextFrom))
	}
	return strings.Join(spans, ", ")
}

func (f *Flow) closure(c *contract.HallClosure) string {
	w, from, to := f.words(), f.day(office.Date(c.FromDate)), f.day(office.Date(c.ToDate))
	if c.FromDate == c.ToDate {
		return text.Fill(w.Closed, "day", from, "why", c.Reason)
	}
	return text.Fill(w.ClosedDays, "from", from, "to", to, "why", c.Reason)
}
