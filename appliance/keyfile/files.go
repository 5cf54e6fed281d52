package keyfile

import (
	"os"
	"path/filepath"

	"github.com/buurtloket/buurtloket/sync/link"
)

// Files keep small files that hold keys, by name.
type Files interface {
	// Read gives what a file holds; the error is os.ErrNotExist when there is no such file.
	Read(name string) ([]byte, error)
	// Write replaces a file, whole or not at all.
	Write(name string, data []byte) error
}

var _ Files = (*Folder)(nil)

// Plain are the files of a folder as they lie there, for their owner only: where there is no chip, and for tools.
type Plain string

// Read implements Files.
func (p Plain) Read(name string) ([]byte, error) { return os.ReadFile(filepath.Join(string(p), name)) }

// Write implements Files.
func (p Plain) Write(name string, data []byte) error {
	return link.WriteKeyFile(filepath.Join(string(p), name), data)
}
