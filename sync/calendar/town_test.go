package calendar_test

import (
	"errors"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

const (
	berchem     office.SiteID = "buurtloket-berchem"
	groenenhoek office.SiteID = "buurtloket-groenenhoek"
	harmonie    office.SiteID = "antwerpen-harmonie"
	snelbalie   office.SiteID = "ac-snelbalie"
)

// mustPlan compiles a configuration.
func mustPlan(t testing.TB, c calendar.Config) *calendar.Plan {
	t.Helper()
	p, err := calendar.NewPlan(c)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// town is the configuration of the embedded catalogue.
func town(t testing.TB) calendar.Config {
	t.Helper()
	return catalogue.Embedded().Config(1)
}

// mustTown is the plan of the embedded catalogue with closures added.
func mustTown(t testing.TB, closures ...calendar.Closure) *calendar.Plan {
	t.Helper()
	c := town(t)
	c.Closures = closures
	return mustPlan(t, c)
}

func mustDate(t testing.TB, s string) office.Date {
	t.Helper()
	d, err := office.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func mustMinute(t testing.TB, s string) office.Minute {
	t.Helper()
	m, err := office.ParseMinute(s)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// at is the instant of a local time of the city: "2026-03-02 10:04".
func at(t testing.TB, s string) time.Time {
	t.Helper()
	zone, err := calendar.Zone()
	if err != nil {
		t.Fatal(err)
	}
	now, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	if err != nil {
		t.Fatal(err)
	}
	return now
}

// wantCode sees that err is a fault that says something to people and carries the code; Fine wants none.
func wantCode(t testing.TB, err error, want calendar.Code) {
	t.Helper()
	if want == calendar.Fine {
		if err != nil {
			t.Fatalf("refused: %v", err)
		}
		return
	}
	var f *fault.Fault
	if !errors.Is(err, want) || calendar.CodeOf(err) != want || !errors.As(err, &f) {
		t.Fatalf("got %v, want a fault because %q", err, want)
	}
	if f.Say == "" || f.Next == "" {
		t.Fatalf("%v says %q and %q to people; want a sentence and a next step", err, f.Say, f.Next)
	}
}
