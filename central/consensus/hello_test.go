package consensus_test

import (
	"bytes"
	"io"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/central/consensus"
)

// frame is a hello as another program might write it.
func frame(why byte, life byte, from, to string) []byte {
	b := append([]byte("BLH1"), why)
	for range 16 {
		b = append(b, life)
	}
	b = append(append(b, byte(len(from))), from...)
	return append(append(b, byte(len(to))), to...)
}

// greet sends bytes to a node and returns the verdict, or 255 when it hung up.
func greet(t *testing.T, c *cluster, b []byte) byte {
	t.Helper()
	stranger := c.net.listen("stranger:1")
	conn, err := stranger.Dial(c.peers[0].Addr, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Write(b); err != nil {
		return 255
	}
	var answer [25]byte
	if _, err := io.ReadFull(conn, answer[:]); err != nil {
		return 255
	}
	return answer[0]
}

func TestHello(t *testing.T) {
	t.Parallel()
	c := mustCluster(t, 1, nil)
	c.mustPropose("1 a X")
	me := c.peers[0].ID
	for _, row := range []struct {
		name string
		sent []byte
		want byte
	}{
		{"a stranger", frame('p', 1, "s1", me), 0},
		{"the same again", frame('p', 1, "s1", me), 0},
		{"for another node", frame('r', 1, "s1", "elsewhere"), 1},
		{"with another life", frame('r', 2, "s1", me), 2},
		{"not a hello", []byte("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), 255},
	} {
		if got := greet(t, c, row.sent); got != row.want {
			t.Errorf("%s: verdict %d, want %d", row.name, got, row.want)
		}
	}
	// What was met is remembered across a restart.
	c.stop(0)
	c.start(0)
	if got := greet(t, c, frame('p', 2, "s1", me)); got != 2 {
		t.Errorf("another life after a restart: verdict %d", got)
	}
}

// Whatever bytes come in, reading a hello ends without a panic and with what was written.
func TestHelloFrames(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		from, to := rapid.StringN(0, 60, 255).Draw(t, "from"), rapid.StringN(0, 60, 255).Draw(t, "to")
		gotFrom, gotTo, err := consensus.ReadHello(bytes.NewReader(frame('p', 9, from, to)))
		if err != nil || gotFrom != from || gotTo != to {
			t.Fatalf("%q → %q: %q, %q, %v", from, to, gotFrom, gotTo, err)
		}
		_, _, _ = consensus.ReadHello(bytes.NewReader(rapid.SliceOf(rapid.Byte()).Draw(t, "junk")))
	})
}
