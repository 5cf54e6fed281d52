package kit

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/buurtloket/buurtloket/gui/look"
)

// Row is what one row of a list says. It is a comparable value: a row that did not change is not redrawn.
type Row struct {
	ID     string // stable over changes: the selection follows it
	Lead   string // a time or a ticket number; all leads of a list line up
	Main   string
	Detail string // quiet, beside or under Main
	State  string // a word at the right
	Tone   Tone   // of State
	Shape  Shape  // before State
	Strong bool   // Main in bold
}

// Rows is a list of rows of one fixed height. It shows whole rows only and as many as fit; the arrow keys,
// Page Up and Down, Home and End and the wheel move through the rest, and a line below tells how many more
// there are. It keeps a fixed set of objects and changes text in place.
type Rows struct {
	control
	label   string
	double  bool // two lines a row
	above   bool // the state on the first of two lines
	grows   bool // two lines a row in large text
	lead    string
	empty   *Text
	rows    []Row
	chosen  int // index of the chosen row; -1 without rows
	first   int // index of the first row shown
	face    *rowsFace
	more    string
	least   int
	scrolly float32

	// OnChosen is called when a person moves to another row.
	OnChosen func(id string)
	// OnPressed is called when a row is to be acted on: Enter, Space or a second click.
	OnPressed func(id string)
	// OnRune is called with what is typed: a list takes no text itself.
	OnRune func(rune)
	// OnKey may take a key that the list has no use for; false passes it on to the window.
	OnKey func(*fyne.KeyEvent) bool
}

// RowsStyle fixes what does not change in the life of a list.
type RowsStyle struct {
	Label  string // what it is a list of, for who cannot see it
	Lead   string // the widest lead, as "00:00"; empty for no lead column
	Double bool   // rows of two lines
	Above  bool   // in rows of two lines the state stands beside Main: Detail is the longer
	Grows  bool   // rows of two lines in large text
	Empty  string // said when there are no rows: what will appear here and how
	More   string // said with the number of rows below, as "nog %s"; %s is the number
	Least  int    // rows to keep room for
}

var (
	_ fyne.Focusable     = (*Rows)(nil)
	_ fyne.Tappable      = (*Rows)(nil)
	_ fyne.Scrollable    = (*Rows)(nil)
	_ desktop.Cursorable = (*Rows)(nil)
	_ fyne.Accessible    = (*Rows)(nil)
)

// NewRows makes an empty list.
func NewRows(s RowsStyle) *Rows {
	r := &Rows{label: s.Label, double: s.Double, above: s.Above, grows: s.Grows, lead: s.Lead, more: s.More, chosen: -1, least: max(s.Least, 1),
		empty: NewProse(s.Empty, Style{Role: look.Quiet})}
	r.init(r)
	return r
}

// TypedRune passes on what is typed.
func (r *Rows) TypedRune(c rune) {
	if r.OnRune != nil {
		r.OnRune(c)
	}
}

// Cursor is the normal arrow.
func (r *Rows) Cursor() desktop.Cursor { return desktop.DefaultCursor }

// SetRows shows other rows. The chosen row stays chosen while its ID is there, else its neighbour is.
func (r *Rows) SetRows(rows []Row) {
	if same(r.rows, rows) {
		return
	}
	id := r.Chosen()
	at := min(r.chosen, len(rows)-1)
	for i, row := range rows {
		if id != "" && row.ID == id {
			at = i
		}
	}
	if at < 0 && len(rows) > 0 {
		at = 0
	}
	r.rows, r.chosen = append([]Row(nil), rows...), at
	r.reveal()
	r.Refresh()
}

// Choose chooses the row with an ID, when there is one.
func (r *Rows) Choose(id string) {
	for i, row := range r.rows {
		if row.ID == id && i != r.chosen {
			r.chosen = i
			r.reveal()
			r.Refresh()
		}
	}
}

// Reveal chooses the row with an ID and scrolls so that it stands near the top, with one row before it.
func (r *Rows) Reveal(id string) {
	r.Choose(id)
	r.first = max(r.chosen-1, 0)
	r.reveal()
	r.Refresh()
}

// SetEmpty changes what is said when there are no rows.
func (r *Rows) SetEmpty(words string) { r.empty.SetText(words) }

