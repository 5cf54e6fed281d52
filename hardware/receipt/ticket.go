package receipt

import (
	"errors"
	"fmt"
)

// Ticket is what stands on a piece of paper, from top to bottom.
type Ticket []Part

// Part is a Line, Rule, QR, Code128, Feed or Cut.
type Part interface {
	// encode appends the commands of the part.
	encode(w *writer) error
}

// Align is where a part stands between the edges.
type Align uint8

// The alignments.
const (
	Left Align = iota
	Middle
	Right
)

// Line is text. What does not fit goes on in the next line; a newline in it begins one.
type Line struct {
	Text  string
	Align Align
	Size  uint8 // 1 to 8 times as wide and high; 0 is 1
	Bold  bool
}

// Rule is a line across the paper.
type Rule struct{}

// QR is a QR code. The text is printable ASCII: other bytes could be taken for commands on their way.
type QR struct {
	Text   string
	Align  Align
	Module uint8 // dots of a module, 1 to 16; 0 is 6, which a telephone reads at arm's length
	Level  Level
}

// Level is how much of a QR code may be damaged.
type Level uint8

// The levels; Medium is the zero value, because a ticket is folded.
const (
	Medium   Level = iota // 15 %
	Low                   // 7 %
	Quartile              // 25 %
	High                  // 30 %
)

// Code128 is a bar code of printable ASCII, with its text below.
type Code128 struct {
	Text   string
	Align  Align
	Height uint8 // in dots; 0 is 72, nine millimetres
}

// Feed is white space, in lines.
type Feed uint8

// Cut ends a piece of paper. A ticket without one stays in the printer's mouth.
type Cut struct{}

// Bounds of a ticket. MaxQR keeps a code readable on paper of 80 mm, MaxCode on one line of it.
const (
	MaxParts = 200
	MaxText  = 2000 // bytes of one Line
	MaxQR    = 500  // bytes
	MaxCode  = 32   // bytes
)

// ErrTicket is in every error about a ticket that cannot be printed.
var ErrTicket = errors.New("a ticket that cannot be printed")

// checkPrintable refuses what a code cannot carry safely.
func checkPrintable(text string, most int) error {
	if text == "" || len(text) > most {
		return fmt.Errorf("%w: a code of %d bytes, want 1 to %d", ErrTicket, len(text), most)
	}
	for _, b := range []byte(text) {
		if b < ' ' || b > '~' {
			return fmt.Errorf("%w: a code with the byte %02x", ErrTicket, b)
		}
	}
	return nil
}
