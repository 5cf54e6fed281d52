package link_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/link/linktest"
)

// UDP is blocked from the start: HTTP/2. UDP opens: back to HTTP/3, and a stream on the old line goes on.
func TestUDPBlockedAndBack(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	s, _ := c.mustServe(t, "hq-1", echo(), nil)
	p := linktest.Start(t, s.Addr().String(), 1)
	p.UDP(linktest.Blocked)
	client := c.mustConnect(t, c.mustDevice(t, "berchem"), hasty, p.Addr())
	mustBecome(t, client, "up over HTTP/2", over(link.HTTP2))
	stream := mustOpenStream(t, client.HTTPClient())
	stream.mustEcho(t, "over h2")

	p.UDP(linktest.Faults{})
	mustBecome(t, client, "up over HTTP/3", over(link.HTTP3))
	stream.mustEcho(t, "the old line is drained, not cut")
	mustGet(t, client.HTTPClient(), "/")

	p.UDP(linktest.Blocked) // and away again
	mustBecome(t, client, "up over HTTP/2", over(link.HTTP2))
	mustGet(t, client.HTTPClient(), "/")
}

// A replaced line is closed when its requests do not end in time.
func TestDrainEnds(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	s, _ := c.mustServe(t, "hq-1", echo(), nil)
	p := linktest.Start(t, s.Addr().String(), 1)
	p.UDP(linktest.Blocked)
	client := c.mustConnect(t, c.mustDevice(t, "berchem"), func(o *link.ClientOptions) {
		hasty(o)
		o.Timing.Drain = 100 * time.Millisecond
	}, p.Addr())
	mustBecome(t, client, "up over HTTP/2", over(link.HTTP2))
	stream := mustOpenStream(t, client.HTTPClient())
	p.UDP(linktest.Faults{})
	mustBecome(t, client, "up over HTTP/3", over(link.HTTP3))
	if _, err := io.ReadAll(stream.out); err == nil {
		t.Error("the stream on the drained line ended in good order")
	}
	mustGet(t, client.HTTPClient(), "/")
}

func TestFailover(t *testing.T) {
	t.Parallel()
	protocols(t, func(t *testing.T, want link.Protocol, via func(string) string) {
		c := newCity(t)
		one, stopOne := c.mustServe(t, "hq-1", whoami("hq-1"), nil)
		two, _ := c.mustServe(t, "hq-2", whoami("hq-2"), nil)
		nodes := []string{via(one.Addr().String()), via(two.Addr().String())}
		client := c.mustConnect(t, c.mustDevice(t, "berchem"), nil, nodes...)
		if got := mustGet(t, client.HTTPClient(), "/"); !strings.Contains(got, "hq-1") {
			t.Errorf("first choice was %q", got)
		}
		stopOne()
		mustBecome(t, client, "up on the second node", func(s link.State) bool { return s.Up && s.Node == nodes[1] })
		if got := mustGet(t, client.HTTPClient(), "/"); !strings.Contains(got, "hq-2") {
			t.Errorf("then %q", got)
		}
	})
}

// A node that is off does not keep a client from the others, though nothing says that it is off.
func TestFirstNodeIsOff(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	two, _ := c.mustServe(t, "hq-2", whoami("hq-2"), nil)
	hole := linktest.Start(t, two.Addr().String(), 1)
	hole.BlackHole()
	off := linktest.Start(t, two.Addr().String(), 1)
	off.Down()
	client := c.mustConnect(t, c.mustDevice(t, "berchem"), func(o *link.ClientOptions) { o.Timing.Dial = time.Second },
		off.Addr(), hole.Addr(), two.Addr().String())
	if s := mustBecome(t, client, "up", func(s link.State) bool { return s.Up }); s.Node != two.Addr().String() {
		t.Errorf("up on %s", s.Node)
	}
}

// patient is a server that never gives a line up, so that it is the client who does.
func patient(s *link.Server) { s.Limits.Quiet = time.Hour }

