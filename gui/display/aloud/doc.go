// Package aloud calls visitors at the display: a chime, and the number with its desk. It decides nothing of it. Who is called, in
// which words, how loud and until when is what the counter says, which also keeps that a call is made once; a counter that calls
// by itself tells a display nothing.
//
// Announcements sound one after the other, and one whose moment passed while another sounded never does. While the line is gone
// nothing is said; when it is back, what is still young enough is. Nothing is said twice: the counter is told which was had last.
//
// [Herald.Run] owns two goroutines and has waited for both, and for what sounds, when it returns.
package aloud
