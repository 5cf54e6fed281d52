// Package board is the display of a waiting room without a screen: what is shown at each moment, in words.
//
// It keeps the last good picture when the daemon is gone, with its age, and goes on by itself when the daemon is back. It
// never knew a person: the Hall service tells it numbers and desks.
//
// A [Board] is made with [New] and given life with Run, which owns every goroutine. [Board.Shown] and [Board.OnChanged] may be
// called from any goroutine.
package board