// A line that is dead but looks alive is noticed within Timing.Quiet, by an idle stream too.
func TestBlackHoleIsNoticed(t *testing.T) {
	t.Parallel()
	protocols(t, func(t *testing.T, want link.Protocol, _ func(string) string) {
		c := newCity(t)
		s, _ := c.mustServe(t, "hq-1", echo(), patient)
		p := linktest.Start(t, s.Addr().String(), 1)
		if want == link.HTTP2 {
			p.UDP(linktest.Blocked)
		}
		client := c.mustConnect(t, c.mustDevice(t, "berchem"), func(o *link.ClientOptions) {
			hasty(o)
			o.Timing.Retry, o.Timing.Quiet = time.Hour, time.Second
		}, p.Addr())
		mustBecome(t, client, "up", over(want))
		stream := mustOpenStream(t, client.HTTPClient())
		stream.mustEcho(t, "alive")
		p.BlackHole()
		if _, err := io.ReadAll(stream.out); err == nil {
			t.Error("the stream ended in good order")
		}
		state := mustBecome(t, client, "down", func(s link.State) bool { return !s.Up })
		if !fault.Is(state.Err, fault.Unreachable) {
			t.Errorf("lost because of %v", state.Err)
		}
		p.Heal()
		mustBecome(t, client, "up again", func(s link.State) bool { return s.Up })
		mustGet(t, client.HTTPClient(), "/")
	})
}

// An idle line over which nothing is asked stays up: keep-alives in both protocols.
func TestIdleLineStaysUp(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("waits out the idle time")
	}
	protocols(t, func(t *testing.T, want link.Protocol, via func(string) string) {
		c := newCity(t)
		s, _ := c.mustServe(t, "hq-1", echo(), func(s *link.Server) { s.Limits.Quiet = 600 * time.Millisecond })
		client := c.mustConnect(t, c.mustDevice(t, "berchem"), func(o *link.ClientOptions) {
			o.Timing.Quiet, o.Timing.Retry = 600*time.Millisecond, time.Hour
		}, via(s.Addr().String()))
		mustBecome(t, client, "up", over(want))
		_, changed := client.Watch()
		select {
		case <-changed:
			t.Errorf("the line changed: %+v", client.State())
		case <-time.After(1500 * time.Millisecond):
		}
	})
}

func TestPlug(t *testing.T) {
	t.Parallel()
	protocols(t, func(t *testing.T, want link.Protocol, via func(string) string) {
		c := newCity(t)
		s, _ := c.mustServe(t, "hq-1", echo(), nil)
		plug := new(link.Plug)
		client := c.mustConnect(t, c.mustDevice(t, "berchem"), func(o *link.ClientOptions) {
			o.Plug, o.Timing.Base, o.Timing.Cap = plug, time.Hour, time.Hour // nothing but Insert ends the wait
		}, via(s.Addr().String()))
		mustBecome(t, client, "up", over(want))
		stream := mustOpenStream(t, client.HTTPClient())
		stream.mustEcho(t, "before")

		plug.Pull()
		if _, err := io.ReadAll(stream.out); err == nil {
			t.Error("the stream survived the plug")
		}
		state := mustBecome(t, client, "down", down)
		if state.Plugged || !plug.Pulled() {
			t.Errorf("state %+v", state)
		}
		_, _, err := get(t, client.HTTPClient(), "/")
		if !fault.Is(err, fault.Unreachable) || !strings.Contains(fault.Sentence(err), "stekker") {
			t.Errorf("without a plug: %v (%s)", err, fault.Sentence(err))
		}
		plug.Insert()
		mustBecome(t, client, "up again", func(s link.State) bool { return s.Up && s.Plugged })
		mustGet(t, client.HTTPClient(), "/")
	})
}

