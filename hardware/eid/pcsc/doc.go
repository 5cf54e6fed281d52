// Package pcsc speaks to pcscd, the daemon that owns a machine's card readers, by its socket and without C.
//
// The library that everybody links with, libpcsclite, is a thin shell over a stream socket on the same machine; the
// messages are version 4.4 of that protocol, which is what pcscd 1.8.24 and later speak, and older clients keep being
// served by newer daemons. Source of the layouts: src/winscard_msg.h and src/eventhandler.h of pcsc-lite.
//
// # Messages
//
// All numbers are in the byte order of the machine, all structures without padding except where it is shown. A request is
//
//	0   4  size of the body in bytes
//	4   4  command
//	8   …  body
//
// and its answer is the same body filled in, without a header. The last four bytes of a body are the result ([Code]),
// zero for success; a request carries zero there.
//
//	17 version       0 4 major · 4 4 minor · 8 4 result                                       12 bytes
//	 1 establish     0 4 scope (2: system) · 4 4 context · 8 4 result                         12 bytes
//	 2 release       0 4 context · 4 4 result                                                  8 bytes
//	 4 connect       0 4 context · 4 128 reader's name, zero-padded · 132 4 share mode
//	                 136 4 protocols wanted · 140 4 card · 144 4 protocol in use · 148 4 result  152 bytes
//	 6 disconnect    0 4 card · 4 4 what to do with it (0 leave, 1 reset, 2 power off) · 8 4 result  12 bytes
//	 9 transmit      0 4 card · 4 4 protocol · 8 4 length of a protocol header (16)
//	                 12 4 length of the command · 16 4 protocol · 20 4 as at 8
//	                 24 4 room for, then length of, the response · 28 4 result                32 bytes
//	                 followed, in the request, by the command, and in a successful answer by the response
//	18 states        no body; the answer is 16 reader states
//	19 wait          no body; the answer is 16 reader states, and 8 bytes more at the next change of any of them:
//	                 0 4 nothing · 4 4 result. One change ends the wait: ask again for the next.
//
// A reader state is 184 bytes; an empty name is a slot without a reader:
//
//	0   128  name, zero-padded
//	128   4  number of insertions and removals so far; the daemon starts at zero
//	132   4  bits: 1 unknown, 2 no card, 4 card, 8 card without power, 16 powered, 32 and 64 ready to talk
//	136   4  programs that use the card; -1 for one that wants it alone
//	140  33  the card's answer to reset, 3 bytes of padding
//	176   4  length of that answer; 34 while the reader starts up
//	180   4  protocol: 1 for T=0, 2 for T=1
//
// # Bounds
//
// Every answer has a length known beforehand but one, the response of a card, which is refused above 264 bytes. Every
// call ends with its context. A call that was cut off leaves the connection in the middle of a message: it is closed,
// and whoever wants more dials again.
package pcsc
