package notify_test

import (
	"bufio"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/buurtloket/buurtloket/central/notify"
	"github.com/buurtloket/buurtloket/central/notify/carriertest"
)

func TestFake(t *testing.T) {
	carriertest.Run(t, "an@voorbeeld.invalid", func(testing.TB) carriertest.Peer { return new(carriertest.Fake) })
}

func TestSMTP(t *testing.T) { carriertest.Run(t, "an@voorbeeld.invalid", mailServer) }

func TestSMS(t *testing.T) { carriertest.Run(t, "+32470000000", gateway) }

// mood is what a peer feels, and what it has.
type mood struct {
	mu    sync.Mutex
	now   carriertest.Mood
	taken []string
	stop  chan struct{} // closed when the test ends: who is silent may go
}

func (m *mood) Feel(now carriertest.Mood) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = now
}

func (m *mood) Taken() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]string(nil), m.taken...)
}

func (m *mood) feels() carriertest.Mood {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

func (m *mood) take(id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.taken = append(m.taken, id)
}

// server is a mail server that can misbehave. One that is not ours is in peer_test.go; it behaves.
type server struct {
	mood
	net.Listener
	lines sync.WaitGroup
}

func mailServer(t testing.TB) carriertest.Peer {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &server{mood: mood{stop: make(chan struct{})}, Listener: l}
	s.lines.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			s.lines.Go(func() { s.serve(conn) })
		}
	})
	t.Cleanup(func() { close(s.stop); l.Close(); s.lines.Wait() })
	return s
}

func (s *server) Carrier() notify.Carrier {
	return &notify.SMTP{Server: s.Addr().String(), Security: notify.Plain, Sender: mail.Address{Name: "Buurtloket", Address: "loket@voorbeeld.invalid"}}
}

func (s *server) serve(conn net.Conn) {
	defer conn.Close()
	now := s.feels()
	if now == carriertest.Gone {
		return
	}
	say := func(line string) { io.WriteString(conn, line+"\r\n") }
	say("220 here")
	lines := bufio.NewScanner(conn)
	for lines.Scan() {
		switch verb, _, _ := strings.Cut(strings.ToUpper(lines.Text()), " "); verb {
		case "RCPT":
			switch now {
			case carriertest.RefusesEver:
				say("550 5.1.1 <an@voorbeeld.invalid> is niemand")
			case carriertest.RefusesNow:
				say("451 4.3.0 <an@voorbeeld.invalid> even niet")
			default:
				say("250 ok")
			}
		case "DATA":
			if now == carriertest.HangsUpEarly {
				return
			}
			say("354 go on")
			id := ""
			for lines.Scan() && lines.Text() != "." {
				if rest, ok := strings.CutPrefix(lines.Text(), "Message-ID: <"); ok {
					id, _, _ = strings.Cut(rest, "@")
				}
			}
			s.take(id)
			switch now {
			case carriertest.HangsUpLate:
				return
			case carriertest.Silent:
				<-s.stop
				return
			}
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

// sms is a gateway that can misbehave.
type sms struct {
	mood
	*httptest.Server
}

func gateway(t testing.TB) carriertest.Peer {
	g := &sms{mood: mood{stop: make(chan struct{})}}
	g.Server = httptest.NewServer(http.HandlerFunc(g.answer))
	t.Cleanup(func() { close(g.stop); g.Server.Close() })
	return g
}

func (g *sms) Carrier() notify.Carrier {
	url := g.URL
	if now := g.feels(); now == carriertest.Gone || now == carriertest.HangsUpEarly {
		url = "http://127.0.0.1:1" // where nobody listens: a line that breaks later breaks after the message
	}
	return &notify.SMS{URL: url + "/send", Token: "geheim", Sender: "Loket", Client: g.Client()}
}

func (g *sms) answer(w http.ResponseWriter, r *http.Request) {
	var q struct{ ID, To, From, Text string }
	if err := json.NewDecoder(r.Body).Decode(&q); err != nil || r.Header.Get("Idempotency-Key") != q.ID || r.Header.Get("Authorization") != "Bearer geheim" || q.Text == "" {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	switch g.feels() {
	case carriertest.RefusesNow:
		w.WriteHeader(http.StatusTooManyRequests)
		return
	case carriertest.RefusesEver:
		w.WriteHeader(http.StatusUnprocessableEntity)
		return
	}
	g.take(q.ID)
	switch g.feels() {
	case carriertest.HangsUpLate:
		panic(http.ErrAbortHandler)
	case carriertest.Silent:
		<-g.stop
	}
}

// TestReasonsAreCodes: a mail server's words repeat the address, so they go nowhere.
func TestReasonsAreCodes(t *testing.T) {
	p := mailServer(t)
	p.Feel(carriertest.RefusesEver)
	err := p.Carrier().Carry(t.Context(), carriertest.Parcel("01", "an@voorbeeld.invalid"))
	if no, ok := err.(*notify.NotTaken); !ok || no.Reason != "smtp-550-5.1.1" || strings.Contains(err.Error(), "an@") {
		t.Errorf("got %v", err)
	}
}

// TestNoWayIn: an address with something behind it is refused before anybody is asked.
func TestNoWayIn(t *testing.T) {
	p := mailServer(t)
	for _, to := range []string{"an@voorbeeld.invalid\r\nBcc: bo@voorbeeld.invalid", "", "an"} {
		if err := p.Carrier().Carry(t.Context(), carriertest.Parcel("01", to)); err == nil || len(p.Taken()) > 0 {
			t.Errorf("%q: %v", to, err)
		}
	}
}

// TestPrivateLine: a server that cannot make the line private is told nothing.
func TestPrivateLine(t *testing.T) {
	p := mailServer(t)
	c := p.Carrier().(*notify.SMTP)
	c.Security = notify.StartTLS
	no, ok := c.Carry(t.Context(), carriertest.Parcel("01", "an@voorbeeld.invalid")).(*notify.NotTaken)
	if !ok || no.Until != notify.Away || len(p.Taken()) > 0 {
		t.Errorf("got %v", no)
	}
}

// TestFolder: what it puts down is what goes over the line, a file for each message, also when it is handed over twice.
func TestFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "post")
	for _, f := range []*notify.Folder{{Dir: dir, Sender: mail.Address{Address: "loket@voorbeeld.invalid"}}, {Dir: dir, SMS: true}} {
		for range 2 {
			if err := f.Carry(t.Context(), carriertest.Parcel("01", "an@voorbeeld.invalid")); err != nil {
				t.Fatal(err)
			}
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 2 {
		t.Fatalf("%v: %v", files, err)
	}
	b, err := os.Open(filepath.Join(dir, files[0].Name()))
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	m, err := mail.ReadMessage(b)
	if err != nil || m.Header.Get("Message-ID") != "<01@voorbeeld.invalid>" {
		t.Errorf("%v: %v", m, err)
	}
}
