// Package pass is the booking code that headquarters signs and a QR code holds: proof of an appointment that a counter can
// check without a line, also one that it never heard of.
//
// A pass is evidence, not a grant. It says what headquarters had booked when it signed; it gives no seat to anybody, and
// whoever keeps the appointment may have moved or cancelled it since. So a counter that knows better goes by what it knows,
// and what it took on a pass alone it writes down with the pass, for headquarters to hold against its calendar.
//
// There is no personal data in it, and nothing secret: it is printed, mailed and photographed.
//
// # The text
//
//	"BL1."   this format: a change of what follows is another number
//	…        the bytes below in base32 (RFC 4648: A–Z, 2–7), without padding
//
// All of it is of the alphanumeric mode of QR codes, which packs two characters into eleven bits. Base45 would be a tenth
// shorter in the code; but it has spaces and signs, which keyboards of another country, trimming fields and people who read
// aloud do not carry. A pass of one product is some 215 characters: a QR code of 49 × 49 modules with 15 % to spare.
//
// # The bytes
//
// Numbers are big endian.
//
//	 0   4  key, see [IDOf]
//	 4  16  appointment
//	20   2  edition: how often the appointment was moved, so that the pass of a former place is told from the present one
//	22   2  civil date, days since 1970-01-01
//	24   2  local minute of the day at which it begins
//	26   1  desk, from 1
//	27   1  seats, from 1
//	28   2  minutes of each seat, from 1
//	30   1  persons, from 1
//	31   1  length of the site's name, 1 to 64
//	32   n  the site's name: lower-case words joined by hyphens
//	     1  products, 0 to 10
//	        of each: length (1), 1 to 64, and its name, written as a site's
//	    64  Ed25519 signature (RFC 8032) over "buurtloket pass 1\n" and all bytes before
//	     3  SHA-256 of all bytes before, the first three: what was misread or mistyped is told from what was forged
//
// One pass has one text and one text is one pass: [Parse] refuses every other way to write it down. The code that people say
// is not in it, since it follows from the appointment.
//
// # Keys
//
// A key is named by the first four bytes of SHA-256 of its public half. [Keys] say which are headquarters', and for
// appointments through which day a former one still counts; no clock but the appointment's own day is in that. How the keys
// are made and turned over is headquarters' business.
package pass
