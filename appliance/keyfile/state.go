package keyfile

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// State is how the key files of a folder lie there.
type State struct {
	Sealed, Plain []string // names
}

// Inspect looks at the files of a folder without opening any; it needs no chip. A file that cannot be read counts as plain.
func Inspect(dir string, names []string) (s State) {
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if _, _, sealed, _ := split(text); sealed && err == nil {
			s.Sealed = append(s.Sealed, name)
		} else {
			s.Plain = append(s.Plain, name)
		}
	}
	return s
}

// State looks at the folder's files as they lie there now.
func (f *Folder) State() State { return Inspect(f.o.Dir, f.o.Names) }

// Say is that sentence for the folder, for which the chip is asked whether it is there.
func (f *Folder) Say(ctx context.Context) string {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	return f.State().Say(f.o.Chip != nil && f.o.Chip.Health(ctx).State.Usable())
}

// Say is one plain sentence in Dutch about where the keys are; chip tells whether this machine has a chip that answers.
func (s State) Say(chip bool) string {
	switch {
	case len(s.Sealed)+len(s.Plain) == 0:
		return "sleutels: er zijn er nog geen"
	case len(s.Plain) == 0:
		return "sleutels: verzegeld in de TPM van dit toestel"
	case len(s.Sealed) > 0:
		return "sleutels: verzegeld in de TPM van dit toestel, behalve " + strings.Join(s.Plain, ", ")
	case chip:
		return "sleutels: in een bestand dat alleen dit programma leest; de TPM van dit toestel wordt niet gebruikt"
	}
	return "sleutels: in een bestand dat alleen dit programma leest; dit toestel heeft geen TPM"
}
