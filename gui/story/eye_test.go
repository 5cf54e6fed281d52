//go:build story

package story_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/image/draw"
)

// look reads what a virtual display shows from the file that it keeps, an X window dump, in shades of grey.
func look(file string) (*image.Gray, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	const header, colour = 100, 12 // bytes of the fixed part, and of each colour that follows it
	if len(b) < header {
		return nil, fmt.Errorf("%s has %d bytes", file, len(b))
	}
	field := func(n int) int { return int(binary.BigEndian.Uint32(b[4*n:])) }
	wide, high, stride, from := field(4), field(5), field(12), field(0)+colour*field(19)
	if len(b) < from+high*stride {
		return nil, fmt.Errorf("%s has %d bytes for %d × %d", file, len(b), wide, high)
	}
	f := image.NewGray(image.Rect(0, 0, wide, high))
	for y := range high {
		for x := range wide {
			p := b[from+y*stride+4*x:]
			f.Pix[y*f.Stride+x] = byte((int(p[0]) + 4*int(p[1]) + 2*int(p[2])) / 7)
		}
	}
	return f, nil
}

// shapes are the boxes around all that is drawn with an edge, but for lines and frames.
func shapes(f *image.Gray) (all []image.Rectangle) {
	wide, high := f.Rect.Dx(), f.Rect.Dy()
	const sharp = 40
	apart := func(a, b int) bool { return max(f.Pix[a], f.Pix[b])-min(f.Pix[a], f.Pix[b]) > sharp }
	edge := make([]bool, len(f.Pix))
	for y := 1; y < high-1; y++ {
		for at := y*f.Stride + 1; at < y*f.Stride+wide-1; at++ {
			edge[at] = apart(at-1, at+1) || apart(at-f.Stride, at+f.Stride)
		}
	}
	for begin := range edge {
		if !edge[begin] {
			continue
		}
		dots, box := []int{begin}, image.Rectangle{}
		edge[begin] = false
		for i := 0; i < len(dots); i++ {
			at := dots[i]
			box = box.Union(image.Rect(at%f.Stride, at/f.Stride, at%f.Stride+1, at/f.Stride+1))
			for _, next := range [...]int{at - f.Stride - 1, at - f.Stride, at - f.Stride + 1, at - 1, at + 1, at + f.Stride - 1, at + f.Stride, at + f.Stride + 1} {
				if edge[next] {
					edge[next] = false
					dots = append(dots, next)
				}
			}
		}
		line := min(box.Dx(), box.Dy()) <= 8 && max(box.Dx(), box.Dy()) >= 48
		if !line && !isFrame(box, dots, f.Stride) {
			all = append(all, box)
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(box image.Rectangle) bool { return holds(box, all) })
}

// holds reports whether a shape lies around others, as frames that touch do: a letter has two such holes at most.
func holds(box image.Rectangle, all []image.Rectangle) bool {
	const holes = 2
	n := 0
	for _, other := range all {
		if other != box && other.In(box) {
			n++
		}
	}
	return n > holes
}

// isFrame reports whether a shape is large and nothing but its own rim, as no letter is.
func isFrame(box image.Rectangle, dots []int, stride int) bool {
	const large, rim = 40, 8
	inner := box.Inset(rim)
	if min(box.Dx(), box.Dy()) < large {
		return false
	}
	return !slices.ContainsFunc(dots, func(at int) bool { return image.Pt(at%stride, at/stride).In(inner) })
}

// lines are the boxes around what is written on one line, letter beside letter and word beside word; a picture before several lines
// is too far away to be a part of one.
func lines(f *image.Gray) []image.Rectangle {
	all := shapes(f)
	slices.SortFunc(all, func(a, b image.Rectangle) int { return a.Min.X - b.Min.X })
	var out []image.Rectangle
	for _, box := range all {
		i := slices.IndexFunc(out, func(line image.Rectangle) bool {
			low, high := min(line.Dy(), box.Dy()), max(line.Dy(), box.Dy())
			common := min(line.Max.Y, box.Max.Y) - max(line.Min.Y, box.Min.Y)
			return 2*common >= low && box.Min.X-line.Max.X < max(6*low/10+4, 4*high/10)
		})
		if i < 0 {
			out = append(out, box)
			continue
		}
		out[i] = out[i].Union(box)
	}
	return slices.DeleteFunc(out, func(line image.Rectangle) bool { return line.Dy() < 7 }) // dots and dashes: they are in a line's margin
}

// The column in which lines are read: each as high as any other.
const (
	lineHigh = 36
	linePace = 72
	lineEdge = 20
)

// written is a line as dark letters on light, as high as every other, with some of what is around it: dots of letters.
func written(f *image.Gray, line image.Rectangle) *image.Gray {
	around := line.Inset(-max(line.Dy()/4, 2)).Intersect(f.Rect)
	ground, most := f.GrayAt(around.Min.X, line.Min.Y+line.Dy()/2).Y, byte(1)
	part := image.NewGray(around)
	for pass := range 2 {
		for y := around.Min.Y; y < around.Max.Y; y++ {
			for x := around.Min.X; x < around.Max.X; x++ {
				p := f.GrayAt(x, y).Y
				if d := max(p, ground) - min(p, ground); pass == 0 {
					most = max(most, d)
				} else {
					part.SetGray(x, y, color.Gray{Y: 255 - byte(int(d)*255/int(most))})
				}
			}
		}
	}
	out := image.NewGray(image.Rect(0, 0, around.Dx()*lineHigh/line.Dy(), around.Dy()*lineHigh/line.Dy()))
	draw.BiLinear.Scale(out, out.Rect, part, part.Rect, draw.Src, nil)
	return out
}

// seen is one word as it was read, and where it stands.
type seen struct {
	letters string // folded
	said    string
	at      image.Rectangle
}

// eye reads pictures, and remembers each line that it has read: most of a screen is as it was. It is for one goroutine.
type eye struct{ known map[[sha256.Size]byte][]part }

// part is a word of a line as it was read: where it stands from the line's left, and how wide it is, in the column's pixels.
type part struct {
	said       string
	left, wide int
}

// read reads the words of a picture, as somebody who stands before it does: line by line, with tesseract, on one core.
func (e *eye) read(ctx context.Context, f *image.Gray) (all []seen, err error) {
	found := lines(f)
	var fresh []*image.Gray
	var keys, unread [][sha256.Size]byte
	for _, line := range found {
		w := written(f, line)
		key := sha256.Sum256(append(w.Pix, fmt.Sprint(w.Rect)...))
		if _, known := e.known[key]; !known && !slices.Contains(unread, key) {
			fresh, unread = append(fresh, w), append(unread, key)
		}
		keys = append(keys, key)
	}
	if len(fresh) > 0 {
		parts, err := column(ctx, fresh)
		if err != nil {
			return nil, err
		}
		for i, key := range unread {
			e.known[key] = parts[i]
		}
	}
	for i, line := range found {
		for _, p := range e.known[keys[i]] {
			left := line.Min.X + p.left*line.Dy()/lineHigh - line.Dy()/4
			all = append(all, seen{folded(p.said), p.said, image.Rect(left, line.Min.Y, left+p.wide*line.Dy()/lineHigh, line.Max.Y)})
		}
	}
	return all, nil
}

// column has lines read that stand in one column.
func column(ctx context.Context, fresh []*image.Gray) ([][]part, error) {
	wide := 0
	for _, w := range fresh {
		wide = max(wide, w.Rect.Dx())
	}
	page := image.NewGray(image.Rect(0, 0, wide+2*lineEdge, len(fresh)*linePace+lineEdge))
	draw.Draw(page, page.Rect, image.White, image.Point{}, draw.Src)
	for i, w := range fresh {
		draw.Draw(page, w.Rect.Add(image.Pt(lineEdge, lineEdge+i*linePace)), w, image.Point{}, draw.Src)
	}
	picture := bytes.NewBufferString(fmt.Sprintf("P5 %d %d 255\n", page.Rect.Dx(), page.Rect.Dy()))
	picture.Write(page.Pix)
	cmd := exec.CommandContext(ctx, "tesseract", "-", "-", "-l", "nld", "--dpi", "96", "--psm", "6", "tsv")
	cmd.Env, cmd.Stdin = append(os.Environ(), "OMP_THREAD_LIMIT=1"), picture
	said, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("tesseract: %w", err)
	}
	out := make([][]part, len(fresh))
	for row := range strings.Lines(string(said)) {
		cell := strings.Split(strings.TrimSuffix(row, "\n"), "\t")
		if len(cell) != 12 || cell[0] != "5" || folded(cell[11]) == "" {
			continue
		}
		var n [4]int
		for i := range n {
			if n[i], err = strconv.Atoi(cell[6+i]); err != nil {
				return nil, fmt.Errorf("tesseract said %q: %w", row, err)
			}
		}
		i := min((n[1]+n[3]/2)/linePace, len(out)-1)
		out[i] = append(out[i], part{cell[11], n[0] - lineEdge, n[2]})
	}
	return out, nil
}

