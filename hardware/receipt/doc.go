// Package receipt drives the ticket printer of a kiosk or a desk: the visitor's number with its QR code, on a roll of
// thermal paper.
//
// The printer is any that speaks ESC/POS, over TCP (port 9100) or as a character device (/dev/usb/lp0). What it prints is
// a [Ticket]: lines, codes, a cut. [Encode] turns it into bytes and is pure; a [Thermal] sends them over a line that an
// [Opener] opens, and asks the printer before and after.
//
// # On the wire
//
// A stream of bytes without frames or checksums: text of code page 858, and commands that begin with a control byte. The
// commands that Encode uses, n being one byte, nn two with the low one first:
//
//	1B 40                    ESC @      to the state after switching on
//	1D 61 00                 GS a       no status without being asked
//	1C 2E                    FS .       no double-byte characters
//	1B 74 13                 ESC t      code page 858
//	1B 61 n                  ESC a      left 0, middle 1, right 2
//	1D 21 n                  GS !       size: width-1 in the high half, height-1 in the low half
//	1B 45 n                  ESC E      bold 1, plain 0
//	1D 28 6B nn 31 fn …      GS ( k     QR: 41 model, 43 module size, 45 correction, 50 data, 51 print
//	1D 68 n, 1D 77 n, 1D 48 n           height, module width and text below (2) of a bar code
//	1D 6B 49 n 7B 42 …       GS k 73    Code 128, set B
//	0A, 1B 64 n              LF, ESC d  end a line, feed n lines
//	1D 56 42 00              GS V 66    feed to the knife and cut, leaving a corner
//
// The printer answers with single bytes. 10 04 n (DLE EOT n) is answered at once, even when it stands still: see [Status].
// 1D 72 01 (GS r 1) is answered in its turn, so that its answer says that everything before it was printed; its bits 4 and
// 7 are clear, bits 2 and 3 say that the paper is out.
//
// Sources: Epson's ESC/POS command reference; what others send for the same ticket stands as data beside the tests.
package receipt
