package receipt

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync"
	"syscall"
)

// Fault is something that goes wrong with a ticket printer.
type Fault uint8

// The faults of an Emulator. Those that make it stand still do so in the middle of a ticket too; what is in its buffer
// comes out when they are repaired.
const (
	LowPaper Fault = iota
	OutOfPaper
	OpenCover
	StuckCutter
	Offline
	Unplugged  // no line can be opened, and the one that is open breaks; the buffer is lost
	Mute       // it prints and answers nothing
	Garbled    // it answers with what is no status
	Hung       // it takes bytes, says that it is ready, and prints nothing
	LineBroken // the line breaks in the middle of what is written next
	faults
)

// String names a fault in a test and on the command line.
func (f Fault) String() string {
	names := [faults]string{
		"low paper", "out of paper", "open cover", "stuck cutter", "offline", "unplugged", "mute", "garbled", "hung", "line broken",
	}
	if f < faults {
		return names[f]
	}
	return "no fault"
}

// maxBuffer bounds what an Emulator keeps while it stands still; maxSlips how many tickets it remembers.
const (
	maxBuffer = 1 << 16
	maxSlips  = 50
)

// Emulator is a ticket printer in memory: it reads the same bytes as a real one and draws what would be on paper. Any
// number of lines can be open, through Open or Serve. All methods may be called from any goroutine.
type Emulator struct {
	mu     sync.Mutex // guards what follows
	broken [faults]bool
	left   int // lines of paper until it is out; negative when nobody counts
	buffer []byte
	paper  paper
	slips  []Slip
	cut    int // slips ever
	lines  []*emulated
}

// NewEmulator makes a printer that is ready, with paper of so many columns; 0 is Wide42.
func NewEmulator(c Columns) *Emulator {
	if c == 0 {
		c = Wide42
	}
	return &Emulator{left: -1, paper: newPaper(int(c))}
}

// Break lets a fault begin.
func (e *Emulator) Break(f Fault) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if f >= faults {
		return
	}
	e.broken[f] = true
	if f == Unplugged {
		e.buffer, e.paper = nil, newPaper(e.paper.columns)
		for _, l := range e.lines {
			l.hangUp()
		}
		e.lines = nil
	}
}

// Repair ends a fault; the printer goes on with what is in its buffer.
func (e *Emulator) Repair(f Fault) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if f >= faults {
		return
	}
	e.broken[f] = false
	if f == OutOfPaper {
		e.left = -1
	}
	if line := len(e.lines); line > 0 {
		e.lines[line-1].say(e.work())
	} else {
		e.work() // nobody listens to what it would say
	}
}

// RunOutAfter lets the paper run out after so many more lines.
func (e *Emulator) RunOutAfter(lines int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.left = max(0, lines)
}

// Slips gives the pieces of paper that were cut, oldest first; no more than the last few dozen.
func (e *Emulator) Slips() []Slip {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.slips)
}

// Cut is how many pieces of paper were cut, ever; Slips has the last of them.
func (e *Emulator) Cut() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.cut
}

// Broken reports whether a fault is there. Paper that ran out by itself is OutOfPaper.
func (e *Emulator) Broken(f Fault) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return f < faults && (e.broken[f] || f == OutOfPaper && e.left == 0)
}

// Hanging gives what is printed and not cut.
func (e *Emulator) Hanging() Slip {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.paper.slip()
}

// Open is an Opener.
func (e *Emulator) Open(ctx context.Context) (io.ReadWriteCloser, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.broken[Unplugged] {
		return nil, syscall.ECONNREFUSED
	}
	l := &emulated{printer: e, ready: make(chan struct{}, 1), gone: make(chan struct{})}
	e.lines = append(e.lines, l)
	return l, ctx.Err()
}

// Serve is the printer's end of a line of others, as a connection that was accepted. It returns when the line ends.
func (e *Emulator) Serve(ctx context.Context, line io.ReadWriter) error {
	inner, err := e.Open(ctx)
	if err != nil {
		return err
	}
	var answers sync.WaitGroup
	answers.Go(func() { _, _ = io.Copy(line, inner) }) // the other end has gone, then
	_, err = io.Copy(inner, line)
	err = errors.Join(err, inner.Close())
	answers.Wait()
	return err
}

// take reads what arrives on a line, and gives what the printer answers on it. The caller holds mu.
func (e *Emulator) take(data []byte) []byte {
	e.buffer = append(e.buffer, data...)
	answer := e.realTime()
	if len(e.buffer) > maxBuffer {
		// A real one would not take more until it goes on; a line in memory has nowhere to wait.
		e.buffer = e.buffer[:maxBuffer]
	}
	return append(answer, e.work()...)
}

// realTime answers the questions that are answered at once, wherever they stand in the stream, and takes them out.
func (e *Emulator) realTime() (answer []byte) {
	for i := 0; i+2 < len(e.buffer); {
		if e.buffer[i] != dle || e.buffer[i+1] != 4 || e.buffer[i+2] < 1 || e.buffer[i+2] > 4 {
			i++
			continue
		}
		switch s := e.status(); {
		case e.broken[Garbled]:
			answer = append(answer, 0xFF)
		case !e.broken[Mute]:
			answer = append(answer, s[e.buffer[i+2]-1])
		}
		e.buffer = slices.Delete(e.buffer, i, i+3)
	}
	return answer
}

// work prints what is in the buffer, as far as the printer can.
func (e *Emulator) work() (answer []byte) {
	for len(e.buffer) > 0 && !e.stopped() && !e.broken[Hung] {
		c, n := next(e.buffer)
		if n == 0 {
			break
		}
		before := e.paper.printed
		switch {
		case c.Name == "GS r" && !e.broken[Mute]:
			answer = append(answer, 0)
		case c.Name == "GS V":
			e.paper.endLine()
			e.slips = append(e.slips, e.paper.slip())
			e.cut++
			e.slips = e.slips[max(0, len(e.slips)-maxSlips):]
			e.paper.rows = nil
		default:
			e.paper.obey(c)
		}
		e.buffer = slices.Delete(e.buffer, 0, n)
		if e.left >= 0 {
			e.left = max(0, e.left-(e.paper.printed-before))
		}
	}
	return answer
}

// stopped reports whether the printer stands still.
func (e *Emulator) stopped() bool {
	return e.left == 0 || e.broken[OutOfPaper] || e.broken[OpenCover] || e.broken[StuckCutter] || e.broken[Offline]
}

// status is what the printer says of itself.
func (e *Emulator) status() Status {
	s := Status{0x12, 0x12, 0x12, 0x12}
	set := func(on bool, i int, bits byte) {
		if on {
			s[i] |= bits
		}
	}
	out := e.broken[OutOfPaper] || e.left == 0
	set(e.stopped(), 0, 0x08)
	set(e.broken[OpenCover], 1, 0x04)
	set(out, 1, 0x20)
	set(e.broken[StuckCutter], 1, 0x40)
	set(e.broken[StuckCutter], 2, 0x08)
	set(e.broken[LowPaper] || out, 3, 0x0C)
	set(out, 3, 0x60)
	return s
}
