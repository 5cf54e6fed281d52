package photo

import (
	"fmt"
	"image"
	"slices"
	"strings"
)

// Code names a check. Codes stand in journals: add to them, never change one.
type Code string

// The checks, in the order in which a clerk reads them.
const (
	OneFace    Code = "face"
	Size       Code = "size"
	Centred    Code = "centred"
	Roll       Code = "roll"
	Turn       Code = "turn"
	EyesOpen   Code = "eyes"
	MouthShut  Code = "mouth"
	Exposure   Code = "exposure"
	EvenLight  Code = "light"
	Background Code = "background"
	Sharpness  Code = "sharpness"
	Resolution Code = "resolution"
)

// Check is one thing that was looked at.
type Check struct {
	Code  Code
	OK    bool
	Value float64 // the figure that was found, in the unit of the norm
	Say   string  // what is wrong and what to ask of the visitor, in Dutch; empty when OK
}

// Verdict is what was found. Without a single face there is only that check and no cut.
type Verdict struct {
	Checks []Check
	Cut    image.Rectangle // the part of the picture that becomes the photo
}

// Good reports whether nothing was found wrong.
func (v Verdict) Good() bool {
	return len(v.Checks) > 0 && !slices.ContainsFunc(v.Checks, func(c Check) bool { return !c.OK })
}

// Failed are the codes of what is wrong, in the order of the checks.
func (v Verdict) Failed() (out []Code) {
	for _, c := range v.Checks {
		if !c.OK {
			out = append(out, c.Code)
		}
	}
	return out
}

// add notes a check: what is said only counts when it failed.
func (v *Verdict) add(code Code, ok bool, value float64, say string, args ...any) {
	c := Check{Code: code, OK: ok, Value: value}
	if !ok {
		c.Say = fmt.Sprintf(say, args...)
	}
	v.Checks = append(v.Checks, c)
}

// figure writes a number as people here do: at most one decimal, after a comma.
func figure(v float64) string {
	s := strings.TrimSuffix(fmt.Sprintf("%.1f", v), ".0")
	if s == "-0" {
		s = "0"
	}
	return strings.Replace(s, ".", ",", 1)
}
