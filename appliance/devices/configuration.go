package devices

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/buurtloket/buurtloket/hardware/receipt"
	"github.com/buurtloket/buurtloket/hardware/scanner"
	locker "github.com/buurtloket/buurtloket/hardware/vault"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// FileName is the configuration's name in the node's folder.
const FileName = "devices.yaml"

// MaxFile is how long a configuration may be, in bytes.
const MaxFile = 1 << 20

// Configuration is what is plugged in at one site. The zero value is a site without devices.
type Configuration struct {
	Vault    *VaultSetting // nil: none
	Cameras  []CameraSetting
	Printers []PrinterSetting
	Receipts []ReceiptSetting
	Readers  []ReaderSetting
	Scanners []ScannerSetting
	Voice    *VoiceSetting // nil: nobody is called aloud
}

// Setting is what all devices have: a name, and whether it is one of a demonstration.
type Setting struct {
	ID       string
	Emulator bool
	line     int
}

func (s Setting) setting() Setting { return s }

// configured is what any kind of device says of itself.
type configured interface{ setting() Setting }

// VaultSetting is a vault of lock boards on one cable, and which door stands for which compartment.
type VaultSetting struct {
	Setting
	Dialect  locker.Dialect
	Address  string // host:port of a gateway or board; empty: Serial
	Serial   string
	Speed    int
	Patience time.Duration
	Echo     bool
	Boards   []locker.Board
	Doors    []DoorSetting
	Limits   locker.Limits
	Deadline time.Duration // from an order to the last moment at which its lock may be pulsed
}

// DoorSetting is a door and the compartment behind it, by its name in the register.
type DoorSetting struct {
	Door        locker.Door
	Compartment string
}

// CameraSetting is a camera: a network camera's address, or a program that writes its pictures.
type CameraSetting struct {
	Setting
	URL      string
	Program  []string
	Pictures []string // of an emulator: files of JPEG; none: grey ones
	Stall    time.Duration
}

// PrinterSetting is a printer of documents.
type PrinterSetting struct {
	Setting
	Address string
	Pin     [32]byte // SHA-256 of its certificate; zero: none
	User    string
}

// ReceiptSetting is a printer of tickets: in the network, or at a character device.
type ReceiptSetting struct {
	Setting
	Address, Path  string
	Columns        receipt.Columns
	Tickets        bool // a visitor's number is printed as soon as it is given
	Answer, Finish time.Duration
}

// ReaderSetting is a reader of identity cards.
type ReaderSetting struct {
	Setting
	Socket, Reader string
	Roots          string // file of PEM
	OldHashes      bool
	Desk           int             // where it stands; 0: it is everybody's
	People         []PersonSetting // of an emulator: whose cards lie beside it
}

// PersonSetting is somebody invented, whose card a demonstration has.
type PersonSetting struct {
	Name, FirstNames, Sex, PIN string
	Born                       time.Time
}

// ScannerSetting is a hand scanner on a serial line.
type ScannerSetting struct {
	Setting
	Path  string
	Speed int
	Desk  int // where it stands; 0: it is everybody's
	Rules scanner.Rules
}

// VoiceSetting is what calls visitors aloud.
type VoiceSetting struct {
	Setting
	Displays   bool          // it is the displays of the waiting room that speak, and not this machine
	Player     []string      // reads a WAV file from its standard input and plays it
	Speaker    []string      // espeak-ng, or the like of it; empty: none
	Recordings string        // folder of recorded words; empty: none
	Language   string        // in which numbers are called
	Loudest    int           // per cent of full scale, which nothing passes
	Usual      int           // per cent of Loudest, to which the volume goes back
	Reset      time.Duration // after which a changed volume goes back; 0: at the end of the day
	Patience   time.Duration // for how long after a call it may still be said
}

// Count is how many devices there are.
func (c Configuration) Count() int {
	n := len(c.Cameras) + len(c.Printers) + len(c.Receipts) + len(c.Readers) + len(c.Scanners)
	if c.Vault != nil {
		n++
	}
	if c.Voice != nil {
		n++
	}
	return n
}

// Load reads a site's configuration. A file that is not there is a site without devices, when missing says that it may.
func Load(path string, missing bool) (Configuration, error) {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) && missing {
		return Configuration{}, nil
	}
	if err != nil {
		return Configuration{}, fault.New("devices.Load", fault.NotFound).On(path).Because(err).
			Tell("Het bestand met de toestellen is niet te lezen.", "Maak er een met «appliance devices example».")
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, MaxFile+1))
	if err != nil {
		return Configuration{}, fault.New("devices.Load", fault.Internal).On(path).Because(err)
	}
	c, err := Read(text)
	return c, fault.Wrap("devices.Load", err)
}

