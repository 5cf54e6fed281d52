package printer

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
)

// Config says which printer, and how it is reached.
type Config struct {
	// Address is the printer's URI, as "ipp://10.4.0.12/ipp/print"; the scheme is ipp, ipps, http or https. Nothing else is
	// searched: a printer that moved is Absent until the configuration says so.
	Address string
	// User is what the printer shows as owner of the jobs, the same for the whole counter: some printers tell about jobs only
	// to their owner. Empty means "buurtloket".
	User string
	// TLS is for ipps and https; nil means the roots of the machine. Printers sign their own certificates: see PinnedTo.
	TLS *tls.Config
	// Client replaces the connection altogether, TLS included: tests and emulators give theirs. It is not changed.
	Client *http.Client
}

// IPP is a printer behind an address. It keeps no connection between two calls, so nothing of a call outlives it and a
// printer that was switched off and on is there again by itself.
type IPP struct {
	target  string // the printer-uri of every request
	url     string // where requests are posted
	user    string
	client  http.Client
	request atomic.Int32

	closing context.Context // ends every call when Close comes
	close   context.CancelFunc
}

var _ Printer = (*IPP)(nil)

// New makes a driver of the printer at an address, without asking it anything. It fails when the address is none of IPP.
func New(c Config) (*IPP, error) {
	target, post, err := endpoints(c.Address)
	if err != nil {
		return nil, err
	}
	p := &IPP{target: target, url: post, user: cmp.Or(c.User, "buurtloket")}
	if c.Client != nil {
		p.client = *c.Client
	} else {
		// Proxy stays nil: the printer stands in the same room.
		p.client.Transport = &http.Transport{DisableKeepAlives: true, TLSClientConfig: c.TLS}
	}
	// A printer that points elsewhere is not the one that was configured.
	p.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	p.closing, p.close = context.WithCancel(context.Background())
	return p, nil
}

// endpoints gives the URI that a printer knows itself by, and the one that HTTP posts to (RFC 8011, section 4.1.5; RFC
// 7472 for ipps).
func endpoints(address string) (target, post string, err error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.User != nil {
		return "", "", fmt.Errorf("printer: %q is no address of a printer, as ipp://10.4.0.12/ipp/print", address)
	}
	known, at := *u, *u
	switch u.Scheme {
	case "ipp", "ipps":
		at.Scheme = map[string]string{"ipp": "http", "ipps": "https"}[u.Scheme]
		if u.Port() == "" {
			at.Host = net.JoinHostPort(u.Hostname(), "631")
		}
	case "http", "https":
		known.Scheme = map[string]string{"http": "ipp", "https": "ipps"}[u.Scheme]
		if u.Port() == "" {
			// Without a port the URI of IPP would mean 631.
			known.Host = net.JoinHostPort(u.Hostname(), map[string]string{"http": "80", "https": "443"}[u.Scheme])
		}
	default:
		return "", "", fmt.Errorf("printer: %q: the scheme is ipp, ipps, http or https", address)
	}
	return known.String(), at.String(), nil
}

// Close implements device.Device: calls that are under way end, and later ones are refused.
func (p *IPP) Close() error {
	p.close()
	p.client.CloseIdleConnections()
	return nil
}

// operation begins the attributes that every request starts with, in the order that RFC 8011, section 4.1.4, demands.
func (p *IPP) operation() Group {
	g := Group{Tag: TagOperation}
	g.text(TagCharset, "attributes-charset", "utf-8")
	g.text(TagLanguage, "attributes-natural-language", "en")
	g.text(TagURI, "printer-uri", p.target)
	return g
}

// owned adds who asks.
func (p *IPP) owned(g *Group) { g.text(TagName, "requesting-user-name", p.user) }

// checkName refuses a name that a printer would not keep as it is: a print that cannot be found again by its name must
// not begin.
func checkName(name string) error {
	if name == "" || len(name) > MaxName || strings.TrimSpace(name) != name {
		return fmt.Errorf("a document's name of %d bytes, or with space around it", len(name))
	}
	for _, c := range []byte(name) {
		if c < ' ' || c > '~' {
			return errors.New("a document's name that is not printable ASCII")
		}
	}
	return nil
}
