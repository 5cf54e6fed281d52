// Package clock lets a whole-program test say what time it is.
//
// The programs take their wall time from [FromEnv], which is the machine's own. When the environment variable
// BUURTLOKET_TEST_CLOCK names a file, it is the time that the file tells instead: the file holds one instant as
// RFC 3339 ("2026-11-24T08:55:00+01:00"), and since the file was written that clock has run on at its normal pace.
// Writing the file anew moves the clock, forwards or backwards, for every process that looks at it, at once.
//
// It is a hook for tests and no setting: a program that runs by such a clock says so in its log. Only what people
// see and what certificates are judged by follows it. Timeouts, intervals and everything that safety rests on do not:
// they never read wall time.
package clock

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Env is the name of the environment variable.
const Env = "BUURTLOKET_TEST_CLOCK"

// FromEnv gives the clock that the environment asks for, and whether that is a test's. The function it gives is safe
// for concurrent use; it panics when the file cannot be read, because a test that runs by another clock than it
// believes proves nothing.
func FromEnv() (now func() time.Time, test bool) {
	file := os.Getenv(Env)
	if file == "" {
		return time.Now, false
	}
	return func() time.Time {
		t, err := Read(file)
		if err != nil {
			panic(err)
		}
		return t
	}, true
}

// Read tells what time it is by the clock in a file.
func Read(file string) (time.Time, error) {
	f, err := os.Open(file)
	if err != nil {
		return time.Time{}, fmt.Errorf("test clock: %w", err)
	}
	defer f.Close()
	info, err := f.Stat() // of the file that is open: a new one may take its name meanwhile
	if err != nil {
		return time.Time{}, fmt.Errorf("test clock: %w", err)
	}
	text := make([]byte, info.Size())
	if _, err := f.ReadAt(text, 0); err != nil {
		return time.Time{}, fmt.Errorf("test clock: %w", err)
	}
	at, err := time.Parse(time.RFC3339Nano, strings.TrimSpace(string(text)))
	if err != nil {
		return time.Time{}, fmt.Errorf("test clock %s: %w", file, err)
	}
	return at.Add(time.Since(info.ModTime())), nil
}

// Set writes a clock's file, whole, so that nobody reads half of it: from now on the clock goes from t.
func Set(file string, t time.Time) (err error) {
	f, err := os.CreateTemp(filepath.Dir(file), ".clock-*")
	if err != nil {
		return fmt.Errorf("set test clock: %w", err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name()) // what went wrong is in err
			err = fmt.Errorf("set test clock: %w", err)
		}
	}()
	_, err = f.WriteString(t.Format(time.RFC3339Nano) + "\n")
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(f.Name(), file)
	}
	return err
}
