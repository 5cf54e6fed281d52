package signin

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// Path is where the provider sends people back to, below the address of the pages: it must be told to the provider.
const Path = "/aanmelden/terug"

// Config is what signing in is made of. Issuer, Client, Home, Secret, Now and Random are required.
type Config struct {
	Issuer  string   // of the provider, exactly as it calls itself
	Client  string   // what the provider calls us
	Key     string   // what we prove that with: its secret, or a private RSA key as PEM, with which we sign; empty: nothing
	Scopes  []string // beside openid; default: profile and email
	Subject string   // the claim that is somebody's key, always the same for the same person; default: sub
	Home    string   // address of the pages as citizens see them, without a slash at its end
	Secret  []byte   // that all nodes share, of at least 32 bytes of chance
	Now     func() time.Time
	Random  io.Reader
	Web     http.RoundTripper // the way to the provider; default: http.DefaultTransport
	Logger  *slog.Logger
}

// SignIn is the door. It is safe for concurrent use.
type SignIn struct {
	cfg      Config
	web      *http.Client
	box      box
	holders  []byte // keys the hashes of persons
	proof    proof
	secure   bool
	provider finder
}

// Times.
const (
	attemptFor = 10 * time.Minute // to sign in at the provider
	idleFor    = 30 * time.Minute // a session without a page
	mostFor    = 4 * time.Hour    // a session at all
	callFor    = 10 * time.Second // one call to the provider
)

// Leeway is how much the clocks of the provider and of this node may differ.
const Leeway = 2 * time.Minute

// New makes the door; it does not look for the provider yet. Its fault is Invalid, with what is wrong with the settings.
func New(c Config) (*SignIn, error) {
	const op = "signin.New"
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Web == nil {
		c.Web = http.DefaultTransport
	}
	if c.Subject == "" {
		c.Subject = "sub"
	}
	if len(c.Scopes) == 0 {
		c.Scopes = []string{"profile", "email"}
	}
	c.Scopes = append([]string{"openid"}, slices.DeleteFunc(slices.Clone(c.Scopes), func(s string) bool { return s == "openid" })...)
	if err := c.Check(); err != nil {
		return nil, fault.Wrap(op, err)
	}
	if len(c.Secret) < 32 {
		return nil, fault.New(op, fault.Invalid).Because(errors.New("the secret is short"))
	}
	s := &SignIn{cfg: c, web: &http.Client{Transport: bounded{c.Web}, Timeout: callFor}, secure: strings.HasPrefix(c.Home, "https://")}
	var err error
	if s.proof, err = newProof(c); err != nil {
		return nil, fault.New(op, fault.Invalid).Because(err).Tell("De sleutel van het aanmelden is niet begrepen.", "Geef het geheim van de aanmelddienst, of een private RSA-sleutel als PEM.")
	}
	sealing, err := hkdf.Key(sha256.New, c.Secret, nil, "buurtloket sign-in cookies", 32)
	if err == nil {
		s.holders, err = HolderKey(c.Secret)
	}
	if err == nil {
		s.box, err = newBox(sealing, c.Random)
	}
	if err != nil {
		return nil, fault.New(op, fault.Internal).Because(err)
	}
	s.provider.find = s.discover
	s.provider.now = c.Now
	return s, nil
}

// HolderKey is the key of [Session.Holder], from the secret that all nodes share. Who has it can find whom a holder means among
// those they know, so it is for the city's own connector and nobody else.
func HolderKey(secret []byte) ([]byte, error) {
	return hkdf.Key(sha256.New, secret, nil, "buurtloket sign-in holder", 32)
}

// Check says what is wrong with what a city sets, as a fault that is Invalid.
func (c *Config) Check() error {
	if flaw := c.flaw(); flaw != "" {
		return fault.New("signin.Check", fault.Invalid).Because(errors.New(flaw)).Tell("De instellingen van het aanmelden kloppen niet: "+flaw+".", "Kijk met 'central serve --example'.")
	}
	return nil
}

func (c *Config) flaw() string {
	switch {
	case c.Client == "":
		return "de naam van deze toepassing bij de aanmelddienst ontbreekt"
	case !private(c.Issuer):
		return "het adres van de aanmelddienst moet met https:// beginnen"
	case !private(c.Home) || strings.HasSuffix(c.Home, "/"):
		return "het adres van de pagina's moet met https:// beginnen, zonder / op het einde (--portal-address)"
	}
	return ""
}

// private reports whether an address is kept private on its way: TLS, or this very machine.
func private(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback())
}

// Local is a path of our own pages to go back to: anything else becomes the first page.
func Local(path string) string {
	u, err := url.Parse(path)
	if err != nil || len(path) > 1500 || u.Scheme != "" || u.Host != "" || u.User != nil || !strings.HasPrefix(path, "/") ||
		strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return "/"
	}
	return path
}

// mostAnswer is how much of an answer of the provider is read.
const mostAnswer = 1 << 20

// bounded reads no more of an answer than any should have.
type bounded struct{ http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := b.RoundTripper.RoundTrip(r)
	if err == nil {
		res.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(res.Body, mostAnswer), res.Body}
	}
	return res, err
}

// apart bounds a call to the provider, and lets it end also when its visitor leaves: others may wait for what it finds.
func apart(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), callFor)
}
