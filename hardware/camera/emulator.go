package camera

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// Fault is what an emulated camera can be made to do.
type Fault uint8

// The faults.
const (
	Works   Fault = iota
	Gone          // nobody answers; a stream that runs ends within a picture
	Silent        // it answers, and sends nothing
	Still         // it sends the same picture again and again
	Babbles       // it sends bytes that are no pictures
)

// Emulator is a camera of pictures that it is given, one each period, round and round. Each that it sends is another, as
// from a sensor: it carries its number in a comment. It is safe for concurrent use; what it does wrong can be switched
// while it sends.
type Emulator struct {
	Pictures [][]byte // JPEG
	Names    []string // of the pictures, for who chooses among them by hand; may be missing
	Period   time.Duration

	mu    sync.Mutex
	fault Fault
	alone int // 1 + the only picture that it sends; 0: all of them
	last  int // the picture that was sent last
	sent  uint64
}

// Sit leaves one of the pictures before the camera, for streams that run too. One that is not there changes nothing.
func (e *Emulator) Sit(picture int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if picture >= 0 && picture < len(e.Pictures) {
		e.alone = picture + 1
	}
}

// Sitting is the picture that Sit left before the camera; none: all come by in turn.
func (e *Emulator) Sitting() (picture int, one bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.alone - 1, e.alone > 0
}

// Suffering is the fault that is on.
func (e *Emulator) Suffering() Fault {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.fault
}

// Suffer switches a fault, for streams that run too.
func (e *Emulator) Suffer(f Fault) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.fault = f
}

// Open is an Opener: the bare form of the stream.
func (e *Emulator) Open(context.Context) (io.ReadCloser, error) {
	if f, _ := e.picture(); f == Gone {
		return nil, errors.New("the emulated camera is gone")
	}
	r, w := io.Pipe()
	ctx, end := context.WithCancel(context.Background())
	f := &feed{PipeReader: r, end: end, ended: make(chan struct{})}
	go func() { // ends with the feed, which waits for it, or with the fault Gone
		defer close(f.ended)
		w.CloseWithError(e.send(ctx, w, ""))
	}()
	return f, nil
}

// feed is what an emulated camera sends to one that looks.
type feed struct {
	*io.PipeReader
	end   context.CancelFunc
	ended chan struct{}
}

func (f *feed) Close() error {
	f.end()
	err := f.PipeReader.Close()
	<-f.ended
	return err
}

// ServeHTTP sends the stream as a network camera does.
func (e *Emulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if f, _ := e.picture(); f == Gone {
		http.Error(w, "gone", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "multipart/x-mixed-replace; boundary=picture")
	w.WriteHeader(http.StatusOK)
	if e.send(r.Context(), flushing{w}, "\r\n--picture\r\nContent-Type: image/jpeg\r\n\r\n") != nil {
		return // whoever looked is gone, or it was told to be
	}
}

// flushing sends each part at once.
type flushing struct{ http.ResponseWriter }

func (f flushing) Write(b []byte) (int, error) {
	n, err := f.ResponseWriter.Write(b)
	return n, errors.Join(err, http.NewResponseController(f.ResponseWriter).Flush())
}

// send writes pictures until nobody looks any more or the camera goes.
func (e *Emulator) send(ctx context.Context, w io.Writer, before string) error {
	tick := time.NewTicker(e.Period)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		fault, picture := e.picture()
		part := append([]byte(before), picture...)
		switch fault {
		case Gone:
			_, err := w.Write(part[:len(part)/2])
			return errors.Join(err, io.ErrUnexpectedEOF)
		case Silent:
			part = nil
		case Babbles:
			part = bytes.Repeat([]byte("no picture "), 100_000)
		}
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
}

// picture is the next picture, with its number in a comment segment after the first marker.
func (e *Emulator) picture() (Fault, []byte) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.fault != Still {
		e.sent++
		e.last = int(e.sent) % len(e.Pictures)
		if e.alone > 0 {
			e.last = e.alone - 1
		}
	}
	p := e.Pictures[e.last]
	text := fmt.Sprintf("%016d", e.sent)
	comment := append([]byte{0xFF, 0xFE, 0, byte(len(text) + 2)}, text...)
	return e.fault, bytes.Join([][]byte{p[:2], comment, p[2:]}, nil)
}
