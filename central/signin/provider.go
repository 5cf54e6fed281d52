package signin

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/sync/singleflight"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// provider is what an identity provider says of itself.
type provider struct {
	*oidc.Provider
	verifier *oidc.IDTokenVerifier
	leave    string // its own page for signing out; empty: none
	names    bool   // it names itself in the answers that it sends by the browser
}

// fresh is how long what a provider says of itself is believed without asking again; again is how long nobody asks after it
// did not answer.
const (
	fresh = time.Hour
	again = 3 * time.Second
)

// finder keeps what was found of the provider. It is safe for concurrent use.
type finder struct {
	find func(context.Context) (*provider, error)
	now  func() time.Time
	one  singleflight.Group

	mu     sync.Mutex // guards what follows
	known  *provider
	asked  time.Time // when it answered, or did not
	failed error
}

// get is the provider as it is known. One that was found before is good enough while it does not answer.
func (f *finder) get(ctx context.Context) (*provider, error) {
	f.mu.Lock()
	known, age, failed := f.known, f.now().Sub(f.asked), f.failed
	f.mu.Unlock()
	switch {
	case known != nil && age >= 0 && age < fresh:
		return known, nil
	case failed != nil && age >= 0 && age < again:
		return known, whenUnknown(known, failed)
	}
	_, err, _ := f.one.Do("", func() (any, error) {
		found, err := f.find(ctx)
		f.mu.Lock()
		defer f.mu.Unlock()
		f.asked, f.failed = f.now(), err
		if err == nil {
			f.known = found
		}
		return nil, err
	})
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.known, whenUnknown(f.known, err)
}

func whenUnknown(known *provider, err error) error {
	if known != nil {
		return nil
	}
	return err
}

// discover asks the provider what it is.
func (s *SignIn) discover(ctx context.Context) (*provider, error) {
	const op = "signin.discover"
	ctx, cancel := apart(ctx)
	defer cancel()
	found, err := oidc.NewProvider(oidc.ClientContext(ctx, s.web), s.cfg.Issuer)
	if err != nil {
		s.cfg.Logger.Warn("the identity provider was not found", "issuer", s.cfg.Issuer, "err", err)
		return nil, say(op, fault.Unreachable, "signin.away").Because(err)
	}
	var more struct {
		Leave string `json:"end_session_endpoint"`
		Names bool   `json:"authorization_response_iss_parameter_supported"`
	}
	if err := found.Claims(&more); err != nil {
		return nil, say(op, fault.Unreachable, "signin.away").Because(err)
	}
	if bare, _, _ := strings.Cut(more.Leave, "?"); !private(bare) {
		more.Leave = ""
	}
	// Times are looked at by ourselves, with some leeway; algorithms are those of signatures that the provider names, or RS256.
	return &provider{found, found.Verifier(&oidc.Config{ClientID: s.cfg.Client, SkipExpiryCheck: true}), more.Leave, more.Names}, nil
}
