package link

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Host is the DNS name in every node's certificate and the host of [URL]: it names HQ, not a machine.
const Host = "hq.buurtloket"

// URL is the base for requests over a [Client] of headquarters; the line decides which node gets them.
const URL = "https://" + Host

// CounterHost is the DNS name in the certificate of a counter that lets in the screens of its other desks.
const CounterHost = "counter.buurtloket"

// CounterURL is the base for requests over the [Client] of such a screen.
const CounterURL = "https://" + CounterHost

// Role says what a certificate lets its bearer be.
type Role uint8

// The roles. RoleNone is nobody: a certificate of ours never has it.
const (
	RoleNone    Role = iota
	RoleSite         // a counter's device
	RoleNode         // a node of headquarters
	RoleCounter      // a counter, to the screens of its other desks
	RoleDesk         // such a screen
	RoleDisplay      // a screen of its waiting room, on another machine
	RoleKiosk        // a self-service desk of it, on another machine
)

// String names the role as it stands in certificates.
func (r Role) String() string {
	switch r {
	case RoleSite:
		return "site"
	case RoleNode:
		return "node"
	case RoleCounter:
		return "counter"
	case RoleDesk:
		return "desk"
	case RoleDisplay:
		return "display"
	case RoleKiosk:
		return "kiosk"
	}
	return "none"
}

// Screens are the roles of who lets itself in at a counter.
func Screens() []Role { return []Role{RoleDesk, RoleDisplay, RoleKiosk} }

// Screen reports whether bearers of a role let themselves in at a counter.
func (r Role) Screen() bool { return slices.Contains(Screens(), r) }

// Peer is who is at the other end of a verified connection. It is comparable.
type Peer struct {
	Role   Role
	Name   string    // the site's id or the node's name; of a screen its site and number, as "buurtloket-berchem/2"
	Serial string    // the certificate's serial number in hexadecimal: what is revoked
	Device string    // the device's own serial number, of a screen the name of its admission; empty for nodes
	Issued time.Time // when the certificate was given, to the second, in UTC; zero when that is not known
}

// Site is the site of a device, a counter or a screen; empty for a node.
func (p Peer) Site() office.SiteID {
	switch {
	case p.Role == RoleSite, p.Role == RoleCounter:
		return office.SiteID(p.Name)
	case p.Role.Screen():
		site, _, _ := strings.Cut(p.Name, "/")
		return office.SiteID(site)
	}
	return ""
}

// Number is that of a screen among those of its role, from 1; 0 for anybody else.
func (p Peer) Number() uint8 {
	_, number, _ := strings.Cut(p.Name, "/")
	if !p.Role.Screen() {
		return 0
	}
	n, err := strconv.ParseUint(number, 10, 8)
	if err != nil {
		return 0 // not reached: names are checked where peers are read
	}
	return uint8(n)
}

// Desk is the number of a desk; 0 for anybody else.
func (p Peer) Desk() office.Desk {
	if p.Role != RoleDesk {
		return 0
	}
	return office.Desk(p.Number())
}

// screenName is the name of a screen in its certificate.
func screenName(site office.SiteID, n uint8) string { return fmt.Sprintf("%s/%d", site, n) }

// validScreen accepts only what screenName writes.
func validScreen(r Role, name string) bool {
	p := Peer{Role: r, Name: name}
	return p.Site().Valid() && p.Number() != 0 && screenName(p.Site(), p.Number()) == name
}

// String writes "site/berchem (serial 1f…)" for logs.
func (p Peer) String() string {
	return p.Role.String() + "/" + p.Name + " (" + p.Serial + ")"
}

// nodeName is the form of a node's name: as a DNS label, so that it can be a raft server id and a file name.
var nodeName = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

const uriScheme = "buurtloket"

func uriOf(role Role, name string) *url.URL {
	return &url.URL{Scheme: uriScheme, Opaque: role.String() + "/" + name}
}

