//go:build story

package story_test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestStoryRelease: the programs say which release they are, and all that were built together say the same.
func TestStoryRelease(t *testing.T) {
	said := map[string]string{}
	for _, program := range []string{"appliance", "central", "loket"} {
		out, err := exec.Command(filepath.Join(programs(t), program), "--version").CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v: %s", program, err, out)
		}
		said[program] = strings.TrimPrefix(strings.TrimSpace(string(out)), program+" version ")
	}
	if said["appliance"] == "" || said["appliance"] != said["central"] || said["appliance"] != said["loket"] {
		t.Errorf("the programs say they are %q", said)
	}
}
