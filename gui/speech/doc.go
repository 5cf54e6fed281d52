// Package speech reads words aloud with a synthesizer that runs as a program of its own, espeak-ng: a fault of it ends that
// program and not the screen.
//
// One utterance at a time: a new one ends the one before it, and empty words only end it. What is said goes in by the
// program's standard input, never by its arguments, which everybody on the machine can read. Nothing of it is kept or logged.
//
// Where a chime goes before words ([Chime], [Bell], [Through]), both come out of one program that plays sound ([Player]), at one
// volume.
//
// [Speaker.Run] owns the goroutine and the program, and has waited for both when it returns. [Speaker.Say] may be called from
// any goroutine and never waits.
package speech
