package camera

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"syscall"
	"time"
)

// Opener opens the bytes that a camera sends. ctx bounds the opening only.
type Opener func(ctx context.Context) (io.ReadCloser, error)

// HTTP is a camera that answers a GET with pictures. The client must have no timeout of its own for whole answers.
func HTTP(client *http.Client, url string) Opener {
	return func(ctx context.Context) (io.ReadCloser, error) {
		// The answer lasts longer than its beginning: its own end is what closing it does.
		whole, end := context.WithCancel(context.WithoutCancel(ctx))
		stop := context.AfterFunc(ctx, end)
		r, err := http.NewRequestWithContext(whole, http.MethodGet, url, nil)
		if err != nil {
			end()
			return nil, err
		}
		res, err := client.Do(r)
		if !stop() && err == nil {
			err = errors.Join(ctx.Err(), res.Body.Close())
		}
		if err != nil {
			end()
			return nil, err
		}
		if res.StatusCode != http.StatusOK {
			end()
			return nil, errors.Join(fmt.Errorf("the camera answers %s", res.Status), res.Body.Close())
		}
		return body{res.Body, end}, nil
	}
}

// body is an answer that is cut off when it is closed.
type body struct {
	io.ReadCloser
	end context.CancelFunc
}

func (b body) Close() error {
	b.end()
	return b.ReadCloser.Close()
}

// Program is a camera that a program of the system reads, as
//
//	ffmpeg -nostdin -loglevel error -f v4l2 -input_format mjpeg -video_size 1920x1080 -i /dev/video0 -c copy -f mjpeg -
//
// It is ended when the stream is closed, and then has a second before it is killed.
func Program(name string, args ...string) Opener {
	return func(context.Context) (io.ReadCloser, error) {
		ctx, end := context.WithCancel(context.Background())
		cmd := exec.CommandContext(ctx, name, args...)
		cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
		cmd.WaitDelay = time.Second
		out, err := cmd.StdoutPipe()
		if err == nil {
			err = cmd.Start()
		}
		if err != nil {
			end()
			return nil, err
		}
		return &child{ReadCloser: out, cmd: cmd, end: end}, nil
	}
}

// child is the output of a program that ends with it.
type child struct {
	io.ReadCloser
	cmd *exec.Cmd
	end context.CancelFunc
}

// Close ends the program and waits for it. How it ended says nothing: it was told to.
func (c *child) Close() error {
	c.end()
	err := c.ReadCloser.Close()
	_ = c.cmd.Wait()
	return err
}
