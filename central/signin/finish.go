package signin

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/http"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// Finish takes somebody back from the provider, signs them in, and gives the path to go on at. That path is good also with a fault: the
// first page where it is not known. Faults: Denied for an answer that belongs to no attempt of this browser, Refused for one that they broke
// off or that was used before, Unreachable while the provider does not answer, Conflict for tokens that are not what they should be.
func (s *SignIn) Finish(w http.ResponseWriter, r *http.Request) (back string, err error) {
	const op = "signin.Finish"
	a, ok := s.attemptOf(r)
	if !ok {
		if s.Session(r) != nil { // the back button, or another window that was quicker
			return Local(a.Back), nil
		}
		return "/", say(op, fault.Denied, "signin.lost")
	}
	q := r.URL.Query()
	if code := q.Get("error"); code != "" {
		s.dropCookie(w, cookieAttempt)
		if code == "access_denied" || code == "login_required" || code == "interaction_required" || code == "consent_required" {
			return a.Back, say(op, fault.Refused, "signin.stopped")
		}
		s.cfg.Logger.Warn("the identity provider refuses us", "issuer", s.cfg.Issuer, "code", tame(code))
		return a.Back, say(op, fault.Unreachable, "signin.away")
	}
	p, err := s.provider.get(r.Context())
	if err != nil {
		return a.Back, err
	}
	if iss := q.Get("iss"); iss != "" && iss != s.cfg.Issuer || iss == "" && p.names { // RFC 9207: no answer of another provider
		return a.Back, say(op, fault.Conflict, "signin.wrong")
	}
	ctx, cancel := apart(r.Context())
	defer cancel()
	who, err := s.redeem(oidc.ClientContext(ctx, s.web), p, a, q.Get("code"))
	if err != nil {
		return a.Back, err
	}
	s.dropCookie(w, cookieAttempt) // this state counts no more in this browser
	return a.Back, s.begin(w, who)
}

// redeem gives the code for tokens, and tells who it is.
func (s *SignIn) redeem(ctx context.Context, p *provider, a attempt, code string) (*Session, error) {
	const op = "signin.redeem"
	options, err := s.proof.options(p.Endpoint().TokenURL, s.cfg.Now())
	if err != nil {
		return nil, fault.New(op, fault.Internal).Because(err)
	}
	token, err := s.oauth(p).Exchange(ctx, code, append(options, oauth2.VerifierOption(a.Verifier))...)
	if err != nil {
		return nil, s.exchangeFault(op, err)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := p.verifier.Verify(ctx, raw)
	if err != nil {
		return nil, s.distrust(op, "token", err)
	}
	if err := s.judge(id, a, token.AccessToken); err != nil {
		return nil, s.distrust(op, "claims", err)
	}
	who, err := s.person(ctx, p, id, token)
	if err != nil {
		return nil, s.distrust(op, "person", err)
	}
	return who, nil
}

// exchangeFault is why there are no tokens for a code. What the provider said is a code of the protocol; its words are not kept.
func (s *SignIn) exchangeFault(op string, err error) error {
	var no *oauth2.RetrieveError
	if !errors.As(err, &no) {
		s.cfg.Logger.Warn("the identity provider did not answer", "issuer", s.cfg.Issuer, "err", err)
		return say(op, fault.Unreachable, "signin.away")
	}
	if no.ErrorCode == "invalid_grant" {
		return say(op, fault.Refused, "signin.used")
	}
	s.cfg.Logger.Error("the identity provider refuses us", "issuer", s.cfg.Issuer, "code", tame(no.ErrorCode), "status", no.Response.StatusCode)
	return say(op, fault.Unreachable, "signin.away")
}

// distrust is the fault of an answer that is not what it should be. The reason is of the protocol and names nobody.
func (s *SignIn) distrust(op, what string, err error) error {
	s.cfg.Logger.Error("the identity provider gave what cannot be believed", "issuer", s.cfg.Issuer, "what", what, "err", err)
	return say(op, fault.Conflict, "signin.wrong").Because(err)
}

// judge looks at what the library leaves to us: nonce, parties, times, and that both tokens belong together.
func (s *SignIn) judge(id *oidc.IDToken, a attempt, access string) error {
	var more struct {
		Party  string   `json:"azp"`
		Before *float64 `json:"nbf"`
	}
	if err := id.Claims(&more); err != nil {
		return err
	}
	now := s.cfg.Now()
	switch {
	case id.Nonce == "" || subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(a.Nonce)) != 1:
		return errors.New("the nonce is another")
	case more.Party != "" && more.Party != s.cfg.Client, more.Party == "" && len(id.Audience) > 1:
		return errors.New("it was given to another party")
	case !now.Before(id.Expiry.Add(Leeway)):
		return errors.New("it is over")
	case id.IssuedAt.After(now.Add(Leeway)), more.Before != nil && time.Unix(int64(*more.Before), 0).After(now.Add(Leeway)):
		return errors.New("it is of the future")
	}
	if skew := id.IssuedAt.Sub(now).Abs(); skew > Leeway/2 {
		s.cfg.Logger.Warn("the clocks of the identity provider and of this node differ", "issuer", s.cfg.Issuer, "by", skew.Round(time.Second))
	}
	if id.AccessTokenHash != "" {
		return id.VerifyAccessToken(access)
	}
	return nil
}

// tame makes a code of the protocol fit for a log, whatever it was.
func tame(code string) string {
	if len(code) > 40 {
		code = code[:40]
	}
	out := []byte(code)
	for i, c := range out {
		if (c < 'a' || c > 'z') && c != '_' {
			out[i] = '?'
		}
	}
	return string(out)
}
