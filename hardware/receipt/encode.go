package receipt

import (
	"cmp"
	"fmt"
	"slices"
)

// The control bytes that begin a command.
const (
	dle = 0x10
	esc = 0x1B
	fs  = 0x1C
	gs  = 0x1D
	lf  = 0x0A
)

// Columns is how many characters of normal size a printer puts on a line: 42 or 48 on paper of 80 mm, 32 on 58 mm.
type Columns uint8

// The usual widths.
const (
	Narrow Columns = 32
	Wide42 Columns = 42
	Wide48 Columns = 48
)

// Encode gives the bytes that print a ticket on paper of so many columns, from the first command to the last. It fails with
// ErrTicket when the ticket cannot be printed. The same ticket always gives the same bytes.
func Encode(t Ticket, c Columns) ([]byte, Report, error) {
	if c < 16 || c > 96 { // 16 leaves two columns for the largest characters
		return nil, Report{}, fmt.Errorf("%w: paper of %d columns", ErrTicket, c)
	}
	if len(t) == 0 || len(t) > MaxParts {
		return nil, Report{}, fmt.Errorf("%w: %d parts, want 1 to %d", ErrTicket, len(t), MaxParts)
	}
	w := &writer{columns: int(c), size: 1}
	w.add(esc, '@', gs, 'a', 0, fs, '.', esc, 't', page858)
	for _, part := range t {
		if err := part.encode(w); err != nil {
			return nil, Report{}, err
		}
	}
	return w.out, w.report, nil
}

// writer gathers the bytes and knows how the printer stands after them.
type writer struct {
	out     []byte
	columns int
	report  Report

	align Align
	size  uint8
	bold  bool
}

// add appends bytes as they are.
func (w *writer) add(b ...byte) { w.out = append(w.out, b...) }

// style sends what differs from how the printer stands. It is called at the begin of a line only, where all of it counts.
func (w *writer) style(a Align, size uint8, bold bool) error {
	size = cmp.Or(size, 1)
	if a > Right || size > 8 {
		return fmt.Errorf("%w: alignment %d, size %d", ErrTicket, a, size)
	}
	if a != w.align {
		w.add(esc, 'a', byte(a))
	}
	if size != w.size {
		w.add(gs, '!', (size-1)<<4|(size-1))
	}
	if bold != w.bold {
		w.add(esc, 'E', map[bool]byte{true: 1}[bold])
	}
	w.align, w.size, w.bold = a, size, bold
	return nil
}

// text appends characters in the printer's code page.
func (w *writer) text(s string) {
	for _, r := range s {
		b, ok := toPage858(r)
		if !ok {
			b = replacementByte
			if !slices.Contains(w.report.Replaced, r) {
				w.report.Replaced = append(w.report.Replaced, r)
			}
		}
		w.add(b)
	}
}

// encode implements Part.
func (l Line) encode(w *writer) error {
	if len(l.Text) > MaxText {
		return fmt.Errorf("%w: a line of %d bytes", ErrTicket, len(l.Text))
	}
	if err := w.style(l.Align, l.Size, l.Bold); err != nil {
		return err
	}
	lines, split := wrap(expand(l.Text), w.columns/int(w.size))
	w.report.Split += split
	for _, line := range lines {
		w.text(line)
		w.add(lf)
	}
	return nil
}

// encode implements Part.
func (Rule) encode(w *writer) error {
	if err := w.style(Left, 1, false); err != nil {
		return err
	}
	for range w.columns {
		w.text("─")
	}
	w.add(lf)
	return nil
}

// encode implements Part.
func (q QR) encode(w *writer) error {
	if err := checkPrintable(q.Text, MaxQR); err != nil {
		return err
	}
	module := cmp.Or(q.Module, 6)
	if module > 16 || q.Level > High {
		return fmt.Errorf("%w: a module of %d dots, level %d", ErrTicket, module, q.Level)
	}
	if err := w.style(q.Align, 1, false); err != nil {
		return err
	}
	level := [...]byte{Medium: '1', Low: '0', Quartile: '2', High: '3'}[q.Level]
	n := len(q.Text) + 3
	w.add(gs, '(', 'k', 4, 0, '1', 'A', '2', 0) // model 2
	w.add(gs, '(', 'k', 3, 0, '1', 'C', module)
	w.add(gs, '(', 'k', 3, 0, '1', 'E', level)
	w.add(gs, '(', 'k', byte(n), byte(n>>8), '1', 'P', '0')
	w.add([]byte(q.Text)...)
	w.add(gs, '(', 'k', 3, 0, '1', 'Q', '0')
	return nil
}

// encode implements Part.
func (c Code128) encode(w *writer) error {
	if err := checkPrintable(c.Text, MaxCode); err != nil {
		return err
	}
	if err := w.style(c.Align, 1, false); err != nil {
		return err
	}
	// In the data of set B a brace announces a change of set, so that a real one is written twice.
	data := []byte("{B")
	for _, b := range []byte(c.Text) {
		if data = append(data, b); b == '{' {
			data = append(data, b)
		}
	}
	w.add(gs, 'h', cmp.Or(c.Height, 72), gs, 'w', 2, gs, 'H', 2, gs, 'k', 'I', byte(len(data)))
	w.add(data...)
	return nil
}

// encode implements Part.
func (f Feed) encode(w *writer) error {
	w.add(esc, 'd', byte(f))
	return nil
}

// encode implements Part.
func (Cut) encode(w *writer) error {
	w.add(gs, 'V', 'B', 0)
	return nil
}
