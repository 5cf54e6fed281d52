package demo

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// child is one program of the demonstration.
type child struct {
	name string
	cmd  *exec.Cmd
	log  *os.File
	done chan struct{}
	err  error
}

// run starts a program of ours; what it prints goes to a log in the state folder.
func (d *Demo) run(program string, env []string, args ...string) error {
	name := program
	if program == "appliance" {
		name = args[2]
	}
	log, err := os.OpenFile(filepath.Join(d.cfg.State, name+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fault.New("demo.run", fault.Internal).On(name).Because(err)
	}
	cmd := exec.Command(filepath.Join(d.cfg.Programs, program), args...)
	cmd.Stdout, cmd.Stderr = log, log
	cmd.Env = append(os.Environ(), env...)
	cmd.SysProcAttr = childAttributes()
	if err := cmd.Start(); err != nil {
		return errors.Join(fault.New("demo.run", fault.NotFound).On(program).Because(err).
			Tell("Het programma "+program+" staat niet naast loket.", "Bouw alles met `make build`."), log.Close())
	}
	c := &child{name: name, cmd: cmd, log: log, done: make(chan struct{})}
	d.children = append(d.children, c)
	go func() { // ends with the process, which Close waits for
		c.err = cmd.Wait()
		close(c.done)
		select {
		case d.died <- fault.New("demo", fault.Internal).On(name).Because(fmt.Errorf("ended: %w", orEnded(c.err))).
			Tell("Het programma van "+name+" is gestopt."+lastLine(log.Name()), "Alles wat het schreef, staat in "+log.Name()+"."):
		default:
		}
	}()
	return nil
}

// lastLine is the last line of a log, after a space: our programs end with what is the matter, in words. Empty without
// one.
func lastLine(path string) string {
	b, err := os.ReadFile(path)
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	if err != nil || lines[len(lines)-1] == "" {
		return ""
	}
	return " Het zei: " + strings.TrimSpace(lines[len(lines)-1])
}

func orEnded(err error) error {
	if err == nil {
		return errors.New("without an error")
	}
	return err
}

// grace is how long a program may take to end by itself.
const grace = 10 * time.Second

// Close takes everything down, the last started first, and waits.
func (d *Demo) Close() error {
	var errs []error
	for i := len(d.children) - 1; i >= 0; i-- {
		c := d.children[i]
		if err := c.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
			errs = append(errs, err)
		}
		select {
		case <-c.done:
		case <-time.After(grace):
			errs = append(errs, fmt.Errorf("%s did not end and was killed", c.name), c.cmd.Process.Kill())
			<-c.done
		}
		errs = append(errs, c.log.Close())
	}
	d.children = nil
	return errors.Join(errs...)
}
