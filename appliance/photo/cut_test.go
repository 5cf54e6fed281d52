package photo_test

import (
	"image"
	"math"
	"testing"

	"github.com/buurtloket/buurtloket/appliance/photo"
	"github.com/buurtloket/buurtloket/appliance/photo/face"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// TestThePhotoHasItsMeasures: 35 × 45 mm at 600 points an inch, the face in the middle, eyes level with what they were.
func TestThePhotoHasItsMeasures(t *testing.T) {
	img := must(t, sitter)
	v := photo.Default.Judge(img, face.New().Find(img, 0.5))
	cut := photo.Default.Cut(img, v)
	if size := cut.Bounds().Size(); size != image.Pt(827, 1063) {
		t.Fatalf("the photo has %v points", size)
	}
	again := face.New().Find(cut, 0.5)
	if len(again) != 1 {
		t.Fatalf("%d faces on the photo", len(again))
	}
	if middle := (again[0].Points[0].X + again[0].Points[16].X) / 2; math.Abs(middle-827.0/2) > 35 {
		t.Errorf("the face is at %.0f of 827", middle)
	}
	const mm = 1063 / 45.0
	if chin := (1063 - again[0].Points[8].Y) / mm; math.Abs(chin-(45-4.5-33.5)) > 1 {
		t.Errorf("the chin is %.1f mm above the edge", chin)
	}
	if photo.Default.Cut(img, photo.Verdict{}) != nil {
		t.Error("a photo was cut of nobody")
	}
}

// TestNormsThatNoPhotoMeets are refused in words.
func TestNormsThatNoPhotoMeets(t *testing.T) {
	if err := photo.Default.Check(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*photo.Norm){
		"no width":                     func(n *photo.Norm) { n.Width = 0 },
		"a head higher than the photo": func(n *photo.Norm) { n.HeadMax = 44 },
		"a head from 36 to 31 mm":      func(n *photo.Norm) { n.HeadMin, n.HeadMax = 36, 31 },
		"no points":                    func(n *photo.Norm) { n.Print = 0 },
		"a million points":             func(n *photo.Norm) { n.Print = 1_000_000 },
		"dark above light":             func(n *photo.Norm) { n.Dark = 230 },
	} {
		n := photo.Default
		change(&n)
		if err := n.Check(); !fault.Is(err, fault.Invalid) || fault.Sentence(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// BenchmarkVerdict is all that happens between the camera's picture and the words: find, judge, cut. The target is 500 ms.
func BenchmarkVerdict(b *testing.B) {
	img, err := sitter()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if photo.Default.Cut(img, photo.Default.Judge(img, face.New().Find(img, 0.5))) == nil {
			b.Fatal("no cut")
		}
	}
}
