//go:build devices

package portal_test

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/central/signin/signintest"
)

// TestSignInInChromium: a citizen signs in while booking, finds the appointment back and signs out, in Debian's Chromium, with and
// without JavaScript, and axe-core finds nothing on any page. The policy of the pages lets them go to the provider and back.
// Pictures go where PORTAL_PICTURES says.
func TestSignInInChromium(t *testing.T) {
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal("chromium is missing: install the Debian package chromium")
	}
	began := time.Now()
	now := func() time.Time { return monday.Add(time.Since(began)) }
	c := mustCity(t, func(c *citizen.Config) { c.Now = now })
	server := httptest.NewServer(c.portal)
	t.Cleanup(server.Close)
	provider := signintest.New(t, now)
	c.portal.Use(mustSignIn(t, provider.URL, server.URL, now))
	c.portal.UseProfile()
	args := []string{filepath.Join("testdata", "signin.cjs"), server.URL, provider.URL}
	if pictures := os.Getenv("PORTAL_PICTURES"); pictures != "" {
		args = append(args, pictures)
	}
	story := exec.CommandContext(t.Context(), "node", args...)
	story.Env = append(os.Environ(), "NODE_PATH="+mustPeers(t), "CHROMIUM="+chromium)
	if out, err := story.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}
