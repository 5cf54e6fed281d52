package glance

import "math"

// The arithmetic is in whole numbers: cosines have fine bits behind the point, and half-way coarse of them are dropped.
const (
	fine   = 12
	coarse = 10
)

// cosines are, for an edge of n points, what the k-th pattern of eight is at the i-th of them: at [n-1][i][k]. The patterns
// of n points are those of eight made coarser, with the same factor.
var cosines = func() (all [8][8][8]int32) {
	for n := 1; n <= 8; n++ {
		for i := range n {
			for k := range n {
				factor := 0.5
				if k == 0 {
					factor *= math.Sqrt2 / 2
				}
				all[n-1][i][k] = int32(math.Round(factor * math.Cos(float64(2*i+1)*float64(k)*math.Pi/float64(2*n)) * (1 << fine)))
			}
		}
	}
	return all
}()

// level fills a block with its mean: a coefficient of the mean is eight times it.
func level(out []byte, stride, edge int, mean int32) {
	v := clamp((mean+4)>>3 + 128)
	for y := range edge {
		row := out[y*stride : y*stride+edge]
		for x := range row {
			row[x] = v
		}
	}
}

// transform computes the points of a block from its coefficients: first along the columns, then along the rows.
func transform(out []byte, stride, edge int, in *[64]int32, cos *[8][8]int32) {
	var half [64]int32
	for y := range edge {
		weights := &cos[y]
		for x := range edge {
			sum := int32(0)
			for k := range edge {
				sum += weights[k] * in[k*8+x]
			}
			half[y*8+x] = (sum + 1<<(coarse-1)) >> coarse
		}
	}
	const last = 2*fine - coarse
	for y := range edge {
		row, values := out[y*stride:y*stride+edge], half[y*8:y*8+8]
		for x := range row {
			weights, sum := &cos[x], int32(1<<(last-1))
			for k := range edge {
				sum += weights[k] * values[k]
			}
			row[x] = clamp(sum>>last + 128)
		}
	}
}

func clamp(v int32) byte { return byte(min(max(v, 0), 255)) }
