package clock_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/clock"
)

var morning = time.Date(2026, 11, 24, 8, 55, 0, 0, time.FixedZone("CET", 3600))

// breath is how long a line of a test may take on a busy machine.
const breath = 30 * time.Second

// mustBe fails unless the clock stands at t or a breath later.
func mustBe(t *testing.T, now, want time.Time) {
	t.Helper()
	if late := now.Sub(want); late < -time.Second || late > breath {
		t.Errorf("the clock says %s, want %s", now, want)
	}
}

func TestWithoutTheVariableItIsTheMachinesClock(t *testing.T) {
	t.Setenv(clock.Env, "")
	now, test := clock.FromEnv()
	if test {
		t.Error("it calls itself a test's")
	}
	mustBe(t, now(), time.Now())
}

func TestTheFileMovesTheClock(t *testing.T) {
	file := filepath.Join(t.TempDir(), "clock")
	t.Setenv(clock.Env, file)
	now, test := clock.FromEnv()
	if !test {
		t.Error("it does not call itself a test's")
	}
	for _, to := range []time.Time{morning, morning.Add(36 * time.Hour), morning.AddDate(0, 0, -1)} {
		if err := clock.Set(file, to); err != nil {
			t.Fatal(err)
		}
		mustBe(t, now(), to)
	}
}

// TestItRunsOn sets back when the file was written instead of waiting.
func TestItRunsOn(t *testing.T) {
	file := filepath.Join(t.TempDir(), "clock")
	if err := clock.Set(file, morning); err != nil {
		t.Fatal(err)
	}
	hourAgo := time.Now().Add(-time.Hour)
	if err := os.Chtimes(file, hourAgo, hourAgo); err != nil {
		t.Fatal(err)
	}
	got, err := clock.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	mustBe(t, got, morning.Add(time.Hour))
}

func TestAClockThatCannotBeReadIsNotGuessed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "clock")
	t.Setenv(clock.Env, file)
	for name, text := range map[string]string{"missing": "", "empty": "\n", "no instant": "twelve o'clock\n"} {
		t.Run(name, func(t *testing.T) {
			if text != "" {
				if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			now, _ := clock.FromEnv()
			t.Logf("it said %s", now())
		})
	}
}
