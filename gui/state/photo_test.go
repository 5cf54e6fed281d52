package state_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/state/statetest"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// inBooth is inBubble with the photo's sheet open for the visitor at the desk, and the camera seen.
func inBooth(t *testing.T, story func(t *testing.T, c *state.Clerk, counter *statetest.Counter)) {
	t.Helper()
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.PhotoAct)
		if s := c.Shown(); s.Sheet != state.PhotoSheet || !s.Photo.Live || !s.Photo.CanTake || s.Photo.Who != "Voor A014 · Lotte Maes" || c.Picture().Image == nil {
			t.Fatalf("%v, %+v", s.Sheet, s.Photo)
		}
		story(t, c, counter)
		if c.Dismiss(); c.Shown().Sheet == state.PhotoSheet {
			c.Dismiss()
		}
		if synctest.Wait(); counter.Looking() || c.Picture().Image != nil || c.Shown().Photo.Taken != nil || counter.Waiting() != nil {
			t.Errorf("something stays behind: looking %v, %v, waiting %v", counter.Looking(), c.Picture().Image != nil, counter.Waiting())
		}
	})
}

// take takes a photo that is judged as told.
func take(t *testing.T, c *state.Clerk, counter *statetest.Counter, as state.Shot) state.PhotoShown {
	t.Helper()
	counter.SetShot(as)
	c.Capture()
	synctest.Wait()
	s := c.Shown().Photo
	if !s.Judged || counter.Looking() || c.Picture().Image != nil {
		t.Fatalf("not judged, or still looking: %+v", s)
	}
	return s
}

// A photo in order is kept with consent and no reason; the visit then has it.
func TestAPhotoIsTakenAndKept(t *testing.T) {
	inBooth(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		s := take(t, c, counter, statetest.GoodShot())
		if s.Verdict != (state.Notice{Say: "De foto is in orde.", Tone: state.Good}) || s.Taken == nil || s.NeedReason || !s.CanKeep || len(s.Checks) != 1 ||
			!strings.HasPrefix(s.Checks[0].Words, "In orde: één gezicht, grootte, plaats, ") {
			t.Fatalf("%+v", s)
		}
		if c.KeepPhoto(); said(c) != "De bezoeker moet akkoord gaan." || counter.Calls("KeepPhoto") != 0 {
			t.Errorf("without consent: %+v", c.Shown().Notice)
		}
		c.SetConsent(true)
		c.KeepPhoto()
		if said(c) != "De foto is bewaard." || c.Shown().Sheet != state.NoSheet || counter.Calls("DropPhoto") != 0 || !slices.Equal(counter.Reasons(), []string{""}) {
			t.Fatalf("%+v, %d drops, %q", c.Shown().Notice, counter.Calls("DropPhoto"), counter.Reasons())
		}
		press(c, state.PhotoAct)
		c.TurnPhoto(1)
		synctest.Wait()
		p := c.Shown().Photo
		if !slices.Equal(p.Pages, []string{"Nieuwe foto", "Foto's van dit bezoek · 1"}) || counter.Looking() || len(p.Rows) != 1 || p.Rows[0].State != "in orde" ||
			p.Rows[0].Detail != "De foto is verzegeld en bewaard." || len(p.Steps) != 2 || p.Steps[0].Words != "10:12  De foto is genomen." {
			t.Errorf("looking %v: %+v", counter.Looking(), p)
		}
		c.TurnPhoto(0)
		if synctest.Wait(); !counter.Looking() {
			t.Error("the camera is not looked through again")
		}
	})
}

