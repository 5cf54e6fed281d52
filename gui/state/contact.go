package state

import (
	"context"
	"strings"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Contacts is the part of [Counter] that counts whom this site helped without a visit (A000-16, A001-10).
type Contacts interface {
	// NoteContact counts one. It takes nothing of a person, and so nothing can be told of one.
	NoteContact(ctx context.Context, c Contact) (Receipt, error)
}

// Channel is how somebody was helped without a visit.
type Channel string

// The channels, the one a desk needs most first.
const (
	AtReception Channel = "reception" // a question answered at the reception
	ByPhone     Channel = "phone"
	ByMail      Channel = "mail"
	ByLetter    Channel = "letter"
	ByVideo     Channel = "video"
)

var channels = []Channel{AtReception, ByPhone, ByMail, ByLetter, ByVideo}

// subjects are what people ask at the reception, beside the products.
var subjects = []string{"way", "hours", "appointment", "documents", "cost", "status", "elsewhere", "other"}

// durations are what a contact can be said to have taken, in minutes; 0: it is not said.
var durations = []int{0, 2, 5, 10, 15, 30, 60}

// Contact is one contact without a visit.
type Contact struct {
	Channel Channel
	Subject string // a product, or of the reception one of its subjects
	Minutes int    // 0: not said
}

// ContactCount is how often that was today, and the minutes of all together.
type ContactCount struct {
	Contact
	Count int
}

// noting is the sheet that counts a contact.
type noting struct {
	channel int // of channels: stays for the next contact, which is mostly of the same
	minutes int // of durations
	filter  string
}

// ContactShown is that sheet in words.
type ContactShown struct {
	Channels []string
	Channel  int
	Minutes  []string
	Took     int // of Minutes
	Filter   string
	Subjects []Row // with how often it was today
	Today    string
}

// SetChannel says how somebody was helped, by its place among the channels.
func (c *Clerk) SetChannel(i int) {
	c.change(func() { c.note.channel = max(min(i, len(channels)-1), 0) })
}

// SetTook says how long it took, by its place among the durations.
func (c *Clerk) SetTook(i int) {
	c.change(func() { c.note.minutes = max(min(i, len(durations)-1), 0) })
}

// FilterSubjects narrows what it was about.
func (c *Clerk) FilterSubjects(words string) { c.change(func() { c.note.filter = words }) }

// openContact opens the sheet with the channel of last time.
func (c *Clerk) openContact() {
	c.change(func() {
		c.note.filter, c.note.minutes = "", 0
		c.openLocked(ContactSheet)
	})
}

// NoteContact counts a contact about a subject, by its row.
func (c *Clerk) NoteContact(subject string) {
	if subject == "" {
		return
	}
	c.mu.Lock()
	one := Contact{Channel: channels[c.note.channel], Subject: subject, Minutes: durations[c.note.minutes]}
	c.mu.Unlock()
	c.do(job{
		run: func(ctx context.Context) (Receipt, error) { return c.cfg.Counter.NoteContact(ctx, one) },
		then: func(Receipt) {
			c.sheet = NoSheet
			c.say(text.Fill(c.cfg.Words.Contact.Noted, "channel", c.channelName(one.Channel), "subject", c.subjectName(subject)), "", Good)
		},
	})
}

func (c *Clerk) channelName(ch Channel) string { return c.cfg.Words.Contact.Channels[string(ch)] }

// subjectName is a subject of the reception, or a product.
func (c *Clerk) subjectName(id string) string {
	if s, ok := c.cfg.Words.Contact.Subjects[id]; ok {
		return s
	}
	return c.short(office.ProductID(id))
}

// subjectRows are what it can be about: at the reception its own subjects first.
func (c *Clerk) subjectRows() []Row {
	var rows []Row
	filter := strings.ToLower(strings.TrimSpace(c.note.filter))
	if channels[c.note.channel] == AtReception {
		for _, id := range subjects {
			if say := c.subjectName(id); strings.Contains(strings.ToLower(say), filter) {
				rows = append(rows, Row{ID: id, Main: say})
			}
		}
	}
	rows = append(rows, c.productRows(filter)...)
	for i := range rows {
		for _, n := range c.snap.Contacts {
			if n.Channel == channels[c.note.channel] && n.Subject == rows[i].ID {
				rows[i].State = text.Fill(c.cfg.Words.Contact.Today, "n", n.Count)
			}
		}
	}
	return rows
}

func (c *Clerk) showContact() ContactShown {
	s := ContactShown{Channel: c.note.channel, Took: c.note.minutes, Filter: c.note.filter, Subjects: c.subjectRows()}
	for _, ch := range channels {
		s.Channels = append(s.Channels, c.channelName(ch))
	}
	for _, m := range durations {
		say := c.cfg.Words.Contact.Unsaid
		if m > 0 {
			say = number(m)
		}
		s.Minutes = append(s.Minutes, say)
	}
	if rows := c.contactRows(); len(rows) > 0 {
		s.Today = joined(rows[0].Main, rows[0].Detail)
	}
	return s
}

// contactRows are the contacts of today beside the figures of the visits: each channel with how often, and the minutes of all.
func (c *Clerk) contactRows() []Row {
	w := c.cfg.Words.Contact
	if len(c.snap.Contacts) == 0 {
		return nil
	}
	var parts []string
	total := 0
	for _, ch := range channels {
		n := 0
		for _, one := range c.snap.Contacts {
			if one.Channel == ch {
				n, total = n+one.Count, total+one.Minutes
			}
		}
		if n > 0 {
			parts = append(parts, c.channelName(ch)+" "+number(n))
		}
	}
	row := Row{ID: "contacts", Main: w.Without, Detail: joined(parts...)}
	if total > 0 {
		row.State = text.Fill(w.Minutes, "n", total)
	}
	return []Row{row}
}
