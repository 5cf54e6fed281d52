package booth

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/appliance/photo"
	"github.com/buurtloket/buurtloket/appliance/photo/face"
	"github.com/buurtloket/buurtloket/hardware/camera"
	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Booth is the camera of a counter and what was just taken with it. All methods are safe for concurrent use.
type Booth struct {
	camera camera.Camera
	norm   photo.Norm
	steady func() time.Time // nobody sets it; only differences count

	taking sync.Mutex // held for one photo from its picture to its verdict, which takes all cores
	shelf  shelf

	mu      sync.Mutex          // guards what follows
	preview chan struct{}       // closed when the preview that runs has ended; nil: none runs
	alone   chan struct{}       // a photo is taken without a preview; closed when its picture is there
	asked   []chan camera.Frame // photos that wait for the next picture of the preview
}

// New is a booth with a camera. A norm that no photo can meet is refused as Invalid.
func New(c camera.Camera, norm photo.Norm, steady func() time.Time) (*Booth, error) {
	if err := norm.Check(); err != nil {
		return nil, err
	}
	return &Booth{camera: c, norm: norm, steady: steady, shelf: shelf{shots: map[ID]*Shot{}}}, nil
}

// Patience is how long a camera may take to give a picture.
const Patience = 5 * time.Second

// Take takes the newest picture and judges it. The shot stays in memory for [Waits]; it takes the place of the one that
// was taken at that desk before. The same id again gives the same shot.
func (b *Booth) Take(ctx context.Context, id ID, visit office.VisitID, desk office.Desk, now func() time.Time) (*Shot, error) {
	const op = "booth.Take"
	b.taking.Lock()
	defer b.taking.Unlock()
	if s := b.Find(id); s != nil {
		return s, nil
	}
	frame, err := b.picture(ctx)
	if err != nil {
		return nil, fault.Wrap(op, trouble(err))
	}
	s := &Shot{ID: id, Visit: visit, Desk: desk, Taken: now()}
	img, err := decode(frame.JPEG)
	if err != nil {
		return nil, fault.Wrap(op, trouble(&device.Error{Op: op, Outcome: device.NotDone, Reason: device.Unreadable, Err: err}))
	}
	s.Verdict = b.norm.Judge(img, face.New().Find(img, sure))
	if cut := b.norm.Cut(img, s.Verdict); cut != nil {
		if s.JPEG, err = encode(cut, b.norm.Print); err == nil {
			s.Preview, err = thumbnail(cut)
		}
	}
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	b.shelf.put(s, b.steady())
	return s, nil
}

// sure is from which score on something counts as a face.
const sure = 0.5

// Find gives a shot that is still in memory, or nil.
func (b *Booth) Find(id ID) *Shot { return b.shelf.find(id, b.steady()) }

// Drop forgets a shot; one that is not there is no error.
func (b *Booth) Drop(id ID) { b.shelf.drop(id) }

// Tidy forgets the shots that nobody accepted in time. Somebody calls it now and then.
func (b *Booth) Tidy() { b.shelf.tidy(b.steady()) }

// picture gives the newest picture: that of the preview that runs, else one that is taken for it alone.
func (b *Booth) picture(ctx context.Context) (camera.Frame, error) {
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	b.mu.Lock()
	if b.preview != nil {
		next := make(chan camera.Frame, 1)
		b.asked = append(b.asked, next)
		b.mu.Unlock()
		select {
		case f, ok := <-next:
			if ok {
				return f, nil
			}
			return b.picture(ctx) // the preview ended meanwhile
		case <-ctx.Done():
			return camera.Frame{}, &device.Error{Op: "booth.picture", Outcome: device.NotDone, Reason: device.OutOfReach, Err: ctx.Err()}
		}
	}
	alone := make(chan struct{})
	b.alone = alone
	b.mu.Unlock()
	defer func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		close(alone)
		b.alone = nil
	}()
	stream, err := b.camera.Open(ctx)
	if err != nil {
		return camera.Frame{}, err
	}
	f, err := camera.Live(ctx, stream)
	return f, errors.Join(err, stream.Close())
}