// What is wrong is said with its figure; such a photo is kept with a reason only, and a retake takes its place.
func TestAPhotoWithRemarks(t *testing.T) {
	inBooth(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		s := take(t, c, counter, statetest.DoubtfulShot())
		if s.Verdict.Say != "2 opmerkingen" || s.Verdict.Tone != state.Warn || !s.NeedReason || len(s.Checks) != 3 {
			t.Fatalf("%+v", s)
		}
		for i, want := range []string{"Het hoofd is 36,4 mm hoog (tussen 31 en 36). Vraag om verder van de camera te gaan zitten.",
			"De mond is open. Vraag om de mond te sluiten en niet te lachen. (gemeten: 0,27)"} {
			if s.Checks[i] != (state.Mark{Shape: state.Empty, Words: want, Tone: state.Warn}) {
				t.Errorf("%+v, not %q", s.Checks[i], want)
			}
		}
		c.Retake()
		if synctest.Wait(); !counter.Looking() || !c.Shown().Photo.Live || counter.Calls("DropPhoto") != 1 || counter.Waiting() != nil {
			t.Fatalf("after a retake: %+v", c.Shown().Photo)
		}
		take(t, c, counter, statetest.DoubtfulShot())
		c.SetConsent(true)
		if c.KeepPhoto(); said(c) != "Vul in waarom je deze foto bewaart." || counter.Calls("KeepPhoto") != 0 {
			t.Errorf("without a reason: %+v", c.Shown().Notice)
		}
		c.SetPhotoReason(" Spraakgebrek: de mond sluit niet. ")
		if c.KeepPhoto(); said(c) != "De foto is bewaard." || !slices.Equal(counter.Reasons(), []string{"Spraakgebrek: de mond sluit niet."}) {
			t.Errorf("%+v, %q", c.Shown().Notice, counter.Reasons())
		}
	})
}

// Of a picture of nobody nothing can be kept.
func TestAPhotoOfNobody(t *testing.T) {
	inBooth(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		s := take(t, c, counter, statetest.EmptyShot())
		if s.Verdict.Say != "Hiervan kan geen foto gemaakt worden." || s.CanKeep || s.Taken != nil {
			t.Fatalf("%+v", s)
		}
		c.SetConsent(true)
		c.SetPhotoReason("x")
		if c.KeepPhoto(); counter.Calls("KeepPhoto") != 0 {
			t.Error("kept")
		}
		c.DropPhoto()
		if said(c) != "De foto is weggegooid." || c.Shown().Sheet != state.NoSheet || counter.Waiting() != nil {
			t.Errorf("%+v", c.Shown().Notice)
		}
	})
}

// Without a visit a photo is kept with a reason only, also a good one, and there are no photos of a visit to see.
func TestAPhotoWithoutAVisit(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.Finish, state.PhotoAct)
		s := take(t, c, counter, statetest.GoodShot())
		if !s.NeedReason || len(s.Pages) != 1 || !strings.HasPrefix(s.Who, "Zonder bezoek") {
			t.Fatalf("%+v", s)
		}
		c.SetConsent(true)
		c.SetPhotoReason("Bezoek begon op papier.")
		if c.KeepPhoto(); said(c) != "De foto is bewaard." || counter.Calls("Photos") != 0 {
			t.Errorf("%+v", c.Shown().Notice)
		}
	})
}

// Three, two, one. Counting stops by the same key and by Escape, which closes nothing then.
func TestCountingDown(t *testing.T) {
	inBooth(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		count := func(want string) {
			t.Helper()
			if synctest.Wait(); c.Shown().Photo.Count != want {
				t.Fatalf("it says %q, not %q", c.Shown().Photo.Count, want)
			}
		}
		for _, stop := range []func(){c.CountDown, c.Dismiss} {
			c.CountDown()
			count("3")
			time.Sleep(time.Second)
			count("2")
			stop()
			count("")
			time.Sleep(5 * time.Second)
			if synctest.Wait(); counter.Calls("Capture") != 0 || c.Shown().Sheet != state.PhotoSheet {
				t.Fatal("it went on")
			}
		}
		c.CountDown()
		synctest.Wait()
		time.Sleep(2 * time.Second)
		count("1")
		time.Sleep(time.Second)
		if synctest.Wait(); counter.Calls("Capture") != 1 || !c.Shown().Photo.Judged {
			t.Errorf("taken %d times", counter.Calls("Capture"))
		}
		time.Sleep(time.Minute)
		if synctest.Wait(); counter.Calls("Capture") != 1 {
			t.Error("it takes more than one")
		}
	})
}

