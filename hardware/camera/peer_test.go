//go:build devices

package camera_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/hardware/camera"
	"github.com/buurtloket/buurtloket/hardware/camera/cameratest"
	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/device/devicetest"
)

// ffmpeg gives a moving test picture as a webcam gives its own; only the input differs from a counter's.
func ffmpeg(t *testing.T, input ...string) []string {
	t.Helper()
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Fatal("the Debian package ffmpeg is not installed")
	}
	return append([]string{"-nostdin", "-loglevel", "error", "-re"}, input...)
}

const moving = "testsrc2=size=1280x720:rate=15"

// TestPeerProgram: ffmpeg as a child, its pictures over a pipe.
func TestPeerProgram(t *testing.T) {
	args := append(ffmpeg(t, "-f", "lavfi", "-i", moving), "-c:v", "mjpeg", "-q:v", "4", "-f", "mjpeg", "-")
	cameratest.Run(t, func(*testing.T) camera.Camera { return camera.New(camera.Program("ffmpeg", args...), "ffmpeg", 0) })
}

// TestPeerFrozen: a program whose picture never changes is known for it without anybody who looks on.
func TestPeerFrozen(t *testing.T) {
	args := append(ffmpeg(t, "-f", "lavfi", "-i", "color=c=gray:size=640x480:rate=15"), "-c:v", "mjpeg", "-f", "mjpeg", "-")
	k := camera.New(camera.Program("ffmpeg", args...), "ffmpeg", time.Second)
	ctx, cancel := context.WithTimeout(t.Context(), cameratest.Patience)
	defer cancel()
	if h := k.Health(ctx); h.State != device.Stopped || !h.Has(device.Frozen) {
		t.Errorf("health: %+v", h)
	}
	if err := k.Close(); err != nil {
		t.Error(err)
	}
}

// TestPeerOverHTTP: ffmpeg as a network camera, one for each test.
func TestPeerOverHTTP(t *testing.T) {
	for name, test := range map[string]struct {
		input  string
		reason device.Reason // with which it ends; none: it works
	}{
		"working": {moving, ""},
		"frozen":  {"color=c=gray:size=640x480:rate=15", device.Frozen},
		"gone":    {moving + ":duration=1", device.OutOfReach},
	} {
		t.Run(name, func(t *testing.T) {
			k := camera.New(server(t, test.input), "ffmpeg", 0)
			s := cameratest.MustOpen(t, t.Context(), k)
			var err error
			for n := 0; n < 30 && err == nil; n++ {
				_, err = s.Next(t.Context())
			}
			if test.reason == "" && err != nil || test.reason != "" && device.ReasonOf(err) != test.reason {
				t.Errorf("it ended with %v, want %q", err, test.reason)
			}
			if err := k.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

// server starts ffmpeg as a camera that answers one request, and waits for it when that is made: a look beforehand would
// be that request.
func server(t *testing.T, input string) camera.Opener {
	t.Helper()
	url := "http://" + net.JoinHostPort("127.0.0.1", devicetest.FreePort(t)) + "/"
	args := append(ffmpeg(t, "-f", "lavfi", "-i", input), "-c:v", "mjpeg", "-f", "mpjpeg", "-listen", "1", url)
	cmd := exec.Command("ffmpeg", args...)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // it may have ended with its picture
		_ = cmd.Wait()
	})
	open := camera.HTTP(http.DefaultClient, url)
	return func(ctx context.Context) (from io.ReadCloser, err error) {
		deadline := time.Now().Add(cameratest.Patience)
		for from, err = open(ctx); err != nil && time.Now().Before(deadline); from, err = open(ctx) {
			select {
			case <-time.After(20 * time.Millisecond):
			case <-ctx.Done():
			}
		}
		return from, err
	}
}
