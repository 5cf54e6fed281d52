package floors_test

import (
	"strings"
	"testing"
	"testing/fstest"
)

// TestPlanted puts one breach of each kind into a small house, and its lawful neighbour beside it: a rule that
// cannot fail guards nothing.
func TestPlanted(t *testing.T) {
	ours := module + "/"
	for _, row := range []struct {
		title   string
		check   func([]source) []string
		file    string
		pkg     string
		imports string
		caught  bool
	}{
		{"a screen reaches into the counter", checkFloors, "gui/clerk/a.go", "clerk", ours + "appliance/queue", true},
		{"a screen uses the contract", checkFloors, "gui/clerk/a.go", "clerk", ours + "sync/contract", false},
		{"a screen uses a device", checkFloors, "gui/kiosk/a.go", "kiosk", ours + "hardware/scanner", true},
		{"a counter uses a device", checkFloors, "appliance/vault/a.go", "vault", ours + "hardware/lock", false},
		{"a counter reaches into headquarters", checkFloors, "appliance/a.go", "appliance", ours + "central", true},
		{"headquarters reaches into a counter", checkFloors, "central/a.go", "central", ours + "appliance", true},
		{"a test does so", checkFloors, "central/a_test.go", "central_test", ours + "appliance", true},
		{"headquarters uses a device", checkFloors, "central/a.go", "central", ours + "hardware/lock", true},
		{"a driver knows the contract", checkFloors, "hardware/lock/a.go", "lock", ours + "sync/contract", true},
		{"the agreed knows a side", checkFloors, "sync/visit/a.go", "visit", ours + "central", true},
		{"the agreed knows a device", checkFloors, "sync/visit/a.go", "visit", ours + "hardware/lock", true},
		{"a sixth floor", checkFloors, "tools/a.go", "tools", ours + "sync/contract", true},
		{"testdata is passed over", checkFloors, "gui/clerk/testdata/a.go", "clerk", ours + "appliance", false},

		{"the store by a side door", checkDoors, "central/intake/a.go", "intake", "go.etcd.io/bbolt", true},
		{"the store by its door", checkDoors, "sync/journal/a.go", "journal", "go.etcd.io/bbolt", false},
		{"below a dependency", checkDoors, "central/a.go", "central", "github.com/quic-go/quic-go/http3", true},
		{"only alike in name", checkDoors, "central/a.go", "central", "github.com/quic-go/quic-gopher", false},
		{"raft in a counter", checkDoors, "appliance/a.go", "appliance", "github.com/hashicorp/raft", true},
		{"raft's log elsewhere", checkDoors, "central/a.go", "central", "github.com/hashicorp/raft-wal", true},
		{"a toolkit in a daemon", checkDoors, "appliance/a.go", "appliance", "fyne.io/fyne/v2/widget", true},
		{"a toolkit in a screen", checkDoors, "gui/clerk/a.go", "clerk", "fyne.io/fyne/v2/widget", false},
		{"a second owner of the windows", checkDoors, "gui/clerk/a.go", "clerk", "fyne.io/fyne/v2/app", true},
		{"the owner of the windows", checkDoors, "gui/shell/a.go", "shell", "fyne.io/fyne/v2/app", false},

		{"state with a toolkit", checkBans, "gui/state/a.go", "state", "fyne.io/fyne/v2", true},
		{"rules that read a file", checkBans, "sync/custody/a.go", "custody", "os", true},
		{"their test may", checkBans, "sync/custody/a_test.go", "custody_test", "os", false},
		{"rules that draw lots", checkBans, "sync/visit/a.go", "visit", "math/rand/v2", true},
		{"rules that speak HTTP", checkBans, "sync/calendar/a.go", "calendar", "net/http", true},

		{"an empty name", checkNames, "central/util/a.go", "util", "fmt", true},
		{"an empty name of a test", checkNames, "central/a_test.go", "common_test", "fmt", true},
		{"code directly in sync", checkNames, "sync/a.go", "agreed", "fmt", true},
		{"a name that says something", checkNames, "central/intake/a.go", "intake", "fmt", false},
	} {
		t.Run(row.title, func(t *testing.T) {
			house := fstest.MapFS{row.file: {Data: []byte("package " + row.pkg + "\n\nimport _ \"" + row.imports + "\"\n")}}
			sources, err := tree(house)
			if err != nil {
				t.Fatal(err)
			}
			broken := row.check(sources)
			if caught := len(broken) > 0; caught != row.caught {
				t.Errorf("caught = %t, want %t: %s", caught, row.caught, strings.Join(broken, "; "))
			}
		})
	}
}

func TestPlantedStaleRules(t *testing.T) {
	broken := strings.Join(checkListed(nil, "module x\n\nrequire go.etcd.io/bbolt v1.5.0\n"), "\n")
	for _, want := range []string{"names sync/journal,", "names sync/custody,", "kept for github.com/hashicorp/raft,"} {
		if !strings.Contains(broken, want) {
			t.Errorf("not reported: %q", want)
		}
	}
	if strings.Contains(broken, "kept for go.etcd.io/bbolt,") {
		t.Error("a dependency that go.mod requires is called missing")
	}
}
