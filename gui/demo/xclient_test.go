package demo_test

import (
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"time"
)

// xclient is as much of the X11 protocol as it takes to press a key as a keyboard does and to look at the pixels: the
// core protocol's GetImage and the XTEST extension's FakeInput. It talks to a display of this machine that asks for no
// authority, as a fresh virtual one does.
type xclient struct {
	conn  net.Conn
	root  uint32
	xtest byte
}

// Keycodes of the virtual display, which are those of a common keyboard.
const (
	keyEscape = 9
	keyReturn = 36
	keyF2     = 68
	keyF4     = 70
	keyF5     = 71
	keyDown   = 116
)

// digits are the keycodes of 0 to 9.
var digits = map[rune]byte{'1': 10, '2': 11, '3': 12, '4': 13, '5': 14, '6': 15, '7': 16, '8': 17, '9': 18, '0': 19}

func dialX(display string) (*xclient, error) {
	conn, err := net.Dial("unix", "/tmp/.X11-unix/X"+display)
	if err != nil {
		return nil, err
	}
	x := &xclient{conn: conn}
	setup := []byte{'l', 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0} // little endian, protocol 11.0, no authority
	if _, err := conn.Write(setup); err != nil {
		return nil, err
	}
	head := make([]byte, 8)
	if _, err := io.ReadFull(conn, head); err != nil {
		return nil, err
	}
	rest := make([]byte, 4*int(binary.LittleEndian.Uint16(head[6:])))
	if _, err := io.ReadFull(conn, rest); err != nil || head[0] != 1 {
		return nil, fmt.Errorf("the display refused: %d, %w", head[0], err)
	}
	vendor, formats := int(binary.LittleEndian.Uint16(rest[16:])), int(rest[21])
	x.root = binary.LittleEndian.Uint32(rest[32+(vendor+3)/4*4+8*formats:])
	reply, err := x.ask(append([]byte{98, 0, 4, 0, 5, 0, 0, 0}, "XTEST\x00\x00\x00"...))
	if err != nil || reply[8] == 0 {
		return nil, fmt.Errorf("the display has no XTEST: %w", err)
	}
	x.xtest = reply[9]
	return x, nil
}

// ask sends a request that has a reply and reads it. Events come unasked, as that the keyboard is another; they are
// passed over.
func (x *xclient) ask(request []byte) ([]byte, error) {
	if _, err := x.conn.Write(request); err != nil {
		return nil, err
	}
	reply := make([]byte, 32)
	for reply[0] != 1 {
		if _, err := io.ReadFull(x.conn, reply); err != nil {
			return nil, err
		}
		if reply[0] == 0 {
			return nil, fmt.Errorf("the display answered with error %d", reply[1])
		}
	}
	more := make([]byte, 4*int(binary.LittleEndian.Uint32(reply[4:])))
	_, err := io.ReadFull(x.conn, more)
	return append(reply, more...), err
}

// key presses and releases a key.
func (x *xclient) key(code byte) error {
	for _, event := range []byte{2, 3} { // press, release
		r := make([]byte, 36)
		r[0], r[1], r[2], r[4], r[5] = x.xtest, 2, 9, event, code
		if _, err := x.conn.Write(r); err != nil {
			return err
		}
	}
	return nil
}

// pixels are those of a rectangle of the screen.
func (x *xclient) pixels(left, top, width, height uint16) (string, error) {
	r := make([]byte, 20)
	r[0], r[1], r[2] = 73, 2, 5
	binary.LittleEndian.PutUint32(r[4:], x.root)
	for i, v := range []uint16{left, top, width, height} {
		binary.LittleEndian.PutUint16(r[8+2*i:], v)
	}
	binary.LittleEndian.PutUint32(r[16:], 0xffffffff)
	reply, err := x.ask(r)
	if err != nil {
		return "", err
	}
	return string(reply[32:]), nil
}

// until looks every millisecond until the pixels are as wanted, and gives them.
func (x *xclient) until(left, top, width, height uint16, ok func(string) bool) (string, error) {
	deadline := time.Now().Add(20 * time.Second)
	for time.Now().Before(deadline) {
		got, err := x.pixels(left, top, width, height)
		if err != nil || ok(got) {
			return got, err
		}
		<-time.After(time.Millisecond)
	}
	return "", fmt.Errorf("the pixels did not change")
}
