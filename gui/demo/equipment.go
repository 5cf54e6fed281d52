package demo

import (
	"embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// portraits are who sits before the camera; what they are and whose is told in portraits/README.
//
//go:embed portraits/*.jpg
var portraits embed.FS

// sitters are the portraits, the first of which sits there from the beginning.
var sitters = []string{"goed", "lacht", "donker", "scheef", "twee-gezichten", "niemand"}

const (
	devicesFile    = "devices.yaml"
	portraitFolder = "portretten"
	paperFolder    = "papier" // in a counter's folder: what its emulated printers print
)

// shelves are the compartments behind the doors of the vault, by the number of the door.
var shelves = []string{"A1", "A2", "A3", "B1", "B2", "B3"}

// cardPIN is that of every card, as of every clerk.
const cardPIN = "1234"

// people are invented: the visitors whom headquarters' demonstration expects every day, the holders of what lies in the vault,
// and a clerk. Their cards lie beside the reader.
var people = []struct{ first, name, born, sex string }{
	{"Wim", "Janssens", "1979-03-12", "M"},
	{"Oksana", "Kovalenko", "1991-08-24", "V"},
	{"Greet", "De Smet", "1964-05-02", "V"},
	{"Lotte", "Wouters", "1997-01-19", "V"},
	{"Mehmet", "Yilmaz", "1985-10-07", "M"},
	{"Samira", "El Idrissi", "1988-12-30", "V"},
	{"An", "Peeters", "1982-06-15", "V"},
}

// plugIn writes what is plugged in at a counter, unless that stands there already: the first counter has everything, the
// others have no vault, no camera and no printer of documents. Portraits are written anew when one is missing.
func (d *Demo) plugIn(n int, dir string) error {
	const op = "demo.plugIn"
	failed := func(path string, err error) error { return fault.New(op, fault.Internal).On(path).Because(err) }
	if err := os.MkdirAll(filepath.Join(dir, portraitFolder), 0o700); err != nil {
		return failed(dir, err)
	}
	for _, who := range sitters {
		path := filepath.Join(dir, portraitFolder, who+".jpg")
		picture, err := portraits.ReadFile("portraits/" + who + ".jpg")
		if err == nil && missing(path) {
			err = os.WriteFile(path, picture, 0o600)
		}
		if err != nil {
			return failed(path, err)
		}
	}
	path := filepath.Join(dir, devicesFile)
	if !missing(path) {
		return nil
	}
	if err := os.WriteFile(path, []byte(equipment(n == 0, full(dir))), 0o600); err != nil {
		return failed(path, err)
	}
	d.fresh = d.fresh || n == 0
	return nil
}

func missing(path string) bool {
	_, err := os.Stat(path)
	return os.IsNotExist(err)
}

// equipment is the configuration of a counter's devices, all of them emulated.
func equipment(whole bool, dir string) string {
	var b strings.Builder
	say := func(format string, a ...any) { fmt.Fprintf(&b, format+"\n", a...) }
	say("# De toestellen van deze demonstratie: nagebootst, alleen in het geheugen. Ctrl+M in het venster doet er iets aan.")
	say("# Wat hier verandert, geldt na een nieuwe start. Met echte toestellen: «appliance devices example».")
	if whole {
		say("vault:\n  id: kluis\n  emulator: true\n  doors:")
		for i, shelf := range shelves {
			say("    - {door: %d, compartment: %s}", i+1, shelf)
		}
		say("camera:\n  id: fotohokje\n  emulator: true\n  pictures:")
		for _, who := range sitters {
			say("    - '%s'", strings.ReplaceAll(filepath.Join(dir, portraitFolder, who+".jpg"), "'", "''"))
		}
		say("printer: {id: printer, emulator: true}")
	}
	say("receipt: {id: balie, emulator: true}")
	say("eid:\n  id: kaartlezer\n  emulator: true\n  people:  # verzonnen")
	for _, p := range people {
		say("    - {name: %s, first_names: %s, born: %s, sex: %s, pin: %q}", p.name, p.first, p.born, p.sex, cardPIN)
	}
	say("scanner: {id: scanner, emulator: true}")
	say("voice: {id: stem, emulator: true}")
	return b.String()
}
