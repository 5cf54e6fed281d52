// Package face finds faces in a picture and 68 points on each: two small neural networks, run in plain Go.
//
// The networks are not ours. Their weights are published by V. Mandic as @vladmandic/face-api 1.7.15, after V. Mühler's
// face-api.js, under the MIT licence; they lie unchanged in the folder published, with that licence. What stands here is
// how they are computed.
//
// # The weights
//
// A manifest names the tensors of a network in the order in which they lie in its .bin file, one byte a number, each
// tensor with a scale and a minimum: value = byte × scale + minimum. Filters are laid out height, width, channel in,
// channel out.
//
// # The detector
//
// The picture is fitted into a square of [DetectorSize] points, at its upper left, the rest black; the mean colour of the
// training set is taken away and the rest divided by 255. A convolution of 3×3 to 16 channels and five separable ones to
// 32, 64, 128, 256 and 512 follow, each a leaky ramp, after each of the first five a maximum over 2×2 (so the square
// becomes 32 times smaller), then one to 25 channels: five boxes in each cell, each with a place, a size against its
// anchor, and a score. Boxes that overlap one with a better score are left out.
//
// # The points
//
// The box of a face is fitted into the middle of a square of 112 points. Four blocks of four convolutions, each adding to
// the sum of those before, halve it each time to 7×7 of 256 channels; their mean goes through one full layer to 68
// pairs. The points are those of the iBUG 300-W scheme: 0–16 the jaw from the left of the picture to the right, 17–26 the
// brows, 27–35 the nose, 36–41 and 42–47 the eyes, 48–59 the outer and 60–67 the inner edge of the lips.
//
// Nothing here recognises anybody: no vector is made of a face, and none is kept.
package face
