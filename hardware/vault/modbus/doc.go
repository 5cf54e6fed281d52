// Package modbus is the part of the Modbus application protocol that locks and doors need: bits are read and written, in
// frames for TCP and for a serial line. It is a codec and nothing else: no connection, no clock, no goroutine. Every
// decoder looks at no more than the bytes of one frame and takes no memory before the frame's own length is known to fit.
//
// Norms: Modbus Application Protocol Specification V1.1b3 (the requests and answers), Modbus Messaging on TCP/IP
// Implementation Guide V1.0b (the frame for TCP), Modbus over Serial Line V1.02 (the frame for RTU). All numbers are
// big-endian, except the checksum of RTU.
//
// # Requests and answers
//
//	read coils, inputs   01 or 02 | first (2) | count (2)                          count 1…2000
//	  answer             01 or 02 | bytes (1) | bits, the first in the lowest bit of the first byte
//	write one coil       05 | address (2) | FF 00 on, 00 00 off
//	  answer             the request once more
//	write coils          0F | first (2) | count (2) | bytes (1) | bits              count 1…1968
//	  answer             0F | first (2) | count (2)
//	refused              function + 80 | exception (1)
//
// # Frames
//
//	TCP   transaction (2) | 00 00 | length (2): what follows | unit (1) | request or answer
//	RTU   unit (1) | request or answer | checksum (2), low byte first
//
// A frame of RTU has no length and ends in silence. The lengths are told from the function and its byte count instead, so
// that adapters that chop a frame up in time do no harm; who reads it must know whether a request or an answer comes
// ([Side]).
package modbus
