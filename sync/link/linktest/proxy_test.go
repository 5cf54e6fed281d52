package linktest_test

import (
	"io"
	"net"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/buurtloket/buurtloket/sync/link/linktest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// mustEcho serves UDP and TCP on one port, giving back what comes, and puts a proxy before it.
func mustEcho(t *testing.T) *linktest.Proxy {
	t.Helper()
	tcp, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	udp, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: tcp.Addr().(*net.TCPAddr).Port})
	if err != nil {
		t.Skip("the port is taken for UDP")
	}
	done := make(chan struct{}, 2)
	go func() {
		defer func() { done <- struct{}{} }()
		for {
			c, err := tcp.Accept()
			if err != nil {
				return
			}
			go func() { io.Copy(c, c); c.Close() }()
		}
	}()
	go func() {
		defer func() { done <- struct{}{} }()
		buf := make([]byte, 2048)
		for {
			n, from, err := udp.ReadFromUDP(buf)
			if err != nil {
				return
			}
			udp.WriteToUDP(buf[:n], from)
		}
	}()
	t.Cleanup(func() { tcp.Close(); udp.Close(); <-done; <-done })
	return linktest.Start(t, tcp.Addr().String(), 42)
}

// count sends n packets and counts what comes back until nothing came for a while: for long, while it is fewer than least.
func count(t *testing.T, p *linktest.Proxy, n, least int) int {
	t.Helper()
	c, err := net.Dial("udp", p.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	got := 0
	buf := make([]byte, 10)
	for range n {
		c.Write([]byte("x"))
		// One at a time, so that no socket's buffer decides; what comes late is counted below.
		c.SetReadDeadline(time.Now().Add(5 * time.Millisecond))
		if _, err := c.Read(buf); err == nil {
			got++
		}
	}
	for {
		quiet := 200 * time.Millisecond
		if got < least {
			quiet = 10 * time.Second
		}
		c.SetReadDeadline(time.Now().Add(quiet))
		if _, err := c.Read(buf); err != nil {
			return got
		}
		got++
	}
}

func TestUDPFaults(t *testing.T) {
	p := mustEcho(t)
	for _, try := range []struct {
		name     string
		way      linktest.Way
		min, max int // of 100, over one way
	}{
		{"clear", linktest.Way{}, 100, 100},
		{"drop", linktest.Way{Drop: 0.5}, 30, 70},
		{"duplicate", linktest.Way{Duplicate: 1}, 200, 200},
		{"late", linktest.Way{Delay: time.Millisecond, Jitter: 5 * time.Millisecond, Reorder: 0.5}, 100, 100},
		{"block", linktest.Way{Block: true}, 0, 0},
	} {
		for _, f := range []linktest.Faults{{Up: try.way}, {Down: try.way}} {
			p.UDP(f)
			if got := count(t, p, 100, try.min); got < try.min || got > try.max {
				t.Errorf("%s %+v: %d of 100 came back", try.name, f, got)
			}
		}
	}
}

func TestTCPFaults(t *testing.T) {
	p := mustEcho(t)
	c, err := net.Dial("tcp", p.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	buf := make([]byte, 1)
	echo := func(patience time.Duration) error {
		c.SetReadDeadline(time.Now().Add(patience))
		_, err := io.ReadFull(c, buf)
		return err
	}
	c.Write([]byte("a"))
	if err := echo(5 * time.Second); err != nil {
		t.Error(err)
	}
	p.BlackHole()
	c.Write([]byte("b"))
	if err := echo(100 * time.Millisecond); err == nil {
		t.Error("came through a black hole")
	}
	p.Heal()
	if err := echo(5 * time.Second); err != nil || buf[0] != 'b' {
		t.Errorf("what waited did not come: %q %v", buf, err)
	}
	p.Down()
	if err := echo(5 * time.Second); err == nil {
		t.Error("the connection outlived the machine")
	}
	d, err := net.Dial("tcp", p.Addr())
	if err == nil {
		d.SetReadDeadline(time.Now().Add(5 * time.Second))
		_, err = d.Read(buf)
		d.Close()
	}
	if err == nil {
		t.Error("a machine that is off answers")
	}
}
