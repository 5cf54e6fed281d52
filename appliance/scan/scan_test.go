package scan_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/buurtloket/buurtloket/appliance/scan"
	"github.com/buurtloket/buurtloket/hardware/scanner"
)

func emulator() *scanner.Emulator { return scanner.NewEmulator(scanner.DefaultRules()) }

// TestWhoHears: a desk hears its own scanners and everybody's, from the moment on at which it listens.
func TestWhoHears(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		own, all := emulator(), emulator()
		ears := &scan.Ears{Scanners: []scan.Scanner{{ID: "own", Desk: 1, Scanner: own}, {ID: "all", Scanner: all}}}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- ears.Run(ctx) }()
		own.Scan("EP000001") // nobody listens
		synctest.Wait()
		one, stopOne := ears.Listen(1)
		two, stopTwo := ears.Listen(2)
		own.Scan("EP000002")
		synctest.Wait()
		all.Scan("EP000003")
		synctest.Wait()
		for name, c := range map[string]struct {
			codes <-chan scan.Code
			want  string
		}{"desk 1": {one, "own EP000002 all EP000003"}, "desk 2": {two, "all EP000003"}} {
			var got []string
			for len(c.codes) > 0 {
				code := <-c.codes
				got = append(got, code.ID, code.Number)
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("%s heard %q", name, got)
			}
		}
		stopOne()
		stopOne()
		if _, ok := <-one; ok {
			t.Error("after stop there is more")
		}
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		stopTwo()
	})
}

// TestWhoStandsStill: a listener that takes nothing is let go, and holds up nobody.
func TestWhoStandsStill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := emulator()
		ears := &scan.Ears{Scanners: []scan.Scanner{{ID: "a", Scanner: e}}}
		ctx, cancel := context.WithCancel(t.Context())
		go ears.Run(ctx)
		still, stop := ears.Listen(1)
		defer stop()
		quick, quit := ears.Listen(2)
		defer quit()
		heard := 0
		for n := range 20 {
			e.Scan(fmt.Sprintf("EP%06d", n))
			synctest.Wait()
			for len(quick) > 0 {
				<-quick
				heard++
			}
		}
		waited := 0
		for range still {
			waited++
		}
		if heard != 20 || waited != 16 {
			t.Errorf("the quick heard %d, of the still %d waited", heard, waited)
		}
		cancel()
		synctest.Wait()
	})
}

// TestAScannerThatIsAway: it is tried again and again, told of once, and read when it is back.
func TestAScannerThatIsAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		e := emulator()
		e.Unplug()
		ears := &scan.Ears{Scanners: []scan.Scanner{{ID: "weg", Scanner: e}}, Logger: slog.New(slog.NewTextHandler(&log, nil))}
		ctx, cancel := context.WithCancel(t.Context())
		go ears.Run(ctx)
		codes, stop := ears.Listen(1)
		defer stop()
		time.Sleep(time.Hour)
		synctest.Wait()
		if n := strings.Count(log.String(), "a scanner is away"); n != 1 {
			t.Errorf("told %d times", n)
		}
		e.Plug()
		time.Sleep(scan.DefaultPause)
		synctest.Wait()
		e.Scan("EP123456")
		if c := <-codes; c.Number != "EP123456" || c.ID != "weg" {
			t.Errorf("%v of %s", c.Code, c.ID)
		}
		cancel()
		synctest.Wait()
	})
}
