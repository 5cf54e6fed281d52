// Package story tells whole days at the counter, with the real programs as processes of their own: three nodes of
// headquarters, the daemons of two counters, and people who talk to them from outside, through the contract.
//
// There is no code here but the tests, and those are behind the build tag "story", because they need the programs
// built: BUURTLOKET_BIN names the folder (`make check ONLY=story` builds it and runs them). With -v a story prints what
// happened, line by line, at the city's own time: all processes go by one clock that the story sets, see package clock.
//
// A story uses nothing of the other floors, only what any screen, phone desk or operator has: sockets, the plain door,
// the command line, and the files that a stopped counter leaves behind.
package story