// A camera that is gone is said in words, counts down to nothing, and is looked through again by itself when it is back.
func TestTheCameraIsGoneForAWhile(t *testing.T) {
	inBooth(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		c.CountDown()
		counter.BreakCamera(fault.New("booth", fault.Refused).Tell("Het beeld van de camera staat stil.", "Zet de camera uit en weer aan."))
		synctest.Wait()
		s := c.Shown().Photo
		if s.Trouble.Say != "Het beeld van de camera staat stil. Zet de camera uit en weer aan." || s.Trouble.Tone != state.Warn || s.CanTake || s.Count != "" || c.Picture().Image != nil {
			t.Fatalf("%+v", s)
		}
		before := counter.Calls("Preview")
		time.Sleep(10 * time.Second)
		if synctest.Wait(); counter.Calls("Preview") != before+10 || counter.Calls("Capture") != 0 {
			t.Errorf("it was tried %d times in 10 s", counter.Calls("Preview")-before)
		}
		counter.BreakCamera(nil)
		time.Sleep(time.Second)
		if synctest.Wait(); c.Shown().Photo.Trouble.Say != "" || !c.Shown().Photo.CanTake || c.Picture().Image == nil {
			t.Errorf("it is back, and the sheet says %+v", c.Shown().Photo)
		}
	})
}

// A photo that cannot be taken says why, and the sheet goes on as it was.
func TestAPhotoThatFails(t *testing.T) {
	inBooth(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		counter.Fail("Capture", fault.New("booth", fault.Refused).Tell("De camera antwoordt niet.", ""))
		c.Capture()
		if said(c) != "De camera antwoordt niet." || c.Shown().Notice.Tone != state.Warn || !c.Shown().Photo.Live {
			t.Errorf("%+v", c.Shown().Notice)
		}
		counter.Fail("Capture", nil)
		take(t, c, counter, statetest.GoodShot())
		counter.Fail("KeepPhoto", fault.New("booth", fault.NotFound).Tell("Deze foto is er niet meer.", "Neem een nieuwe."))
		c.SetConsent(true)
		c.KeepPhoto()
		if said(c) != "Deze foto is er niet meer. Neem een nieuwe." || !c.Shown().Photo.Judged || !c.Shown().Photo.Consent {
			t.Errorf("%+v", c.Shown().Notice)
		}
	})
}

// Whichever way the sheet is left, nobody looks any more and nothing waits: also when the photo comes after that, and
// when who looked is signed out.
func TestLeavingTheSheet(t *testing.T) {
	for name, leave := range map[string]func(*state.Clerk, *statetest.Counter){
		"escape": func(c *state.Clerk, _ *statetest.Counter) { c.Dismiss() },
		"escape from a verdict": func(c *state.Clerk, _ *statetest.Counter) {
			c.Capture()
			synctest.Wait()
			c.Dismiss()
		},
		"escape while it is taken": func(c *state.Clerk, f *statetest.Counter) {
			release := f.Hold()
			c.Capture()
			synctest.Wait()
			c.Dismiss()
			release()
		},
		"signed out": func(c *state.Clerk, f *statetest.Counter) {
			c.Capture()
			synctest.Wait()
			f.Change(func(s *state.Snapshot) { s.Signed = nil })
		},
	} {
		t.Run(name, func(t *testing.T) {
			inBooth(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
				leave(c, counter)
				if synctest.Wait(); c.Shown().Sheet == state.PhotoSheet || counter.Looking() || counter.Waiting() != nil || c.Picture().Image != nil {
					t.Errorf("sheet %v, looking %v, waiting %v", c.Shown().Sheet, counter.Looking(), counter.Waiting())
				}
			})
		})
	}
}

// Pictures are no changes of the screen: whoever draws them is told of each, and the rest is not built again.
func TestPicturesPassBesideTheScreen(t *testing.T) {
	inBooth(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		changed, pictured := 0, 0
		c.OnChanged(func() { changed++ })
		c.OnPictured(func() { pictured++ })
		for shade := range uint8(10) {
			counter.Photograph(statetest.Look(shade))
			synctest.Wait()
		}
		if changed != 0 || pictured != 10 {
			t.Errorf("%d changes, %d pictures", changed, pictured)
		}
		c.OnChanged(func() {})
	})
}

// Without a camera, or signed in, the key does nothing.
func TestNoCameraNoPhoto(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		counter.Change(func(s *state.Snapshot) { s.Camera = false })
		synctest.Wait()
		if press(c, state.PhotoAct); c.Shown().Sheet != state.NoSheet || c.Shown().Can[state.PhotoAct] {
			t.Error("a photo without a camera")
		}
	})
}
