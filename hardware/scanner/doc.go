// Package scanner reads codes: bar codes and QR codes from a hand scanner, and the machine-readable lines of identity cards
// and passports.
//
// # On the wire
//
// A scanner on a serial line (USB CDC, or RS-232 at 9600 8N1) sends what it read as text, ended by CR, LF or both; some put
// STX before and ETX behind, which are taken away. Nothing is ever sent to it. [Splitter] cuts the stream into frames: a
// frame is at most 4096 bytes of UTF-8 without control characters; anything else is noise, dropped and counted. Bytes after
// which nothing comes for half a second were half a code, of a cable that was pulled, and are dropped as well.
//
// A scanner that plays keyboard types the same text into the field that has the focus: [Rules.Read] reads it.
//
// # What a code is
//
// [Rules] tell codes apart, by what the city prints: a booking code and a consignment list begin with a prefix, a document's
// number has one of a few shapes, and machine-readable lines have lengths and check digits of their own (ICAO Doc 9303, see
// [ParseMRZ]). A frame that is one line of two or three is kept until the others have come. What fits nothing is [Unknown],
// with its text, for a person to look at.
//
// A booking code is opaque here: whether its signature is right, and for whom it is, is judged where it is used. Codes can
// hold personal data: a [Code] prints as its kind, never as its text.
package scanner
