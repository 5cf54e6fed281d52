package pcsc_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/hardware/eid/pcsc"
)

var order = binary.NativeEndian

// daemon plays pcscd for one conversation: a script of what it wants to read and what it answers, byte by byte. The real
// one judges the same bytes in the tests with peers; this one says what no healthy daemon would.
type daemon struct {
	want, answer []byte
	then         func() // once it has answered; nil: nothing
}

// says is a step after which nothing is done.
func says(want, answer []byte) daemon { return daemon{want: want, answer: answer} }

// serve starts a daemon that follows a script and then says nothing more.
func serve(t *testing.T, script ...daemon) string {
	t.Helper()
	socket := filepath.Join(t.TempDir(), "s")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		for _, step := range script {
			got := make([]byte, len(step.want))
			if _, err := io.ReadFull(conn, got); err != nil || !bytes.Equal(got, step.want) {
				t.Errorf("the daemon got % X, want % X: %v", got, step.want, err)
				return
			}
			conn.Write(step.answer)
			if step.then != nil {
				step.then()
			}
		}
		io.Copy(io.Discard, conn) // until the other end hangs up
	}()
	t.Cleanup(func() { listener.Close(); <-ended })
	return socket
}

func words(values ...uint32) []byte {
	var out []byte
	for _, v := range values {
		out = order.AppendUint32(out, v)
	}
	return out
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

// greeting is how every conversation begins: version 4.4, and a context with the number 77.
var greeting = []daemon{
	says(words(12, 0x11, 4, 4, 0), words(4, 4, 0)),
	says(words(12, 0x01, 2, 0, 0), words(2, 77, 0)),
}

const readerName = "Some Reader 00 00"

// states is the answer about one reader with a card in it, or without.
func states(bits uint32) []byte {
	one := make([]byte, 184)
	copy(one, readerName)
	order.PutUint32(one[128:], 3)
	order.PutUint32(one[132:], bits)
	order.PutUint32(one[176:], 20)
	return append(one, make([]byte, 15*184)...)
}

const empty, inserted = 2, 4 | 16 | 32

func connectMessage() []byte {
	name := append([]byte(readerName), make([]byte, 128-len(readerName))...)
	return join(words(152, 0x04, 77), name, words(1, 1, 0, 0, 0))
}

func connectAnswer(result uint32) []byte {
	return join(words(77), make([]byte, 128), words(1, 1, 5, 1, result))
}

func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func mustDial(t *testing.T, script ...daemon) *pcsc.Conn {
	t.Helper()
	conn, err := pcsc.Dial(within(t), serve(t, append(append([]daemon{}, greeting...), script...)...))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// TestWholeConversation: every message, byte by byte, as the layouts in doc.go say.
func TestWholeConversation(t *testing.T) {
	command, response := []byte{0, 0xB0, 0, 0, 0}, []byte{1, 2, 3, 0x90, 0}
	conn := mustDial(t,
		says(words(0, 0x12), states(empty)),
		says(words(0, 0x13), join(states(empty), words(0, 0))),
		says(words(0, 0x13), states(inserted)),
		says(connectMessage(), connectAnswer(0)),
		says(join(words(32, 0x09, 5, 1, 16, 5, 1, 16, 264, 0), command), join(words(5, 1, 16, 5, 1, 16, 5, 0), response)),
		says(words(12, 0x06, 5, 1, 0), words(5, 1, 0)),
	)
	readers, err := conn.Readers(within(t))
	if err != nil || len(readers) != 1 || readers[0] != (pcsc.Reader{Name: readerName, Presence: pcsc.Empty, Changes: 3}) {
		t.Fatalf("%+v, %v", readers, err)
	}
	readers, err = conn.Await(within(t), func(r []pcsc.Reader) bool { return r[0].Presence == pcsc.Inserted })
	if err != nil || readers[0].Presence != pcsc.Inserted {
		t.Fatalf("%+v, %v", readers, err)
	}
	card, err := conn.Connect(within(t), readerName)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := card.Transmit(within(t), command); err != nil || !bytes.Equal(got, response) {
		t.Errorf("% X, %v", got, err)
	}
	if err := card.Disconnect(within(t)); err != nil {
		t.Error(err)
	}
}

// TestDaemonMisbehaves: another version, refusals, answers that are cut off, and lengths that nobody should believe.
func TestDaemonMisbehaves(t *testing.T) {
	_, err := pcsc.Dial(within(t), serve(t, says(greeting[0].want, words(5, 0, 0))))
	if !errors.Is(err, pcsc.Stopped) {
		t.Errorf("a daemon of another version: %v", err)
	}
	_, err = pcsc.Dial(within(t), serve(t, says(greeting[0].want, words(4, 5, uint32(pcsc.Stopped)))))
	if !errors.Is(err, pcsc.Stopped) {
		t.Errorf("a daemon that finds us too new: %v", err)
	}
	if _, err := pcsc.Dial(within(t), filepath.Join(t.TempDir(), "nobody")); err == nil {
		t.Error("nobody answered")
	}
}

// TestCardMisbehaves: what is said of a card, up to lengths that nobody should believe.
func TestCardMisbehaves(t *testing.T) {
	conn := mustDial(t,
		says(connectMessage(), connectAnswer(uint32(pcsc.NoSmartcard))),
		says(connectMessage(), connectAnswer(0)),
		says(join(words(32, 0x09, 5, 1, 16, 2, 1, 16, 264, 0), []byte{1, 2}), words(5, 1, 16, 5, 1, 16, 0, 0)),
		says(join(words(32, 0x09, 5, 1, 16, 2, 1, 16, 264, 0), []byte{1, 2}), words(5, 1, 16, 5, 1, 16, 264, uint32(pcsc.Removed))),
		says(join(words(32, 0x09, 5, 1, 16, 2, 1, 16, 264, 0), []byte{1, 2}), words(5, 1, 16, 5, 1, 16, 0xFFFFFFF0, 0)),
	)
	if _, err := conn.Connect(within(t), readerName); !errors.Is(err, pcsc.NoSmartcard) {
		t.Errorf("no card: %v", err)
	}
	if _, err := conn.Connect(within(t), strings.Repeat("x", 128)); err == nil {
		t.Error("a name that does not fit was sent")
	}
	card, err := conn.Connect(within(t), readerName)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []error{pcsc.DataLost, pcsc.Removed} {
		if _, err := card.Transmit(within(t), []byte{1, 2}); !errors.Is(err, want) {
			t.Errorf("%v, want %v", err, want)
		}
	}
	if _, err := card.Transmit(within(t), []byte{1, 2}); err == nil || errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a response of four billion bytes was waited for: %v", err)
	}
	if _, err := conn.Readers(within(t)); !errors.Is(err, net.ErrClosed) {
		t.Errorf("the conversation goes on after that: %v", err)
	}
}

// TestCutOff: whoever gives up hears so, and the conversation, in the middle of a message, is over.
func TestCutOff(t *testing.T) {
	for name, step := range map[string]daemon{
		"no change comes": {want: words(0, 0x13), answer: states(empty)},
		"half an answer":  {want: words(0, 0x13), answer: states(empty)[:100]},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		step.then = cancel // not before the daemon has the message: it would miss it
		conn := mustDial(t, step)
		if _, err := conn.Await(ctx, func(r []pcsc.Reader) bool { return r[0].Presence == pcsc.Inserted }); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: who gave up: %v", name, err)
		}
		if _, err := conn.Readers(within(t)); !errors.Is(err, net.ErrClosed) {
			t.Errorf("%s: the conversation goes on: %v", name, err)
		}
	}
}

// FuzzStates: whatever the daemon says of its readers, it comes to at most sixteen, each with a name.
func FuzzStates(f *testing.F) {
	f.Add(states(inserted))
	f.Add(states(empty))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, body []byte) {
		readers, err := pcsc.DecodeStates(body)
		if err == nil && len(body) != 16*184 || len(readers) > 16 {
			t.Errorf("%d readers of %d bytes", len(readers), len(body))
		}
		for _, r := range readers {
			if r.Name == "" || len(r.Name) > 128 || r.Presence > pcsc.Mute {
				t.Errorf("%+v", r)
			}
		}
	})
}
