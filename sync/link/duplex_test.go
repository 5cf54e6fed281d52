package link_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/buurtloket/buurtloket/sync/link"
)

// echo answers each line of the body as it comes, on a path; others get "ok".
func echo() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/echo" {
			io.WriteString(w, "ok")
			return
		}
		rc := http.NewResponseController(w)
		rc.Flush()
		lines := bufio.NewReader(r.Body)
		for {
			text, err := lines.ReadString('\n')
			if err != nil {
				return
			}
			io.WriteString(w, text)
			rc.Flush()
		}
	})
}

// stream is a full-duplex request.
type stream struct {
	in     *io.PipeWriter
	out    io.ReadCloser
	lines  *bufio.Reader
	cancel context.CancelFunc
}

func mustOpenStream(tb testing.TB, hc *http.Client) *stream {
	tb.Helper()
	r, w := io.Pipe()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, link.URL+"/echo", r)
	if err != nil {
		tb.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/connect+proto")
	resp, err := hc.Do(req)
	if err != nil {
		cancel()
		tb.Fatal(err)
	}
	s := &stream{in: w, out: resp.Body, lines: bufio.NewReader(resp.Body), cancel: cancel}
	tb.Cleanup(func() {
		w.Close()
		resp.Body.Close()
		cancel()
	})
	return s
}

func (s *stream) mustEcho(tb testing.TB, text string) {
	tb.Helper()
	if _, err := io.WriteString(s.in, text+"\n"); err != nil {
		tb.Fatalf("writing %q: %v", text, err)
	}
	if got, err := s.lines.ReadString('\n'); err != nil || got != text+"\n" {
		tb.Fatalf("echo of %q: %q, %v", text, got, err)
	}
}

func TestFullDuplex(t *testing.T) {
	t.Parallel()
	protocols(t, func(t *testing.T, _ link.Protocol, via func(string) string) {
		c := newCity(t)
		s, _ := c.mustServe(t, "hq-1", echo(), nil)
		stream := mustOpenStream(t, c.mustConnect(t, c.mustDevice(t, "berchem"), nil, via(s.Addr().String())).HTTPClient())
		for i := range 50 {
			stream.mustEcho(t, fmt.Sprintf("line %d", i))
		}
	})
}

// Connect's own bidirectional streams, with the peer known from the context.
func TestConnectStreams(t *testing.T) {
	t.Parallel()
	type text = wrapperspb.StringValue
	const path = "/test.v1.Echo/Talk"
	handler := connect.NewBidiStreamHandler(path, func(ctx context.Context, s *connect.BidiStream[text, text]) error {
		p, _ := link.PeerFrom(ctx)
		for {
			in, err := s.Receive()
			if err != nil {
				return nil
			}
			if err := s.Send(wrapperspb.String(p.Name + ": " + in.Value)); err != nil {
				return err
			}
		}
	})
	protocols(t, func(t *testing.T, _ link.Protocol, via func(string) string) {
		c := newCity(t)
		s, _ := c.mustServe(t, "hq-1", handler, nil)
		hc := c.mustConnect(t, c.mustDevice(t, "berchem"), nil, via(s.Addr().String())).HTTPClient()
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
		defer cancel()
		talk := connect.NewClient[text, text](hc, link.URL+path).CallBidiStream(ctx)
		for i := range 20 {
			say := fmt.Sprint(i)
			if err := talk.Send(wrapperspb.String(say)); err != nil {
				t.Fatal(err)
			}
			got, err := talk.Receive()
			if err != nil || got.Value != "berchem: "+say {
				t.Fatalf("got %v, %v", got, err)
			}
		}
		if err := talk.CloseRequest(); err != nil {
			t.Error(err)
		}
		if err := talk.CloseResponse(); err != nil {
			t.Error(err)
		}
	})
}

// Without a line an RPC client gets "unavailable", with our fault inside; with a refusal, its sentence.
func TestConnectErrors(t *testing.T) {
	t.Parallel()
	type text = wrapperspb.StringValue
	c := newCity(t)
	client := c.mustConnect(t, c.mustDevice(t, "berchem"), hasty, "127.0.0.1:1")
	mustBecome(t, client, "down", down)
	_, err := connect.NewClient[text, text](client.HTTPClient(), link.URL+"/x.Y/Z").
		CallUnary(context.Background(), connect.NewRequest(wrapperspb.String("")))
	if connect.CodeOf(err) != connect.CodeUnavailable {
		t.Errorf("no line gave %v", err)
	}
}
