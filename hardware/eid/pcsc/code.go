package pcsc

import "fmt"

// Code is the daemon's result for a call that did not succeed, as numbered by the PC/SC standard.
type Code uint32

// The results that this package's callers tell apart.
const (
	UnknownReader    Code = 0x80100009
	SharingViolation Code = 0x8010000B // another program uses the card
	NoSmartcard      Code = 0x8010000C
	ProtoMismatch    Code = 0x8010000F
	CommError        Code = 0x80100013
	NotTransacted    Code = 0x80100016 // the command did not get through; most often the card was pulled
	ReaderGone       Code = 0x80100017
	NoService        Code = 0x8010001D
	Stopped          Code = 0x8010001E // also: the daemon does not speak this version of the protocol
	NoReaders        Code = 0x8010002E
	DataLost         Code = 0x8010002F
	Unsupported      Code = 0x80100065
	Unresponsive     Code = 0x80100066 // a card that does not answer to reset: upside down, dirty or broken
	Unpowered        Code = 0x80100067
	Reset            Code = 0x80100068 // somebody else reset the card: what was selected and verified is gone
	Removed          Code = 0x80100069
	Denied           Code = 0x8010006A // the daemon's policy refuses this program
)

// Error implements error.
func (c Code) Error() string {
	words := map[Code]string{
		UnknownReader: "unknown reader", SharingViolation: "card in use by another program", NoSmartcard: "no card",
		ProtoMismatch: "card speaks another protocol", CommError: "reader cannot be spoken to", NotTransacted: "command cut off",
		ReaderGone: "reader is gone", NoService: "pcscd does not serve", Stopped: "pcscd has stopped", NoReaders: "no reader",
		DataLost: "contact with the card lost", Unsupported: "card not understood", Unresponsive: "card does not answer",
		Unpowered: "card has no power", Reset: "card was reset", Removed: "card was removed", Denied: "not allowed to use the card",
	}
	if text, ok := words[c]; ok {
		return "pcscd: " + text
	}
	return fmt.Sprintf("pcscd: result %#x", uint32(c))
}
