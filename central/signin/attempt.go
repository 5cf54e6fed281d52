package signin

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// attempt is what must be remembered while somebody is at the provider. It travels with them, sealed, as the state.
type attempt struct {
	Nonce    string `json:"n"`
	Verifier string `json:"v"`
	Back     string `json:"b"`
	Until    int64  `json:"u"` // Unix seconds
	Browser  string `json:"w"` // sum of the cookie that it belongs to
}

const (
	purposeAttempt = "attempt"
	purposeSession = "session"
)

// Sentences are what goes wrong, in Dutch, by the codes of the pages' texts. Do not change it.
var Sentences = map[string]string{
	"signin.away":    "Aanmelden lukt nu niet: de aanmelddienst antwoordt niet. U kunt ook zonder aanmelden een afspraak maken.",
	"signin.lost":    "Deze aanmelding past niet bij dit venster, of ze duurde te lang. Meld u opnieuw aan.",
	"signin.stopped": "U hebt het aanmelden afgebroken. U kunt ook zonder aanmelden een afspraak maken.",
	"signin.used":    "Deze aanmelding is al gebruikt of te oud. Meld u opnieuw aan.",
	"signin.wrong":   "De aanmelddienst gaf een antwoord dat niet klopt. U bent niet aangemeld. Probeer het straks opnieuw.",
}

// say is a fault with one of the sentences.
func say(op string, kind fault.Kind, code string) *fault.Fault {
	return fault.New(op, kind).Tell(Sentences[code], "").Coded(code)
}

// Begin is where to send somebody who wants to sign in and then go on at a path of ours, and sets the cookie that binds it to
// their browser. Language is of the pages. The fault is Unreachable while the provider does not answer.
func (s *SignIn) Begin(w http.ResponseWriter, r *http.Request, back, language string) (address string, err error) {
	const op = "signin.Begin"
	p, err := s.provider.get(r.Context())
	if err != nil {
		return "", err
	}
	a := attempt{Verifier: oauth2.GenerateVerifier(), Back: Local(back), Until: s.cfg.Now().Add(attemptFor).Unix()}
	browser := s.cookie(r, cookieAttempt) // a second window shares it
	if len(browser) != encoding.EncodedLen(32) {
		if browser, err = s.box.draw(); err != nil {
			return "", fault.New(op, fault.Internal).Because(err)
		}
	}
	a.Browser = sumOf(browser)
	if a.Nonce, err = s.box.draw(); err != nil {
		return "", fault.New(op, fault.Internal).Because(err)
	}
	state, err := s.box.seal(purposeAttempt, a)
	if err != nil {
		return "", fault.New(op, fault.Internal).Because(err)
	}
	s.setCookie(w, cookieAttempt, browser, attemptFor)
	return s.oauth(p).AuthCodeURL(state, oidc.Nonce(a.Nonce), oauth2.S256ChallengeOption(a.Verifier), oauth2.SetAuthURLParam("ui_locales", language)), nil
}

func sumOf(browser string) string {
	sum := sha256.Sum256([]byte(browser))
	return hex.EncodeToString(sum[:16])
}

// attemptOf is the attempt that a request comes back from, in the browser that began it, in time.
func (s *SignIn) attemptOf(r *http.Request) (a attempt, ok bool) {
	if !s.box.open(purposeAttempt, r.URL.Query().Get("state"), &a) {
		return a, false
	}
	browser := s.cookie(r, cookieAttempt)
	mine := browser != "" && subtle.ConstantTimeCompare([]byte(sumOf(browser)), []byte(a.Browser)) == 1
	return a, mine && s.cfg.Now().Before(time.Unix(a.Until, 0))
}

func (s *SignIn) oauth(p *provider) *oauth2.Config {
	return &oauth2.Config{ClientID: s.cfg.Client, ClientSecret: s.proof.secret, Endpoint: s.proof.endpoint(p.Endpoint()), RedirectURL: s.cfg.Home + Path, Scopes: s.cfg.Scopes}
}
