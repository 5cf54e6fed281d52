package voice

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/buurtloket/buurtloket/hardware/device"
)

// Config is what a driver is made of. Output is required.
type Config struct {
	Output  Output
	Speech  Speech           // nil: the gong alone; an announcement with words is told that there is NoSpeech
	Loudest int              // per cent, the most that anything is played at; 0: 100
	Slack   time.Duration    // that a player may take to begin and to end, beside what it plays; 0: DefaultSlack
	Model   string           // as screens call it
	Now     func() time.Time // against which By is held; nil: time.Now
}

// Driver is a [Voice] over an output and a speech.
type Driver struct {
	config Config
	turn   chan struct{} // holds one token: whoever takes it is heard

	life context.Context // ends with Close
	end  context.CancelFunc

	mu     sync.Mutex
	busy   bool
	mute   error // why the last announcement could not be played; nil: it could
	dumb   error // why the last words could not be spoken
	closed bool
}

var _ Voice = (*Driver)(nil)

// New makes a voice; nothing is started until it is asked for something.
func New(config Config) *Driver {
	if config.Now == nil {
		config.Now = time.Now
	}
	if config.Loudest <= 0 || config.Loudest > 100 {
		config.Loudest = 100
	}
	config.Slack = cmp.Or(config.Slack, DefaultSlack)
	life, end := context.WithCancel(context.Background())
	return &Driver{config: config, turn: make(chan struct{}, 1), life: life, end: end}
}

// DefaultSlack is what a player takes to open its device and to close it, at most.
const DefaultSlack = 2 * time.Second

// pause lies between the gong and the words.
const pause = 150 * time.Millisecond

var languageForm = regexp.MustCompile(`^[a-z]{2,3}(-[a-z0-9]{1,8})?$`)

var errClosed = errors.New("the voice was let go")

func failed(outcome device.Outcome, reason device.Reason, err error) error {
	return &device.Error{Op: "voice.Announce", Outcome: outcome, Reason: reason, Err: err}
}

