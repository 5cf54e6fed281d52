package program_test

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTheAgendaOfADesk: staff get its link, whoever has it reads along without the token, and it ends when staff say so.
func TestTheAgendaOfADesk(t *testing.T) {
	d := start(t, t.TempDir())
	out, _ := d.tool(t, "agenda", "buurtloket-berchem", "--desk", "1")
	path, until, _ := strings.Cut(out, "\n")
	if !strings.Contains(until, "geldig tot en met 20") {
		t.Errorf("it says %q", out)
	}
	read := func() (int, string) {
		res, err := http.Get("http://" + d.at.Public[0] + path)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		b, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, string(b)
	}
	if code, text := read(); code != http.StatusOK || !strings.HasPrefix(text, "BEGIN:VCALENDAR") {
		t.Fatalf("%d: %.60q", code, text)
	}
	stranger := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(stranger, []byte("geraden\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, args := range map[string][]string{"a stranger": {"agenda", "buurtloket-berchem", "--token-file", stranger},
		"a stranger who ends it": {"agenda", "buurtloket-berchem", "--withdraw", "--by", "x", "--token-file", stranger},
		"nobody says who":        {"agenda", "buurtloket-berchem", "--withdraw"}, "no such desk": {"agenda", "nergens"}} {
		if code, out, said := run(append(args, "--state", d.dir)...); code == 0 || out != "" || said == "" {
			t.Errorf("%s: %d, %q, %q", name, code, out, said)
		}
	}
	if code, _ := read(); code != http.StatusOK {
		t.Fatalf("it ended by itself: %d", code)
	}
	d.tool(t, "agenda", "buurtloket-berchem", "--withdraw", "--by", "ines")
	if code, _ := read(); code != http.StatusNotFound {
		t.Errorf("after it was withdrawn: %d", code)
	}
}
