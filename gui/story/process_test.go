//go:build story

package story_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// patience is how long a story waits for what must come about, on a small and busy machine: so long that what has not come by then
// does not come. All that waits ends when it has come.
const patience = 2 * time.Minute

// programs is the folder with the built programs.
func programs(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("BUURTLOKET_BIN")
	if dir == "" {
		t.Fatal("BUURTLOKET_BIN does not say where the built programs are")
	}
	return dir
}

// process is one running program of ours.
type process struct {
	name string
	cmd  *exec.Cmd
	log  string        // file with all it printed
	done chan struct{} // closed when it has ended
	err  error         // of its end; read after done
}

// mustStart starts a program, of ours unless it is a path; it is taken down with the test at the latest. What it prints is shown
// when the test fails.
func mustStart(t *testing.T, name, log string, env []string, program string, args ...string) *process {
	t.Helper()
	out, err := os.OpenFile(log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if !filepath.IsAbs(program) {
		program = filepath.Join(programs(t), program)
	}
	p := &process{name: name, log: log, done: make(chan struct{}), cmd: exec.Command(program, args...)}
	p.cmd.Stdout, p.cmd.Stderr = out, out
	p.cmd.Env = append(os.Environ(), env...)
	if err := p.cmd.Start(); err != nil {
		t.Fatalf("%s: %v", name, errors.Join(err, out.Close()))
	}
	go func() { // ends with the process, which the cleanup below waits for
		p.err = errors.Join(p.cmd.Wait(), out.Close())
		close(p.done)
	}()
	t.Cleanup(func() {
		p.kill()
		if t.Failed() || os.Getenv("STORY_LOGS") != "" {
			t.Logf("the last words of %s:\n%s", name, tail(log, 60))
		}
	})
	return p
}

// kill is a power cut for one process.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it may be gone already
	<-p.done
}

// mustStop asks a program to end, and fails when it does not end well.
func (p *process) mustStop(t *testing.T) {
	t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatalf("%s: %v", p.name, err)
	}
	select {
	case <-p.done:
	case <-time.After(patience):
		t.Fatalf("%s did not end when asked to", p.name)
	}
	if p.err != nil {
		t.Fatalf("%s ended badly: %v", p.name, p.err)
	}
}

// ended reports whether it runs no more.
func (p *process) ended() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

// tail gives the last lines of a file.
func tail(file string, n int) string {
	b, err := os.ReadFile(file)
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}

// run runs a command of a program to its end.
func run(t *testing.T, env []string, program string, args ...string) (out, said string, code int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, filepath.Join(programs(t), program), args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.Env = append(os.Environ(), env...)
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("%s %s: %v", program, strings.Join(args, " "), err)
	}
	return stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()
}

// mustRun is run for a command that must succeed.
func mustRun(t *testing.T, env []string, program string, args ...string) string {
	t.Helper()
	out, said, code := run(t, env, program, args...)
	if code != 0 {
		t.Fatalf("%s %s: exit %d\n%s%s", program, strings.Join(args, " "), code, out, said)
	}
	return out
}

// eventually tries until it works, and fails with the last reason when it never does.
func eventually(t *testing.T, what string, try func() error) {
	t.Helper()
	err := within(t, patience, try)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

// within tries until it works or the time is over, and gives the last reason.
func within(t *testing.T, d time.Duration, try func() error) error {
	tick := time.NewTicker(30 * time.Millisecond)
	defer tick.Stop()
	deadline := time.Now().Add(d)
	for {
		err := try()
		if err == nil || time.Now().After(deadline) {
			return err
		}
		select {
		case <-tick.C:
		case <-t.Context().Done():
			return err
		}
	}
}