// Read reads a configuration, whole or not at all. The fault is Invalid, and tells every flaw with its line; see Flaws.
func Read(text []byte) (Configuration, error) {
	var f flaws
	c := read(text, &f)
	if len(f.all) == 0 {
		return c, nil
	}
	slices.SortStableFunc(f.all, func(a, b Flaw) int { return a.Line - b.Line })
	return Configuration{}, refusal(f.all)
}

// wrong is the cause of a refused configuration.
type wrong struct{ flaws []Flaw }

// Error is for the log.
func (w *wrong) Error() string { return fmt.Sprintf("%d flaws", len(w.flaws)) }

// Flaws are those of a configuration that Read refused, by line.
func Flaws(err error) []Flaw {
	var w *wrong
	if errors.As(err, &w) {
		return w.flaws
	}
	return nil
}

func refusal(all []Flaw) error {
	var lines []string
	for _, one := range all {
		lines = append(lines, one.String())
	}
	return fault.New("devices.Read", fault.Invalid).Because(&wrong{all}).
		Tell("De toestellen staan niet goed in "+FileName+": "+strings.Join(lines, " "), "Er is niets gestart. Verbeter het bestand en start opnieuw.")
}

// yamlLine finds the line in what the parser of YAML says.
var yamlLine = regexp.MustCompile(`line (\d+)`)

func read(text []byte, f *flaws) (c Configuration) {
	if len(text) > MaxFile {
		f.add(1, "het bestand is te groot.")
		return c
	}
	var doc yaml.Node
	d := yaml.NewDecoder(bytes.NewReader(text))
	err := d.Decode(&doc)
	if errors.Is(err, io.EOF) {
		return c
	}
	if err != nil {
		line := 1
		if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
			_, _ = fmt.Sscan(m[1], &line) // digits, by the pattern
		}
		f.add(line, "dit is geen YAML (%s).", strings.TrimPrefix(err.Error(), "yaml: "))
		return c
	}
	if err := d.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		f.add(1, "er staat meer dan één document in dit bestand («---»).")
		return c
	}
	root := doc.Content[0]
	if root.Tag == "!!null" {
		return c
	}
	t := newTable(f, root, "dit bestand")
	readAll(t, &c)
	t.done()
	return c
}

// readAll reads the lists of all kinds. Names are unique among the devices of one kind.
func readAll(t *table, c *Configuration) {
	for n, one := range t.list(string(Vault)) {
		if n > 0 {
			t.add(one.Line, "een locatie heeft hoogstens één kluis; zet alle borden onder die ene.")
			break
		}
		c.Vault = readVault(newTable(t.flaws, one, "de kluis"))
	}
	c.Cameras = each(t, Camera, "de camera", readCamera)
	c.Printers = each(t, Printer, "de documentprinter", readPrinter)
	c.Receipts = each(t, Receipt, "de ticketprinter", readReceipt)
	c.Readers = each(t, EID, "de kaartlezer", readReader)
	c.Scanners = each(t, Scanner, "de scanner", readScanner)
	for n, one := range t.list(string(Voice)) {
		if n > 0 {
			t.add(one.Line, "een locatie heeft hoogstens één stem.")
			break
		}
		c.Voice = readVoice(newTable(t.flaws, one, "de stem"))
	}
}

// each reads the devices of one kind.
func each[S configured](t *table, k Kind, what string, one func(*table) S) (out []S) {
	seen := map[string]int{}
	for _, n := range t.list(string(k)) {
		inner := newTable(t.flaws, n, what)
		s := one(inner)
		inner.done()
		at := s.setting()
		if first, twice := seen[at.ID]; twice && at.ID != "" {
			t.add(at.line, "«%s» heet ook het toestel op regel %d.", at.ID, first)
		}
		seen[at.ID] = at.line
		out = append(out, s)
	}
	return out
}

var idForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,31}$`)

func readSetting(t *table) Setting {
	s := Setting{ID: t.need("id"), Emulator: t.flag("emulator"), line: t.at("id")}
	if s.ID != "" && !idForm.MatchString(s.ID) {
		t.add(s.line, "de naam «%s» heeft kleine letters, cijfers en streepjes, hoogstens 32.", s.ID)
	}
	return s
}
