package keyfile

import (
	"bytes"
	"crypto/cipher"
	"encoding/pem"
	"errors"
	"fmt"
	"io"

	"golang.org/x/crypto/chacha20poly1305"
)

// The PEM blocks of a sealed file.
const (
	keyBlock  = "BUURTLOKET SEALED KEY"
	fileBlock = "BUURTLOKET SEALED FILE"
)

// preface is for whoever opens the file in an editor.
const preface = "Verzegeld met de TPM van dit toestel: elders opent dit bestand niet.\n"

// key is what files are sealed with.
type key struct {
	aead   cipher.AEAD
	sealed []byte // itself, as the chip sealed it
}

func newKey(plain, sealed []byte) (*key, error) {
	aead, err := chacha20poly1305.NewX(plain)
	if err != nil {
		return nil, err
	}
	return &key{aead, sealed}, nil
}

// about binds what is sealed to the name of its file: none can take the place of another.
func about(name string) []byte { return []byte("buurtloket key file 1\x00" + name) }

// seal writes a sealed file.
func (k *key) seal(name string, plain []byte, random io.Reader) ([]byte, error) {
	nonce := make([]byte, k.aead.NonceSize())
	if _, err := io.ReadFull(random, nonce); err != nil {
		return nil, err
	}
	return bytes.Join([][]byte{[]byte(preface),
		pem.EncodeToMemory(&pem.Block{Type: keyBlock, Bytes: k.sealed}),
		pem.EncodeToMemory(&pem.Block{Type: fileBlock, Bytes: k.aead.Seal(nonce, nonce, plain, about(name))})}, nil), nil
}

// open gives what the box of a sealed file holds.
func (k *key) open(name string, box []byte) ([]byte, error) {
	if len(box) < k.aead.NonceSize() {
		return nil, errors.New("a box without a nonce")
	}
	nonce, rest := box[:k.aead.NonceSize()], box[k.aead.NonceSize():]
	return k.aead.Open(nil, nonce, rest, about(name))
}

// split takes a sealed file apart; false: it is not one. One that begins as a sealed file and is no whole one is an error.
func split(text []byte) (sealed, box []byte, ok bool, err error) {
	first, rest := pem.Decode(text)
	if first == nil || first.Type != keyBlock {
		if bytes.Contains(text, []byte(keyBlock)) || bytes.Contains(text, []byte(fileBlock)) {
			return nil, nil, true, errors.New("its key cannot be read")
		}
		return nil, nil, false, nil
	}
	second, rest := pem.Decode(rest)
	if second == nil || second.Type != fileBlock || len(bytes.TrimSpace(rest)) > 0 {
		return nil, nil, true, fmt.Errorf("it has no block %s, or more than that", fileBlock)
	}
	return first.Bytes, second.Bytes, true, nil
}
