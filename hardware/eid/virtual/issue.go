package virtual

import (
	"bytes"
	"crypto/sha512"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"

	"github.com/buurtloket/buurtloket/hardware/eid"
)

// maxTries is how many wrong PINs block a card.
const maxTries = 3

// addressBytes is what the address file is filled up to.
const addressBytes = 117

// Issue makes a card for a person.
func (a *Authority) Issue(p Person) (*Card, error) {
	if len(p.Photo) == 0 {
		p.Photo = grey()
	}
	name := pkix.Name{
		CommonName: p.FirstNames + " " + p.Name + " (Authentication)", SerialNumber: p.Number, Country: []string{"BE"},
	}
	cert, key, err := a.certify(a.generation, name, x509.KeyUsageDigitalSignature, a.citizens, a.citizenKey)
	if err != nil {
		return nil, err
	}
	// The key for signatures that bind is the same here, and never used; its certificate is what it is on a real card.
	binding, err := a.certificate(name, x509.KeyUsageContentCommitment|x509.KeyUsageDigitalSignature, a.citizens, a.citizenKey, key)
	if err != nil {
		return nil, err
	}
	card := &Card{key: key, hash: a.generation.hash(), pin: p.PIN, tries: maxTries}
	card.files = map[eid.File][]byte{
		eid.AuthenticationFile: cert.Raw,
		eid.SigningFile:        binding.Raw,
		eid.CitizenCAFile:      a.citizens.Raw,
		eid.RootCAFile:         a.Root.Raw,
		eid.RegisterFile:       a.register.Raw,
		eid.PhotoFile:          p.Photo,
		eid.IdentityFile:       p.identity(),
	}
	address := p.address()
	card.files[eid.AddressFile] = append(address, make([]byte, max(0, addressBytes-len(address)))...)
	signature, err := a.sign(card.files[eid.IdentityFile])
	if err != nil {
		return nil, fmt.Errorf("virtual: %w", err)
	}
	card.files[eid.IdentitySignatureFile] = signature
	if card.files[eid.AddressSignatureFile], err = a.sign(append(address, signature...)); err != nil {
		return nil, fmt.Errorf("virtual: %w", err)
	}
	return card, nil
}

// identity lays the identity file out.
func (p Person) identity() []byte {
	photo := sha512.Sum384(p.Photo)
	file := field(nil, 0, []byte{0, 1}) // version of the layout
	file = field(file, 1, []byte(p.CardNumber))
	file = field(file, 2, bytes.Repeat([]byte{0xC1}, 16)) // number of the chip, not text
	for i, text := range []string{
		p.ValidFrom, p.ValidTo, p.Municipality, p.Number, p.Name, p.FirstNames, p.ThirdInitial, p.Nationality, p.BirthPlace,
		p.BirthDate, p.Sex, "", p.DocumentType,
	} {
		file = field(file, byte(3+i), []byte(text))
	}
	return field(file, 17, photo[:])
}

func (p Person) address() []byte {
	file := field(nil, 1, []byte(p.Street))
	file = field(file, 2, []byte(p.Zip))
	return field(file, 3, []byte(p.Town))
}

// field appends a tag, the length in groups of seven bits, and the value.
func field(file []byte, tag byte, value []byte) []byte {
	file = append(file, tag)
	if n := len(value); n > 0x7F {
		file = append(file, 0x80|byte(n>>7))
	}
	file = append(file, byte(len(value)&0x7F))
	return append(file, value...)
}

// grey is a picture of the size that cards have.
func grey() []byte {
	img := image.NewGray(image.Rect(0, 0, 140, 200))
	for i := range img.Pix {
		img.Pix[i] = color.Gray{Y: byte(96 + i%140/2 + i/140%7)}.Y
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 60}); err != nil {
		panic(err) // an in-memory picture of fixed size: only a broken encoder gets here
	}
	return out.Bytes()
}
