// Package photo judges a picture for a document and cuts it: one face, straight, open-eyed, evenly lit, before a plain
// ground. It is pure: a picture and where the face is in it come in, figures and words go out. Nobody is recognised, and
// nothing is kept.
//
// The figures are those of [Norm], which a city may set: 35 × 45 mm with a head of 31 to 36 mm from chin to crown is what
// Belgian municipalities print (they are practice, not read in a law); all other limits are ours, chosen so that a clerk
// who looks agrees.
//
// A verdict is advice. It says what a clerk should look at, with the figure and what it should be; the clerk decides.
//
// What it cannot see: whether the person is the person, whether glasses mirror, whether a face is neutral beyond the
// closed mouth, hats, and anything about health.
package photo
