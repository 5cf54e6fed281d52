package main

import (
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// run executes the program with arguments and gives its error.
func run(t *testing.T, args ...string) error {
	t.Helper()
	c := command()
	c.SetArgs(args)
	return c.ExecuteContext(t.Context())
}

func TestWrongFlagsAreRefused(t *testing.T) {
	for _, args := range [][]string{
		{"clerk", "--theme", "pink"}, {"clerk", "--desk", "0"},
	} {
		if err := run(t, args...); !fault.Is(err, fault.Invalid) {
			t.Errorf("%v: %v", args, err)
		}
	}
	for _, args := range [][]string{{"clerk", "--desk", "900"}, {"clerk", "x"}, {"planer"}} {
		if err := run(t, args...); err == nil {
			t.Errorf("%v was taken", args)
		}
	}
}

func TestWithoutADisplayItSaysSo(t *testing.T) {
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	if err := run(t, "clerk"); !strings.Contains(fault.Sentence(err), "geen beeldscherm") {
		t.Errorf("said %v", err)
	}
}