// Chosen is the ID of the chosen row, or "".
func (r *Rows) Chosen() string {
	if r.chosen < 0 || r.chosen >= len(r.rows) {
		return ""
	}
	return r.rows[r.chosen].ID
}

// Len is the number of rows, shown or not.
func (r *Rows) Len() int { return len(r.rows) }

// TypedKey moves through the rows and acts on the chosen one.
func (r *Rows) TypedKey(ev *fyne.KeyEvent) {
	page := max(r.fitting()-1, 1)
	switch {
	case ev.Name == fyne.KeyUp:
		r.move(r.chosen - 1)
	case ev.Name == fyne.KeyDown:
		r.move(r.chosen + 1)
	case ev.Name == fyne.KeyPageUp:
		r.move(r.chosen - page)
	case ev.Name == fyne.KeyPageDown:
		r.move(r.chosen + page)
	case ev.Name == fyne.KeyHome:
		r.move(0)
	case ev.Name == fyne.KeyEnd:
		r.move(len(r.rows) - 1)
	case presses(ev) && r.Chosen() != "":
		r.press()
	case r.OnKey != nil && r.OnKey(ev):
	default:
		Forward(r, ev)
	}
}

func (r *Rows) press() {
	if r.OnPressed != nil {
		r.OnPressed(r.Chosen())
	}
}

// move chooses another row and tells so.
func (r *Rows) move(to int) {
	to = max(min(to, len(r.rows)-1), 0)
	if len(r.rows) == 0 || to == r.chosen {
		return
	}
	r.chosen = to
	r.reveal()
	r.Refresh()
	if r.OnChosen != nil {
		r.OnChosen(r.Chosen())
	}
}

// Tapped chooses a row; a click on the chosen one acts on it.
func (r *Rows) Tapped(ev *fyne.PointEvent) {
	had := r.focused
	r.take()
	at := r.first + int(ev.Position.Y/r.rowHeight())
	if at >= len(r.rows) || at >= r.first+r.fitting() {
		return
	}
	if at == r.chosen && had {
		r.press()
		return
	}
	r.move(at)
}

// Scrolled moves by whole rows.
func (r *Rows) Scrolled(ev *fyne.ScrollEvent) {
	r.scrolly -= ev.Scrolled.DY
	step := int(r.scrolly / r.rowHeight())
	if step == 0 && r.scrolly != 0 && abs(r.scrolly) >= 10 { // a notch of the wheel
		step = int(r.scrolly / abs(r.scrolly))
	}
	if step == 0 {
		return
	}
	r.scrolly = 0
	if first := max(min(r.first+step, len(r.rows)-r.fitting()), 0); first != r.first {
		r.first = first
		r.Refresh()
	}
}

func abs(f float32) float32 { return max(f, -f) }

func (r *Rows) two() bool { return r.double || r.grows && Large() }

func (r *Rows) rowHeight() float32 {
	if r.two() {
		return size(look.RowDouble)
	}
	return size(look.Row)
}

// fitting is how many rows fit, leaving room for the line that tells of more.
func (r *Rows) fitting() int {
	h := r.Size().Height
	n := int((h + 0.5) / r.rowHeight())
	if n < len(r.rows) {
		n = int((h - hintStyle.measure("Ag").Height) / r.rowHeight())
	}
	return max(n, 1)
}

// reveal scrolls so that the chosen row is shown.
func (r *Rows) reveal() {
	fit := r.fitting()
	r.first = max(min(r.first, len(r.rows)-fit), 0)
	if r.chosen >= 0 {
		r.first = min(r.first, r.chosen)
		r.first = max(r.first, r.chosen-fit+1)
	}
}

// AccessibilityLabel is the list's name with the chosen row.
func (r *Rows) AccessibilityLabel() string {
	if r.chosen < 0 || r.chosen >= len(r.rows) {
		return r.label + ": " + r.empty.text
	}
	row := r.rows[r.chosen]
	return r.label + " (" + strconv.Itoa(r.chosen+1) + "/" + strconv.Itoa(len(r.rows)) + "): " +
		row.Lead + " " + row.Main + " " + row.Detail + " " + row.State
}

// AccessibilityRole is container.
func (r *Rows) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// CreateRenderer is called by the toolkit.
func (r *Rows) CreateRenderer() fyne.WidgetRenderer {
	r.face = newRowsFace(r)
	r.face.Refresh()
	return r.face
}

func same(a, b []Row) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