// folded is what is left of a word when letters that look alike are one letter, and signs are none. Noughts beside one another
// are one: of them one is read too many now and then.
func folded(word string) string {
	letters := strings.Map(func(r rune) rune {
		switch r {
		case '0':
			return 'o'
		case '1', 'l', 'I':
			return 'i'
		case '5':
			return 's'
		case '8':
			return 'b'
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, strings.ReplaceAll(word, "ĳ", "ij"))
	for strings.Contains(letters, "oo") {
		letters = strings.ReplaceAll(letters, "oo", "o")
	}
	return letters
}

// find tells where words stand that belong together: beside one another, or going on beneath. Where they stand more than once
// it is the lowest, as buttons stand below what is said of them.
func find(all []seen, phrase string) (at image.Rectangle, found bool) {
	want := folded(phrase)
	for _, first := range all {
		rest, begins := strings.CutPrefix(want, first.letters)
		if !begins {
			continue
		}
		if where, ok := along(all, first, first.at, rest); ok && (!found || where.Max.Y > at.Max.Y) {
			at, found = where, true
		}
	}
	return at, found
}

// along follows a phrase from the word that was found last; so far is where its words stand.
func along(all []seen, last seen, soFar image.Rectangle, want string) (image.Rectangle, bool) {
	if want == "" {
		return soFar, true
	}
	for _, next := range all {
		rest, goesOn := strings.CutPrefix(want, next.letters)
		if !goesOn || !follows(last.at, next.at, soFar) {
			continue
		}
		if at, ok := along(all, next, soFar.Union(next.at), rest); ok {
			return at, true
		}
	}
	return soFar, false
}

// follows reports whether a word comes after another: on the same line, or first on the line beneath.
func follows(last, next, soFar image.Rectangle) bool {
	high := max(last.Dy(), next.Dy(), 12)
	middle := (next.Min.Y+next.Max.Y)/2 - (last.Min.Y+last.Max.Y)/2
	beside := next.Min.X >= last.Max.X-2 && next.Min.X-last.Max.X < high+high/2
	if middle > -high/2 && middle < high/2 {
		return beside
	}
	beneath := next.Min.X < soFar.Max.X+2*high && next.Max.X > soFar.Min.X-2*high
	return middle > 0 && next.Min.Y-last.Max.Y < high+high/2 && beneath
}

// say gives all words that were read, for who must find out what went wrong.
func say(all []seen) string {
	var out []string
	for _, w := range all {
		out = append(out, w.said)
	}
	return strings.Join(out, " ")
}
