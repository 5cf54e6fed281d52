package shell

// Open makes the window of a screen, for a test that has an application of its own.
var Open = open
