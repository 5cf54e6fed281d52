// Package shell opens windows: it is the only importer of fyne/app. It runs one screen in one window, gives
// it a dispatcher to the toolkit's goroutine, follows changes of theme and text size, intercepts closing,
// and says so clearly when there is no display.
//
// Goroutines: Run must be called on the main goroutine, which becomes the toolkit's. The screen's own Run
// has a goroutine beside it, which has ended when Run returns.
package shell
