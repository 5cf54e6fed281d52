package signin

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// Session is somebody who is signed in. Name, Mail and Phone are what the provider told, for a form, unchecked and possibly empty.
type Session struct {
	Holder []byte `json:"h"` // 32 bytes: the keyed hash
	Name   string `json:"n,omitempty"`
	Mail   string `json:"m,omitempty"`
	Phone  string `json:"p,omitempty"`
	Since  int64  `json:"s"` // Unix seconds
	Until  int64  `json:"u"`
}

// Names of cookies, without the prefix.
const (
	cookieAttempt = "aanmelding"
	cookieSession = "zitting"
)

// name is what a cookie is called: with TLS it can come from this very site only.
func (s *SignIn) name(of string) string {
	if s.secure {
		return "__Host-" + of
	}
	return of
}

func (s *SignIn) cookie(r *http.Request, of string) string {
	c, err := r.Cookie(s.name(of))
	if err != nil {
		return ""
	}
	return c.Value
}

func (s *SignIn) setCookie(w http.ResponseWriter, of, value string, holds time.Duration) {
	http.SetCookie(w, &http.Cookie{Name: s.name(of), Value: value, Path: "/", MaxAge: int(holds.Seconds()), HttpOnly: true, Secure: s.secure,
		SameSite: http.SameSiteLaxMode}) // Lax: they come back from the provider by a link
}

func (s *SignIn) dropCookie(w http.ResponseWriter, of string) {
	http.SetCookie(w, &http.Cookie{Name: s.name(of), Path: "/", MaxAge: -1, HttpOnly: true, Secure: s.secure, SameSite: http.SameSiteLaxMode})
}

// begin starts a session.
func (s *SignIn) begin(w http.ResponseWriter, who *Session) error {
	who.Name, who.Mail, who.Phone = clip(who.Name, 200), clip(who.Mail, 200), clip(who.Phone, 60)
	who.Since = s.cfg.Now().Unix()
	return s.keep(w, who)
}

// keep gives a session its time from now on.
func (s *SignIn) keep(w http.ResponseWriter, who *Session) error {
	now := s.cfg.Now()
	until := now.Add(idleFor)
	if last := time.Unix(who.Since, 0).Add(mostFor); until.After(last) {
		until = last
	}
	who.Until = until.Unix()
	sealed, err := s.box.seal(purposeSession, who)
	if err != nil {
		return fault.New("signin.keep", fault.Internal).Because(err)
	}
	s.setCookie(w, cookieSession, sealed, until.Sub(now))
	return nil
}

// Session is who makes a request; nil: nobody who is signed in. A clock that was set back ends it: nothing holds longer for that.
func (s *SignIn) Session(r *http.Request) *Session {
	who := new(Session)
	if sealed := s.cookie(r, cookieSession); sealed == "" || !s.box.open(purposeSession, sealed, who) {
		return nil
	}
	now := s.cfg.Now()
	if len(who.Holder) != 32 || !now.Before(time.Unix(who.Until, 0)) || now.Add(Leeway).Before(time.Unix(who.Since, 0)) {
		return nil
	}
	return who
}

// Prolong gives a session that is used its time anew, when half of it is over.
func (s *SignIn) Prolong(w http.ResponseWriter, who *Session) error {
	now := s.cfg.Now()
	most := time.Unix(who.Since, 0).Add(mostFor)
	if left := time.Unix(who.Until, 0).Sub(now); left > idleFor/2 || !most.After(time.Unix(who.Until, 0)) {
		return nil
	}
	return s.keep(w, who)
}

// Leave forgets whoever is signed in, in their browser: there is nowhere else to forget them.
func (s *SignIn) Leave(w http.ResponseWriter) {
	s.dropCookie(w, cookieSession)
	s.dropCookie(w, cookieAttempt)
}

// LeaveAt is the provider's own page for signing out, that leads back to a path of ours; empty where it has none, or does not answer.
func (s *SignIn) LeaveAt(ctx context.Context, back string) string {
	p, err := s.provider.get(ctx)
	if err != nil || p.leave == "" {
		return ""
	}
	u, err := url.Parse(p.leave)
	if err != nil {
		return ""
	}
	q := u.Query()
	q.Set("client_id", s.cfg.Client)
	q.Set("post_logout_redirect_uri", s.cfg.Home+Local(back))
	u.RawQuery = q.Encode()
	return u.String()
}

func clip(s string, runes int) string {
	if r := []rune(s); len(r) > runes {
		return string(r[:runes])
	}
	return s
}
