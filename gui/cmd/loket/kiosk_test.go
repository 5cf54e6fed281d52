package main

import "testing"

// TestReach: a band in millimetres is a share of the screen, and half a measure is none.
func TestReach(t *testing.T) {
	for name, c := range map[string]struct {
		mm      millimetres
		percent uint8
		want    float32
		fails   bool
	}{
		"per cent":           {percent: 55, want: 0.55},
		"measured":           {mm: millimetres{screen: 800, hand: 400}, percent: 55, want: 0.5},
		"a low screen":       {mm: millimetres{screen: 500, hand: 700}, percent: 55, want: 1},
		"half a measure":     {mm: millimetres{screen: 800}, percent: 55, fails: true},
		"no screen":          {mm: millimetres{hand: 400}, percent: 55, fails: true},
		"out of reach":       {mm: millimetres{screen: 1000, hand: 200}, percent: 55, fails: true},
		"too few per cent":   {percent: 20, fails: true},
		"more than a screen": {percent: 120, fails: true},
	} {
		got, err := c.mm.reach(c.percent)
		if (err != nil) != c.fails || got != c.want && !c.fails {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}
