// Package camera reads pictures from the camera of a photo booth.
//
// # The stream
//
// A camera gives JPEG pictures one after the other ("motion JPEG"), in one of two wrappings: as the parts of an HTTP answer
// of type multipart/x-mixed-replace, which is what network cameras do, or bare, one behind the other, as a program
// writes them to its standard output (ffmpeg -f v4l2 -i /dev/video0 -f mjpeg -). Both are read alike: bytes that belong to
// no picture are passed over, and a picture goes from its SOI marker (FF D8) to its EOI marker (FF D9), found by walking
// the segments of ITU-T T.81 — so a thumbnail inside a picture ends nothing. A picture longer than [MaxFrame] is not read.
//
// # The newest counts
//
// Whoever looks wants to see now. While one picture is looked at, those that come in between are dropped except the last.
//
// # What is known
//
// A camera that gives the same picture again and again is frozen, however fast it does: no sensor gives the same bytes
// twice. A camera that is silent is out of reach after the same time. Neither is noticed by the picture on a screen, which is
// why a stream says so; nor by a single picture, which is why [Live] waits for a second.
package camera
