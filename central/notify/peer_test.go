//go:build devices

package notify_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/notify"
	"github.com/buurtloket/buurtloket/central/notify/carriertest"
	"github.com/buurtloket/buurtloket/central/notify/dispatch"
	"github.com/buurtloket/buurtloket/sync/link/linktest"
)

// peer runs Debian's aiosmtpd, a mail server that is not ours, with a handler that puts what it takes into a maildir.
type peer struct {
	testing.TB
	addr, dir string
	stop      func()
}

func start(t testing.TB, addr, dir string) *peer {
	t.Helper()
	program, err := exec.LookPath("aiosmtpd")
	if err != nil {
		t.Fatal("no aiosmtpd: .ci/install devices")
	}
	ctx, cancel := context.WithCancel(context.Background())
	c := exec.CommandContext(ctx, program, "-n", "-l", addr, "-c", "aiosmtpd.handlers.Mailbox", dir)
	errs, err := c.StderrPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for lines := bufio.NewScanner(errs); lines.Scan(); {
			fmt.Fprintln(os.Stderr, "aiosmtpd:", lines.Text())
		}
		_ = c.Wait()
	}()
	p := &peer{TB: t, addr: addr, dir: dir}
	p.stop = func() { cancel(); <-ended }
	t.Cleanup(p.stop)
	for deadline := time.Now().Add(20 * time.Second); ; {
		conn, err := net.Dial("tcp", addr)
		if err == nil {
			conn.Close()
			return p
		}
		if time.Now().After(deadline) {
			t.Fatal("aiosmtpd does not answer")
		}
	}
}

// mails are what the server took.
func (p *peer) mails() (out []*mail.Message) {
	p.Helper()
	files, err := filepath.Glob(filepath.Join(p.dir, "new", "*"))
	if err != nil {
		p.Fatal(err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			p.Fatal(err)
		}
		m, err := mail.ReadMessage(strings.NewReader(string(b)))
		if err != nil {
			p.Fatal(err)
		}
		out = append(out, m)
	}
	return out
}

// TestForeignServer: what it took is what was sent, with the marks by which a second one is known; while it is down all waits, and
// goes when it is back.
func TestForeignServer(t *testing.T) {
	addr, dir := linktest.FreeAddr(t), filepath.Join(t.TempDir(), "box")
	w := open(t)
	w.n = w.sender("hq1", func(c *notify.Config) {
		c.Mail = &notify.SMTP{Server: addr, Security: notify.Plain, Sender: mail.Address{Name: "Buurtloket", Address: "loket@voorbeeld.invalid"}}
	})
	a := w.books(an, 3, 10)
	w.steps()
	w.stands(a, dispatch.Waiting, "away")
	p := start(t, addr, dir)
	w.now = w.now.Add(time.Hour)
	w.steps()
	m := w.stands(a, dispatch.Sent, "")
	got := p.mails()
	if len(got) != 1 || got[0].Header.Get("Message-ID") != fmt.Sprintf("<%x@voorbeeld.invalid>", m.Id) || got[0].Header.Get("X-RcptTo") != an.Mail {
		t.Fatalf("the server has %v", got)
	}
	text, names := parts(t, got[0].Header.Get("Content-Type"), got[0].Body)
	if !strings.Contains(text, "donderdag 26 november 2026 om 09:10") || strings.Join(names, " ") != "afspraak.ics code.png" {
		t.Errorf("%q %v", text, names)
	}
	p.stop()
	b := w.books(an, 3, 20)
	w.steps()
	w.stands(b, dispatch.Waiting, "away")
}

// TestForeignServerCannotHide: it offers no private line, so it is told nothing.
func TestForeignServerCannotHide(t *testing.T) {
	addr := linktest.FreeAddr(t)
	p := start(t, addr, filepath.Join(t.TempDir(), "box"))
	s := &notify.SMTP{Server: addr, Sender: mail.Address{Address: "loket@voorbeeld.invalid"}}
	if err := s.Carry(t.Context(), carriertest.Parcel("01", an.Mail)); err == nil || len(p.mails()) > 0 {
		t.Errorf("got %v", err)
	}
}
