package eidtest

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/hardware/eid/virtual"
)

// login is an authentication with a PIN.
func login(pin string) eid.Login {
	return eid.Login{Challenge: []byte("sixteen bytes that never were"), PIN: []byte(pin), At: now}
}

// testWait: who waits hears of it, and waits no longer than they want.
func (b *bench) testWait(t *testing.T) {
	b.empty(t)
	ctx, cancel := context.WithCancel(t.Context())
	heard := make(chan error, 1)
	go func() { heard <- b.Wait(ctx) }()
	cancel()
	if err := <-heard; !errors.Is(err, context.Canceled) {
		t.Errorf("a wait that was given up: %v", err)
	}
	go func() { heard <- b.Wait(within(t)) }()
	b.slot.Insert(mustIssue(t, b.authority, virtual.Citizen))
	if err := <-heard; err != nil {
		t.Errorf("waiting for a card that comes: %v", err)
	}
	go func() { heard <- b.WaitGone(within(t)) }()
	b.slot.Pull()
	if err := <-heard; err != nil {
		t.Errorf("waiting for a card to go: %v", err)
	}
}

// testChanged: a card that took the place of another without a moment between is another one.
func (b *bench) testChanged(t *testing.T) {
	b.put(t, virtual.Citizen)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := b.WaitGone(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a card that stays is gone: %v", err)
	}
	b.slot.Insert(mustIssue(t, b.authority, virtual.Foreigner))
	if err := b.WaitGone(within(t)); err != nil {
		t.Errorf("waiting for the first of two: %v", err)
	}
	if err := b.Wait(within(t)); err != nil {
		t.Errorf("waiting for the second: %v", err)
	}
	if card := b.mustRead(t, eid.Names); card.Name != virtual.Foreigner.Name {
		t.Errorf("the second card is that of the first person: %v", card.Name == virtual.Citizen.Name)
	}
}

func (b *bench) testPIN(t *testing.T) {
	card := b.put(t, virtual.Foreigner)
	first, err := b.Authenticate(within(t), login(virtual.Foreigner.PIN))
	if err != nil || first.Number.Reveal() != virtual.Foreigner.Number {
		t.Fatalf("the right PIN: %v, number %s", err, first.Number)
	}
	second, err := b.Authenticate(within(t), login(virtual.Foreigner.PIN))
	if err != nil || second.Key != first.Key || first.Key == [32]byte{} {
		t.Errorf("the same card again: %v, same key %v", err, second.Key == first.Key)
	}
	_, err = b.Authenticate(within(t), login("98765431"))
	wantFailure(t, err, eid.WrongPIN, virtual.Foreigner)
	if triesLeft(err) != 2 || card.TriesLeft() != 2 {
		t.Errorf("after one wrong PIN: told %d tries, the card has %d", triesLeft(err), card.TriesLeft())
	}
	if _, err := b.Authenticate(within(t), login(virtual.Foreigner.PIN)); err != nil || card.TriesLeft() != 3 {
		t.Errorf("the right PIN after a wrong one: %v, %d tries", err, card.TriesLeft())
	}
	other := b.put(t, virtual.Foreigner)
	third, err := b.Authenticate(within(t), login(virtual.Foreigner.PIN))
	if err != nil || third.Key == first.Key {
		t.Errorf("another card of the same person: %v, same key %v", err, third.Key == first.Key)
	}
	// A key for another purpose does not sign in, and the card is not even asked for a PIN.
	for _, purpose := range []eid.File{eid.SigningFile, eid.RegisterFile, eid.CitizenCAFile} {
		other.Replace(eid.AuthenticationFile, other.Content(purpose))
		_, err = b.Authenticate(within(t), login("0000"))
		wantFailure(t, err, eid.Untrusted, virtual.Foreigner)
	}
	if other.TriesLeft() != 3 {
		t.Error("a card that is not believed was given the PIN")
	}
}

func (b *bench) testBlocked(t *testing.T) {
	card := b.put(t, virtual.Citizen)
	for left := 2; left >= 0; left-- {
		_, err := b.Authenticate(within(t), login("4321"))
		reason := eid.WrongPIN
		if left == 0 {
			reason = eid.BlockedPIN
		}
		wantFailure(t, err, reason, virtual.Citizen)
		if triesLeft(err) != left {
			t.Errorf("told %d tries, want %d", triesLeft(err), left)
		}
	}
	_, err := b.Authenticate(within(t), login(virtual.Citizen.PIN))
	wantFailure(t, err, eid.BlockedPIN, virtual.Citizen)
	b.mustRead(t, eid.Number) // a blocked card can be read all the same
	card.Unblock()
	if _, err := b.Authenticate(within(t), login(virtual.Citizen.PIN)); err != nil {
		t.Errorf("after the PUK: %v", err)
	}
}

