package face_test

import (
	"encoding/json"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"math"
	"os"
	"sync"
	"testing"

	"github.com/buurtloket/buurtloket/appliance/photo/face"
)

func mustPicture(tb testing.TB, name string) *image.RGBA {
	tb.Helper()
	file, err := os.Open("testdata/" + name)
	if err != nil {
		tb.Fatal(err)
	}
	defer file.Close()
	img, err := jpeg.Decode(file)
	if err != nil {
		tb.Fatal(err)
	}
	out := image.NewRGBA(img.Bounds())
	draw.Draw(out, out.Bounds(), img, image.Point{}, draw.Src)
	return out
}

func mustOne(t *testing.T, img image.Image) face.Face {
	t.Helper()
	found := face.New().Find(img, 0.5)
	if len(found) != 1 {
		t.Fatalf("%d faces, want one: %v", len(found), found)
	}
	return found[0]
}

// TestThePublishersOwnProgramAgrees: the same face, box and points as the program finds that the weights were made for.
func TestThePublishersOwnProgramAgrees(t *testing.T) {
	var want struct {
		Score  float64
		Box    [4]float64
		Points [68][2]float64
	}
	text, err := os.ReadFile("testdata/astronaut.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	f := mustOne(t, mustPicture(t, "astronaut.jpg"))
	if math.Abs(f.Score-want.Score) > 0.05 {
		t.Errorf("score %.3f, theirs %.3f", f.Score, want.Score)
	}
	for i, edge := range [4]float64{f.Box.Left, f.Box.Top, f.Box.Right, f.Box.Bottom} {
		if math.Abs(edge-want.Box[i]) > 2 {
			t.Errorf("box %v, theirs %v", f.Box, want.Box)
		}
	}
	sum := 0.0
	for i, p := range f.Points {
		off := math.Hypot(p.X-want.Points[i][0], p.Y-want.Points[i][1])
		if sum += off; off > 4 {
			t.Errorf("point %d at %.1f, theirs %.1f", i, p, want.Points[i])
		}
	}
	if mean := sum / 68; mean > 1.5 {
		t.Errorf("points are %.2f off in the mean; the face is %.0f wide", mean, f.Box.Width())
	}
}

func TestACatIsNobody(t *testing.T) {
	for name, img := range map[string]image.Image{
		"a cat":      mustPicture(t, "cat.jpg"),
		"grey":       image.NewUniform(color.Gray{128}),
		"one point":  image.NewRGBA(image.Rect(0, 0, 1, 1)),
		"a line":     image.NewRGBA(image.Rect(0, 0, 1000, 1)),
		"no picture": image.NewRGBA(image.Rectangle{}),
	} {
		if u, ok := img.(*image.Uniform); ok {
			grey := image.NewRGBA(image.Rect(0, 0, 300, 400))
			draw.Draw(grey, grey.Bounds(), u, image.Point{}, draw.Src)
			img = grey
		}
		if found := face.New().Find(img, 0.5); len(found) != 0 {
			t.Errorf("%s: %d faces, the first %v with %.2f", name, len(found), found[0].Box, found[0].Score)
		}
	}
}

// TestTwoPeople: side by side, each with eyes of their own.
func TestTwoPeople(t *testing.T) {
	one := mustPicture(t, "astronaut.jpg")
	both := image.NewRGBA(image.Rect(0, 0, 600, 300))
	draw.Draw(both, image.Rect(0, 0, 300, 300), one, image.Pt(80, 0), draw.Src)
	draw.Draw(both, image.Rect(300, 0, 600, 300), one, image.Pt(80, 0), draw.Src)
	found := face.New().Find(both, 0.5)
	if len(found) != 2 {
		t.Fatalf("%d faces", len(found))
	}
	if apart := math.Abs(found[0].Points[30].X - found[1].Points[30].X); math.Abs(apart-300) > 6 {
		t.Errorf("the noses are %.0f apart", apart)
	}
}

// TestWhereAPictureBegins: a part of a picture is a picture, with the places of the whole.
func TestWhereAPictureBegins(t *testing.T) {
	img := mustPicture(t, "astronaut.jpg")
	whole, part := mustOne(t, img), mustOne(t, img.SubImage(image.Rect(90, 10, 360, 280)))
	for _, n := range []int{8, 30, 36, 45} { // chin, nose, the outer corners of the eyes
		if a, b := whole.Points[n], part.Points[n]; math.Hypot(a.X-b.X, a.Y-b.Y) > 5 {
			t.Errorf("point %d: %v in the whole, %v in the part", n, a, b)
		}
	}
}

// TestTheMirror: a face that looks the other way has its points the other way round.
func TestTheMirror(t *testing.T) {
	img := mustPicture(t, "astronaut.jpg")
	width := img.Bounds().Dx()
	mirrored := image.NewRGBA(img.Bounds())
	for y := range img.Bounds().Dy() {
		for x := range width {
			mirrored.SetRGBA(width-1-x, y, img.RGBAAt(x, y))
		}
	}
	a, b := mustOne(t, img), mustOne(t, mirrored)
	for left, right := range map[int]int{36: 45, 39: 42, 48: 54, 8: 8, 0: 16} {
		if want := float64(width) - a.Points[left].X; math.Abs(b.Points[right].X-want) > 8 {
			t.Errorf("point %d is at %.0f, want %.0f", right, b.Points[right].X, want)
		}
	}
}

// TestManyAtOnce: one finder, several pictures at the same time, the same answers.
func TestManyAtOnce(t *testing.T) {
	img, want := mustPicture(t, "astronaut.jpg"), mustOne(t, mustPicture(t, "astronaut.jpg"))
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			if got := face.New().Find(img, 0.5); len(got) != 1 || got[0] != want {
				t.Errorf("got %v", got)
			}
		})
	}
	all.Wait()
}

// BenchmarkFind is a picture of 512 × 512 with one face.
func BenchmarkFind(b *testing.B) {
	img := mustPicture(b, "astronaut.jpg")
	for b.Loop() {
		face.New().Find(img, 0.5)
	}
}
