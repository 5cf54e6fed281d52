package simulation_test

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/central/register"
)

var (
	seedFlag  = flag.Uint64("sim.seed", 0, "run this one seed and print its trace")
	stepsFlag = flag.Int("sim.steps", 300, "steps of a run")
	seedsFlag = flag.Int("sim.seeds", 0, "how many seeds; 0: a few, or many with SIMULATION=full")
)

// full reports whether the long form is wanted.
func full() bool { return os.Getenv("SIMULATION") == "full" }

// seeded is the world of a seed: which faults it has, and which quota, follow from the seed.
func seeded(dir string, seed uint64, steps int) options {
	o := options{seed: seed, steps: steps, dir: dir, quota: register.Quota{Days: 4, Share: 2, AtLeast: 1, Hands: 20 * 60}}
	if seed%3 == 0 {
		o.quota = register.DefaultQuota
	}
	k := seed % 8
	o.faults = faults{network: k >= 2, crashes: k >= 1, clocks: k >= 3, boxes: k == 4 || k == 6 || k == 7, era: k == 5 || k == 6 || k == 7}
	return o
}

func TestSimulation(t *testing.T) {
	if *seedFlag != 0 {
		o := seeded(disk(t), *seedFlag, *stepsFlag)
		o.print = func(line string) { t.Log(line) }
		if _, _, bad := run(o); bad != nil {
			t.Fatal(bad)
		}
		return
	}
	n := 60
	if full() {
		n = 600
	}
	if *seedsFlag > 0 {
		n = *seedsFlag
	}
	// Worlds know nothing of each other, so each core runs its share of them.
	lanes := uint64(runtime.GOMAXPROCS(0))
	for lane := range lanes {
		t.Run(fmt.Sprintf("lane %d", lane), func(t *testing.T) {
			t.Parallel()
			for seed := 1 + lane; seed <= uint64(n); seed += lanes {
				if bad := once(t, seeded(disk(t), seed, *stepsFlag)); bad != nil {
					report(t, seed, bad)
				}
			}
		})
	}
}

// TestSameSeedSameTrace runs seeds twice: everything that happens follows from the seed.
func TestSameSeedSameTrace(t *testing.T) {
	for _, seed := range []uint64{4, 7, 14} {
		first, a, _ := run(seeded(disk(t), seed, 200))
		again, b, _ := run(seeded(disk(t), seed, 200))
		if first != again {
			for i := range min(len(a.lines), len(b.lines)) {
				if a.lines[i] != b.lines[i] {
					t.Fatalf("seed %d differs at:\n%s\n%s", seed, a.lines[i], b.lines[i])
				}
			}
			t.Fatalf("seed %d: %d and %d lines", seed, len(a.lines), len(b.lines))
		}
	}
}

// once runs one world; its disks are gone afterwards.
func once(t *testing.T, o options) *violation {
	t.Helper()
	_, _, bad := run(o)
	if err := os.RemoveAll(o.dir); err != nil {
		t.Fatal(err)
	}
	return bad
}

// report says what was violated, how it came about, and how to see it again.
func report(t *testing.T, seed uint64, bad *violation) {
	t.Helper()
	last := bad.lines[max(0, len(bad.lines)-12):]
	t.Errorf("seed %d: %v\n%s\nagain with: go test ./central/simulation -run 'TestSimulation$' -sim.seed=%d -sim.steps=%d -v",
		seed, bad, strings.Join(last, "\n"), seed, *stepsFlag)
}

// disk is a folder for one run, in memory where the machine has that.
func disk(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp(shm(), "simulation")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) }) // a left-over does no harm
	return dir
}

func shm() string {
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		return "/dev/shm"
	}
	return ""
}
