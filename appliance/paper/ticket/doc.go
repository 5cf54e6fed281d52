// Package ticket lays out what a counter gives on a roll of paper: a visitor's number, the slip of an appointment, and that
// of who comes back for a certificate.
//
// All are in Dutch only, as official papers of a Dutch-language municipality are. None ever has a name on it, nor the
// product of a visit that is nobody's business; a roll lies open in front of everybody. They are pure, and as wide as the
// paper: what does not fit goes on in the next line.
//
// The text in a QR code is the caller's. It is opaque here: whoever reads it must be able to say what it is worth.
package ticket
