//go:build devices

package portal_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// peers are the packages of the story, from npm, installed once into a cache folder of the user's that the next run finds again.
var peers = []string{"puppeteer-core@25.16.0", "axe-core@4.14.1"}

// TestStoryInChromium: a citizen books, moves and cancels in Debian's Chromium, at phone width and on a desk, with and without
// JavaScript, and axe-core finds nothing on any page. Pictures go where PORTAL_PICTURES says.
func TestStoryInChromium_A002_29(t *testing.T) {
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal("chromium is missing: install the Debian package chromium")
	}
	began := time.Now()
	c := mustCity(t, func(c *citizen.Config) { c.Now = func() time.Time { return monday.Add(time.Since(began)) } })
	asked := 0
	site := http.NewServeMux()
	site.Handle("/", c.portal)
	site.HandleFunc("/proef/vrij", func(http.ResponseWriter, *http.Request) { // a place comes free, and whoever waits is offered it
		c.now = monday.Add(time.Since(began))
		c.filled()()
		c.look()
	})
	site.HandleFunc("/proef/vragen", func(w http.ResponseWriter, r *http.Request) { // the questions after a visit of today
		asked++
		first := office.SeatID{Site: "antwerpen-harmonie", Date: tuesday - 1, Desk: 1, Start: office.Minute(11*60 + 10*asked)}
		id := office.AppointmentID{15: byte(asked), 0: 9}
		c.mustDo(&contract.HQCommand{Kind: &contract.HQCommand_Book{Book: &contract.BookSeats{Appointment: &contract.Appointment{Id: id[:], Products: []string{"eid-aanvraag"},
			Persons: 1, Channel: contract.Channel_CHANNEL_DESK, Place: &contract.Place{Site: string(first.Site), Run: contract.NewRun(first, 1, 10)}}}}})
		http.Redirect(w, r, c.portal.SurveyPage(id), http.StatusSeeOther)
	})
	server := httptest.NewServer(site)
	t.Cleanup(server.Close)
	args := []string{filepath.Join("testdata", "story.cjs"), server.URL}
	if pictures := os.Getenv("PORTAL_PICTURES"); pictures != "" {
		args = append(args, pictures)
	}
	story := exec.CommandContext(t.Context(), "node", args...)
	story.Env = append(os.Environ(), "NODE_PATH="+mustPeers(t), "CHROMIUM="+chromium)
	if out, err := story.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// mustPeers installs the packages where they are not yet, and gives the folder that node finds them in.
func mustPeers(t *testing.T) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	dir := filepath.Join(cache, "buurtloket", "portal-peers", strings.NewReplacer("/", "-").Replace(strings.Join(peers, "+")))
	modules, whole := filepath.Join(dir, "node_modules"), filepath.Join(dir, "whole")
	if _, err := os.Stat(whole); err == nil {
		return modules
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	args := append([]string{"install", "--prefix", dir, "--no-audit", "--no-fund", "--ignore-scripts"}, peers...)
	if out, err := exec.CommandContext(t.Context(), "npm", args...).CombinedOutput(); err != nil {
		t.Fatalf("npm cannot install %v: %v\n%s", peers, err, out)
	}
	// Only after all of it: an install that was broken off is done again.
	if err := os.WriteFile(whole, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return modules
}
