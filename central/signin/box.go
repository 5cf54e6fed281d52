package signin

import (
	"crypto/cipher"
	"encoding/base64"
	"encoding/json"
	"io"

	"golang.org/x/crypto/chacha20poly1305"
)

var encoding = base64.RawURLEncoding.Strict()

// box seals what is given out of hand and comes back. What is sealed for one purpose opens for no other.
type box struct {
	aead   cipher.AEAD
	random io.Reader
}

func newBox(key []byte, random io.Reader) (box, error) {
	aead, err := chacha20poly1305.NewX(key)
	return box{aead, random}, err
}

// seal gives a text for cookies and addresses.
func (b box) seal(purpose string, v any) (string, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	nonce := make([]byte, b.aead.NonceSize(), b.aead.NonceSize()+len(plain)+b.aead.Overhead())
	if _, err := io.ReadFull(b.random, nonce); err != nil {
		return "", err
	}
	return encoding.EncodeToString(b.aead.Seal(nonce, nonce, plain, []byte(purpose))), nil
}

// open reports whether a text was sealed here for this purpose, and reads it.
func (b box) open(purpose, text string, v any) bool {
	if len(text) > 6<<10 {
		return false
	}
	sealed, err := encoding.DecodeString(text)
	if err != nil || len(sealed) < b.aead.NonceSize() {
		return false
	}
	plain, err := b.aead.Open(nil, sealed[:b.aead.NonceSize()], sealed[b.aead.NonceSize():], []byte(purpose))
	return err == nil && json.Unmarshal(plain, v) == nil
}

// draw is chance as text.
func (b box) draw() (string, error) {
	chance := make([]byte, 32)
	_, err := io.ReadFull(b.random, chance)
	return encoding.EncodeToString(chance), err
}
