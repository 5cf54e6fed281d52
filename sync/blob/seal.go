package blob

import (
	"crypto/aes"
	"crypto/cipher"
	"io"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// Key opens one sealed blob.
type Key [32]byte

// sealed1 is the first byte of the form that is written now.
const sealed1 = 1

// Seal seals content under a key that it draws from random.
func Seal(content []byte, random io.Reader) (sealed []byte, key Key, err error) {
	if _, err := io.ReadFull(random, key[:]); err != nil {
		return nil, key, fault.New("blob.Seal", fault.Internal).Because(err)
	}
	g, err := gcm(key)
	if err != nil {
		return nil, key, err
	}
	head := []byte{sealed1}
	return g.Seal(head, make([]byte, g.NonceSize()), content, head), key, nil
}

// Unseal gives the content back. A wrong key, and a byte that is another than was sealed, are Conflict.
func Unseal(sealed []byte, key Key) ([]byte, error) {
	const op = "blob.Unseal"
	g, err := gcm(key)
	if err != nil {
		return nil, err
	}
	if len(sealed) < 1 || sealed[0] != sealed1 {
		return nil, fault.New(op, fault.Invalid)
	}
	content, err := g.Open(nil, make([]byte, g.NonceSize()), sealed[1:], sealed[:1])
	if err != nil {
		return nil, fault.New(op, fault.Conflict).Because(err)
	}
	return content, nil
}

func gcm(key Key) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return nil, fault.New("blob.gcm", fault.Internal).Because(err)
	}
	return cipher.NewGCM(block)
}
