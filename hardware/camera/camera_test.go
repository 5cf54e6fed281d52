package camera_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/buurtloket/buurtloket/hardware/camera"
	"github.com/buurtloket/buurtloket/hardware/camera/cameratest"
	"github.com/buurtloket/buurtloket/hardware/device"
)

// pictures are two small ones.
func pictures(tb testing.TB) (out [][]byte) {
	tb.Helper()
	for _, c := range []color.Gray{{60}, {200}} {
		img := image.NewGray(image.Rect(0, 0, 64, 48))
		for i := range img.Pix {
			img.Pix[i] = c.Y + byte(i%7)
		}
		var b bytes.Buffer
		if err := jpeg.Encode(&b, img, nil); err != nil {
			tb.Fatal(err)
		}
		out = append(out, b.Bytes())
	}
	return out
}

func emulator(tb testing.TB) *camera.Emulator {
	return &camera.Emulator{Pictures: pictures(tb), Period: 5 * time.Millisecond}
}

func TestTheTreaty(t *testing.T) {
	t.Run("bare", func(t *testing.T) {
		cameratest.Run(t, func(t *testing.T) camera.Camera { return camera.New(emulator(t).Open, "emulator", 0) })
	})
	t.Run("over HTTP", func(t *testing.T) {
		cameratest.Run(t, func(t *testing.T) camera.Camera {
			server := httptest.NewServer(emulator(t))
			t.Cleanup(server.Close)
			return camera.New(camera.HTTP(server.Client(), server.URL), "emulator", 0)
		})
	})
}

// TestFaults: each is told apart, within the time that was set, and the camera can be opened again once it works.
func TestFaults(t *testing.T) {
	for name, c := range map[string]struct {
		fault  camera.Fault
		reason device.Reason
		state  device.State
	}{
		"gone":    {camera.Gone, device.OutOfReach, device.Absent},
		"silent":  {camera.Silent, device.OutOfReach, device.Absent},
		"still":   {camera.Still, device.Frozen, device.Stopped},
		"babbles": {camera.Babbles, device.Unreadable, device.Stopped},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := emulator(t)
				k := camera.New(e.Open, "emulator", 0)
				s := cameratest.MustOpen(t, t.Context(), k)
				if _, err := s.Next(t.Context()); err != nil {
					t.Fatal(err)
				}
				e.Suffer(c.fault)
				began := time.Now()
				var err error
				for err == nil {
					_, err = s.Next(t.Context())
				}
				if device.ReasonOf(err) != c.reason || !device.Refused(err) {
					t.Errorf("it ended with %v, want the reason %s", err, c.reason)
				}
				if waited := time.Since(began); waited > camera.DefaultStall+time.Second {
					t.Errorf("noticed after %v", waited)
				}
				s.Close()
				if h := k.Health(t.Context()); h.State != c.state || !h.Has(c.reason) {
					t.Errorf("health: %+v", h)
				}
				e.Suffer(camera.Works)
				if h := k.Health(t.Context()); h.State != device.Ready {
					t.Errorf("after it was mended: %+v", h)
				}
				if err := k.Close(); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// TestAFirstPictureProvesNothing: a camera that is frozen gives one to whoever opens it, however short their patience is.
func TestAFirstPictureProvesNothing(t *testing.T) {
	for name, patience := range map[string]time.Duration{"shorter than the camera's": time.Second, "longer": time.Minute} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := emulator(t)
				k := camera.New(e.Open, "emulator", 0)
				ctx, cancel := context.WithTimeout(t.Context(), patience)
				defer cancel()
				s := cameratest.MustOpen(t, ctx, k)
				if f, err := camera.Live(ctx, s); err != nil || f.Number < 2 {
					t.Errorf("picture %d of a camera that works, %v", f.Number, err)
				}
				s.Close()
				e.Suffer(camera.Still)
				s = cameratest.MustOpen(t, ctx, k)
				if _, err := camera.Live(ctx, s); device.ReasonOf(err) != device.Frozen || !device.Refused(err) {
					t.Errorf("a frozen camera: %v", err)
				}
				if err := k.Close(); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// TestTheNewestCounts: who looks seldom sees the last picture, not the next.
func TestTheNewestCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := emulator(t)
		k := camera.New(e.Open, "emulator", 0)
		s := cameratest.MustOpen(t, t.Context(), k)
		if _, err := s.Next(t.Context()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second) // of the bubble's own time: 200 pictures
		f, err := s.Next(t.Context())
		if err != nil || f.Number < 190 {
			t.Errorf("picture %d, %v", f.Number, err)
		}
		if err := k.Close(); err != nil {
			t.Error(err)
		}
	})
}

