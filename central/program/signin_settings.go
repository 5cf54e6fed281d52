package program

import (
	"strings"

	"github.com/spf13/pflag"

	"github.com/buurtloket/buurtloket/central"
	"github.com/buurtloket/buurtloket/central/profile"
	"github.com/buurtloket/buurtloket/central/signin"
)

// signing is the settings by which citizens sign in, and by which their profile elsewhere is told.
type signing struct {
	issuer, client, secretFile, subject string
	scopes                              []string
	profile, profileTokenFile           string
}

func (s *signing) bind(f *pflag.FlagSet) {
	f.StringVar(&s.issuer, "signin-issuer", "", "identity provider where citizens may sign in (OpenID Connect), https://…, exactly as it calls itself; needs --portal-address; empty: nobody signs in")
	f.StringVar(&s.client, "signin-client", "", "what it calls us; tell it that people come back to the portal's address followed by "+signin.Path)
	f.StringVar(&s.secretFile, "signin-secret-file", "", "file with the secret that it gave us, or with our private RSA key as PEM, with which we sign instead; the same on every node")
	f.StringSliceVar(&s.scopes, "signin-scopes", []string{"profile", "email"}, "what is asked of it beside openid; only name and mail are used, to fill in a form")
	f.StringVar(&s.subject, "signin-subject", "sub", "the claim that is somebody's key, the same for the same person for ever, and no national number; only a keyed hash of it is kept")
	f.StringVar(&s.profile, "profile", "", "address of the connector to Mijn Burgerprofiel, https://…; empty: no profile is told of appointments")
	f.StringVar(&s.profileTokenFile, "profile-token-file", "", "file with the token that it wants")
}

// citizens turns the settings into a node's.
func (s *signing) citizens(portal string) (c central.Citizens, err error) {
	const op = "central.serve"
	if s.issuer == "" {
		if s.profile != "" || s.client != "" {
			return c, invalid(op, nil, "Niemand kan zich aanmelden: zeg met --signin-issuer waar.", "Kijk met 'central serve --example'.")
		}
		return c, nil
	}
	c.SignIn = signin.Config{Issuer: s.issuer, Client: s.client, Scopes: s.scopes, Subject: s.subject, Home: strings.TrimSuffix(portal, "/")}
	if err := c.SignIn.Check(); err != nil {
		return c, err
	}
	if c.SignIn.Key, err = secretOf(s.secretFile); err != nil {
		return c, err
	}
	if s.profile == "" {
		return c, nil
	}
	h := &profile.HTTP{URL: s.profile}
	if h.Token, err = secretOf(s.profileTokenFile); err != nil {
		return c, err
	}
	if err := h.Check(); err != nil {
		return c, invalid(op, err, "Het adres van Mijn Burgerprofiel is niet begrepen.", "Schrijf --profile https://…, zonder / op het einde.")
	}
	c.Profile = h
	return c, nil
}
