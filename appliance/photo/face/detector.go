package face

import (
	"fmt"
	"image"
	"math"
	"slices"
)

// DetectorSize is the side of the square in which faces are looked for, a multiple of 32. A face must be at least a tenth
// of the picture's longer side to be found for certain; a photo for a document shows one of a third and more.
const DetectorSize = 320

// Box is where a face lies, in points of the picture; its edges may lie outside.
type Box struct{ Left, Top, Right, Bottom float64 }

// Width is the box's width in points.
func (b Box) Width() float64 { return b.Right - b.Left }

// Height is the box's height in points.
func (b Box) Height() float64 { return b.Bottom - b.Top }

// In is the part of the box that lies in a picture, in whole points.
func (b Box) In(r image.Rectangle) image.Rectangle {
	return image.Rect(int(b.Left), int(b.Top), int(math.Ceil(b.Right)), int(math.Ceil(b.Bottom))).Intersect(r)
}

// overlap is the share of two boxes that both have.
func (b Box) overlap(o Box) float64 {
	w := max(0, min(b.Right, o.Right)-max(b.Left, o.Left))
	h := max(0, min(b.Bottom, o.Bottom)-max(b.Top, o.Top))
	return w * h / (b.Width()*b.Height() + o.Width()*o.Height() - w*h)
}

// The detector as it was trained.
var (
	detectorMean = [3]float32{117.001, 114.697, 97.404}
	anchors      = [5][2]float64{{1.603231, 2.094468}, {6.041143, 7.080126}, {2.882459, 3.518061}, {4.266906, 5.178857}, {9.041765, 10.66308}}
)

// sameFace is the overlap from which two boxes are taken for one face.
const sameFace = 0.4

type scored struct {
	Box
	score float64
}

// boxes runs the detector.
func (f *Finder) boxes(img image.Image, least float64) []scored {
	part := img.Bounds()
	g, by, _ := square(img, part, DetectorSize, false, detectorMean)
	w := f.detector
	g = g.full(w["conv0/filters"], w["conv0/bias"], 1, 0, g.h-2).leaky()
	for n := 1; n <= 5; n++ {
		g = g.maximum(2)
		name := fmt.Sprintf("conv%d/", n)
		g = g.separable(w[name+"depthwise_filter"], w[name+"pointwise_filter"], w[name+"bias"], 1, 1, g.h).leaky()
	}
	g = g.maximum(1)
	return distinct(cells(g.wide(w["conv8/filters"], w["conv8/bias"]), by, part.Min, least))
}

// cells reads the boxes out of the last layer, back into points of the picture.
func cells(g grid, by float64, origin image.Point, least float64) (out []scored) {
	side := float64(DetectorSize) / float64(g.h) / by // of a cell, in points of the picture
	for y := range g.h {
		for x := range g.w {
			for n, anchor := range anchors {
				v := g.point(y, x)[n*5:][:5]
				score := sigmoid(v[4])
				if score < least {
					continue
				}
				cx, cy := float64(origin.X)+(float64(x)+sigmoid(v[0]))*side, float64(origin.Y)+(float64(y)+sigmoid(v[1]))*side
				w, h := math.Exp(float64(v[2]))*anchor[0]*side/2, math.Exp(float64(v[3]))*anchor[1]*side/2
				out = append(out, scored{Box{cx - w, cy - h, cx + w, cy + h}, score})
			}
		}
	}
	return out
}

// distinct leaves out what overlaps a surer box, and puts the surest first.
func distinct(all []scored) (out []scored) {
	slices.SortStableFunc(all, func(a, b scored) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return 0
	})
	for _, b := range all {
		if !slices.ContainsFunc(out, func(o scored) bool { return o.overlap(b.Box) > sameFace }) {
			out = append(out, b)
		}
	}
	return out
}

func sigmoid(a float32) float64 { return 1 / (1 + math.Exp(-float64(a))) }
