// Package eidtest is the suite that every reader of identity cards must pass: the emulator, and the driver over the card
// daemon that others wrote.
package eidtest
