package statetest

import (
	"context"
	"image"
	"image/color"
	"image/draw"
	"slices"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// booth is the camera of an invented counter, and what was taken with it.
type booth struct {
	lens    chan state.Picture // of who looks; nil: nobody does
	broken  chan struct{}      // closed when the camera breaks
	next    state.Shot         // what the next photo is judged to be
	shot    *state.Shot        // that waits to be kept
	of      office.VisitID     // whose it is
	taken   byte
	kept    map[office.VisitID][]state.Photo
	reasons []string
}

// Look is a picture as the invented camera gives it, of one colour, with its guides.
func Look(shade uint8) state.Picture {
	img := image.NewRGBA(image.Rect(0, 0, 640, 360))
	draw.Draw(img, img.Rect, image.NewUniform(color.Gray{shade}), image.Point{}, draw.Src)
	return state.Picture{Image: img, Edge: image.Rect(194, 18, 446, 342), Head: image.Rect(240, 60, 400, 282)}
}

// SetShot says how the next photos are judged; their names are the counter's.
func (f *Counter) SetShot(s state.Shot) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.booth.next = s
}

// Photograph makes the camera give a picture to who looks. It reports whether somebody does.
func (f *Counter) Photograph(p state.Picture) bool {
	f.mu.Lock()
	lens := f.booth.lens
	f.mu.Unlock()
	if lens == nil {
		return false
	}
	lens <- p
	return true
}

// Looking reports whether somebody looks through the camera.
func (f *Counter) Looking() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.booth.lens != nil
}

// Waiting is the photo that waits to be kept; nil: there is none.
func (f *Counter) Waiting() *state.Shot {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.booth.shot
}

// Reasons are those that photos were kept with.
func (f *Counter) Reasons() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.booth.reasons)
}

// BreakCamera makes the camera fail from now on, also for who looks through it; nil heals it.
func (f *Counter) BreakCamera(err error) {
	f.Fail("Preview", err)
	f.mu.Lock()
	defer f.mu.Unlock()
	if err != nil && f.booth.broken != nil {
		close(f.booth.broken)
		f.booth.broken = nil
	}
}

// Preview gives one picture at once, and those of Photograph.
func (f *Counter) Preview(ctx context.Context, show func(state.Picture)) error {
	f.mu.Lock()
	f.calls["Preview"]++
	if err := f.fail["Preview"]; err != nil {
		f.mu.Unlock()
		return err
	}
	if f.booth.lens != nil {
		f.mu.Unlock()
		return fault.New("statetest.Preview", fault.Taken).Tell("Een ander scherm kijkt nu door de camera.", "Wacht tot dat klaar is.")
	}
	lens, broken := make(chan state.Picture, 1), make(chan struct{})
	f.booth.lens, f.booth.broken = lens, broken
	f.mu.Unlock()
	defer func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.booth.lens, f.booth.broken = nil, nil
	}()
	for p := Look(200); ; {
		show(p)
		select {
		case <-ctx.Done():
			return nil
		case <-broken:
			f.mu.Lock()
			defer f.mu.Unlock()
			return f.fail["Preview"]
		case p = <-lens:
		}
	}
}

// ask counts a call that writes nothing, waits while held, and fails when told to.
func (f *Counter) ask(ctx context.Context, name string) error {
	f.mu.Lock()
	f.calls[name]++
	hold := f.hold
	f.mu.Unlock()
	if hold != nil {
		select {
		case <-hold:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.fail[name]
}

// Capture takes a photo, which is as SetShot said: by default good.
func (f *Counter) Capture(ctx context.Context, visit office.VisitID) (state.Shot, error) {
	if err := f.ask(ctx, "Capture"); err != nil {
		return state.Shot{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	s := f.booth.next
	if len(s.Checks) == 0 {
		s = GoodShot()
	}
	f.booth.taken++
	s.ID = state.PhotoID{15: f.booth.taken}
	f.booth.shot, f.booth.of = &s, visit
	return s, nil
}

// codes are those of the checks, as the counter has them.
var codes = []string{"face", "size", "centred", "roll", "turn", "eyes", "mouth", "exposure", "light", "background", "sharpness", "resolution"}

// GoodShot is a photo in which nothing is wrong.
func GoodShot() state.Shot {
	s := state.Shot{Good: true, Preview: Look(180).Image}
	for _, code := range codes {
		s.Checks = append(s.Checks, state.PhotoCheck{Code: code, Good: true, Value: 1})
	}
	return s
}

// DoubtfulShot is a photo with remarks: one whose sentence has its figure, and one whose has not.
func DoubtfulShot() state.Shot {
	s := GoodShot()
	s.Good = false
	s.Checks[1] = state.PhotoCheck{Code: "size", Value: 36.4, Say: "Het hoofd is 36,4 mm hoog (tussen 31 en 36). Vraag om verder van de camera te gaan zitten."}
	s.Checks[6] = state.PhotoCheck{Code: "mouth", Value: 0.274, Say: "De mond is open. Vraag om de mond te sluiten en niet te lachen."}
	return s
}

// EmptyShot is a photo of nobody.
func EmptyShot() state.Shot {
	return state.Shot{Checks: []state.PhotoCheck{{Code: "face", Say: "Er is geen gezicht te zien. Vraag om recht in de camera te kijken, zonder iets voor het gezicht."}}}
}

// KeepPhoto keeps what was taken.
func (f *Counter) KeepPhoto(ctx context.Context, id state.PhotoID, consent bool, reason string) (state.Receipt, error) {
	return f.act(ctx, "KeepPhoto", func(*state.Snapshot) error {
		b := &f.booth
		switch {
		case b.shot == nil || b.shot.ID != id || b.shot.Preview == nil:
			return fault.New("statetest.KeepPhoto", fault.NotFound).Tell("Deze foto is er niet meer.", "Neem een nieuwe.")
		case !consent, reason == "" && (!b.shot.Good || b.of == office.VisitID{}):
			return fault.New("statetest.KeepPhoto", fault.Invalid)
		}
		failed := 0
		for _, c := range b.shot.Checks {
			if !c.Good {
				failed++
			}
		}
		if b.kept == nil {
			b.kept = map[office.VisitID][]state.Photo{}
		}
		b.kept[b.of] = append(b.kept[b.of], state.Photo{ID: id, Failed: failed, Reason: reason, Steps: []state.PhotoStep{
			{At: f.now(), Say: "De foto is genomen."}, {At: f.now(), Say: "De foto is verzegeld en bewaard."}}})
		b.reasons, b.shot = append(b.reasons, reason), nil
		return nil
	})
}

// DropPhoto forgets what was taken.
func (f *Counter) DropPhoto(ctx context.Context, id state.PhotoID) error {
	if err := f.ask(ctx, "DropPhoto"); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.booth.shot != nil && f.booth.shot.ID == id {
		f.booth.shot = nil
	}
	return nil
}

// Photos lists what was kept of a visit.
func (f *Counter) Photos(ctx context.Context, visit office.VisitID) ([]state.Photo, error) {
	if err := f.ask(ctx, "Photos"); err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.booth.kept[visit]), nil
}