// testLoginRefused: what can be seen to be wrong does not cost a try.
func (b *bench) testLoginRefused(t *testing.T) {
	card := b.put(t, virtual.Citizen)
	for _, pin := range []string{"", "123", "1234567890123", "12a4", "１２３４"} {
		if _, err := b.Authenticate(within(t), login(pin)); !device.Refused(err) {
			t.Errorf("a PIN of the wrong form: %v", err)
		}
	}
	short, timeless := login("1234"), login("1234")
	short.Challenge, timeless.At = []byte("short"), time.Time{}
	for _, l := range []eid.Login{short, timeless} {
		if _, err := b.Authenticate(within(t), l); !device.Refused(err) {
			t.Errorf("a login without a challenge, or without a time: %v", err)
		}
	}
	if card.TriesLeft() != 3 {
		t.Errorf("%d tries left", card.TriesLeft())
	}
	b.put(t, virtual.Child, func(c *virtual.Card) { c.Remove(eid.AuthenticationFile) })
	_, err := b.Authenticate(within(t), login(virtual.Child.PIN))
	wantFailure(t, err, eid.OtherCard, virtual.Child)
}

// testPulled pulls the card at one command after the other: each time it is an ordinary error, and the next read is whole.
func (b *bench) testPulled(t *testing.T) {
	uncertain := 0
	card := mustIssue(t, b.authority, virtual.Citizen)
	for _, n := range b.about.Pulls {
		b.insert(t, card)
		b.slot.PullAt(n)
		if _, err := b.Read(within(t), eid.Ask{What: everything, At: now}); err != nil {
			wantFailure(t, err, device.NoCard, virtual.Citizen)
		} else if n < 15 {
			t.Errorf("pulled at command %d: read all the same", n)
		}
		b.insert(t, card)
		b.slot.PullAt(n)
		_, err := b.Authenticate(within(t), login(virtual.Citizen.PIN))
		wantDiscreet(t, err, virtual.Citizen)
		if err != nil && device.ReasonOf(err) != device.NoCard {
			t.Errorf("pulled at command %d of a login: %v", n, err)
		}
		if err != nil && !device.Refused(err) {
			uncertain++
		}
	}
	// Only the command that carries the PIN leaves a doubt: a try may be gone.
	if everyCommand := len(b.about.Pulls) >= 30; everyCommand && uncertain != 1 {
		t.Errorf("%d of the pulls left it uncertain what happened, want 1", uncertain)
	}
	b.put(t, virtual.Citizen)
	b.mustRead(t, everything)
}

// testTurns: many at once take turns, and each gets the whole card.
func (b *bench) testTurns(t *testing.T) {
	b.put(t, virtual.Citizen)
	ctx := within(t)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if card, err := b.Read(ctx, eid.Ask{What: eid.Names, At: now}); err != nil || card.Name != virtual.Citizen.Name {
				t.Errorf("one of many: %v", err)
			}
		})
		all.Go(func() {
			if _, err := b.Authenticate(ctx, login(virtual.Citizen.PIN)); err != nil {
				t.Errorf("one of many: %v", err)
			}
			if h := b.Health(ctx); h.State != device.Ready {
				t.Errorf("beside an act: %s", h)
			}
		})
	}
	all.Wait()
}

func (b *bench) testMute(t *testing.T) {
	if !b.about.Mute {
		t.Skip("this reader cannot have a card upside down")
	}
	b.put(t, virtual.Citizen, (*virtual.Card).TurnOver)
	_, err := b.Read(within(t), eid.Ask{What: eid.Names, At: now})
	wantFailure(t, err, eid.UpsideDown, virtual.Citizen)
	if h := b.Health(within(t)); h.State != device.Attention || !h.Has(eid.UpsideDown) {
		t.Errorf("with a card upside down: %s", h)
	}
}

// testClosed is the last: closing ends who waits, and all after it.
func (b *bench) testClosed(t *testing.T) {
	b.empty(t)
	heard := make(chan error, 1)
	go func() { heard <- b.Wait(within(t)) }()
	must(t, b.Close())
	if err := <-heard; device.ReasonOf(err) != device.OutOfReach {
		t.Errorf("who waited at the closing: %v", err)
	}
	_, err := b.Read(within(t), eid.Ask{What: eid.Names, At: now})
	wantFailure(t, err, device.OutOfReach, virtual.Citizen)
}
