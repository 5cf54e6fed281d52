package clerk_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/state/statetest"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// boothStations are the pictures with a camera, a card or a scanner in them.
var boothStations = []station{
	{"photo", func(w *world) { w.openPhoto() }},
	{"photo-count", func(w *world) {
		w.openPhoto()
		w.key(fyne.KeyReturn)
		w.eventually("the count", func(s state.Shown) bool { return s.Photo.Count == "3" })
	}},
	{"photo-gone", func(w *world) {
		w.counter.BreakCamera(fault.New("x", fault.Refused).Tell("De camera antwoordt niet.", "Kijk of ze aanstaat en of de kabel vastzit."))
		w.ctrl(fyne.KeyF, state.PhotoSheet)
		w.eventually("the trouble", func(s state.Shown) bool { return s.Photo.Trouble.Tone == state.Warn })
	}},
	{"photo-good", func(w *world) { w.takePhoto(statetest.GoodShot()) }},
	{"photo-remarks", func(w *world) {
		w.takePhoto(statetest.DoubtfulShot())
		w.state.KeepPhoto()
		w.view.Update()
	}},
	{"photo-nobody", func(w *world) { w.takePhoto(statetest.EmptyShot()) }},
	{"photo-kept", func(w *world) {
		w.keepPhoto()
		w.openPhoto()
		w.eventually("the photo", func(s state.Shown) bool {
			return len(s.Photo.Pages) == 2 && s.Photo.Pages[1][len(s.Photo.Pages[1])-1] == '1'
		})
		w.state.TurnPhoto(1)
		w.view.Update()
	}},
	{"signin-card", func(w *world) { w.signOut(); w.putCard("An Peeters") }},
	{"signin-card-wrong", func(w *world) {
		w.signOut()
		w.putCard("An Peeters")
		w.write("1111")
		w.key(fyne.KeyReturn)
		w.eventually("the refusal", func(s state.Shown) bool { return s.Notice.Tone == state.Bad })
	}},
	{"checkin-card", func(w *world) { w.key(fyne.KeyF11); w.putCard("Bram Maes") }},
	{"keys-card", func(w *world) { w.key(fyne.KeyF1); w.putCard("An Peeters") }},
	{"steps-card", func(w *world) { w.chooseItem(); w.putCard("Lotte Maes") }},
	{"steps-card-same", func(w *world) {
		w.chooseItem()
		w.putCard("Lotte Maes")
		w.state.Press(state.CardAct)
		w.eventually("the proof", func(s state.Shown) bool { return !s.Busy && s.Now.Proofs[0].Tone == state.Good })
		w.counter.Scan(state.Scan{Kind: state.TravelScan, Number: "592123456732", Name: "MAES LOTTE"})
		w.eventually("the lines", func(s state.Shown) bool { return len(s.Now.Proofs) == 2 })
	}},
	{"steps-card-other", func(w *world) {
		w.chooseItem()
		w.putCard("Iemand Anders")
		w.state.Press(state.CardAct)
		w.eventually("the proof", func(s state.Shown) bool { return !s.Busy && s.Now.Proofs[0].Tone == state.Bad })
		w.counter.Scan(state.Scan{Kind: state.TravelScan, Number: "EK123456", Name: "MAES BRAM"})
		w.eventually("the lines", func(s state.Shown) bool { return len(s.Now.Proofs) == 2 })
	}},
	{"scan-not-here", func(w *world) {
		w.key(fyne.KeyF8)
		w.counter.Scan(state.Scan{Kind: state.DocumentScan, Number: "EK123456"})
		w.eventually("the remark", func(s state.Shown) bool { return s.Notice.Say != "" })
	}},
	{"scan-list", func(w *world) {
		w.counter.Scan(state.Scan{Kind: state.ConsignmentScan, Delivery: "2026-1190", Documents: []office.DocumentNumber{"EK700010", "EK700011"}})
		w.eventually("the list", func(s state.Shown) bool { return s.Sheet == state.VaultSheet && len(s.Vault.Receive.Rows) == 2 })
	}},
}

// openPhoto opens the sheet of the photo and waits for the camera.
func (w *world) openPhoto() {
	w.t.Helper()
	w.ctrl(fyne.KeyF, state.PhotoSheet)
	w.eventually("the camera", func(s state.Shown) bool { return s.Photo.CanTake })
}

// takePhoto takes a photo with the space bar.
func (w *world) takePhoto(as state.Shot) {
	w.t.Helper()
	w.counter.SetShot(as)
	w.openPhoto()
	w.key(fyne.KeySpace)
	w.eventually("the verdict", func(s state.Shown) bool { return s.Photo.Judged && !s.Busy })
}

// keepPhoto takes a good photo and keeps it, by keyboard alone.
func (w *world) keepPhoto() {
	w.t.Helper()
	w.takePhoto(statetest.GoodShot())
	w.key(fyne.KeySpace)  // the visitor agrees
	w.key(fyne.KeyReturn) // keep
	w.eventually("the photo to be kept", func(s state.Shown) bool { return s.Sheet == state.NoSheet && s.Notice.Tone == state.Good })
}

func (w *world) signOut() {
	w.counter.Change(func(s *state.Snapshot) { s.Visits, s.Signed = nil, nil })
	w.sheet(state.SignInSheet)
}

// putCard puts a card into the reader and waits until it can be seen.
func (w *world) putCard(name string) {
	w.t.Helper()
	seen := w.state.Shown().Line.Words
	w.counter.PutCard(name)
	w.eventually("the card", func(s state.Shown) bool { return s.Line.Words != seen }) // another event waits
}

// Nothing is cut, in both languages and sizes.
func TestNothingOfTheDevicesIsCut(t *testing.T) {
	wantNothingCut(t, boothStations, look.Theme{Large: true}, look.Theme{})
}

