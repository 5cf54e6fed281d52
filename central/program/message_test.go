package program_test

import (
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// messages is the story of what a visitor is told in a demonstration: somebody on the phone books, and the mail is in the folder;
// colleagues see that it went, without seeing to whom.
func messages(t *testing.T, d *demo) {
	place := free(t, d.at.Public[0], 1)[0]
	d.tool(t, "bookings", "book", berchem, dateOf(place), "--product", "eid-aanvraag", "--name", "Mien Post", "--mail", "mien.post@voorbeeld.invalid")
	var found *mail.Message
	look, late := time.NewTicker(50*time.Millisecond), time.After(limit)
	defer look.Stop()
	for found == nil {
		select {
		case <-late:
			t.Fatal("no mail for her in the folder")
		case <-look.C:
			found = mailTo(t, filepath.Join(d.dir, "post"), "mien.post@voorbeeld.invalid")
		}
	}
	message := strings.TrimPrefix(found.Header.Get("Message-ID"), "<")
	message, _, _ = strings.Cut(message, "@")
	list, _ := d.tool(t, "messages", "list", "--limit", "5000")
	if strings.Contains(list, "Mien") || strings.Contains(list, "mien") || !strings.Contains(list, message) {
		t.Errorf("the list:\n%s", list)
	}
	if out, _ := d.tool(t, "messages", "settings"); strings.Count(out, "hq") < 3 || !strings.Contains(out, "post") {
		t.Errorf("the settings:\n%s", out)
	}
	if out, _ := d.tool(t, "messages", "preview", "reminder", "--language", "fr"); !strings.Contains(out, "Herinnering") || !strings.Contains(out, "Traduction") {
		t.Errorf("the preview:\n%s", out)
	}
	if out, _ := d.tool(t, "messages", "bounced", found.Header.Get("Message-ID"), "--reason", "5.1.1"); !strings.Contains(out, "teruggekomen") {
		t.Errorf("it came back:\n%s", out)
	}
	if out, _ := d.tool(t, "messages", "retry", message, "--by", "an"); !strings.Contains(out, "bevestiging") {
		t.Errorf("sent again:\n%s", out)
	}
	for _, args := range [][]string{{"retry", message}, {"bounced", "niets"}, {"preview", "niets"}, {"retry", strings.Repeat("0", 32), "--by", "an"}} {
		if code, _, said := run(append(append([]string{"messages"}, args...), "--state", d.dir)...); code == 0 || code == 1 || said == "" {
			t.Errorf("messages %v: exit code %d: %s", args, code, said)
		}
	}
}

// mailTo finds the mail to somebody in a folder; nil when there is none yet.
func mailTo(t *testing.T, dir, to string) *mail.Message {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.eml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			continue // replaced at this moment
		}
		m, err := mail.ReadMessage(strings.NewReader(string(b)))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(m.Header.Get("To"), to) {
			return m
		}
	}
	return nil
}

// TestMessages has a demonstration of its own: what others book is none of its business.
func TestMessages(t *testing.T) {
	d := start(t, filepath.Join(t.TempDir(), "hq"))
	messages(t, d)
	waits(t, d)
}
