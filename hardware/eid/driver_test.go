package eid_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/hardware/eid/virtual"
)

var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// odd is a slot whose card answers otherwise than it should.
type odd struct {
	*virtual.Slot
	twist func(command, response []byte) []byte
}

func (o odd) Connect(ctx context.Context) (eid.Channel, error) {
	ch, err := o.Slot.Connect(ctx)
	return oddChannel{ch, o.twist}, err
}

type oddChannel struct {
	eid.Channel
	twist func(command, response []byte) []byte
}

func (o oddChannel) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	response, err := o.Channel.Transmit(ctx, command)
	if err != nil {
		return nil, err
	}
	return o.twist(command, response), nil
}

// mustOdd makes a reader with a card in it that answers with a twist.
func mustOdd(t *testing.T, twist func(command, response []byte) []byte) *eid.Driver {
	t.Helper()
	emulator, _ := mustEmulator(t)
	return eid.New(odd{emulator.Slot, twist}, eid.Trust{Roots: []*x509.Certificate{emulator.Authority.Root}})
}

// TestCardsThatKeepToNoRules: reading ends, with an error of the protocol, whatever a card says.
func TestCardsThatKeepToNoRules(t *testing.T) {
	for name, twist := range map[string]func(command, response []byte) []byte{
		"says nothing":       func(_, _ []byte) []byte { return nil },
		"says half a status": func(_, _ []byte) []byte { return []byte{0x90} },
		"always has more":    func(_, _ []byte) []byte { return []byte{1, 0x61, 0x10} },
		"always repeats":     func(_, _ []byte) []byte { return []byte{0x6C, 0x10} },
		"never ends a file":  func(_, _ []byte) []byte { return append(make([]byte, 256), 0x90, 0x00) },
		"reads nothing":      func(_, _ []byte) []byte { return []byte{0x90, 0x00} },
		"is broken":          func(_, _ []byte) []byte { return []byte{0x6F, 0x00} },
	} {
		reader := mustOdd(t, twist)
		_, err := reader.Read(t.Context(), eid.Ask{What: eid.Number, At: now})
		if device.ReasonOf(err) != device.Unreadable || !device.Refused(err) {
			t.Errorf("a card that %s: %v", name, err)
		}
		_, err = reader.Authenticate(t.Context(), eid.Login{Challenge: make([]byte, 32), PIN: []byte("1234"), At: now})
		if device.ReasonOf(err) != device.Unreadable {
			t.Errorf("signing in with a card that %s: %v", name, err)
		}
	}
	other := mustOdd(t, func(_, _ []byte) []byte { return []byte{0x6A, 0x82} })
	if _, err := other.Read(t.Context(), eid.Ask{What: eid.Number, At: now}); device.ReasonOf(err) != eid.OtherCard {
		t.Errorf("a card without these files: %v", err)
	}
}

// TestFetchedInPieces: some cards let even a read be fetched.
func TestFetchedInPieces(t *testing.T) {
	var waiting []byte
	reader := mustOdd(t, func(command, response []byte) []byte {
		switch data := response[:len(response)-2]; {
		case command[1] == 0xB0 && len(data) > 10:
			waiting = bytes.Clone(response)
			return []byte{0x61, byte(len(data))}
		case command[1] == 0xC0 && len(waiting) > 130: // the first part, and the news that there is more
			out := append(bytes.Clone(waiting[:100]), 0x61, byte(len(waiting)-102))
			waiting = waiting[100:]
			return out
		case command[1] == 0xC0 && len(waiting) > 0:
			out := waiting
			waiting = nil
			return out
		}
		return response
	})
	card, err := reader.Read(t.Context(), eid.Ask{What: eid.Names | eid.Photo, At: now})
	if err != nil || card.Name != virtual.Citizen.Name {
		t.Errorf("%v", err)
	}
}

// TestPINIsPackedAsTheCardWantsIt and never shorter or longer.
func TestPINIsPackedAsTheCardWantsIt(t *testing.T) {
	for pin, want := range map[string][]byte{
		"1234":         {0x24, 0x12, 0x34, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF},
		"12345":        {0x25, 0x12, 0x34, 0x5F, 0xFF, 0xFF, 0xFF, 0xFF},
		"123456789012": {0x2C, 0x12, 0x34, 0x56, 0x78, 0x90, 0x12, 0xFF},
	} {
		got, err := eid.PINBlock(eid.Login{Challenge: make([]byte, 16), PIN: []byte(pin), At: now})
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: % X, %v", pin, got, err)
		}
	}
}

// TestAnswersOfALiar: a card that signs nothing, or something else, has proved nothing.
func TestAnswersOfALiar(t *testing.T) {
	for name, lie := range map[string][]byte{"signs with zeros": make([]byte, 96), "signs with nothing": nil} {
		signing := false
		reader := mustOdd(t, func(command, response []byte) []byte {
			if signing = signing || command[1] == 0x2A; signing {
				return append(bytes.Clone(lie), 0x90, 0x00)
			}
			return response
		})
		_, err := reader.Authenticate(t.Context(), eid.Login{Challenge: make([]byte, 32), PIN: []byte("1234"), At: now})
		if device.ReasonOf(err) != eid.Forged {
			t.Errorf("a card that %s: %v", name, err)
		}
	}
	// A signature of yesterday, over another challenge, is no proof today.
	var old []byte
	signing := false
	reader := mustOdd(t, func(command, response []byte) []byte {
		switch {
		case command[1] == 0x2A:
			signing = true
		case command[1] == 0xC0 && signing && old == nil:
			old, signing = bytes.Clone(response), false
		case command[1] == 0xC0 && signing:
			return old
		}
		return response
	})
	login := eid.Login{Challenge: bytes.Repeat([]byte{1}, 32), PIN: []byte("1234"), At: now}
	if _, err := reader.Authenticate(t.Context(), login); err != nil {
		t.Fatal(err)
	}
	login.Challenge = bytes.Repeat([]byte{2}, 32)
	_, err := reader.Authenticate(t.Context(), login)
	if device.ReasonOf(err) != eid.Forged {
		t.Errorf("a signature that was used before: %v", err)
	}
}

// TestNobodyIsBelievedByDefault: without pinned roots no card is.
func TestNobodyIsBelievedByDefault(t *testing.T) {
	emulator, _ := mustEmulator(t)
	_, err := eid.New(emulator.Slot, eid.Trust{}).Read(t.Context(), eid.Ask{What: eid.Names, At: now})
	if device.ReasonOf(err) != eid.Untrusted {
		t.Errorf("without roots: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := emulator.Read(ctx, eid.Ask{What: eid.Names, At: now}); !errors.Is(err, context.Canceled) || !device.Refused(err) {
		t.Errorf("who gave up: %v", err)
	}
}
