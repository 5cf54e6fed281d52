// Package cameratest is the treaty of package camera as tests, for every camera that can be had.
package cameratest

import (
	"bytes"
	"context"
	"image/jpeg"
	"sync"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/hardware/camera"
	"github.com/buurtloket/buurtloket/hardware/device"
)

// Patience is how long a test waits for what must come.
const Patience = 20 * time.Second

// Run tests a camera that works: begin makes one for each test, which closes it.
func Run(t *testing.T, begin func(t *testing.T) camera.Camera) {
	for name, test := range map[string]func(*testing.T, context.Context, camera.Camera){
		"pictures that follow each other": follow,
		"one stream at a time":            alone,
		"health":                          health,
		"health takes nobody's turn":      besideHealth,
		"closing":                         closing,
	} {
		t.Run(name, func(t *testing.T) {
			c := begin(t)
			defer func() {
				if err := c.Close(); err != nil {
					t.Error(err)
				}
			}()
			ctx, cancel := context.WithTimeout(t.Context(), Patience)
			defer cancel()
			test(t, ctx, c)
		})
	}
}

// MustOpen opens a stream.
func MustOpen(t *testing.T, ctx context.Context, c camera.Camera) camera.Stream {
	t.Helper()
	s, err := c.Open(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func follow(t *testing.T, ctx context.Context, c camera.Camera) {
	s := MustOpen(t, ctx, c)
	defer s.Close()
	var last camera.Frame
	for range 5 {
		f, err := s.Next(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if f.Number <= last.Number || bytes.Equal(f.JPEG, last.JPEG) {
			t.Errorf("picture %d comes after %d", f.Number, last.Number)
		}
		if img, err := jpeg.Decode(bytes.NewReader(f.JPEG)); err != nil || img.Bounds().Empty() {
			t.Errorf("picture %d: %v", f.Number, err)
		}
		last = f
	}
}

func alone(t *testing.T, ctx context.Context, c camera.Camera) {
	s := MustOpen(t, ctx, c)
	if _, err := c.Open(ctx); !device.Refused(err) || device.ReasonOf(err) != device.InUse {
		t.Errorf("a second stream: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("closed twice: %v", err)
	}
	again := MustOpen(t, ctx, c)
	if _, err := again.Next(ctx); err != nil {
		t.Error(err)
	}
	again.Close()
}

func health(t *testing.T, ctx context.Context, c camera.Camera) {
	if h := c.Health(ctx); h.State != device.Ready || h.Model == "" {
		t.Errorf("before: %+v", h)
	}
	s := MustOpen(t, ctx, c)
	defer s.Close()
	if _, err := s.Next(ctx); err != nil {
		t.Fatal(err)
	}
	if h := c.Health(ctx); h.State != device.Busy {
		t.Errorf("while it is looked at: %+v", h)
	}
}

// closing: who waits for a picture when the camera is let go is told so, and nothing is opened after.
// besideHealth: who wants to look while the camera is being asked how it is, waits a moment and may.
func besideHealth(t *testing.T, ctx context.Context, c camera.Camera) {
	var asking sync.WaitGroup
	defer asking.Wait()
	asked := make(chan struct{})
	for range 2 {
		asking.Go(func() {
			for range 3 {
				if h := c.Health(ctx); h.State == device.Absent {
					t.Errorf("asked how it is: %+v", h)
				}
				select {
				case asked <- struct{}{}:
				case <-ctx.Done():
				}
			}
		})
	}
	for range 6 {
		s := MustOpen(t, ctx, c)
		<-asked
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

func closing(t *testing.T, ctx context.Context, c camera.Camera) {
	s := MustOpen(t, ctx, c)
	ended := make(chan error, 1)
	go func() {
		for {
			if _, err := s.Next(ctx); err != nil {
				ended <- err
				return
			}
		}
	}()
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if err := <-ended; !device.Refused(err) {
		t.Errorf("ended with %v", err)
	}
	if _, err := c.Open(ctx); !device.Refused(err) {
		t.Errorf("opened after the end: %v", err)
	}
}
