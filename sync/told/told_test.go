package told_test

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/told"
)

// TestASentenceCrossesTheWire: in a fault, through the RPC layer and in an answer, codes and what is filled in come as they went.
func TestASentenceCrossesTheWire(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var lines told.Lines
		for range rapid.IntRange(1, 3).Draw(rt, "lines") {
			code := rapid.SampledFrom(told.Codes()).Draw(rt, "code")
			if rapid.Bool().Draw(rt, "filled") {
				lines = append(lines, told.Say(code, "n", rapid.StringMatching(`[ -~é·ł]{1,12}`).Draw(rt, "n"), "code", "K7M-2?&=%"))
			} else {
				lines = append(lines, told.Say(code))
			}
		}
		sent := fault.RPC(fault.Wrap("test.Outer", lines.Fault("test", fault.Refused).Because(errors.New("cause"))))
		back := fault.FromRPC("test", sent)
		if got := told.Parse(fault.Codes(back)); got.Dutch() != lines.Dutch() || !slices.Equal(got.Strings(), lines.Strings()) {
			rt.Fatalf("went %v, came %v", lines, got)
		}
		if fault.Sentence(back) != lines.Dutch() {
			rt.Fatalf("it says %q, wanted %q", fault.Sentence(back), lines.Dutch())
		}
		if got := told.Read(lines.Contract()); !slices.Equal(got.Strings(), lines.Strings()) {
			rt.Fatalf("went %v, came %v", lines, got)
		}
	})
}

// TestEverySentenceIsOne: Dutch, with an end, and nothing in it that is filled in and has no sensible name.
func TestEverySentenceIsOne(t *testing.T) {
	hole := regexp.MustCompile(`\{[a-z]+\}`)
	for _, code := range told.Codes() {
		say := told.Say(code).Dutch()
		if rest := hole.ReplaceAllString(say, ""); !strings.HasSuffix(say, ".") || strings.ContainsAny(rest, "{}") {
			t.Errorf("%s: %q", code, say)
		}
	}
}

// TestHalfIsNotSaid: where a language lacks one of the sentences, none is said in it.
func TestHalfIsNotSaid(t *testing.T) {
	in := map[told.Code]string{told.PINWrong: "Wrong.", told.PINTries: "{n} left."}
	both := told.Lines{told.Say(told.PINWrong), told.Say(told.PINTries, "n", "2")}
	if say, ok := both.Words(in); !ok || say != "Wrong. 2 left." {
		t.Errorf("%q, %v", say, ok)
	}
	if say, ok := append(both, told.Say(told.AskHelp)).Words(in); ok {
		t.Errorf("half is said: %q", say)
	}
	if _, ok := told.Lines(nil).Words(in); ok {
		t.Error("nothing is said, as if it were something")
	}
}