// Announce implements Voice.
func (d *Driver) Announce(ctx context.Context, a Announcement) error {
	if err := a.check(); err != nil {
		return failed(device.NotDone, device.Unspecified, err)
	}
	if min(a.Volume, d.config.Loudest) <= 0 || a.Chime == Silent && a.Text == "" {
		return nil
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(d.life, cancel)()
	before, stop := d.until(ctx, a.By)
	defer stop()
	select {
	case d.turn <- struct{}{}:
		defer func() { <-d.turn }()
	case <-before.Done():
		return d.late(ctx, before.Err())
	}
	if d.life.Err() != nil { // a voice that was let go while we waited, or before
		return failed(device.NotDone, device.OutOfReach, errClosed)
	}
	d.set(func() { d.busy = true })
	defer d.set(func() { d.busy = false })
	sound, dumb := d.prepare(before, a)
	if len(sound) == 0 && dumb != nil && before.Err() == nil {
		return failed(device.NotDone, NoSpeech, dumb)
	}
	if err := before.Err(); err != nil || !a.By.IsZero() && d.config.Now().After(a.By) {
		return d.late(ctx, err)
	}
	if err := d.play(ctx, sound.at(min(a.Volume, d.config.Loudest))); err != nil {
		return err
	}
	if dumb != nil {
		return failed(device.Uncertain, NoSpeech, dumb)
	}
	return nil
}

// check refuses what no voice can say.
func (a Announcement) check() error {
	switch {
	case a.Chime > Gong:
		return fmt.Errorf("no chime %d", a.Chime)
	case len(a.Text) > MaxText || !utf8.ValidString(a.Text):
		return fmt.Errorf("a text of %d bytes", len(a.Text))
	case a.Text != "" && !languageForm.MatchString(a.Language):
		return fmt.Errorf("no language %q", a.Language)
	}
	return nil
}

// until bounds what comes before the first sound.
func (d *Driver) until(ctx context.Context, by time.Time) (context.Context, context.CancelFunc) {
	if by.IsZero() {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, by.Sub(d.config.Now()))
}

// late says why nothing was heard: its moment passed, or somebody gave it up.
func (d *Driver) late(ctx context.Context, err error) error {
	switch {
	case d.life.Err() != nil:
		return failed(device.NotDone, device.OutOfReach, errClosed)
	case ctx.Err() != nil && !errors.Is(ctx.Err(), context.DeadlineExceeded):
		return failed(device.NotDone, device.Unspecified, ctx.Err())
	}
	return failed(device.NotDone, TooLate, err)
}

// prepare makes the sound of an announcement, and says why its words are missing, if they are.
func (d *Driver) prepare(ctx context.Context, a Announcement) (out Sound, dumb error) {
	if a.Chime == Gong {
		out = gong()
	}
	if a.Text == "" {
		return out, nil
	}
	var words Sound
	if d.config.Speech == nil {
		dumb = errors.New("nothing here speaks")
	} else {
		words, dumb = d.config.Speech.Speak(ctx, a.Language, a.Text)
	}
	if ctx.Err() == nil { // else it is not known whether it could
		d.set(func() { d.dumb = dumb })
	}
	if dumb != nil {
		return out, dumb
	}
	if len(out) > 0 {
		out = join(out, silence(pause))
	}
	return join(out, words.eased()), nil
}

// play plays a sound and remembers whether it could.
func (d *Driver) play(ctx context.Context, s Sound) error {
	bounded, cancel := context.WithTimeout(ctx, s.Length()+d.config.Slack)
	defer cancel()
	err := d.config.Output.Play(bounded, s)
	if ctx.Err() == nil { // what was cut off by ourselves says nothing
		d.set(func() { d.mute = err })
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, ErrNotBegun) && ctx.Err() != nil: // let go or given up at its very beginning
		return d.late(ctx, ctx.Err())
	case errors.Is(err, ErrNotBegun):
		return failed(device.NotDone, NoProgram, err)
	case d.life.Err() != nil:
		return failed(device.Uncertain, device.OutOfReach, errClosed)
	}
	return failed(device.Uncertain, NoSound, err)
}

func (d *Driver) set(change func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	change()
}

// Health implements device.Device. It makes no sound: after an announcement that could not be played it plays silence.
func (d *Driver) Health(ctx context.Context) device.Health {
	h := device.Health{Model: d.config.Model}
	state := func(s device.State, r device.Reason, err error) device.Health {
		h.State, h.Reasons, h.Detail = s, []device.Reason{r}, err.Error()
		return h
	}
	d.mu.Lock()
	closed, busy, mute, dumb := d.closed, d.busy, d.mute, d.dumb
	d.mu.Unlock()
	if closed {
		return state(device.Absent, device.OutOfReach, errClosed)
	}
	if busy {
		h.State = device.Busy
		return h
	}
	if err := d.config.Output.Check(); err != nil {
		return state(device.Absent, NoProgram, err)
	}
	if mute != nil {
		if mute = d.retry(ctx, mute); mute != nil {
			return state(device.Stopped, NoSound, mute)
		}
	}
	if d.config.Speech != nil && dumb == nil {
		dumb = d.config.Speech.Check()
	}
	if dumb != nil && d.config.Speech != nil {
		return state(device.Attention, NoSpeech, dumb)
	}
	h.State = device.Ready
	return h
}

// retry plays silence, to see whether what failed works again. It waits for nobody.
func (d *Driver) retry(ctx context.Context, before error) error {
	select {
	case d.turn <- struct{}{}:
		defer func() { <-d.turn }()
	default:
		return before
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(d.life, cancel)()
	_ = d.play(ctx, silence(pause)) // remembered
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.mute
}

// Close implements device.Device. It waits for what sounds, which it cuts off.
func (d *Driver) Close() error {
	d.set(func() { d.closed = true })
	d.end()
	d.turn <- struct{}{}
	<-d.turn
	return nil
}