func TestDeviceMasters(t *testing.T) {
	for _, st := range boothStations {
		t.Run(st.name, func(t *testing.T) {
			w := mustOpen(t, look.Theme{}, "nl")
			st.goTo(w)
			w.assertMaster(st.name)
		})
	}
	for _, name := range []string{"photo", "photo-remarks", "steps-card-other"} {
		for _, st := range boothStations {
			if st.name == name {
				t.Run(name+"-large-contrast", func(t *testing.T) {
					w := mustOpen(t, look.Theme{Mode: look.Contrast, Large: true}, "nl")
					st.goTo(w)
					w.assertMaster(name + "-large-contrast")
				})
			}
		}
	}
}

// picture is the camera's picture on the open sheet.
func (w *world) picture() *kit.Picture {
	w.t.Helper()
	for _, o := range drawn(w.win.Canvas().Overlays().Top()) {
		if p, ok := o.(*kit.Picture); ok {
			return p
		}
	}
	w.t.Fatal("there is no picture")
	return nil
}

// A photo by keyboard alone: Ctrl+F, Space, Space, Enter. Nothing of it is left on the screen or with the counter.
func TestPhotoByKeyboard(t *testing.T) {
	w := mustOpen(t, look.Theme{}, "nl")
	w.openPhoto()
	p := w.picture()
	if p.Image() == nil || !p.Focused() {
		t.Fatal("no picture, or the keyboard is elsewhere")
	}
	w.key(fyne.KeyEscape)
	if p.Image() != nil {
		t.Error("a picture stays with a sheet that was closed")
	}
	w.keepPhoto()
	if w.counter.Looking() || w.counter.Waiting() != nil || w.counter.Calls("KeepPhoto") != 1 {
		t.Error("something stays behind")
	}
	if f, ok := w.win.Canvas().Focused().(fyne.CanvasObject); !ok || !f.Visible() {
		t.Error("closing the sheet lost the keyboard")
	}
}

// A photo with remarks by keyboard: the reason is asked first, then the consent, then Enter keeps it.
func TestPhotoWithAReasonByKeyboard(t *testing.T) {
	w := mustOpen(t, look.Theme{}, "nl")
	w.takePhoto(statetest.DoubtfulShot())
	w.write("Kan niet anders")
	w.key(fyne.KeyReturn, fyne.KeySpace, fyne.KeyReturn)
	w.eventually("the photo to be kept", func(s state.Shown) bool { return s.Sheet == state.NoSheet && s.Notice.Tone == state.Good })
	if got := w.counter.Reasons(); len(got) != 1 || got[0] != "Kan niet anders" {
		t.Errorf("%q", got)
	}
}

// Who presses Enter right behind the space that agrees, before the screen was drawn again, keeps the photo.
func TestPhotoIsKeptByWhoTypesAhead(t *testing.T) {
	w := mustOpen(t, look.Theme{}, "nl")
	w.takePhoto(statetest.GoodShot())
	for _, name := range []fyne.KeyName{fyne.KeySpace, fyne.KeyReturn} {
		w.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: name})
	}
	w.eventually("the photo to be kept", func(s state.Shown) bool { return s.Sheet == state.NoSheet && s.Notice.Tone == state.Good })
}

// New pictures of the camera are drawn without the rest of the screen.
func TestPicturesAreDrawn(t *testing.T) {
	w := mustOpen(t, look.Theme{}, "nl")
	w.openPhoto()
	next := statetest.Look(10)
	if !w.counter.Photograph(next) {
		t.Fatal("nobody looks")
	}
	for w.picture().Image() != next.Image {
		(<-w.posts)()
	}
}

// Checking in by card: F11, Enter.
func TestCheckInByCardByKeyboard(t *testing.T) {
	w := mustOpen(t, look.Theme{}, "nl")
	name := ""
	w.counter.Change(func(s *state.Snapshot) {
		for _, slot := range s.Agenda {
			if slot.State == state.Expected {
				name = slot.Name
			}
		}
	})
	w.key(fyne.KeyF11)
	w.putCard(name)
	w.key(fyne.KeyReturn)
	w.eventually("the ticket", func(s state.Shown) bool { return s.Sheet == state.NoSheet && s.Notice.Tone == state.Good })
}

// Signing in by card: digits and Enter, wherever the keyboard is.
func TestSignInByCardByKeyboard(t *testing.T) {
	w := mustOpen(t, look.Theme{}, "nl")
	w.counter.Bind("An Peeters", "an")
	w.signOut()
	w.putCard("An Peeters")
	w.write(statetest.CardPIN)
	w.key(fyne.KeyReturn)
	w.eventually("who signed in", func(s state.Shown) bool { return s.Clerk == "An Peeters" && s.Sheet == state.NoSheet })
}

// The card is compared by one key, which fills the checklist.
func TestCheckCardByKeyboard(t *testing.T) {
	w := mustOpen(t, look.Theme{}, "nl")
	w.chooseItem()
	w.putCard("Lotte Maes")
	w.view.Shortcut(fyne.KeyI)
	w.eventually("the step", func(s state.Shown) bool { return s.Now.Steps[1].Picked == 0 })
}

// BenchmarkPicture is what a picture of the camera costs the window, from its arrival to the painter: the target for
// decoding, drawing and painting together is 20 ms, which is fifteen a second for 30 % of a core.
func BenchmarkPicture(b *testing.B) {
	w := mustOpen(b, look.Theme{}, "nl")
	w.openPhoto()
	p, pictures := w.picture(), [2]state.Picture{statetest.Look(10), statetest.Look(200)}
	for i := 0; b.Loop(); i++ {
		now := pictures[i%2]
		p.Set(now.Image, now.Edge, now.Head)
	}
}
