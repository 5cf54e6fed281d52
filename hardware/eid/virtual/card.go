package virtual

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"encoding/asn1"
	"encoding/binary"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"sync"

	"github.com/buurtloket/buurtloket/hardware/eid"
)

// AnswerToReset is what a card says when it gets power: that of the cards issued since 2020, T=0 only.
var AnswerToReset = []byte{
	0x3B, 0x7F, 0x96, 0x00, 0x00, 0x80, 0x31, 0x80, 0x65, 0xB0, 0x85, 0x04, 0x01, 0x20, 0x12, 0x0F, 0xFF, 0x82, 0x90, 0x00,
}

// Card is the chip: it takes commands and gives responses as T=0 has them. It may be used from any goroutine.
type Card struct {
	files map[eid.File][]byte // set when issued, and by the faults
	key   crypto.Signer
	hash  crypto.Hash
	pin   string

	mu       sync.Mutex // guards all below, and files
	tries    int
	selected eid.File
	prepared bool   // algorithm and key were chosen
	verified bool   // the PIN was right since
	pending  []byte // waits to be fetched
	hidden   map[eid.File]bool
	mute     bool
}

// What the chip answers when there is nothing to say but this.
const (
	ok           = 0x9000
	wrongLength  = 0x6700
	noAccess     = 0x6982
	blocked      = 0x6983
	noConditions = 0x6985
	wrongData    = 0x6A80
	noFile       = 0x6A82
	pastEnd      = 0x6B00
	noCommand    = 0x6D00
	tryLeft      = 0x63C0
)

// Reset is what happens when a card loses and gets power: it forgets what was selected and verified, not its tries.
func (c *Card) Reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.selected, c.prepared, c.verified, c.pending = 0, false, false, nil
}

// Process does one command.
func (c *Card) Process(command []byte) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(command) < 5 {
		return sw(wrongLength)
	}
	body := command[5:]
	pending := c.pending
	c.pending = nil
	switch command[1] {
	case 0xA4:
		return sw(c.choose(body))
	case 0xB0:
		return c.read(int(binary.BigEndian.Uint16(command[2:])), command[4])
	case 0xC0:
		return c.fetch(pending, command[4])
	case 0x22:
		c.prepared, c.verified = c.algorithm(body), false
		if !c.prepared {
			return sw(wrongData)
		}
		return sw(ok)
	case 0x20:
		return sw(c.verify(body))
	case 0x2A:
		return c.sign(body)
	}
	return sw(noCommand)
}

func sw(status uint16) []byte { return binary.BigEndian.AppendUint16(nil, status) }

// choose selects by path; directories are there without more.
func (c *Card) choose(path []byte) uint16 {
	for file := range maps.Keys(c.files) {
		if slices.Equal(path, file.Path()) {
			c.selected = file
			return ok
		}
		if slices.Equal(path, file.Path()[:4]) {
			return ok
		}
	}
	return noFile
}

// read reads the selected file; a length that it does not have is answered with the one it has.
func (c *Card) read(at int, length byte) []byte {
	if c.hidden[c.selected] {
		return sw(noAccess)
	}
	file, there := c.files[c.selected]
	if !there {
		return sw(noConditions)
	}
	if at >= len(file) {
		return sw(pastEnd)
	}
	want, left := int(length), len(file)-at
	if want == 0 {
		want = 256
	}
	if left < want {
		return sw(0x6C00 | uint16(left))
	}
	return append(slices.Clone(file[at:at+want]), sw(ok)...)
}

// fetch gives what waits, in pieces of at most 256 bytes.
func (c *Card) fetch(pending []byte, length byte) []byte {
	want := int(length)
	if want == 0 {
		want = 256
	}
	switch {
	case len(pending) == 0:
		return sw(noConditions)
	case want > len(pending):
		c.pending = pending
		return sw(0x6C00 | uint16(byte(len(pending))))
	}
	c.pending = pending[want:]
	if len(c.pending) > 0 {
		return append(slices.Clone(pending[:want]), sw(0x6100|uint16(byte(min(len(c.pending), 256))))...)
	}
	return append(slices.Clone(pending[:want]), sw(ok)...)
}

// algorithm takes the choice of the authentication key with the hash that goes with it.
func (c *Card) algorithm(body []byte) bool {
	number := byte(0x02)
	if _, old := c.key.(*rsa.PrivateKey); old {
		number = 0x08
	}
	return slices.Equal(body, []byte{0x04, 0x80, number, 0x84, 0x82})
}

// verify takes a PIN, and counts.
func (c *Card) verify(block []byte) uint16 {
	if c.tries == 0 {
		return blocked
	}
	if len(block) != 8 {
		return wrongLength
	}
	packed := fmt.Sprintf("2%X%s", len(c.pin), c.pin)
	for len(packed) < 16 {
		packed += "F"
	}
	if fmt.Sprintf("%X", block) != packed {
		c.verified = false
		c.tries--
		return tryLeft | uint16(c.tries)
	}
	c.tries, c.verified = maxTries, true
	return ok
}

// sign signs a hash, once for each time the PIN was given.
func (c *Card) sign(sum []byte) []byte {
	if !c.prepared || !c.verified {
		return sw(noAccess)
	}
	c.verified = false
	if len(sum) != c.hash.Size() {
		return sw(wrongData)
	}
	signature, err := c.key.Sign(rand.Reader, sum, c.hash)
	if err != nil {
		return sw(0x6F00)
	}
	if key, curve := c.key.(*ecdsa.PrivateKey); curve {
		signature = flat(key, signature)
	}
	c.pending = signature
	return sw(0x6100 | uint16(byte(min(len(signature), 256))))
}

// flat is a signature as the chip gives it: two numbers one after the other.
func flat(key *ecdsa.PrivateKey, signature []byte) []byte {
	var pair struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(signature, &pair); err != nil {
		return nil
	}
	size := (key.Curve.Params().BitSize + 7) / 8
	out := make([]byte, 2*size)
	pair.R.FillBytes(out[:size])
	pair.S.FillBytes(out[size:])
	return out
}
