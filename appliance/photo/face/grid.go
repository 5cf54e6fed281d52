package face

import (
	"runtime"
	"slices"
	"sync"
)

// grid is a picture of any number of channels: rows of points of channels.
type grid struct {
	h, w, c int
	at      []float32
}

func newGrid(h, w, c int) grid { return grid{h, w, c, make([]float32, h*w*c)} }

// point is the channels at a place.
func (g grid) point(y, x int) []float32 { return g.at[(y*g.w+x)*g.c:][:g.c:g.c] }

// rows calls f for every row of a grid that is being made, on as many cores as there are. Rows do not share anything.
func (g grid) rows(f func(y int)) grid {
	var all sync.WaitGroup
	workers := min(runtime.GOMAXPROCS(0), g.h)
	for n := range workers {
		all.Go(func() {
			for y := n; y < g.h; y += workers {
				f(y)
			}
		})
	}
	all.Wait()
	return g
}

// full is a convolution of 3×3 over all channels. Outside of the picture everything is zero; before is how many rows and
// columns outside come first.
func (g grid) full(filter, bias []float32, stride, before, size int) grid {
	out := newGrid(size, size, len(bias))
	return out.rows(func(y int) {
		patch := make([]float32, 9*g.c)
		for x := range out.w {
			for k := range 9 {
				v, u := y*stride+k/3-before, x*stride+k%3-before
				if v < 0 || u < 0 || v >= g.h || u >= g.w {
					clear(patch[k*g.c:][:g.c])
					continue
				}
				copy(patch[k*g.c:], g.point(v, u))
			}
			to := out.point(y, x)
			copy(to, bias)
			mix(to, patch, filter)
		}
	})
}

// separable is a convolution of 3×3 within each channel, and then one of 1×1 over all of them.
func (g grid) separable(depth, wide, bias []float32, stride, before, size int) grid {
	out := newGrid(size, size, len(bias))
	return out.rows(func(y int) {
		own := make([]float32, g.c)
		for x := range out.w {
			clear(own)
			for k := range 9 {
				v, u := y*stride+k/3-before, x*stride+k%3-before
				if v < 0 || u < 0 || v >= g.h || u >= g.w {
					continue
				}
				weigh(own, g.point(v, u), depth[k*g.c:][:g.c])
			}
			to := out.point(y, x)
			copy(to, bias)
			mix(to, own, wide)
		}
	})
}

// wide is a convolution of 1×1.
func (g grid) wide(filter, bias []float32) grid {
	out := newGrid(g.h, g.w, len(bias))
	return out.rows(func(y int) {
		for x := range out.w {
			to := out.point(y, x)
			copy(to, bias)
			mix(to, g.point(y, x), filter)
		}
	})
}

// mix adds a row of numbers, taken through a matrix of one row per number, to another. It is the innermost loop of
// everything here, so it takes four rows at once: what is added to is read and written a quarter as often.
// The race detector is kept out of it, and of weigh: they know only what their caller's goroutine made, and with it a
// face takes a minute.
//
//go:norace
func mix(to, row, matrix []float32) {
	n := len(to)
	for len(row) >= 4 {
		a, b, c, d := row[0], row[1], row[2], row[3]
		p, q, r, s := matrix[:n], matrix[n:][:n], matrix[2*n:][:n], matrix[3*n:][:n]
		for i := range to {
			to[i] += a*p[i] + b*q[i] + c*r[i] + d*s[i]
		}
		row, matrix = row[4:], matrix[4*n:]
	}
	for k, a := range row {
		for i, p := range matrix[k*n:][:n] {
			to[i] += a * p
		}
	}
}

// weigh is to += a × b, number by number.
//
//go:norace
func weigh(to, a, b []float32) {
	a, b = a[:len(to)], b[:len(to)]
	for i := range to {
		to[i] += a[i] * b[i]
	}
}

// maximum is the greatest of each 2×2, every stride points; at the lower and the right edge there may be fewer.
func (g grid) maximum(stride int) grid {
	out := newGrid((g.h+stride-1)/stride, (g.w+stride-1)/stride, g.c)
	return out.rows(func(y int) {
		for x := range out.w {
			to := out.point(y, x)
			copy(to, g.point(y*stride, x*stride))
			for _, k := range [...][2]int{{0, 1}, {1, 0}, {1, 1}} {
				if v, u := y*stride+k[0], x*stride+k[1]; v < g.h && u < g.w {
					for i, a := range g.point(v, u) {
						to[i] = max(to[i], a)
					}
				}
			}
		}
	})
}

// leaky lets a tenth of what is below zero through.
func (g grid) leaky() grid {
	for i, a := range g.at {
		g.at[i] = max(a, a*0.1)
	}
	return g
}

// ramp leaves out what is below zero.
func (g grid) ramp() grid {
	for i, a := range g.at {
		g.at[i] = max(a, 0)
	}
	return g
}

// plus adds another grid of the same shape.
func (g grid) plus(o grid) grid {
	for i, a := range o.at {
		g.at[i] += a
	}
	return g
}

// copy gives a grid of its own.
func (g grid) copy() grid {
	g.at = slices.Clone(g.at)
	return g
}
