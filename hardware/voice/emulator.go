package voice

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

// Fault is something that can be wrong with an emulated voice.
type Fault uint8

// The faults.
const (
	NoPlayer Fault = iota + 1 // the program that plays is not there
	Mute                      // it is there and cannot play: the loudspeaker's driver is gone
	Stuck                     // it takes the sound and never ends
	Dumb                      // the program that speaks is not there
)

// Heard is what came out of an emulated loudspeaker.
type Heard struct {
	Text     string // the words, as far as they were spoken
	Language string
	Sound    Sound
	Cut      bool // it did not come to its end
}

// Emulator is a voice in memory, with a room that hears. What stands above is the real driver. Its methods may be called from any
// goroutine.
type Emulator struct {
	*Driver
	room *room
}

// NewEmulator makes a voice that works. Lasting announcements take as long as they sound; else each is over at once.
func NewEmulator(config Config, lasting bool) *Emulator {
	r := &room{lasting: lasting, changed: make(chan struct{})}
	config.Output, config.Speech = r, (*mouth)(r)
	if config.Model == "" {
		config.Model = "virtual voice"
	}
	return &Emulator{Driver: New(config), room: r}
}

// Break switches a fault on; Mend switches it off.
func (e *Emulator) Break(f Fault) { e.room.change(func(r *room) { r.faults = append(r.faults, f) }) }

// Mend switches a fault off.
func (e *Emulator) Mend(f Fault) {
	e.room.change(func(r *room) { r.faults = slices.DeleteFunc(r.faults, func(x Fault) bool { return x == f }) })
}

// Broken reports whether a fault is on.
func (e *Emulator) Broken(f Fault) bool { return e.room.has(f) }

// Hold keeps what sounds from ending until the function it gives is called.
func (e *Emulator) Hold() (let func()) {
	e.room.change(func(r *room) { r.held = true })
	return func() { e.room.change(func(r *room) { r.held = false }) }
}

// Heard is all that was heard, silence left out.
func (e *Emulator) Heard() []Heard {
	e.room.mu.Lock()
	defer e.room.mu.Unlock()
	return slices.Clone(e.room.heard)
}

// Sounding reports whether something sounds now.
func (e *Emulator) Sounding() bool {
	e.room.mu.Lock()
	defer e.room.mu.Unlock()
	return e.room.sounding
}

// room is an Output that remembers.
type room struct {
	lasting bool

	mu       sync.Mutex
	faults   []Fault
	held     bool
	words    [2]string // language and text of what is to be played
	heard    []Heard
	sounding bool
	changed  chan struct{} // closed, and made anew, at every change
}

func (r *room) change(f func(*room)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f(r)
	close(r.changed)
	r.changed = make(chan struct{})
}

func (r *room) has(f Fault) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Contains(r.faults, f)
}

// Check implements Output.
func (r *room) Check() error {
	if r.has(NoPlayer) {
		return errors.New("no such program")
	}
	return nil
}

// Play implements Output.
func (r *room) Play(ctx context.Context, s Sound) error {
	if err := r.Check(); err != nil {
		return errors.Join(ErrNotBegun, err)
	}
	if r.has(Mute) {
		return errors.New("no loudspeaker")
	}
	r.change(func(r *room) { r.sounding = true })
	err := r.sound(ctx, s)
	r.change(func(r *room) {
		r.sounding = false
		if slices.ContainsFunc(s, func(x int16) bool { return x != 0 }) {
			r.heard = append(r.heard, Heard{Language: r.words[0], Text: r.words[1], Sound: slices.Clone(s), Cut: err != nil})
		}
		r.words = [2]string{}
	})
	return err
}

// sound takes the time that a sound takes.
func (r *room) sound(ctx context.Context, s Sound) error {
	var over <-chan time.Time
	if r.lasting {
		timer := time.NewTimer(s.Length())
		defer timer.Stop()
		over = timer.C
	}
	for ended := !r.lasting; ; {
		r.mu.Lock()
		waits, changed := r.held || slices.Contains(r.faults, Stuck), r.changed
		r.mu.Unlock()
		if ended && !waits {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
		case <-over:
			ended = true
		}
	}
}

// mouth is the Speech of a room: a hum as long as the text, so that there is something to hear.
type mouth room

// Check implements Speech.
func (m *mouth) Check() error {
	if (*room)(m).has(Dumb) {
		return errors.New("no such program")
	}
	return nil
}

// Speak implements Speech.
func (m *mouth) Speak(_ context.Context, language, text string) (Sound, error) {
	if err := m.Check(); err != nil {
		return nil, err
	}
	(*room)(m).change(func(r *room) { r.words = [2]string{language, text} })
	out := make(Sound, samples(time.Duration(len(text))*60*time.Millisecond))
	for i := range out {
		out[i] = syllable()[i%len(syllable())]
	}
	return out, nil
}

// syllable is a fifth of a second of humming.
var syllable = sync.OnceValue(func() Sound {
	out := make(Sound, Rate/5)
	for i := range out {
		out[i] = int16(full * tone(180, float64(i)/Rate) / 2)
	}
	return out
})
