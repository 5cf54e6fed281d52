package floors_test

// module is the path that every package of ours begins with.
const module = "github.com/buurtloket/buurtloket"

// floor says which other floors a floor's packages may import. A floor always may import itself.
type floor struct {
	name string
	may  []string
	why  string
}

var floors = []floor{
	{"gui", []string{"sync"}, "screens are clients of the contract: they run beside a counter of another version, on another machine"},
	{"appliance", []string{"sync", "hardware"}, "a counter joins rules and devices, and must work for a week without anything of headquarters"},
	{"central", []string{"sync"}, "headquarters knows a counter only by what crosses the wire"},
	{"hardware", nil, "a driver is about a device, not about a counter: it is tested against the device's peer alone"},
	{"sync", nil, "what both sides agree on cannot lean on one of the sides"},
}

// door says which packages alone may import a dependency, or anything below its path.
// A package written as "gui/..." stands for everything below that folder.
type door struct {
	dependency string
	packages   []string
	why        string
}

var doors = []door{
	{"go.etcd.io/bbolt", []string{"sync/journal", "central/consensus"},
		"durability is argued once per store: no NoSync, a timeout on the lock, one owner of a file"},
	{"github.com/quic-go/quic-go", []string{"sync/link"},
		"limits, keep-alive, the reset key and 0-RTT off are set in one place, for counters and for consensus alike"},
	{"github.com/hashicorp/raft", []string{"central/consensus"},
		"its open bugs are guarded by name in one place, and appliances are never members"},
	{"github.com/hashicorp/raft-wal", []string{"central/consensus"},
		"the log store belongs to consensus, pinned together with it"},
	{"fyne.io/fyne/v2", []string{"gui/..."},
		"a daemon has no screen, and must build and test without a C compiler"},
	{"codeberg.org/go-pdf/fpdf", []string{"appliance/night/sheet", "central/certificate", "central/notice"},
		"what is printed is the same bytes for the same day: dates and compression are set in one place"},
	{"github.com/google/go-tpm", []string{"hardware/tpm"},
		"which key a secret is sealed under, and what of it crosses the chip's bus, is decided in one place"},
	{"github.com/coreos/go-oidc/v3", []string{"central/signin"},
		"what of a token is believed, and how little of it is kept, is decided in one place"},
	{"golang.org/x/oauth2", []string{"central/signin"},
		"tokens of others are redeemed and dropped in one place"},
	{"fyne.io/fyne/v2/app", []string{"gui/shell"},
		"it alone needs a C compiler and a display: every other package of the screens tests without"},
}

// ban keeps a package from importing something. Tests of the package are free to.
type ban struct {
	packages   []string
	dependency string
	why        string
}

var bans = []ban{
	{[]string{"gui/state", "gui/kiosk/flow", "gui/display/board", "gui/planner/week", "gui/planner/fleet", "gui/planner/inbox", "gui/planner/errand"}, "fyne.io/fyne/v2", "what a screen shows and does is plain Go, tested without a toolkit"},
	{[]string{"gui/clerk", "gui/kiosk", "gui/display", "gui/planner", "gui/kit"}, module + "/gui/golden", "masters are compared by tests: a program carries no test driver"},
	{pure, "os", "pure rules are explored exhaustively and replayed: same input, same outcome"},
	{pure, "net", "pure rules are explored exhaustively and replayed: same input, same outcome"},
	{pure, "math/rand", "pure rules draw no lots; chance is an argument"},
	{pure, "math/rand/v2", "pure rules draw no lots; chance is an argument"},
	{pure, "crypto/rand", "pure rules draw no lots; chance is an argument"},
	{pure, "log", "pure rules return what happened; their callers log it"},
	{pure, module + "/sync/journal", "rules know no store: the journal calls them, never the reverse"},
	{pure, module + "/sync/link", "rules know no wire"},
}

// pure lists the packages that are functions of their arguments.
var pure = []string{"central/roster", "sync/office", "sync/bulletin", "sync/calendar", "sync/custody", "sync/visit", "sync/pass"}

// exception lets one package import what a floor or a door forbids it.
type exception struct {
	pkg        string
	dependency string // an import path, or "..." for everything
	testsOnly  bool   // only the package's test files may
	why        string
}

var exceptions = []exception{
	{"central/simulation", module + "/appliance", true, "the simulator runs real counters against a real headquarters in one process; it is tests only"},
}

// names are package names that say nothing, each with what is wrong with it.
var names = map[string]string{
	"sync":     "it shadows the standard library",
	"util":     "it says nothing: name the idea",
	"utils":    "it says nothing: name the idea",
	"common":   "everything is common to something: name the idea",
	"helper":   "it names a role, not an idea",
	"helpers":  "it names a role, not an idea",
	"manager":  "it names a role, not an idea",
	"managers": "it names a role, not an idea",
	"model":    "everything is a model: name what is modelled",
	"models":   "everything is a model: name what is modelled",
}

// topLevel is all that lies at the top of the project.
var topLevel = []string{
	"appliance", "central", "gui", "hardware", "sync",
	"go.mod", "go.sum", "Makefile", "README.md", "CHANGELOG.md", "LICENSE",
	".ci", ".gitignore", ".gitattributes",
}

// madeHere may lie at the top too: git has it or ignores it.
var madeHere = map[string]string{
	".git":  "git's own",
	"bin":   "what `make build` makes",
	"state": "what the demo keeps",
}
