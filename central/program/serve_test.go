package program_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/central/program"
)

// The printed example names every setting, and as it stands it sets none: it is a file that works.
func TestServeExample(t *testing.T) {
	code, out, _ := run("serve", "--example")
	for _, setting := range []string{"name", "dir", "listen", "public", "founders", "join", "authority", "token-file"} {
		if !strings.Contains(out, "\n#"+setting+" = ") {
			t.Errorf("no setting %s in\n%s", setting, out)
		}
	}
	file := filepath.Join(t.TempDir(), "hq.conf")
	if err := os.WriteFile(file, []byte(out), 0o600); code != 0 || err != nil {
		t.Fatalf("exit code %d, error %v", code, err)
	}
	if code, _, said := run("serve", "--config", file); code != 2 || !strings.Contains(said, "--name") {
		t.Errorf("exit code %d: %s", code, said)
	}
}

// Flags go before the environment, that before the file; what cannot be is refused with words.
func TestServeSettings(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct {
		file string
		env  map[string]string
		args []string
		want string
		code int
	}{
		"unknown setting":     {file: "colour = red", want: "colour", code: 2},
		"not a setting":       {file: "config = other", want: "config", code: 2},
		"no setting at all":   {file: "# fine\n\nname", want: "Regel 3", code: 2},
		"value that is none":  {file: "join = perhaps", want: "join", code: 2},
		"founder without @":   {file: "name = hq1\ndir = " + dir + "\nlisten = 127.0.0.1:0\nfounders = hq1", want: "stichter", code: 2},
		"from the file":       {file: "name = a.b\ndir = " + dir + "\nlisten = 127.0.0.1:0", want: "a.b", code: 2},
		"environment first":   {file: "name = a.b\ndir = " + dir + "\nlisten = 127.0.0.1:0", env: map[string]string{"BUURTLOKET_NAME": "c.d"}, want: "c.d", code: 2},
		"flag before that":    {file: "name = a.b\ndir = " + dir + "\nlisten = 127.0.0.1:0", env: map[string]string{"BUURTLOKET_NAME": "c.d"}, args: []string{"--name", "e.f"}, want: "e.f", code: 2},
		"level of logging":    {file: "name = hq1\ndir = " + dir + "\nlisten = 127.0.0.1:0\nlog-level = loud", want: "logging", code: 2},
		"empty directory":     {file: "name = hq1\ndir = " + dir + "\nlisten = 127.0.0.1:0\npublic = 127.0.0.1:0", want: "refused", code: 3},
		"file that is not it": {args: []string{"--config", filepath.Join(dir, "none")}, want: "instellingen", code: 3},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "hq.conf")
			if err := os.WriteFile(file, []byte(c.file), 0o600); err != nil {
				t.Fatal(err)
			}
			var out, said bytes.Buffer
			code := program.Main(context.Background(), append([]string{"serve", "--config", file}, c.args...), program.World{
				Out: &out, Err: &said, Getenv: func(name string) string { return c.env[name] }})
			if code != c.code || !strings.Contains(said.String(), c.want) {
				t.Errorf("exit code %d, want %d and %q: %s", code, c.code, c.want, said.String())
			}
		})
	}
}
