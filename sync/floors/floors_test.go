package floors_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// root is the top of the project, seen from this package.
const root = "../.."

func TestFloors(t *testing.T) { report(t, checkFloors(mustTree(t))) }

func TestDoors(t *testing.T) { report(t, checkDoors(mustTree(t))) }

func TestBans(t *testing.T) { report(t, checkBans(mustTree(t))) }

func TestNames(t *testing.T) { report(t, checkNames(mustTree(t))) }

func TestEveryRuleIsAboutSomethingThere(t *testing.T) {
	goMod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	report(t, checkListed(mustTree(t), string(goMod)))
}

func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	var there []string
	for _, entry := range entries {
		there = append(there, entry.Name())
		_, made := madeHere[entry.Name()]
		if !made && !slices.Contains(topLevel, entry.Name()) {
			t.Errorf("%s lies at the top: nothing is added to the floors there", entry.Name())
		}
	}
	for _, name := range topLevel {
		if !slices.Contains(there, name) {
			t.Errorf("%s is missing at the top", name)
		}
	}
}

func mustTree(t *testing.T) []source {
	t.Helper()
	sources, err := tree(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	if len(sources) == 0 {
		t.Fatal("no Go file found: the rules would hold of nothing")
	}
	return sources
}

func report(t *testing.T, broken []string) {
	t.Helper()
	for _, b := range broken {
		t.Error(b)
	}
}
