package photo_test

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/appliance/photo"
	"github.com/buurtloket/buurtloket/appliance/photo/face"
)

// TestEveryPictureFailsForItsReason: pictures made from one free portrait, each with what is wrong with it, and those that
// may pass although they are not the same.
func TestEveryPictureFailsForItsReason(t *testing.T) {
	if !thorough {
		t.Skip("nothing here is done at once, and the race detector takes minutes over it")
	}
	good, smiling := must(t, sitter), must(t, portrait)
	cat, err := enlarged("face/testdata/cat.jpg", 2)
	if err != nil {
		t.Fatal(err)
	}
	p := face.New().Find(good, 0.5)[0].Points
	stripes := func(x, _ int, c [3]float64) [3]float64 {
		if x/20%2 == 0 {
			return [3]float64{60, 90, 140}
		}
		return c
	}
	dark := func(_, _ int, _ [3]float64) [3]float64 { return [3]float64{70, 80, 110} }
	for name, c := range map[string]struct {
		img  image.Image
		want []photo.Code
	}{
		"a good one":                 {good, nil},
		"mirrored":                   {mirrored(good), nil},
		"without colour":             {grey(good), nil},
		"warm light":                 {tinted(good, 1.08, 1, 0.9), nil},
		"cool light":                 {tinted(good, 0.92, 1, 1.08), nil},
		"a little darker":            {lit(good, func(float64) float64 { return 0.85 }), nil},
		"strongly compressed":        {compressed(t, good, 45), nil},
		"a noisy camera":             {noisy(good, 8), nil},
		"leaning 3° to the left":     {turned(good, -3), nil},
		"a camera with more points":  {resized(good, 1.4), nil},
		"another colour of ground":   {behind(good, func(_, _ int, c [3]float64) [3]float64 { return [3]float64{c[0] - 30, c[1] - 10, c[2] + 20} }), nil},
		"a picture within a picture": {good.SubImage(image.Rect(60, 0, 860, 860)), nil},
		"smiling":                    {smiling, codes(photo.MouthShut)},
		"smiling, mirrored":          {mirrored(smiling), codes(photo.MouthShut)},
		"a cat":                      {cat, codes(photo.OneFace)},
		"an empty chair":             {behind(part(good, 0, 0, 180, 300), func(_, _ int, c [3]float64) [3]float64 { return c }), codes(photo.OneFace)},
		"nothing at all":             {image.NewRGBA(image.Rect(0, 0, 640, 480)), codes(photo.OneFace)},
		"two people":                 {beside(good), codes(photo.OneFace)},
		"upside down":                {turned(good, 180), codes(photo.OneFace)},
		"leaning 9° to the left":     {turned(good, -12), codes(photo.Roll)},
		"leaning 9° to the right":    {turned(good, 6.5), codes(photo.Roll)},
		"looking aside":              {aside(good), codes(photo.Turn)},
		"eyes that are closed":       {asleep(good, p), codes(photo.EyesOpen)},
		"too dark":                   {lit(good, func(float64) float64 { return 0.35 }), codes(photo.Exposure, photo.Background)},
		"too light":                  {lit(good, func(float64) float64 { return 1.6 }), codes(photo.Exposure)},
		"light from one side":        {lit(good, func(x float64) float64 { return 1.25 - 1.1*clamp((x-0.34)/0.27) }), codes(photo.EvenLight, photo.Background)},
		"blurred":                    {through(good, 0.09), codes(photo.Sharpness)},
		"moved":                      {moved(good, 36), codes(photo.Sharpness)},
		"too far away":               {resized(good, 1.0/3), codes(photo.Resolution)},
		"much too far away":          {resized(good, 0.22), codes(photo.Sharpness, photo.Resolution)},
		"too close":                  {resized(part(good, 215, 90, 655, 620), 1.5), codes(photo.Size, photo.Centred, photo.Background)},
		"at the left of the camera":  {part(good, 225, 0, 900, 900), codes(photo.Centred)},
		"the head against the edge":  {part(good, 0, 130, 900, 900), codes(photo.Centred)},
		"a wall with stripes":        {behind(good, stripes), codes(photo.Background)},
		"a dark wall":                {behind(good, dark), codes(photo.Background)},
	} {
		t.Run(name, func(t *testing.T) {
			v := photo.Default.Judge(c.img, face.New().Find(c.img, 0.5))
			if got := v.Failed(); !slices.Equal(got, c.want) {
				t.Errorf("failed %v, want %v\n%s", got, c.want, said(v))
			}
			for _, check := range v.Checks {
				if check.OK != (check.Say == "") || strings.Contains(check.Say, "%!") || math.IsNaN(check.Value) {
					t.Errorf("%s: ok %v, %v, %q", check.Code, check.OK, check.Value, check.Say)
				}
			}
			if v.Good() != (len(c.want) == 0) {
				t.Error("good is not the same as without a fault")
			}
			if !v.Cut.Empty() && !v.Cut.In(c.img.Bounds()) {
				t.Errorf("the cut %v leaves the picture %v", v.Cut, c.img.Bounds())
			}
		})
	}
}

