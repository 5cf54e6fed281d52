package virtual_test

import (
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/hardware/eid/eidtest"
	"github.com/buurtloket/buurtloket/hardware/eid/virtual"
)

var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// TestEmulatorKeepsTheTreaty runs the suite, pulling the card at every command there is.
func TestEmulatorKeepsTheTreaty(t *testing.T) {
	open := func(_ *testing.T, slot *virtual.Slot, trust eid.Trust) eid.Reader { return eid.New(slot, trust) }
	every := make([]int, 40)
	for i := range every {
		every[i] = i + 1
	}
	eidtest.Run(t, eidtest.Bench{Open: open, Generation: virtual.Curve, Pulls: every, Mute: true})
}

// TestOldCards: RSA, with signatures that take two responses to fetch. Making its keys is too slow for the whole suite.
func TestOldCards(t *testing.T) {
	emulator := mustEmulator(t, virtual.RSA)
	card := mustInsert(t, emulator, virtual.Citizen)
	ask := eid.Ask{What: eid.Number | eid.Address | eid.Photo, At: now}
	if got, err := emulator.Read(t.Context(), ask); err != nil || got.Number.Reveal() != virtual.Citizen.Number {
		t.Errorf("an old card: %v", err)
	}
	proof, err := emulator.Authenticate(t.Context(), login("1234"))
	if err != nil || proof.Number.Reveal() != virtual.Citizen.Number {
		t.Errorf("signing in with an old card: %v", err)
	}
	card.Forge(eid.AddressFile)
	if _, err := emulator.Read(t.Context(), ask); device.ReasonOf(err) != eid.Forged {
		t.Errorf("an old card with another address: %v", err)
	}
}

// TestPINIsForgotten: a PIN that was right and not used is of no use to who comes after.
func TestPINIsForgotten(t *testing.T) {
	emulator := mustEmulator(t, virtual.Curve)
	mustInsert(t, emulator, virtual.Citizen)
	choose := []byte{0, 0x22, 0x41, 0xB6, 5, 4, 0x80, 2, 0x84, 0x82}
	verify := []byte{0, 0x20, 0, 1, 8, 0x24, 0x12, 0x34, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}
	sign := append([]byte{0, 0x2A, 0x9E, 0x9A, 48}, make([]byte, 48)...)
	for turn, steps := range [][]struct {
		command []byte
		want    byte
	}{{{choose, 0x90}, {verify, 0x90}}, {{sign, 0x69}}, {{choose, 0x90}, {verify, 0x90}, {sign, 0x61}, {sign, 0x69}}} {
		channel, err := emulator.Slot.Connect(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range steps {
			if response, err := channel.Transmit(t.Context(), step.command); err != nil || response[0] != step.want {
				t.Errorf("turn %d: % X is answered % X, %v", turn, step.command[:4], response, err)
			}
		}
		channel.Close()
	}
}

// TestSwappedInBetween: what was begun with one card does not go on with another.
func TestSwappedInBetween(t *testing.T) {
	emulator := mustEmulator(t, virtual.Curve)
	mustInsert(t, emulator, virtual.Citizen)
	channel, err := emulator.Slot.Connect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer channel.Close()
	mustInsert(t, emulator, virtual.Foreigner)
	if _, err := channel.Transmit(t.Context(), []byte{0, 0xB0, 0, 0, 0}); device.ReasonOf(err) != device.NoCard {
		t.Errorf("the next card answers for the one before: %v", err)
	}
}

// TestUnplugged: a reader that is gone is waited for, and is there again without more.
func TestUnplugged(t *testing.T) {
	emulator := mustEmulator(t, virtual.Curve)
	mustInsert(t, emulator, virtual.Citizen)
	emulator.Slot.Unplug()
	if h := emulator.Health(t.Context()); h.State != device.Absent {
		t.Errorf("an unplugged reader is %s", h)
	}
	_, err := emulator.Read(t.Context(), eid.Ask{What: eid.Names, At: now})
	if device.ReasonOf(err) != device.OutOfReach || !device.Refused(err) {
		t.Errorf("an unplugged reader: %v", err)
	}
	if err := emulator.WaitGone(t.Context()); err != nil {
		t.Error(err)
	}
	emulator.Slot.Plug()
	if err := emulator.Wait(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := emulator.Read(t.Context(), eid.Ask{What: eid.Names, At: now}); err != nil {
		t.Error(err)
	}
}

func login(pin string) eid.Login {
	return eid.Login{Challenge: []byte("sixteen bytes that never were"), PIN: []byte(pin), At: now}
}

func mustEmulator(t *testing.T, generation virtual.Generation) *virtual.Emulator {
	t.Helper()
	emulator, err := virtual.NewEmulator(generation, now.AddDate(-1, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { emulator.Close() })
	return emulator
}

func mustInsert(t *testing.T, emulator *virtual.Emulator, person virtual.Person) *virtual.Card {
	t.Helper()
	card, err := emulator.Authority.Issue(person)
	if err != nil {
		t.Fatal(err)
	}
	emulator.Slot.Insert(card)
	return card
}
