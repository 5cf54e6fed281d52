package signin

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// person is who an id_token is about. What it does not tell is asked of the provider's door for that, if it has one; without an answer
// there is nothing to fill in, and no harm.
func (s *SignIn) person(ctx context.Context, p *provider, id *oidc.IDToken, token *oauth2.Token) (*Session, error) {
	claims := map[string]any{}
	if err := id.Claims(&claims); err != nil {
		return nil, err
	}
	if id.Subject == "" {
		return nil, errors.New("nobody is its subject")
	}
	if p.UserInfoEndpoint() != "" && (nameOf(claims) == "" || text(claims["email"]) == "" || text(claims[s.cfg.Subject]) == "") {
		more := map[string]any{}
		info, err := p.UserInfo(ctx, oauth2.StaticTokenSource(token))
		if err == nil {
			err = info.Claims(&more)
		}
		switch {
		case err != nil:
			s.cfg.Logger.Info("the identity provider says no more of who signed in", "issuer", s.cfg.Issuer)
		case info.Subject != id.Subject:
			return nil, errors.New("the provider speaks of somebody else")
		default:
			maps.Copy(more, claims) // what is signed goes before
			claims = more
		}
	}
	key := text(claims[s.cfg.Subject])
	if key == "" {
		return nil, fmt.Errorf("the claim %q is missing", s.cfg.Subject)
	}
	who := &Session{Name: nameOf(claims), Holder: s.holder(key), Phone: text(claims["phone_number"])}
	if verified, said := claims["email_verified"]; !said || verified == true || verified == "true" {
		who.Mail = text(claims["email"])
	}
	return who, nil
}

// holder is the keyed hash of a person: HMAC-SHA-256 over issuer, claim and key, each with its length in bytes as decimal digits and a
// colon before it. The issuer and the claim are in it, since what is a key there is none elsewhere.
func (s *SignIn) holder(key string) []byte {
	mac := hmac.New(sha256.New, s.holders)
	for _, part := range []string{s.cfg.Issuer, s.cfg.Subject, key} {
		fmt.Fprintf(mac, "%d:%s", len(part), part)
	}
	return mac.Sum(nil)
}

// Holder is the hash under which somebody is known whom the provider calls so.
func (s *SignIn) Holder(key string) []byte { return s.holder(key) }

func text(claim any) string {
	t, _ := claim.(string)
	return strings.TrimSpace(t)
}

func nameOf(claims map[string]any) string {
	if name := text(claims["name"]); name != "" {
		return name
	}
	return strings.TrimSpace(text(claims["given_name"]) + " " + text(claims["family_name"]))
}
