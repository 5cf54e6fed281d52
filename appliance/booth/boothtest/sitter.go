// Package boothtest gives tests a sitter and a camera: one free portrait, as a camera would send it.
package boothtest

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"os"
	"testing"
	"time"

	scale "golang.org/x/image/draw"

	"github.com/buurtloket/buurtloket/hardware/camera"
)

// Portrait is the picture at path — face/testdata/astronaut.jpg of package photo — as a camera of a width and height gives it,
// with the ground going on at both sides. She smiles: the mouth is all that is wrong with it.
func Portrait(tb testing.TB, path string, width, height int) []byte {
	tb.Helper()
	file, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer file.Close()
	img, err := jpeg.Decode(file)
	if err != nil {
		tb.Fatal(err)
	}
	return Encode(tb, fit(img, image.Rect(80, 0, 380, 300), width, height))
}

// fit draws a part of a picture in the middle of another, as high as that is.
func fit(img image.Image, part image.Rectangle, width, height int) image.Image {
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	ground := img.At(part.Min.X+2, part.Min.Y+2)
	draw.Draw(out, out.Rect, image.NewUniform(color.RGBAModel.Convert(ground)), image.Point{}, draw.Src)
	w := part.Dx() * height / part.Dy()
	left := (width - w) / 2
	scale.CatmullRom.Scale(out, image.Rect(left, 0, left+w, height), img, part, draw.Src, nil)
	return out
}

// Empty is a picture of nobody.
func Empty(tb testing.TB, width, height int) []byte {
	tb.Helper()
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(out, out.Rect, image.NewUniform(color.Gray{200}), image.Point{}, draw.Src)
	return Encode(tb, out)
}

// Encode is a picture as a camera's JPEG.
func Encode(tb testing.TB, img image.Image) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 92}); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// Camera is an emulated camera that sends these pictures round and round, one each period, and closes with the test.
func Camera(tb testing.TB, period time.Duration, pictures ...[]byte) (*camera.Driver, *camera.Emulator) {
	tb.Helper()
	e := &camera.Emulator{Pictures: pictures, Period: period}
	d := camera.New(e.Open, "emulated", stall)
	tb.Cleanup(func() {
		if err := d.Close(); err != nil {
			tb.Error(err)
		}
	})
	return d, e
}