// Preview gives pictures for a screen to send, at most [Rate] a second, until ctx ends or the camera does; an error of
// send ends it too. There is one preview at a time: another waits for [Leaving] and is refused as Taken.
func (b *Booth) Preview(ctx context.Context, send func(Picture) error) error {
	const op = "booth.Preview"
	alone, err := b.beginPreview(ctx)
	switch {
	case ctx.Err() != nil && err != nil:
		return nil // it went before its turn came
	case err != nil:
		return fault.Wrap(op, err)
	}
	defer b.endPreview()
	if alone != nil {
		select {
		case <-alone:
		case <-ctx.Done():
			return nil
		}
	}
	opening, cancel := context.WithTimeout(ctx, Patience)
	stream, err := b.camera.Open(opening)
	cancel()
	if err == nil {
		err = errors.Join(b.show(ctx, stream, send), stream.Close())
	}
	if err == nil || ctx.Err() != nil {
		return nil
	}
	return fault.Wrap(op, trouble(err))
}

// Rate is how many pictures a second a preview shows at most.
const Rate = 15

// show passes pictures on. Those that come too soon after another are not even looked at, unless a photo waits for one.
func (b *Booth) show(ctx context.Context, stream camera.Stream, send func(Picture) error) error {
	// A camera's own beat is not quite even: what comes a little early is not held back for a whole beat.
	const gap = time.Second / (Rate + 2)
	var last time.Time
	for {
		f, err := stream.Next(ctx)
		if err != nil {
			return err
		}
		b.answer(f)
		if now := b.steady(); !last.IsZero() && now.Sub(last) < gap {
			continue
		}
		p, err := shrink(f.JPEG, b.norm)
		if err != nil {
			continue // one broken picture is not the camera's end: the next may be whole
		}
		last = b.steady()
		if err := send(p); err != nil {
			return err
		}
	}
}

// answer gives a picture to the photos that wait for one.
func (b *Booth) answer(f camera.Frame) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, next := range b.asked {
		next <- f
	}
	b.asked = nil
}

// Leaving is how long a screen that closed its preview may take to be gone: it has not told us yet that it went.
const Leaving = 2 * time.Second

// beginPreview makes the next preview this one's, and gives what it must wait for before it opens the camera; nil: nothing.
func (b *Booth) beginPreview(ctx context.Context) (alone chan struct{}, err error) {
	const op = "booth.beginPreview"
	patience, done := context.WithTimeout(ctx, Leaving)
	defer done()
	b.mu.Lock()
	defer b.mu.Unlock()
	for b.preview != nil {
		other := b.preview
		b.mu.Unlock()
		select {
		case <-other:
		case <-patience.Done():
		}
		b.mu.Lock()
		if patience.Err() != nil {
			return nil, fault.New(op, fault.Taken).Tell("Een ander scherm kijkt nu door de camera.", "Wacht tot dat klaar is.")
		}
	}
	b.preview = make(chan struct{})
	return b.alone, nil
}

func (b *Booth) endPreview() {
	b.mu.Lock()
	defer b.mu.Unlock()
	close(b.preview)
	b.preview = nil
	for _, next := range b.asked {
		close(next)
	}
	b.asked = nil
}

// trouble says in words what is the matter with the camera.
func trouble(err error) error {
	var known *device.Error
	if !errors.As(err, &known) {
		return err
	}
	say, next := "De camera antwoordt niet.", "Kijk of ze aanstaat en of de kabel vastzit."
	switch device.ReasonOf(err) {
	case device.Frozen:
		say, next = "Het beeld van de camera staat stil.", "Zet de camera uit en weer aan."
	case device.Unreadable:
		say, next = "Het beeld van de camera is niet te lezen.", "Zet de camera uit en weer aan, of bel de beheerder."
	case device.InUse:
		say, next = "De camera is bezet.", "Wacht even en probeer het opnieuw."
	}
	return fault.New("booth.camera", fault.Refused).Because(err).Tell(say, next)
}
