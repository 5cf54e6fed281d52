// Package carriertest is the contract of notify.Carrier. Every carrier passes it against a peer that can misbehave, and so does
// [Fake], which stands for one in tests of others.
package carriertest

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/notify"
)

// Mood is how a peer takes messages.
type Mood int

// The moods.
const (
	Takes        Mood = iota
	RefusesNow        // says: later
	RefusesEver       // says: never, at this address
	Gone              // nobody is there
	HangsUpEarly      // before the message was given
	HangsUpLate       // has the message, and says nothing more
	Silent            // has the message, and never answers
)

// Peer is what a carrier hands messages to.
type Peer interface {
	Carrier() notify.Carrier
	Feel(Mood)
	Taken() []string // ids of the messages that it has, whether it said so or not
}

// Parcel is a message to an address that suits any carrier under test.
func Parcel(id string, to string) notify.Parcel {
	return notify.Parcel{ID: id, To: to, At: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC), Say: notify.Letter{
		Subject: "Uw afspraak – één", Text: "Beste An,\n\n.\nEen punt alleen.\n", HTML: "<p>Beste An</p>", SMS: "Beste An", Languages: "nl",
		Attachments: []notify.Attachment{{Name: "a.ics", Type: "text/calendar", Body: []byte("BEGIN:VCALENDAR\r\n")}}}}
}

// Run tests one kind of carrier. to is an address that it can carry to.
func Run(t *testing.T, to string, open func(testing.TB) Peer) {
	for _, row := range []struct {
		name  string
		mood  Mood
		err   bool
		until notify.Until
		sure  bool // whether it was taken is known
		taken bool
	}{
		{"taken", Takes, false, 0, true, true},
		{"refused for now", RefusesNow, true, notify.Later, true, false},
		{"refused for ever", RefusesEver, true, notify.Never, true, false},
		{"nobody there", Gone, true, notify.Away, true, false},
		{"hangs up early", HangsUpEarly, true, notify.Away, true, false},
		{"hangs up late", HangsUpLate, true, 0, false, true},
		{"silent", Silent, true, 0, false, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := open(t)
			p.Feel(row.mood)
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			if row.mood == Silent {
				ctx, cancel = context.WithTimeout(ctx, 300*time.Millisecond)
				defer cancel()
			}
			err := p.Carrier().Carry(ctx, Parcel("0123456789abcdef0123456789abcdef", to))
			var no *notify.NotTaken
			if sure := err == nil || errors.As(err, &no); (err != nil) != row.err || sure != row.sure || no != nil && no.Until != row.until {
				t.Fatalf("got %v, want error %t, until %d, sure %t", err, row.err, row.until, row.sure)
			}
			if no != nil && (no.Reason == "" || len(no.Reason) > 40 || slices.Contains([]byte(no.Reason), ' ')) {
				t.Errorf("the reason %q is no word", no.Reason)
			}
			if taken := len(p.Taken()) > 0; taken != row.taken {
				t.Errorf("the peer has %v", p.Taken())
			}
		})
	}
	t.Run("again", func(t *testing.T) { again(t, to, open) })
}

// again: a peer that was away is used again when it is back, and who is handed a message twice can tell.
func again(t *testing.T, to string, open func(testing.TB) Peer) {
	p := open(t)
	one := Parcel("00000000000000000000000000000001", to)
	for _, mood := range []Mood{Gone, Takes, HangsUpLate, Takes} {
		p.Feel(mood)
		_ = p.Carrier().Carry(t.Context(), one) // what it says is for the tests above
	}
	if got := p.Taken(); len(got) != 3 || got[0] != one.ID || got[1] != one.ID || got[2] != one.ID {
		t.Errorf("the peer has %v", got)
	}
}