// While the client waits for its next try, requests fail at once; Try makes it try now.
func TestTry(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	s, _ := c.mustServe(t, "hq-1", whoami("hq-1"), nil)
	p := linktest.Start(t, s.Addr().String(), 1)
	p.Down()
	client := c.mustConnect(t, c.mustDevice(t, "berchem"), func(o *link.ClientOptions) {
		hasty(o)
		o.Timing.Base, o.Timing.Cap = time.Hour, time.Hour
		o.Random = sevens{} // a jitter that is not nothing
	}, p.Addr())
	mustBecome(t, client, "down", down)
	if _, _, err := get(t, client.HTTPClient(), "/"); !fault.Is(err, fault.Unreachable) {
		t.Errorf("while waiting: %v", err)
	}
	p.Heal()
	client.Try()
	mustBecome(t, client, "up", func(s link.State) bool { return s.Up })
}

// A request's own deadline is kept while a connection is being tried, and is told as such.
func TestRequestDeadline(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	s, _ := c.mustServe(t, "hq-1", whoami("hq-1"), nil)
	p := linktest.Start(t, s.Addr().String(), 1)
	p.BlackHole()
	client := c.mustConnect(t, c.mustDevice(t, "berchem"), nil, p.Addr())
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, link.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.Transport().RoundTrip(req); err != context.DeadlineExceeded {
		t.Errorf("got %v", err)
	}
}

// On a bad line everything still arrives, once and in order.
func TestBadWeather(t *testing.T) {
	t.Parallel()
	protocols(t, func(t *testing.T, want link.Protocol, _ func(string) string) {
		c := newCity(t)
		s, _ := c.mustServe(t, "hq-1", echo(), nil)
		p := linktest.Start(t, s.Addr().String(), 7)
		bad := linktest.Way{Drop: 0.05, Duplicate: 0.05, Reorder: 0.05, Delay: time.Millisecond, Jitter: 2 * time.Millisecond}
		p.UDP(linktest.Faults{Up: bad, Down: bad})
		p.TCP(linktest.Faults{Up: bad, Down: bad})
		if want == link.HTTP2 {
			p.UDP(linktest.Blocked)
		}
		client := c.mustConnect(t, c.mustDevice(t, "berchem"), func(o *link.ClientOptions) {
			o.Timing.HTTP3Wait, o.Timing.Retry = time.Second, time.Hour
		}, p.Addr())
		mustBecome(t, client, "up", over(want))
		stream := mustOpenStream(t, client.HTTPClient())
		for i := range 40 {
			stream.mustEcho(t, fmt.Sprint(i))
		}
	})
}

// One way only: what goes up arrives, nothing comes back. The line must be given up.
func TestOneWayLine(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	s, _ := c.mustServe(t, "hq-1", echo(), patient)
	p := linktest.Start(t, s.Addr().String(), 1)
	client := c.mustConnect(t, c.mustDevice(t, "berchem"), hasty, p.Addr())
	mustBecome(t, client, "up", over(link.HTTP3))
	oneWay := linktest.Faults{Down: linktest.Way{Block: true}}
	p.UDP(oneWay)
	p.TCP(oneWay)
	mustBecome(t, client, "down", func(s link.State) bool { return !s.Up })
}

// A renewed identity is taken up by a new line without a gap.
func TestUse(t *testing.T) {
	t.Parallel()
	protocols(t, func(t *testing.T, want link.Protocol, via func(string) string) {
		c := newCity(t)
		s, _ := c.mustServe(t, "hq-1", whoami("hq-1"), nil)
		first := c.mustDevice(t, "berchem")
		client := c.mustConnect(t, first, nil, via(s.Addr().String()))
		mustBecome(t, client, "up", over(want))
		_, changed := client.Watch()
		second, err := c.NewDevice(link.Device{Site: "berchem", Serial: "second"}, 0)
		if err != nil {
			t.Fatal(err)
		}
		client.Use(second)
		<-changed
		if got := mustGet(t, client.HTTPClient(), "/"); !strings.HasSuffix(got, "second") {
			t.Errorf("answered %q", got)
		}
	})
}

func TestClientNeedsIdentityAndNodes(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	for _, o := range []link.ClientOptions{{}, {Nodes: []string{"a:1"}}, {Identity: c.mustDevice(t, "berchem")}} {
		if _, err := link.NewClient(o); !fault.Is(err, fault.Internal) {
			t.Errorf("NewClient(%d nodes) gave %v", len(o.Nodes), err)
		}
	}
}
