package program_test

import (
	"strings"
	"testing"
)

// TestPhotosOfALocation: what the tool says where there is nothing, and what it refuses before it asks.
func TestPhotosOfALocation(t *testing.T) {
	d := start(t, t.TempDir())
	if out, _ := d.tool(t, "photos", "--site", berchem); !strings.HasPrefix(out, "FOTO") {
		t.Errorf("%q", out)
	}
	if out, _ := d.tool(t, "photos", "--site", berchem, "--readings"); !strings.HasPrefix(out, "WANNEER") {
		t.Errorf("%q", out)
	}
	id := "01890000-0000-7000-8000-000000000001"
	for name, c := range map[string]struct {
		args []string
		code int
		say  string
	}{
		"a location that is none": {[]string{"photos", "--site", "nergens"}, 3, "Deze locatie is niet bekend."},
		"a photo that is none":    {[]string{"photos", "get", "x", "--site", berchem, "--out", "x"}, 2, "Dit is geen foto."},
		"no file":                 {[]string{"photos", "get", id, "--site", berchem}, 2, "Zeg met --out in welk bestand de foto komt."},
		"no reason":               {[]string{"photos", "get", id, "--site", berchem, "--out", t.TempDir() + "/x"}, 2, "Zeg wie de foto wil zien en waarom."},
		"never heard of":          {[]string{"photos", "get", id, "--site", berchem, "--by", "Els", "--reason", "klacht", "--out", t.TempDir() + "/x"}, 3, "Van deze foto is niets bekend."},
	} {
		code, _, remarks := run(append(c.args, "--state", d.dir)...)
		if code != c.code || !strings.Contains(remarks, c.say) {
			t.Errorf("%s: %d: %s", name, code, remarks)
		}
	}
}
