package camera

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Markers of ITU-T T.81, table B.1; each follows a byte FF.
const (
	markerSOI  = 0xD8
	markerEOI  = 0xD9
	markerSOS  = 0xDA
	markerRST0 = 0xD0
	markerRST7 = 0xD7
	markerTEM  = 0x01
)

// errNoPicture is what comes when what is read cannot be pictures.
var errNoPicture = errors.New("what comes is no picture")

// splitter takes pictures out of a stream of bytes.
type splitter struct {
	from *bufio.Reader
	max  int
	out  []byte
}

func newSplitter(r io.Reader, max int) *splitter {
	return &splitter{from: bufio.NewReaderSize(r, 64<<10), max: max}
}

// next gives the next whole picture, in memory of its own.
func (s *splitter) next() ([]byte, error) {
	s.out = make([]byte, 0, max(cap(s.out), 16<<10))
	if err := s.begin(); err != nil {
		return nil, err
	}
	for {
		marker, err := s.marker()
		if err != nil {
			return nil, err
		}
		switch {
		case marker == markerEOI:
			return s.out, nil
		case marker == markerTEM || marker >= markerRST0 && marker <= markerRST7:
			continue // stands alone
		case marker == markerSOI || marker == 0:
			return nil, fmt.Errorf("%w: a picture begins within a picture", errNoPicture)
		}
		if err := s.segment(); err != nil {
			return nil, err
		}
		if marker == markerSOS {
			if err := s.scan(); err != nil {
				return nil, err
			}
		}
	}
}

// maxBetween is how many bytes may lie between two pictures: headers are a hundred or so.
const maxBetween = 1 << 20

// begin passes over everything before a picture, but not for ever.
func (s *splitter) begin() error {
	last := byte(0)
	for range min(s.max, maxBetween) {
		b, err := s.from.ReadByte()
		if err != nil {
			return err
		}
		if last == 0xFF && b == markerSOI {
			s.out = append(s.out, 0xFF, markerSOI)
			return nil
		}
		last = b
	}
	return fmt.Errorf("%w: none begins", errNoPicture)
}

// marker reads one marker, and the bytes FF that may fill up before it.
func (s *splitter) marker() (byte, error) {
	b, err := s.byte()
	if err != nil {
		return 0, err
	}
	if b != 0xFF {
		return 0, fmt.Errorf("%w: no marker where one must be", errNoPicture)
	}
	for b == 0xFF {
		if b, err = s.byte(); err != nil {
			return 0, err
		}
	}
	return b, nil
}

// segment reads the rest of a segment: its length, which counts itself, and what is in it.
func (s *splitter) segment() error {
	high, err := s.byte()
	if err != nil {
		return err
	}
	low, err := s.byte()
	if err != nil {
		return err
	}
	n := int(high)<<8 | int(low)
	if n < 2 || len(s.out)+n > s.max {
		return fmt.Errorf("%w: a segment of %d bytes", errNoPicture, n)
	}
	from := len(s.out)
	s.out = append(s.out, make([]byte, n-2)...)
	_, err = io.ReadFull(s.from, s.out[from:])
	return whole(err)
}

// scan reads the picture's data up to the next marker, which it leaves. In the data an FF is followed by 00, or is the
// first byte of a restart.
func (s *splitter) scan() error {
	for {
		ahead, err := s.from.Peek(2)
		if err != nil {
			return whole(err)
		}
		if ahead[0] == 0xFF && ahead[1] != 0 && ahead[1] != 0xFF && (ahead[1] < markerRST0 || ahead[1] > markerRST7) {
			return nil
		}
		if ahead, err = s.from.Peek(s.from.Buffered()); err != nil {
			return err
		}
		n := bytes.IndexByte(ahead[1:], 0xFF) + 1
		if n == 0 {
			n = len(ahead)
		}
		if len(s.out)+n > s.max {
			return fmt.Errorf("%w: it is longer than %d bytes", errNoPicture, s.max)
		}
		s.out = append(s.out, ahead[:n]...)
		if _, err := s.from.Discard(n); err != nil {
			return err
		}
	}
}

// byte reads one byte of the picture.
func (s *splitter) byte() (byte, error) {
	if len(s.out) >= s.max {
		return 0, fmt.Errorf("%w: it is longer than %d bytes", errNoPicture, s.max)
	}
	b, err := s.from.ReadByte()
	if err != nil {
		return 0, whole(err)
	}
	s.out = append(s.out, b)
	return b, nil
}

// whole makes an end within a picture what it is.
func whole(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