// errNoRole is the cause when a certificate of the right authority names nobody we know.
var errNoRole = errors.New("certificate carries no role of ours, or more than one")

// peerOfURIs reads role and name; exactly one name of our scheme must be there.
func peerOfURIs(uris []*url.URL) (Peer, error) {
	var p Peer
	for _, u := range uris {
		if u.Scheme != uriScheme {
			continue
		}
		kind, name, _ := strings.Cut(u.Opaque, "/")
		switch {
		case p.Role != RoleNone:
			return Peer{}, errNoRole
		case kind == "site" && office.SiteID(name).Valid():
			p = Peer{Role: RoleSite, Name: name}
		case kind == "node" && nodeName.MatchString(name):
			p = Peer{Role: RoleNode, Name: name}
		case kind == "counter" && office.SiteID(name).Valid():
			p = Peer{Role: RoleCounter, Name: name}
		case kind == "desk" && validScreen(RoleDesk, name):
			p = Peer{Role: RoleDesk, Name: name}
		case kind == "display" && validScreen(RoleDisplay, name):
			p = Peer{Role: RoleDisplay, Name: name}
		case kind == "kiosk" && validScreen(RoleKiosk, name):
			p = Peer{Role: RoleKiosk, Name: name}
		default:
			return Peer{}, errNoRole
		}
	}
	if p.Role == RoleNone {
		return Peer{}, errNoRole
	}
	return p, nil
}

// peerOfCertificate reads the peer off a certificate that was verified elsewhere.
func peerOfCertificate(cert *x509.Certificate) (Peer, error) {
	p, err := peerOfURIs(cert.URIs)
	if err != nil {
		return Peer{}, err
	}
	p.Serial = hex.EncodeToString(cert.SerialNumber.Bytes())
	p.Device = cert.Subject.SerialNumber
	p.Issued = cert.NotBefore.Add(backdated(cert.NotAfter.Sub(cert.NotBefore))).UTC()
	return p, nil
}

// peerOfState reads the peer off a connection, only if its chain was verified.
func peerOfState(cs *tls.ConnectionState) (Peer, error) {
	if cs == nil || len(cs.VerifiedChains) == 0 || len(cs.PeerCertificates) == 0 {
		return Peer{}, errors.New("no verified certificate")
	}
	return peerOfCertificate(cs.PeerCertificates[0])
}

// mustAnswer is the check of a dialler: the far end's name is in the certificate, so must its role be.
func (f *far) mustAnswer(cs tls.ConnectionState) error {
	p, err := peerOfState(&cs)
	if err != nil {
		return err
	}
	if p.Role != f.role {
		return fmt.Errorf("the other end is a %s, not a %s", p.Role, f.role)
	}
	return nil
}

type peerKey struct{}

// WithPeer gives a context that [PeerFrom] reads p from: for handlers tried without a line.
func WithPeer(ctx context.Context, p Peer) context.Context {
	return context.WithValue(ctx, peerKey{}, p)
}

// PeerFrom tells who made the request that ctx belongs to; RPC handlers, which see no http.Request, use it.
// It is false when the request did not come over a verified line.
func PeerFrom(ctx context.Context) (Peer, bool) {
	if p, ok := ctx.Value(peerKey{}).(Peer); ok {
		return p, true
	}
	if l, ok := ctx.Value(lineKey{}).(*line); ok {
		return l.peer, true
	}
	return Peer{}, false
}

// PeerOf tells who made the request: from its context, else from its verified TLS connection.
func PeerOf(r *http.Request) (Peer, bool) {
	if p, ok := PeerFrom(r.Context()); ok {
		return p, true
	}
	p, err := peerOfState(r.TLS)
	return p, err == nil
}

// Only lets requests of one role through to next and refuses the others with 403; the connection stays.
func Only(role Role, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p, ok := PeerOf(r); !ok || p.Role != role {
			writeRefusal(w, fault.New("link.Only", fault.Denied).On(r.URL.Path))
			return
		}
		next.ServeHTTP(w, r)
	})
}
