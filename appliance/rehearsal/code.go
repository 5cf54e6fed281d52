package rehearsal

import (
	"strings"

	"github.com/buurtloket/buurtloket/hardware/scanner"
)

// Of separates a code from what it is of, in what can be scanned.
const Of = " · "

// codesOf are the switches of a scanner.
func codesOf(e *scanner.Emulator) prop {
	return prop{levers: []lever{
		{code: "scan", say: "scan een code", moment: true, scans: true, harmless: true, pull: func(_ bool, with string) error {
			code, _, _ := strings.Cut(with, Of)
			e.Scan(strings.TrimSpace(code))
			return nil
		}},
		{code: "noise", say: "ruis op de lijn", moment: true, pull: func(bool, string) error { e.Send([]byte{0xFF, 0x01, 0xFE, '\r', '\n'}); return nil }},
		{code: "unplugged", say: "scanner uitgetrokken", state: func() (bool, string) { return !e.Plugged(), "" },
			pull: func(on bool, _ string) error {
				if on {
					e.Unplug()
				} else {
					e.Plug()
				}
				return nil
			}},
	}}
}