func said(v photo.Verdict) string {
	var b strings.Builder
	for _, c := range v.Checks {
		b.WriteString(string(c.Code) + " " + c.Say + "\n")
	}
	return b.String()
}

func codes(c ...photo.Code) []photo.Code { return c }

func clamp(v float64) float64 { return max(0, min(1, v)) }

func mirrored(img *image.RGBA) *image.RGBA {
	w := float64(img.Rect.Dx() - 1)
	return warp(img, func(x, y float64) (float64, float64) { return w - x, y })
}

func grey(img *image.RGBA) *image.RGBA {
	return each(img, func(_, _ int, c [3]float64) [3]float64 {
		l := 0.299*c[0] + 0.587*c[1] + 0.114*c[2]
		return [3]float64{l, l, l}
	})
}

func tinted(img *image.RGBA, r, g, b float64) *image.RGBA {
	return each(img, func(_, _ int, c [3]float64) [3]float64 { return [3]float64{c[0] * r, c[1] * g, c[2] * b} })
}

func noisy(img *image.RGBA, by float64) *image.RGBA {
	random := rand.New(rand.NewPCG(1, 2))
	return each(img, func(_, _ int, c [3]float64) [3]float64 {
		n := random.NormFloat64() * by
		return [3]float64{c[0] + n, c[1] + n, c[2] + n}
	})
}

func compressed(t *testing.T, img *image.RGBA, quality int) image.Image {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	out, err := jpeg.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func beside(img *image.RGBA) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, 1800, 900))
	draw.Draw(out, image.Rect(0, 0, 900, 900), img, image.Point{}, draw.Src)
	draw.Draw(out, image.Rect(900, 0, 1800, 900), img, image.Point{}, draw.Src)
	return out
}

// aside squeezes the half of the face that turns away.
func aside(img *image.RGBA) *image.RGBA {
	p := face.New().Find(img, 0.5)[0].Points
	nose, edge := p[30].X, p[16].X
	to := nose + (edge-nose)*0.65
	return warp(img, func(x, y float64) (float64, float64) {
		switch {
		case x <= nose:
			return x, y
		case x <= to:
			return nose + (x-nose)*(edge-nose)/(to-nose), y
		}
		return x + edge - to, y
	})
}

// asleep draws the skin of the lid down over each eye.
func asleep(img *image.RGBA, p [68]face.Point) *image.RGBA {
	lids := [2][]face.Point{p[36:42], p[42:48]}
	return warp(img, func(x, y float64) (float64, float64) {
		for _, e := range lids {
			left, right, top, bottom := e[0].X-12, e[3].X+12, e[1].Y-14, e[4].Y+10
			if x > left && x < right && y > top && y < bottom {
				return x, top - (bottom-y)*0.4
			}
		}
		return x, y
	})
}

// moved is a picture of somebody who did not sit still.
func moved(img *image.RGBA, by int) *image.RGBA {
	out := image.NewRGBA(img.Rect)
	for y := img.Rect.Min.Y; y < img.Rect.Max.Y; y++ {
		for x := img.Rect.Min.X; x < img.Rect.Max.X; x++ {
			var sum [3]int
			for k := range by {
				c := img.RGBAAt(min(x+k, img.Rect.Max.X-1), y)
				sum[0], sum[1], sum[2] = sum[0]+int(c.R), sum[1]+int(c.G), sum[2]+int(c.B)
			}
			out.SetRGBA(x, y, color.RGBA{uint8(sum[0] / by), uint8(sum[1] / by), uint8(sum[2] / by), 255})
		}
	}
	return out
}
