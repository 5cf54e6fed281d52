package devices

import (
	"time"

	"github.com/buurtloket/buurtloket/sync/equipment"
)

// Kind is a kind of device, by the word of the configuration and the journal.
type Kind string

// The kinds, in the order in which they are listed.
const (
	Vault   Kind = "vault"
	Camera  Kind = "camera"
	Printer Kind = "printer"
	Receipt Kind = "receipt"
	EID     Kind = "eid"
	Scanner Kind = "scanner"
	Voice   Kind = "voice"
)

// Kinds lists all of them.
func Kinds() []Kind { return []Kind{Vault, Camera, Printer, Receipt, EID, Scanner, Voice} }

// Dutch is what people call such a device.
func (k Kind) Dutch() string { return equipment.Name(string(k)) }

// Pace is how often a device is asked how it is, and how long it may take to say so.
type Pace struct {
	Period, Patience time.Duration
}

// Paces are those of a counter. A camera is opened for the question, with its light on, so it is asked rarely; paper runs
// out between two visitors, so its printers are asked often.
func Paces() map[Kind]Pace {
	return map[Kind]Pace{
		Vault:   {Period: 10 * time.Second, Patience: 5 * time.Second},
		Camera:  {Period: 5 * time.Minute, Patience: 10 * time.Second},
		Printer: {Period: 20 * time.Second, Patience: 5 * time.Second},
		Receipt: {Period: 10 * time.Second, Patience: 3 * time.Second},
		EID:     {Period: 10 * time.Second, Patience: 3 * time.Second},
		Scanner: {Period: 20 * time.Second, Patience: 2 * time.Second},
		Voice:   {Period: 20 * time.Second, Patience: 4 * time.Second},
	}
}
