package face

import (
	"fmt"
	"image"
)

// The network of the points as it was trained.
var pointsMean = [3]float32{122.782, 117.001, 104.298}

const pointsSize = 112

// landmarks finds the points of the face in a part of a picture.
func (f *Finder) landmarks(img image.Image, part image.Rectangle) (out [68]Point) {
	g, by, at := square(img, part, pointsSize, true, pointsMean)
	for n := range 4 {
		g = f.block(g, n)
	}
	mean := make([]float32, g.c)
	for i, a := range g.at {
		mean[i%g.c] += a / float32(g.h*g.w)
	}
	weight, bias := f.points["fc/weights"], f.points["fc/bias"]
	last := append([]float32(nil), bias...)
	mix(last, mean, weight)
	for n := range out {
		x, y := float64(last[2*n])*pointsSize-float64(at.X), float64(last[2*n+1])*pointsSize-float64(at.Y)
		out[n] = Point{float64(part.Min.X) + x/by, float64(part.Min.Y) + y/by}
	}
	return out
}

// block is four convolutions, each of the ramp of the sum of those before; the first halves the picture.
func (f *Finder) block(g grid, n int) grid {
	w, size := f.points, (g.h+1)/2
	name := func(k int, part string) []float32 { return w[fmt.Sprintf("dense%d/conv%d/%s", n, k, part)] }
	separable := func(g grid, k, stride, before int) grid {
		return g.separable(name(k, "depthwise_filter"), name(k, "pointwise_filter"), name(k, "bias"), stride, before, size)
	}
	var sum grid // of the convolutions so far; the first counts without what is below zero
	// A square of even size that is halved begins at its first point: what lies outside comes last.
	if n == 0 {
		sum = g.full(name(0, "filters"), name(0, "bias"), 2, 0, size)
	} else {
		sum = separable(g, 0, 2, 0)
	}
	sum.ramp()
	in := sum
	for k := 1; k < 4; k++ {
		sum = separable(in, k, 1, 1).plus(sum)
		in = sum.copy().ramp()
	}
	return in
}
