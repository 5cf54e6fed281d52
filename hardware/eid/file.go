package eid

import (
	"context"
	"errors"
	"fmt"

	"github.com/buurtloket/buurtloket/hardware/device"
)

// File is a file of the card, by its identifier.
type File uint16

// The files that are read here, and those that a card has besides.
const (
	IdentityFile          File = 0x4031
	IdentitySignatureFile File = 0x4032
	AddressFile           File = 0x4033
	AddressSignatureFile  File = 0x4034
	PhotoFile             File = 0x4035
	AuthenticationFile    File = 0x5038 // certificate of the authentication key
	SigningFile           File = 0x5039 // certificate of the key for signatures that bind; not used
	CitizenCAFile         File = 0x503A // certificate of the authority of the two above
	RootCAFile            File = 0x503B // what the card takes for the root; not used
	RegisterFile          File = 0x503C // certificate of the register's signatures
)

// Path is where the file lies on the card.
func (f File) Path() []byte {
	directory := byte(0x01)
	if f>>8 == 0x50 {
		directory = 0x00
	}
	return []byte{0x3F, 0x00, 0xDF, directory, byte(f >> 8), byte(f)}
}

// String names the file in errors.
func (f File) String() string { return fmt.Sprintf("file %04X", uint16(f)) }

// limit is several times what any card has in the file.
func (f File) limit() int {
	switch f {
	case PhotoFile:
		return 16 << 10
	case AuthenticationFile, SigningFile, CitizenCAFile, RootCAFile, RegisterFile:
		return 8 << 10
	}
	return 2 << 10
}

// content is what was read of a card.
type content map[File][]byte

// readFiles reads the named files. What was read before a failure is wiped.
func readFiles(ctx context.Context, ch Channel, files ...File) (content, error) {
	read := content{}
	for _, f := range files {
		data, err := readFile(ctx, ch, f)
		if err != nil {
			read.wipe()
			return nil, err
		}
		read[f] = data
	}
	return read, nil
}

func readFile(ctx context.Context, ch Channel, f File) ([]byte, error) {
	if err := selectFile(ctx, ch, f.Path()); err != nil {
		return nil, unreadable(f, err)
	}
	data, err := readBinary(ctx, ch, f.limit())
	if err != nil {
		return nil, unreadable(f, err)
	}
	return data, nil
}

// unreadable gives a card's refusal its reason: a card without that file is no identity card, or not one that can do this.
func unreadable(f File, err error) error {
	var sw status
	switch {
	case !errors.As(err, &sw):
		return err
	case sw == statusNoFile, sw>>8 == 0x6D, sw>>8 == 0x6E:
		return &device.Error{Reason: OtherCard, Err: fmt.Errorf("%s: %w", f, err)}
	}
	return &device.Error{Reason: device.Unreadable, Err: fmt.Errorf("%s: %w", f, err)}
}

// wipe overwrites everything.
func (c content) wipe() {
	for _, data := range c {
		clear(data)
	}
}