// TestWhoWaitsMayLeave: the end of a wait is not the end of the stream.
func TestWhoWaitsMayLeave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := emulator(t)
		k := camera.New(e.Open, "emulator", 0)
		s := cameratest.MustOpen(t, t.Context(), k)
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if _, err := s.Next(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v", err)
		}
		if _, err := s.Next(t.Context()); err != nil {
			t.Errorf("after that: %v", err)
		}
		if err := k.Close(); err != nil {
			t.Error(err)
		}
	})
}

// TestNobodyThere: an address without a camera, and a program that does not exist or ends at once.
func TestNobodyThere(t *testing.T) {
	server := httptest.NewServer(nil)
	defer server.Close()
	e := emulator(t)
	e.Suffer(camera.Gone)
	gone := httptest.NewServer(e)
	defer gone.Close()
	for name, open := range map[string]camera.Opener{
		"another server":    camera.HTTP(server.Client(), server.URL),
		"a dead address":    camera.HTTP(server.Client(), "http://127.0.0.1:1"),
		"no address":        camera.HTTP(server.Client(), "::"),
		"a camera gone":     camera.HTTP(gone.Client(), gone.URL),
		"no such program":   camera.Program("/nowhere/camera"),
		"it ends at once":   camera.Program("true"),
		"it says something": camera.Program("echo", "no camera"),
	} {
		k := camera.New(open, "none", 0)
		if h := k.Health(t.Context()); h.State != device.Absent || !h.Has(device.OutOfReach) {
			t.Errorf("%s: %+v", name, h)
		}
		if err := k.Close(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAProgramIsEnded: with its stream, also one that does not want to.
func TestAProgramIsEnded(t *testing.T) {
	k := camera.New(camera.Program("sh", "-c", "trap '' TERM; while :; do sleep 0.05; done"), "stubborn", 0)
	s := cameratest.MustOpen(t, t.Context(), k)
	if err := k.Close(); err != nil {
		t.Error(err)
	}
	if _, err := s.Next(t.Context()); !device.Refused(err) {
		t.Errorf("%v", err)
	}
}

// FuzzSplit: whatever comes, a picture that is given begins and ends as one, and reading ends.
func FuzzSplit(f *testing.F) {
	for _, p := range pictures(f) {
		f.Add(append([]byte("--x\r\n\r\n"), p...))
		f.Add(append(p[:len(p)/2:len(p)/2], p...))
	}
	f.Add([]byte{0xFF, 0xD8, 0xFF, 0xFF, 0xFF, 0xDA, 0, 2, 1, 2, 0xFF, 0, 0xFF, 0xD3, 0xFF, 0xD9})
	f.Add([]byte{0xFF, 0xD8, 0xFF, 0xE1, 0xFF, 0xFF})
	f.Fuzz(func(t *testing.T, b []byte) {
		pictures, err := camera.Split(bytes.NewReader(b), 1<<16)
		if err == nil {
			t.Error("the end was not told")
		}
		for _, p := range pictures {
			if len(p) > 1<<16 || !bytes.HasPrefix(p, []byte{0xFF, 0xD8}) || !bytes.HasSuffix(p, []byte{0xFF, 0xD9}) || !bytes.Contains(b, p) {
				t.Errorf("a picture of %d bytes that is none", len(p))
			}
		}
	})
}

// TestThumbnails: what stands within a segment ends nothing; and the limit holds.
func TestThumbnails(t *testing.T) {
	p := pictures(t)[0]
	thumb := append([]byte{0xFF, 0xE1, byte((len(p) + 2) >> 8), byte(len(p) + 2)}, p...)
	whole := bytes.Join([][]byte{p[:2], thumb, p[2:]}, nil)
	got, err := camera.Split(io.MultiReader(bytes.NewReader([]byte("noise\xFF")), bytes.NewReader(whole)), 1<<16)
	if len(got) != 1 || !bytes.Equal(got[0], whole) || !errors.Is(err, io.EOF) {
		t.Errorf("%d pictures, %v", len(got), err)
	}
	if got, err := camera.Split(bytes.NewReader(whole), len(whole)-1); len(got) != 0 || errors.Is(err, io.EOF) {
		t.Errorf("longer than the limit: %d pictures, %v", len(got), err)
	}
}

// BenchmarkSplit is a second of a preview: 15 pictures of 100 kB.
func BenchmarkSplit(b *testing.B) {
	img := image.NewGray(image.Rect(0, 0, 640, 480))
	for i := range img.Pix {
		img.Pix[i] = byte(i * i >> 7)
	}
	var p bytes.Buffer
	if err := jpeg.Encode(&p, img, &jpeg.Options{Quality: 90}); err != nil {
		b.Fatal(err)
	}
	second := bytes.Repeat(p.Bytes(), 15)
	b.SetBytes(int64(len(second)))
	for b.Loop() {
		if got, _ := camera.Split(bytes.NewReader(second), 1<<20); len(got) != 15 {
			b.Fatal(len(got))
		}
	}
}
