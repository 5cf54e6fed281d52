package voice

import (
	"context"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
)

// Chime is what sounds before the words.
type Chime uint8

// The chimes.
const (
	Silent Chime = iota // none: words only
	Gong                // two tones, a falling third: somebody is called
)

// Announcement is what is to be heard.
type Announcement struct {
	Chime    Chime
	Text     string // spoken after it; empty: nothing is
	Language string // of the text, as "nl"
	Volume   int    // per cent, 0 to 100; above the voice's loudest it is that. At 0 nothing is played
	// By is the moment at which it must have begun to sound: else it never does. Zero: only ctx bounds it.
	By time.Time
}

// Voice is what calls in one room. This is its treaty.
//
// States: Ready; Busy while something sounds or is prepared; Attention when the gong works and words do not (NoSpeech); Stopped
// when the last announcement could not be played, until silence can be; Absent when the program that plays is not on this
// machine (NoProgram). A loudspeaker that is switched off or unplugged is not noticed: nothing on the machine knows.
//
// Concurrency: all calls may be made at any time from any goroutine. One announcement sounds at a time; others wait their
// turn until their By, in no particular order: who wants an order makes one call after the other.
//
// Durability: none, and nothing is repeated by itself. An announcement sounds at most once.
//
// Errors are *device.Error. NotDone: nothing was heard, because it was too late (TooLate), a program is missing, or the
// announcement is none. Uncertain: it was begun and something went wrong, so all, some or nothing of it was heard; with
// NoSpeech the gong was heard and the words were not.
type Voice interface {
	device.Device

	// Announce lets an announcement be heard and returns when it has ended. It begins by a.By or never. A program that
	// stops playing is ended a moment after the announcement should have been over, so nothing is heard later than that.
	// When ctx ends, what sounds is cut off.
	Announce(ctx context.Context, a Announcement) error
}

// Reasons of voices alone.
const (
	TooLate   device.Reason = "too-late"   // its moment passed before it could begin
	NoProgram device.Reason = "no-program" // the program that plays is not on this machine
	NoSpeech  device.Reason = "no-speech"  // nothing here can speak the words
	NoSound   device.Reason = "no-sound"   // the program that plays says that it cannot
)

// MaxText is how long a text may be, in bytes: some ten seconds of speech.
const MaxText = 300

// Speech makes sound of words. Its calls may be made from any goroutine.
type Speech interface {
	// Speak returns by the end of ctx.
	Speak(ctx context.Context, language, text string) (Sound, error)
	// Check reports whether it can speak, as far as can be seen without speaking.
	Check() error
}

// Output is where sound goes.
type Output interface {
	// Play plays a sound once and returns when it has ended, or when ctx has: then the sound is cut off. An error that is
	// ErrNotBegun says that nothing was heard.
	Play(ctx context.Context, s Sound) error
	// Check reports whether it can play, as far as can be seen without playing.
	Check() error
}
