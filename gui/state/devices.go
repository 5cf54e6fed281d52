package state

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/gui/text"
)

// DevicesPage is a page of the devices' sheet.
type DevicesPage uint8

// The pages. Without doors, or without printers, theirs is left out.
const (
	DevicesList DevicesPage = iota
	DoorsList
	PrintsList
)

// tending is the sheet of what is plugged in.
type tending struct {
	page   DevicesPage
	device string // chosen, by its row
	door   string // chosen row of the doors
	words  string // what an alarm was, or why a compartment must be opened
	doors  []Door
	seen   bool // the doors were asked
	print  string
	papers []Print
	read   bool // the papers were asked
}

// DevicesShown is that sheet in words.
type DevicesShown struct {
	Page   int // among Pages
	Of     DevicesPage
	Pages  []string
	Rows   []Row
	Chosen string
	Empty  string
	Title  string // of the chosen one
	Say    Notice // what is the matter with it, and what to do
	Lines  []Mark
	Since  string

	Volume         string // how loud the counter calls; empty: it makes no sound
	VolumeHint     string
	Louder, Softer bool // it can be

	Ask   string // what is to be typed about the chosen one; empty: nothing
	Words string
	Verb  string // of the one act on the chosen one; empty: none
	Can   bool
	Rare  bool // the act is not what one comes here for
	Hint  string
}

// kind is what a device's kind is called.
func (c *Clerk) kindOf(d Device) string {
	return cmp.Or(c.cfg.Words.Gear.Kinds[d.Kind], d.Name, d.Kind)
}

// ownName is what a device is called here, where that says more than its kind.
func (c *Clerk) ownName(d Device) string {
	if strings.EqualFold(d.ID, c.kindOf(d)) || d.ID == d.Kind {
		return ""
	}
	return d.ID
}

// well reports whether nothing is the matter with a device. A reader without a card is as it should be.
func (d Device) well() bool { return d.State == "ready" || d.State == "busy" }

// devicePages are the pages that this counter has.
func (c *Clerk) devicePages() []DevicesPage {
	out := []DevicesPage{DevicesList}
	if len(c.snap.Doors) > 0 {
		out = append(out, DoorsList)
	}
	if c.prints() {
		out = append(out, PrintsList)
	}
	return out
}

// has reports whether a device of a kind is plugged in.
func (c *Clerk) has(kind string) bool {
	return slices.ContainsFunc(c.snap.Devices, func(d Device) bool { return d.Kind == kind })
}

// prints reports whether this counter prints anything.
func (c *Clerk) prints() bool { return c.has("receipt") || c.has("printer") || len(c.snap.Prints) > 0 }

// equipped reports whether anything is plugged in here.
func (c *Clerk) equipped() bool {
	return len(c.snap.Devices)+len(c.snap.Doors) > 0 || c.snap.Sound.Present
}

// pressDevices opens the sheet of the devices where somebody must look: an alarm of a door first. In the open sheet it
// turns the page.
func (c *Clerk) pressDevices() {
	c.mu.Lock()
	open, page := c.sheet == DevicesSheet, c.tend.page
	pages := c.devicePages()
	alarm := len(c.snap.DoorAlarms) > 0
	c.mu.Unlock()
	switch at := slices.Index(pages, page); {
	case open:
		c.openDevices(pages[(at+1)%len(pages)])
	case alarm && slices.Contains(pages, DoorsList):
		c.openDevices(DoorsList)
	default:
		c.openDevices(DevicesList)
	}
}

// openDevices opens the sheet at a page, or turns to it.
func (c *Clerk) openDevices(page DevicesPage) {
	c.change(func() {
		if c.sheet != DevicesSheet {
			c.tend = tending{}
			c.openLocked(DevicesSheet)
		}
		c.tend.page, c.notice = page, Notice{}
		c.loadGear()
	})
}

// OpenDevicesPage turns to a page, by its place among those that this counter has.
func (c *Clerk) OpenDevicesPage(i int) {
	c.mu.Lock()
	pages := c.devicePages()
	c.mu.Unlock()
	if i >= 0 && i < len(pages) {
		c.openDevices(pages[i])
	}
}

// loadGear asks what the open page shows beside the snapshot. It wants the lock held.
func (c *Clerk) loadGear() {
	if c.sheet != DevicesSheet {
		return
	}
	switch c.tend.page {
	case DoorsList:
		c.loadDoors()
	case PrintsList:
		c.loadPrints()
	}
}

// followGear asks again when doors or papers moved while their page is open. It wants the lock held.
func (c *Clerk) followGear(before Snapshot) {
	moved := !slices.EqualFunc(before.Doors, c.snap.Doors, func(a, b Door) bool { return a.Number == b.Number && a.State == b.State }) ||
		!slices.Equal(before.DoorAlarms, c.snap.DoorAlarms)
	printed := !slices.Equal(before.Prints, c.snap.Prints)
	if c.sheet == DevicesSheet && (c.tend.page == DoorsList && moved || c.tend.page == PrintsList && printed) {
		c.loadGear()
	}
}

// ChooseGear chooses a row of the page that is shown.
func (c *Clerk) ChooseGear(id string) {
	c.change(func() {
		switch t := &c.tend; t.page {
		case DoorsList:
			if t.door != id {
				t.door, t.words = id, ""
			}
		case PrintsList:
			t.print = id
		default:
			t.device = id
		}
	})
}

// PressGear does the one act on the chosen row of the page that is shown.
func (c *Clerk) PressGear() {
	c.mu.Lock()
	page := c.tend.page
	c.mu.Unlock()
	switch page {
	case DoorsList:
		c.pressDoor()
	case PrintsList:
		c.pressPaper()
	}
}

