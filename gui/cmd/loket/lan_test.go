package main

import (
	"crypto/rand"
	"crypto/x509"
	"path/filepath"
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
)

// mustBadge keeps a badge of desk 2.
func mustBadge(t *testing.T) string {
	t.Helper()
	a, err := link.NewAuthority(link.AuthorityOptions{Of: "buurtloket-berchem"})
	if err != nil {
		t.Fatal(err)
	}
	key, err := link.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{}, key)
	if err != nil {
		t.Fatal(err)
	}
	csr, err := x509.ParseCertificateRequest(der)
	if err != nil {
		t.Fatal(err)
	}
	chain, err := a.SignDesk(csr, 2, "pass", 0)
	if err != nil {
		t.Fatal(err)
	}
	id, err := link.NewIdentity(chain, key)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "desk.pem")
	if err := id.WriteFile(file); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestACounterElsewhere: what is missing or does not fit is said before anything is dialled.
func TestACounterElsewhere(t *testing.T) {
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	badge, none := mustBadge(t), filepath.Join(t.TempDir(), "none.pem")
	for name, w := range map[string]struct {
		args []string
		say  string
	}{
		"join nowhere":           {[]string{"join", "--code", "X"}, "--to host:poort"},
		"join without a code":    {[]string{"join", "--to", "127.0.0.1:1"}, "--code"},
		"join, mistyped":         {[]string{"join", "--to", "127.0.0.1:1", "--code", "HALLO", "--badge", none}, "aansluitcode klopt niet"},
		"a code for the socket":  {[]string{"clerk", "--code", "HALLO"}, "--counter host:poort"},
		"never joined":           {[]string{"clerk", "--counter", "127.0.0.1:1", "--badge", none}, "nog niet aangesloten"},
		"another desk":           {[]string{"clerk", "--counter", "127.0.0.1:1", "--badge", badge, "--desk", "1"}, "scherm van loket 2"},
		"the desk of the badge":  {[]string{"clerk", "--counter", "127.0.0.1:1", "--badge", badge}, "geen beeldscherm"},
		"the same, and said":     {[]string{"clerk", "--counter", "127.0.0.1:1", "--badge", badge, "--desk", "2"}, "geen beeldscherm"},
		"clerk, a mistyped code": {[]string{"clerk", "--counter", "127.0.0.1:1", "--badge", badge, "--code", "HALLO"}, "aansluitcode klopt niet"},
	} {
		if err := run(t, w.args...); err == nil || !strings.Contains(fault.Sentence(err), w.say) {
			t.Errorf("%s: %v, which says %q", name, err, fault.Sentence(err))
		}
	}
}
