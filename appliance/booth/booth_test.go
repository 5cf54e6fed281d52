package booth_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/buurtloket/buurtloket/appliance/booth"
	"github.com/buurtloket/buurtloket/appliance/booth/boothtest"
	"github.com/buurtloket/buurtloket/appliance/photo"
	"github.com/buurtloket/buurtloket/hardware/camera"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const astronaut = "../photo/face/testdata/astronaut.jpg"

// clock is a steady clock that the test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) read() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func mustBooth(tb testing.TB, c camera.Camera, steady func() time.Time) *booth.Booth {
	tb.Helper()
	b, err := booth.New(c, photo.Default, steady)
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

func mustTake(tb testing.TB, b *booth.Booth, id byte, desk office.Desk) *booth.Shot {
	tb.Helper()
	s, err := b.Take(context.Background(), booth.ID{id}, office.VisitID{id}, desk, time.Now)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// TestAPhotoIsTaken: the picture is judged and cut to 35 × 45 mm at 600 points an inch, says so, and is small enough.
func TestAPhotoIsTaken(t *testing.T) {
	c, _ := boothtest.Camera(t, 10*time.Millisecond, boothtest.Portrait(t, astronaut, 1280, 900))
	b := mustBooth(t, c, new(clock).read)
	s := mustTake(t, b, 1, 1)
	if failed := s.Verdict.Failed(); !slices.Equal(failed, []photo.Code{photo.MouthShut}) {
		t.Errorf("failed %v", failed)
	}
	img, err := jpeg.Decode(bytes.NewReader(s.JPEG))
	if err != nil || img.Bounds().Size() != image.Pt(827, 1063) || len(s.JPEG) > booth.MaxPhoto {
		t.Fatalf("%d bytes, %v, %v", len(s.JPEG), img.Bounds(), err)
	}
	if !bytes.Equal(s.JPEG[6:11], []byte("JFIF\x00")) || binary.BigEndian.Uint16(s.JPEG[14:]) != 600 || s.JPEG[13] != 1 {
		t.Errorf("the file begins with % x", s.JPEG[:20])
	}
	if small, err := jpeg.Decode(bytes.NewReader(s.Preview)); err != nil || small.Bounds().Dy() != 360 || len(s.Preview) > 64<<10 {
		t.Errorf("the preview: %d bytes, %v", len(s.Preview), err)
	}
	t.Logf("the photo is %d kB, its preview %d kB", len(s.JPEG)>>10, len(s.Preview)>>10)
}

// TestNoisyPhotosFitToo: a photo of much noise is written less well until it fits; one of nothing else is refused in words.
func TestNoisyPhotosFitToo(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	noise := func(by float64) image.Image {
		img := image.NewGray(image.Rect(0, 0, 827, 1063))
		for i := range img.Pix {
			img.Pix[i] = uint8(max(0, min(255, 128+random.NormFloat64()*by)))
		}
		return img
	}
	if b, err := booth.Encode(noise(25), 600); err != nil || len(b) > booth.MaxPhoto || len(b) < booth.MaxPhoto/2 {
		t.Errorf("%d bytes, %v", len(b), err)
	}
	if b, err := booth.Encode(noise(200), 600); !fault.Is(err, fault.Exhausted) || fault.Sentence(err) == "" {
		t.Errorf("%d bytes, %v", len(b), err)
	}
}

// TestShotsAreForgotten: a retake, time, and dropping; the same tap twice takes one photo.
func TestShotsAreForgotten(t *testing.T) {
	c, _ := boothtest.Camera(t, 5*time.Millisecond, boothtest.Empty(t, 64, 48))
	steady := new(clock)
	b := mustBooth(t, c, steady.read)
	one, other := mustTake(t, b, 1, 1), mustTake(t, b, 2, 2)
	if again := mustTake(t, b, 1, 1); again != one {
		t.Error("the same tap took another photo")
	}
	if one.JPEG != nil || one.Verdict.Good() {
		t.Error("a photo was cut of nobody")
	}
	mustTake(t, b, 3, 1)
	if b.Find(one.ID) != nil || b.Find(other.ID) != other {
		t.Error("a retake takes the place of the photo of its desk, and of no other")
	}
	steady.pass(booth.Waits - time.Second)
	b.Tidy()
	if b.Find(other.ID) == nil {
		t.Error("forgotten too soon")
	}
	steady.pass(time.Second)
	if b.Find(other.ID) != nil {
		t.Error("a photo that nobody accepted is there after its time")
	}
	b.Tidy()
	four := mustTake(t, b, 4, 1)
	b.Drop(four.ID)
	if b.Find(four.ID) != nil {
		t.Error("dropped, it is still there")
	}
}

// TestWhatIsWrongWithTheCamera is said in words, also when it breaks while somebody looks.
func TestWhatIsWrongWithTheCamera(t *testing.T) {
	for name, c := range map[string]struct {
		fault camera.Fault
		say   string
	}{
		"gone":   {camera.Gone, "De camera antwoordt niet. Kijk of ze aanstaat en of de kabel vastzit."},
		"silent": {camera.Silent, "De camera antwoordt niet. Kijk of ze aanstaat en of de kabel vastzit."},
		"still":  {camera.Still, "Het beeld van de camera staat stil. Zet de camera uit en weer aan."},
		"noise":  {camera.Babbles, "Het beeld van de camera is niet te lezen. Zet de camera uit en weer aan, of bel de beheerder."},
	} {
		d, e := boothtest.Camera(t, 5*time.Millisecond, boothtest.Empty(t, 64, 48))
		b := mustBooth(t, d, time.Now)
		e.Suffer(c.fault)
		if _, err := b.Take(context.Background(), booth.ID{1}, office.VisitID{}, 1, time.Now); !fault.Is(err, fault.Refused) || fault.Sentence(err) != c.say {
			t.Errorf("%s: %q, %v", name, fault.Sentence(err), err)
		}
		e.Suffer(camera.Works)
		seen := 0
		err := b.Preview(context.Background(), func(booth.Picture) error {
			if seen++; seen == 2 {
				e.Suffer(c.fault)
			}
			return nil
		})
		if !fault.Is(err, fault.Refused) || fault.Sentence(err) != c.say || seen < 2 {
			t.Errorf("%s while somebody looks: %d pictures, %v", name, seen, err)
		}
	}
}

// TestAPhotoDuringThePreview is a picture of the preview; a second screen is refused meanwhile, and welcome after.
func TestAPhotoDuringThePreview(t *testing.T) {
	c, _ := boothtest.Camera(t, 5*time.Millisecond, boothtest.Portrait(t, astronaut, 1600, 900))
	b := mustBooth(t, c, time.Now)
	for range 2 {
		ctx, stop := context.WithCancel(context.Background())
		first, ended := make(chan booth.Picture, 1), make(chan error, 1)
		go func() {
			ended <- b.Preview(ctx, func(p booth.Picture) error {
				select {
				case first <- p:
				default:
				}
				return nil
			})
		}()
		p := <-first
		img, err := jpeg.Decode(bytes.NewReader(p.JPEG))
		if err != nil || img.Bounds().Size() != image.Pt(p.Width, p.Height) || p.Width != 600 { // three eighths
			t.Fatalf("a picture of %d × %d: %v", p.Width, p.Height, err)
		}
		f := p.Frame
		if !image.Rect(int(f.HeadLeft), int(f.HeadTop), int(f.HeadLeft+f.HeadWidth), int(f.HeadTop+f.HeadHeight)).
			In(image.Rect(int(f.Left), int(f.Top), int(f.Left+f.Width), int(f.Top+f.Height))) || int(f.Top+f.Height) > p.Height {
			t.Errorf("the guides are at %v of %d × %d", f, p.Width, p.Height)
		}
		if err := b.Preview(ctx, func(booth.Picture) error { return nil }); !fault.Is(err, fault.Taken) || fault.Sentence(err) == "" {
			t.Errorf("a second screen: %v", err)
		}
		if s := mustTake(t, b, 9, 1); s.JPEG == nil {
			t.Error("no photo beside the preview")
		}
		next := make(chan error, 1)
		go func() {
			next <- b.Preview(context.Background(), func(booth.Picture) error { return errors.New("the next screen has seen it") })
		}()
		b.Drop(booth.ID{9})
		stop()
		if err := <-ended; err != nil {
			t.Errorf("a screen that went: %v", err)
		}
		if err := <-next; fault.Is(err, fault.Taken) {
			t.Errorf("who came while it went: %v", err)
		}
	}
	mustTake(t, b, 10, 1)
}

// TestAScreenThatGoes ends its preview with its own error, and a photo that waited takes its picture alone.
func TestAScreenThatGoes(t *testing.T) {
	c, _ := boothtest.Camera(t, 5*time.Millisecond, boothtest.Empty(t, 64, 48))
	b := mustBooth(t, c, time.Now)
	var all sync.WaitGroup
	for k := range 6 {
		all.Go(func() {
			if err := b.Preview(context.Background(), func(booth.Picture) error { return context.Canceled }); err == nil {
				t.Error("a failed screen is no error")
			}
		})
		all.Go(func() { mustTakeAny(t, b, byte(k+1)) })
	}
	all.Wait()
}

func mustTakeAny(t *testing.T, b *booth.Booth, id byte) {
	if _, err := b.Take(context.Background(), booth.ID{id}, office.VisitID{}, office.Desk(id), time.Now); err != nil {
		t.Error(err)
	}
}

// BenchmarkCapture is all between the tap and the verdict on the screen, the wait for the camera's next picture aside. The
// target is 500 ms.
func BenchmarkCapture(b *testing.B) {
	for name, size := range map[string]image.Point{"720p": {X: 1280, Y: 720}, "1080p": {X: 1920, Y: 1080}} {
		b.Run(name, func(b *testing.B) {
			c, _ := boothtest.Camera(b, 40*time.Millisecond, boothtest.Portrait(b, astronaut, size.X, size.Y))
			booth := mustBooth(b, c, time.Now)
			id, before := byte(0), processorTime(b)
			for b.Loop() {
				id++
				mustTake(b, booth, id, 1)
				booth.Drop([16]byte{id})
			}
			b.ReportMetric(float64((processorTime(b)-before).Milliseconds())/float64(b.N), "cpu-ms/op")
		})
	}
}

// BenchmarkPreview is one picture of a preview: fifteen a second may cost 30 % of a core, so each 20 ms.
func BenchmarkPreview(b *testing.B) {
	for name, size := range map[string]image.Point{"480p": {X: 640, Y: 480}, "720p": {X: 1280, Y: 720}, "1080p": {X: 1920, Y: 1080}} {
		b.Run(name, func(b *testing.B) {
			picture, before := boothtest.Portrait(b, astronaut, size.X, size.Y), processorTime(b)
			for b.Loop() {
				if _, err := booth.Shrink(picture, photo.Default); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64((processorTime(b)-before).Microseconds())/1000/float64(b.N), "cpu-ms/op")
		})
	}
}

// processorTime is what this process has used of all cores together: what else the machine does is not in it.
func processorTime(tb testing.TB) time.Duration {
	tb.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