func (c *Clerk) showDevices() DevicesShown {
	w, pages := c.cfg.Words.Gear, c.devicePages()
	s := DevicesShown{Of: c.tend.page, Page: max(slices.Index(pages, c.tend.page), 0)}
	for _, p := range pages {
		s.Pages = append(s.Pages, [...]string{w.PageDevices, w.PageDoors, w.PagePrints}[p])
	}
	switch pages[s.Page] {
	case DoorsList:
		c.showDoors(&s)
	case PrintsList:
		c.showPrints(&s)
	default:
		c.showList(&s)
	}
	return s
}

// chosenOf is the chosen row; without a choice, or when it is gone, the first.
func chosenOf(rows []Row, id string) string {
	if len(rows) == 0 || slices.ContainsFunc(rows, func(r Row) bool { return r.ID == id }) {
		return id
	}
	return rows[0].ID
}

// showList is the page with every device.
func (c *Clerk) showList(s *DevicesShown) {
	w := c.cfg.Words.Gear
	s.Empty = w.None
	for _, d := range c.snap.Devices {
		r := Row{ID: d.Kind + " " + d.ID, Main: c.kindOf(d), Detail: c.trial(c.ownName(d), d), State: cmp.Or(w.States[d.State], d.State)}
		r.Shape, r.Tone = d.mark()
		s.Rows = append(s.Rows, r)
	}
	s.Chosen = chosenOf(s.Rows, c.tend.device)
	for _, d := range c.snap.Devices {
		if d.Kind+" "+d.ID != s.Chosen {
			continue
		}
		_, tone := d.mark()
		s.Title, s.Say = joined(c.kindOf(d), c.ownName(d)), Notice{Say: d.Say, Next: cmp.Or(d.Next, w.Fine), Tone: tone}
		if !d.Since.IsZero() {
			s.Since = text.Fill(w.SinceLong, "time", c.moment(d.Since))
		}
	}
	c.showVolume(s)
}

// mark is a device's state as shape and tone. Red is for what a person must act on now: a vault of whose doors nothing is
// known, and what stands still until somebody goes there.
func (d Device) mark() (Shape, Tone) {
	switch {
	case d.well():
		return Full, Good
	case d.State == "unknown":
		return Half, Plain
	case d.Usable:
		return Half, Warn
	case d.Kind == "vault" || d.State == "stopped":
		return Empty, Bad
	}
	return Empty, Warn
}

// moment is a time of today, or with its day.
func (c *Clerk) moment(t time.Time) string {
	at, now := t.In(c.cfg.Location), c.cfg.Now().In(c.cfg.Location)
	if at.YearDay() == now.YearDay() && at.Year() == now.Year() {
		return c.cfg.Words.Clock(at)
	}
	return c.cfg.Words.Day(at) + " " + c.cfg.Words.Clock(at)
}

// gearMarks are the devices in the bottom row: what a person must act on comes first, and when all is well that is said in
// three words. There is room for a few; the sheet has the rest.
func (c *Clerk) gearMarks() []Mark {
	w := c.cfg.Words.Gear
	out := c.doorMarks()
	open := slices.ContainsFunc(c.snap.Doors, func(d Door) bool { return d.State == DoorOpen })
	ill := slices.DeleteFunc(slices.Clone(c.snap.Devices), func(d Device) bool {
		return d.well() || d.State == "unknown" || d.Kind == "vault" && d.Usable && open // it says that a door is open: which, stands here
	})
	slices.SortStableFunc(ill, func(a, b Device) int { // the gravest first
		_, x := a.mark()
		_, y := b.mark()
		return cmp.Compare(y, x)
	})
	room := 2
	if len(out) > 0 {
		room = 1 // the doors come first
	}
	for i, d := range ill {
		if i == room {
			out = append(out, Mark{Half, w.Others.Count(len(ill) - i), Warn})
			break
		}
		out = append(out, c.illMark(d, len(ill) == 1))
	}
	out = append(out, c.printMarks()...)
	if len(out) == 0 && len(c.snap.Devices) > 0 {
		out = append(out, Mark{Full, c.trial(w.FineFoot, c.snap.Devices...), Good})
	}
	return out
}

// trial marks words about devices of which one is a demonstration's.
func (c *Clerk) trial(words string, of ...Device) string {
	if slices.ContainsFunc(of, func(d Device) bool { return d.Emulated }) {
		return strings.TrimSpace(words + " " + c.cfg.Words.Gear.Trial)
	}
	return words
}

// illMark is one device that is not well: what is the matter and, where it stands alone, what that means and since when.
func (c *Clerk) illMark(d Device, alone bool) Mark {
	w := c.cfg.Words.Gear
	shape, tone := d.mark()
	what := c.trial(short(d.Say, c.kindOf(d)), d)
	without := w.Without[d.Kind]
	if !alone || d.Usable || without == "" {
		return Mark{shape, what, tone}
	}
	since := ""
	if !d.Since.IsZero() {
		since = text.Fill(w.Since, "time", c.moment(d.Since))
	}
	return Mark{shape, text.Fill(w.Broken, "what", what, "without", without, "since", since), tone}
}

// gearKey reports whether an act is worth naming among the keys here.
func (c *Clerk) gearKey(a Act) bool {
	switch a {
	case DevicesAct:
		return c.equipped()
	case PrintsAct:
		return c.prints()
	case OpenDoorAct:
		return len(c.snap.Doors) > 0
	}
	return true
}
