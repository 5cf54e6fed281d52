package signin

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io"
	"strings"
	"time"

	"golang.org/x/oauth2"
)

// proof is how we show the provider who we are: by a secret, or by words that we sign (private_key_jwt, RFC 7523), as ACM/IDM wants it.
type proof struct {
	client string
	secret string
	key    *rsa.PrivateKey
	random io.Reader
}

func newProof(c Config) (p proof, err error) {
	p = proof{client: c.Client, secret: strings.TrimSpace(c.Key), random: c.Random}
	if !strings.HasPrefix(p.secret, "-----BEGIN") {
		return p, nil
	}
	block, _ := pem.Decode([]byte(p.secret))
	p.secret = ""
	if block == nil {
		return p, errors.New("no PEM")
	}
	if p.key, err = x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return p, nil
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	key, ok := parsed.(*rsa.PrivateKey)
	if err == nil && !ok {
		err = errors.New("no RSA key")
	}
	p.key = key
	return p, err
}

// endpoint says how our name goes along with a call.
func (p proof) endpoint(e oauth2.Endpoint) oauth2.Endpoint {
	if p.secret == "" {
		e.AuthStyle = oauth2.AuthStyleInParams
	}
	return e
}

// signedFor is how long signed words hold: the provider allows less than ten minutes, and clocks differ.
const signedFor = 5 * time.Minute

// options are the signed words for one call; none where a secret does.
func (p proof) options(audience string, now time.Time) ([]oauth2.AuthCodeOption, error) {
	if p.key == nil {
		return nil, nil
	}
	once := make([]byte, 16)
	if _, err := io.ReadFull(p.random, once); err != nil {
		return nil, err
	}
	claims, err := json.Marshal(map[string]any{"iss": p.client, "sub": p.client, "aud": audience, "jti": encoding.EncodeToString(once),
		"iat": now.Unix(), "exp": now.Add(signedFor).Unix()})
	if err != nil {
		return nil, err
	}
	words := encoding.EncodeToString([]byte(`{"alg":"RS256","typ":"JWT"}`)) + "." + encoding.EncodeToString(claims)
	sum := sha256.Sum256([]byte(words))
	signature, err := rsa.SignPKCS1v15(nil, p.key, crypto.SHA256, sum[:])
	if err != nil {
		return nil, err
	}
	return []oauth2.AuthCodeOption{oauth2.SetAuthURLParam("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
		oauth2.SetAuthURLParam("client_assertion", words+"."+encoding.EncodeToString(signature))}, nil
}
