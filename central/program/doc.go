// Package program is the program "central": a node of headquarters (serve), three of them in one process to try things
// out (demo), and the tools of planners and operators, which are clients of the plain door like any other.
//
// Each command has a file of its own. The demonstration is a value, [Demo], with Open, Run and Close, so that tests
// start it too. Help is in English; what a command says when it works or fails is in Dutch, with a next step; tables go
// to standard output, remarks to standard error.
//
// # Exit codes
//
//	0  done
//	1  something is broken: the remark on standard error says what
//	2  the command was not understood, or its input cannot be right
//	3  refused: by the rules, or because somebody else was first
//	4  nobody answered, or there is no majority: try again later
package program
