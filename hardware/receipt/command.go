package receipt

import (
	"bytes"
	"encoding/binary"
)

// Command is one command of a stream, or a run of text.
type Command struct {
	Name string // as the reference lists it, "ESC a"; "text" for text, "?" for what is not known here
	Args []byte // what follows the name, lengths included; the bytes of the text
}

// Commands splits a stream. What is left is the begin of a command whose end has not come yet.
func Commands(stream []byte) (all []Command, left []byte) {
	for len(stream) > 0 {
		c, n := next(stream)
		if n == 0 {
			break
		}
		all, stream = append(all, c), stream[n:]
	}
	return all, stream
}

// next reads one command and how many bytes it takes, 0 when its end has not come yet. Args are part of the stream.
func next(s []byte) (Command, int) {
	switch b := s[0]; {
	case b >= ' ':
		n := 1
		for n < len(s) && s[n] >= ' ' {
			n++
		}
		return Command{"text", s[:n]}, n
	case b == lf:
		return Command{Name: "LF"}, 1
	case b != esc && b != fs && b != gs && b != dle:
		return Command{"?", s[:1]}, 1
	case len(s) < 2:
		return Command{}, 0
	}
	length, ok := lengths[[2]byte{s[0], s[1]}]
	if !ok {
		return Command{"?", s[:2]}, 2
	}
	n := length(s[2:])
	if n < 0 || n > len(s)-2 {
		return Command{}, 0
	}
	name := map[byte]string{esc: "ESC ", fs: "FS ", gs: "GS ", dle: "DLE "}[s[0]] + string(rune(s[1]))
	switch {
	case s[0] == dle && s[1] == 4:
		name = "DLE EOT"
	case s[1] == '(':
		return Command{name + " " + string(rune(s[2])), s[3 : 2+n]}, 2 + n
	}
	return Command{name, s[2 : 2+n]}, 2 + n
}

// lengths say how many bytes follow the two that name a command, given what has come of them; negative when that cannot be
// said yet. They include commands that only others send, so that their streams can be read too.
var lengths = func() map[[2]byte]func([]byte) int {
	m := map[[2]byte]func([]byte) int{
		{dle, 4}:   exactly(1),
		{esc, 'D'}: upToZero,
		{gs, 'V'}: func(s []byte) int {
			if len(s) > 0 && s[0] >= 'A' {
				return 2
			}
			return 1
		},
		{gs, 'k'}: func(s []byte) int {
			switch {
			case len(s) < 2:
				return -1
			case s[0] >= 'A':
				return 2 + int(s[1])
			}
			return upToZero(s)
		},
		{gs, '('}: counted,
		{fs, '('}: counted,
		{gs, '8'}: func(s []byte) int { // name, four bytes of length, data
			if len(s) < 5 {
				return -1
			}
			return 5 + int(binary.LittleEndian.Uint32(s[1:]))
		},
		{gs, 'v'}: func(s []byte) int { // 0, mode, bytes across, lines, data
			if len(s) < 6 {
				return -1
			}
			return 6 + int(binary.LittleEndian.Uint16(s[2:]))*int(binary.LittleEndian.Uint16(s[4:]))
		},
	}
	for first, groups := range map[byte][]string{
		esc: {"@2", "aEtdJM 3{-G!Rr=", "$\\c", "p"},
		fs:  {".&", "-!", "S"},
		gs:  {"", "a!BwhHfrI", "LWP"},
	} {
		for n, letters := range groups {
			for _, letter := range []byte(letters) {
				m[[2]byte{first, letter}] = exactly(n)
			}
		}
	}
	return m
}()

// exactly is the length of a command that always has n bytes more.
func exactly(n int) func([]byte) int { return func([]byte) int { return n } }

// counted is the length of a command that has a name, a length of two bytes and as many bytes more.
func counted(s []byte) int {
	if len(s) < 3 {
		return -1
	}
	return 3 + int(binary.LittleEndian.Uint16(s[1:]))
}

// upToZero is the length of a command that ends with a zero byte.
func upToZero(s []byte) int {
	end := bytes.IndexByte(s, 0)
	if end < 0 {
		return -1
	}
	return end + 1
}
