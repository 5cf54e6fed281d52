package virtual

import (
	"bytes"

	"github.com/buurtloket/buurtloket/hardware/eid"
)

// Block makes the card one whose PIN was wrong three times.
func (c *Card) Block() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tries = 0
}

// Unblock is what the municipality does with the PUK.
func (c *Card) Unblock() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tries = maxTries
}

// TriesLeft is how many wrong PINs the card still takes.
func (c *Card) TriesLeft() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.tries
}

// Forge changes a letter in a file and leaves the signature as it was: a forged card, or a broken one.
func (c *Card) Forge(file eid.File) {
	c.mu.Lock()
	defer c.mu.Unlock()
	data := bytes.Clone(c.files[file])
	data[len(data)/2] ^= 0x01
	c.files[file] = data
}

// Replace puts other content into a file.
func (c *Card) Replace(file eid.File, data []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.files[file] = bytes.Clone(data)
}

// Impersonate makes the forgery that is worth most: an identity of the forger's choice, signed with the key of a genuine
// card, whose genuine certificate is laid in the place of the register's. Every signature and every certificate is right.
func (c *Card) Impersonate() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	signature, err := signData(c.key, c.hash, c.files[eid.IdentityFile])
	if err != nil {
		return err
	}
	c.files[eid.IdentitySignatureFile] = signature
	c.files[eid.RegisterFile] = c.files[eid.AuthenticationFile]
	return nil
}

// Remove takes a file away, as on a card that never had it.
func (c *Card) Remove(file eid.File) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.files, file)
}

// Content is what a file holds.
func (c *Card) Content(file eid.File) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	return bytes.Clone(c.files[file])
}

// Hide makes a file one that the card will not let be read.
func (c *Card) Hide(file eid.File) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.hidden == nil {
		c.hidden = map[eid.File]bool{}
	}
	c.hidden[file] = true
}

// TurnOver puts the card in upside down: it gives no answer at all.
func (c *Card) TurnOver() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.mute = !c.mute
}

// Mute reports whether the card lies upside down.
func (c *Card) Mute() bool { return !c.answers() }

// answers reports whether the chip can be spoken to.
func (c *Card) answers() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return !c.mute
}
