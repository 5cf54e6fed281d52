package scanner

import (
	"bytes"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// MaxFrame is the longest frame, in bytes: more than a QR code holds.
const MaxFrame = 4096

// Gap is the silence after which what was not ended never will be. The slowest scanner sends a byte a millisecond.
const Gap = 500 * time.Millisecond

// Splitter cuts a stream into frames. The zero value is ready; it is for one goroutine.
type Splitter struct {
	partial []byte
	last    time.Time // when the last bytes came
	over    bool      // the frame is too long: all is dropped up to its end
	Dropped int       // frames that were noise, or half
}

// Feed takes bytes as they came at a moment, and returns the frames that they end. Whoever has nothing more to give feeds
// nothing, to have an old half frame dropped.
func (s *Splitter) Feed(data []byte, at time.Time) []string {
	if (len(s.partial) > 0 || s.over) && at.Sub(s.last) >= Gap {
		s.Reset()
	}
	var frames []string
	for len(data) > 0 {
		s.last = at
		end := bytes.IndexAny(data, "\r\n")
		if end < 0 {
			s.keep(data)
			break
		}
		s.keep(data[:end])
		data = data[end+1:]
		if frame, ok := s.finish(); ok {
			frames = append(frames, frame)
		}
	}
	return frames
}

// Absent says that nobody listened for a while, which does not count as silence: what came meanwhile is still to be read.
func (s *Splitter) Absent(d time.Duration) { s.last = s.last.Add(d) }

// Reset drops what was begun, as when a cable is pulled.
func (s *Splitter) Reset() {
	if len(s.partial) > 0 || s.over {
		s.Dropped++
	}
	clear(s.partial)
	s.partial, s.over = s.partial[:0], false
}

// keep adds to the frame that was begun, unless it grows too long.
func (s *Splitter) keep(data []byte) {
	if s.over || len(s.partial)+len(data) > MaxFrame {
		s.over = true
		return
	}
	s.partial = append(s.partial, data...)
}

// finish gives the frame that was begun, if it is one. An empty one is the LF after a CR.
func (s *Splitter) finish() (string, bool) {
	if s.over {
		s.Reset()
		return "", false
	}
	frame := bytes.TrimSpace(bytes.Trim(s.partial, "\x02\x03"))
	text := string(frame)
	clear(s.partial)
	s.partial = s.partial[:0]
	if text == "" {
		return "", false
	}
	if !printable(text) {
		s.Dropped++
		return "", false
	}
	return text, true
}

func printable(text string) bool {
	if !utf8.ValidString(text) {
		return false
	}
	for _, r := range text {
		if !unicode.IsPrint(r) {
			return false
		}
	}
	return true
}

// Assembler makes codes of frames: most frames are one, and the lines of a travel document are one together. It is for one
// goroutine.
type Assembler struct {
	rules   Rules
	lines   []string // of a document whose other lines have not come yet
	since   time.Time
	Dropped int // lines of documents whose others never came
}

// NewAssembler makes one that tells codes apart by rules.
func NewAssembler(rules Rules) *Assembler { return &Assembler{rules: rules} }

// between is how long after one line of a document the next may come: people swipe, and scanners send line by line.
const between = 2 * time.Second

// Feed takes a frame that came at a moment, and returns the code that it completes.
func (a *Assembler) Feed(frame string, at time.Time) (Code, bool) {
	if len(a.lines) > 0 && (at.Sub(a.since) >= between || len(frame) != len(a.lines[0])) {
		a.Reset()
	}
	a.since = at
	count := linesOf(frame)
	// A first line always has fillers in it and begins with a known letter; the others need not.
	if count == 0 || len(a.lines) == 0 && !(startsDocument(frame) && strings.Contains(frame, "<")) {
		return a.rules.Read(frame), true
	}
	a.lines = append(a.lines, frame)
	if len(a.lines) < count {
		return Code{}, false
	}
	code := a.rules.Read(strings.Join(a.lines, "\n"))
	a.lines = nil
	return code, true
}

// Reset forgets the lines that wait for others.
func (a *Assembler) Reset() {
	a.Dropped += len(a.lines)
	a.lines = nil
}

// linesOf is how many lines the document has that a frame can be a line of; none for other frames.
func linesOf(frame string) int {
	for layout := TD1; layout <= TD3; layout++ {
		count, length := layout.shape()
		if len(frame) == length && allFit([]string{frame}, length) {
			return count
		}
	}
	return 0
}
