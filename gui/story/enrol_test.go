//go:build story

package story_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/link/linktest"
)

// TestStoryCodes brings codes that open nothing: mistyped, never given out, given out for too short a time, and used
// before. Each counter says why and works on without a line; then one gets a good code.
func TestStoryCodes(t *testing.T) {
	c := mustCity(t, at(tuesday, "08:30"))
	enrol := func(args ...string) string {
		return strings.TrimSpace(c.mustTool(append([]string{"enroll", "--by", "ines"}, args...)...))
	}
	used, short, good := enrol(groenenhoek), enrol(berchem, "--valid", "10"), enrol(berchem)
	other := c.newCounter(groenenhoek)
	other.start(used)
	other.mustBeOnline()
	c.setClock(at(tuesday, "08:45"))
	for _, bad := range []struct{ what, code string }{
		{"verkeerd getikt", "0000" + good[4:]},
		{"bestaat niet", "HALLO"},
		{"vervallen", short},
		{"al gebruikt", used},
	} {
		k := c.newCounter(berchem)
		k.start(bad.code)
		eventually(t, "a refusal in the log", func() error { return k.mustSay("no line to headquarters: ") })
		if v := k.mustView(); v.Line.State != contract.Line_OFFLINE {
			t.Errorf("a code that is %s opened a line", bad.what)
		}
		k.mustStop(t)
		c.say("Een code die %s is: %s", bad.what, k.said("no line to headquarters: "))
		if err := os.Remove(k.log); err != nil {
			t.Fatal(err)
		}
	}
	k := c.newCounter(berchem)
	k.start(good)
	k.mustBeOnline()
	c.say("Met een goede code is Berchem verbonden.")
}

// mustSay wants words in the counter's log.
func (k *counter) mustSay(words string) error {
	if k.said(words) == "" {
		return errors.New("the log has nothing of the kind")
	}
	return nil
}

// said gives what follows these words in the counter's log, up to the end of the message.
func (k *counter) said(words string) string {
	b, err := os.ReadFile(k.log)
	if err != nil {
		return ""
	}
	_, after, _ := strings.Cut(string(b), words)
	said, _, _ := strings.Cut(after, `"`)
	return said
}

// TestStoryRevoked withdraws a device's certificate: it loses its line at once, stays out, and works on
// alone. A new code lets it in again, and nothing it did meanwhile is lost.
func TestStoryRevoked(t *testing.T) {
	c := mustCity(t, at(tuesday, "08:30"))
	c.mustStaff()
	k := c.mustCounter(berchem)
	an := k.signIn("an", 1)
	began := time.Now()
	c.mustTool("revoke", berchem, "--by", "ines")
	c.mustSettle()
	delivered := k.row().Cursor
	if res := must(k, screen.Book, an.booking(an.search(tuesday, card, true)[0], card, "Piet Balie")); res.Pending {
		t.Error("the counter cannot book its own place")
	}
	k.mustBeOffline()
	c.say("Ingetrokken: de lijn was na %s weg; er wordt aan het loket gewoon geboekt.", time.Since(began).Round(10*time.Millisecond))
	if row := k.row(); row.Cursor != delivered || k.mustView().Line.Waiting == 0 {
		t.Errorf("a revoked device delivered: %d records, before %d", row.Cursor, delivered)
	}
	k.mustStop(t)
	k.start("")
	if err := within(t, 2*time.Second, func() error {
		if s := k.mustView().Line.State; s == contract.Line_OFFLINE {
			return errors.New("offline")
		}
		return nil
	}); err == nil {
		t.Error("a revoked device came back")
	}
	k.mustStop(t)
	if err := os.Remove(filepath.Join(k.dir, "device.pem")); err != nil {
		t.Fatal(err)
	}
	k.start(strings.TrimSpace(c.mustTool("enroll", berchem, "--by", "ines")))
	c.say("Met een nieuwe code komt het er weer in, en wat het intussen boekte komt mee.")
	k.mustAgree(tuesday)
}

// TestStorySecondDaemon starts a second daemon on the journal of a running one: it is refused in words, and the first
// notices nothing. A killed daemon's journal is free at once.
func TestStorySecondDaemon(t *testing.T) {
	c := mustCity(t, at(tuesday, "08:30"))
	c.mustStaff()
	k := c.mustCounter(berchem)
	env := append(c.env(), "BUURTLOKET_CODE=")
	second := []string{"serve", "--site", berchem, "--dir", k.dir, "--socket", k.dir + "-2.sock"}
	_, said, code := run(t, env, "appliance", second...)
	_, words, told := strings.Cut(said, "appliance: ")
	words, _, _ = strings.Cut(words, "\n")
	if code != 1 || !told || !strings.Contains(words, "al in gebruik") {
		t.Errorf("exit %d: %s", code, said)
	}
	c.say("Een tweede programma op hetzelfde logboek: %s", words)
	_, said, code = run(t, env, "appliance", "journal", "verify", k.journalFile())
	if code != 1 {
		t.Errorf("verify of a running journal: exit %d: %s", code, said)
	}
	an := k.signIn("an", 1)
	must(k, screen.Book, an.booking(an.search(tuesday, card, true)[0], card, "Piet Balie"))
	k.kill()
	k.start("")
	k.mustAgree(tuesday)
}

// TestStoryUDPBlocked puts the counter behind a firewall that lets no UDP through: it is online over TCP.
func TestStoryUDPBlocked(t *testing.T) {
	c := mustCity(t, at(tuesday, "08:30"))
	k := c.newCounter(berchem)
	for _, p := range k.line {
		p.UDP(linktest.Blocked)
	}
	k.start(strings.TrimSpace(c.mustTool("enroll", berchem, "--by", "ines")))
	k.mustBeOnline()
	b, err := os.ReadFile(k.log)
	if err != nil {
		t.Fatal(err)
	}
	if log := string(b); !strings.Contains(log, "protocol=h2") || strings.Contains(log, "protocol=h3") {
		t.Error(fmt.Errorf("not over HTTP/2:\n%s", log))
	}
	c.say("UDP is geblokkeerd: %s is verbonden over TCP.", berchem)
	k.mustAgree(tuesday)
}
