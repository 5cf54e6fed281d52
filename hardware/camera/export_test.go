package camera

import "io"

// Split gives the pictures of a stream until it ends, and how it ended.
func Split(r io.Reader, max int) (out [][]byte, err error) {
	for s := newSplitter(r, max); ; {
		p, err := s.next()
		if err != nil {
			return out, err
		}
		out = append(out, p)
	}
}
