package eidtest

import (
	"context"
	"crypto/x509"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/hardware/eid/virtual"
)

// Bench is what a suite runs on.
type Bench struct {
	// Open makes a reader that sees what is put into the slot. The test's Cleanup closes what it needs.
	Open func(t *testing.T, slot *virtual.Slot, trust eid.Trust) eid.Reader
	// Generation is which cards are tried.
	Generation virtual.Generation
	// Pulls are the commands at which a card is pulled; a slow reader names few.
	Pulls []int
	// Mute reports that the reader can tell a card that lies upside down.
	Mute bool
}

// now is the moment of the suite, inside the validity of everything that is issued for it.
var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// patience bounds one call; a reader that needs it has failed.
const patience = 10 * time.Second

// everything is all that a card says.
const everything = eid.Number | eid.Names | eid.Birth | eid.Nationality | eid.Document | eid.Address | eid.Photo

// bench is a reader with the authority it believes.
type bench struct {
	eid.Reader
	slot      *virtual.Slot
	authority *virtual.Authority
	about     Bench
}

func open(t *testing.T, about Bench) *bench {
	t.Helper()
	authority := mustAuthority(t, about.Generation)
	slot := virtual.NewSlot()
	reader := about.Open(t, slot, eid.Trust{Roots: []*x509.Certificate{authority.Root}})
	return &bench{Reader: reader, slot: slot, authority: authority, about: about}
}

// put issues a card, does something to it, and waits until the reader sees it.
func (b *bench) put(t *testing.T, person virtual.Person, faults ...func(*virtual.Card)) *virtual.Card {
	t.Helper()
	card := mustIssue(t, b.authority, person)
	for _, fault := range faults {
		fault(card)
	}
	b.insert(t, card)
	return card
}

func (b *bench) insert(t *testing.T, card *virtual.Card) {
	t.Helper()
	b.empty(t)
	b.slot.Insert(card)
	if err := b.Wait(within(t)); err != nil {
		t.Fatalf("waiting for the card: %v", err)
	}
}

// empty pulls the card and waits until the reader sees that too.
func (b *bench) empty(t *testing.T) {
	t.Helper()
	b.slot.Pull()
	if err := b.WaitGone(within(t)); err != nil {
		t.Fatalf("waiting for the card to go: %v", err)
	}
}

func (b *bench) mustRead(t *testing.T, what eid.What) eid.Card {
	t.Helper()
	card, err := b.Read(within(t), eid.Ask{What: what, At: now})
	if err != nil {
		t.Fatalf("reading %b: %v", what, err)
	}
	return card
}

func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

func mustAuthority(t *testing.T, generation virtual.Generation) *virtual.Authority {
	t.Helper()
	authority, err := virtual.NewAuthority(generation, now.AddDate(-1, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	return authority
}

func mustIssue(t *testing.T, authority *virtual.Authority, person virtual.Person) *virtual.Card {
	t.Helper()
	card, err := authority.Issue(person)
	if err != nil {
		t.Fatal(err)
	}
	return card
}

// wantFailure checks an error: its reason, that nothing happened, and that it says nothing of the person.
func wantFailure(t *testing.T, err error, reason device.Reason, person virtual.Person) {
	t.Helper()
	if device.ReasonOf(err) != reason || !device.Refused(err) {
		t.Errorf("%v: reason %s, refused %v; want %s", err, device.ReasonOf(err), device.Refused(err), reason)
	}
	wantDiscreet(t, err, person)
}

func wantDiscreet(t *testing.T, err error, person virtual.Person) {
	t.Helper()
	if err == nil {
		return
	}
	for _, secret := range []string{
		person.Number, person.Name, person.FirstNames, person.CardNumber, person.Street, person.PIN, person.BirthDate,
	} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("the error %q says %q", err, secret)
		}
	}
}

// triesLeft is what an error says of the PIN.
func triesLeft(err error) int {
	var pin *eid.PINError
	if errors.As(err, &pin) {
		return pin.TriesLeft
	}
	return -1
}
