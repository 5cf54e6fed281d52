// Package glance reads a camera's picture small: at one to eight eighths of its size, as fast as a preview needs it.
//
// A JPEG is blocks of eight by eight points, each written as how much of which pattern is in it (ITU-T T.81). Whoever wants
// N by N points of a block takes the N by N coarsest patterns and computes those points only; so a picture at three eighths
// costs a seventh of the arithmetic, and nothing is averaged away afterwards. What is left is undoing the Huffman code.
//
// It reads what cameras write: baseline, one scan of all components, any sampling that image.YCbCr has, with restart
// intervals or without. Everything else, progressive pictures among it, is [ErrOther]: package image/jpeg reads those, slowly.
// Nothing that is read here is judged or kept: a photo is always taken from the whole picture.
package glance
