package voice

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// ErrNotBegun says that a program could not be started: nothing was heard.
var ErrNotBegun = errors.New("the program was not started")

// errTooMuch says that a program answers without end.
var errTooMuch = errors.New("the program answers too much")

// maxWAV is the longest answer that is read: MaxLength at the highest rate that speech has.
const maxWAV = 48000 * 2 * int(MaxLength/time.Second)

// check reports whether a program is on this machine.
func check(argv []string) error {
	if len(argv) == 0 {
		return errors.New("no program is given")
	}
	_, err := exec.LookPath(argv[0])
	return err
}

// run gives a program its input, and returns what it answers. The program has ended when it returns.
func run(ctx context.Context, argv []string, input []byte) ([]byte, error) {
	if err := check(argv); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotBegun, err)
	}
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 500 * time.Millisecond
	out, said := &bounded{most: maxWAV}, &bounded{most: 1 << 10}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(input), out, said
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotBegun, err)
	}
	err := cmd.Wait()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case out.over:
		return nil, errTooMuch
	case err != nil:
		return nil, fmt.Errorf("%s: %w: %s", argv[0], err, strings.Join(strings.Fields(said.String()), " "))
	}
	return out.Bytes(), nil
}

// bounded keeps the first bytes of an answer, and takes the rest without keeping it: a full pipe would hold the program up.
type bounded struct {
	bytes.Buffer
	most int
	over bool
}

// Write implements io.Writer.
func (b *bounded) Write(p []byte) (int, error) {
	room := max(b.most-b.Len(), 0)
	b.over = b.over || len(p) > room
	b.Buffer.Write(p[:min(len(p), room)])
	return len(p), nil
}
