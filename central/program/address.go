package program

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// addressFile is written in a demonstration's folder once headquarters answers, and taken away when it stops.
const addressFile = "hq.json"

// addresses is the content of hq.json: where a running headquarters is.
type addresses struct {
	Nodes     []string `json:"nodes"`      // for counters and nodes: host:port
	Public    []string `json:"public"`     // the plain doors: host:port
	TokenFile string   `json:"token_file"` // the planner's token, an absolute path
}

// urls are the plain doors as addresses of HTTP.
func (a addresses) urls() []string {
	out := make([]string, len(a.Public))
	for i, at := range a.Public {
		out[i] = "http://" + at
	}
	return out
}

func readAddresses(path string) (addresses, error) {
	var a addresses
	b, err := os.ReadFile(path)
	if err != nil {
		return a, err
	}
	if err := json.Unmarshal(b, &a); err != nil {
		return a, fmt.Errorf("%s: %w", path, err)
	}
	if len(a.Nodes) == 0 || len(a.Nodes) != len(a.Public) {
		return a, fmt.Errorf("%s: %d nodes and %d plain doors", path, len(a.Nodes), len(a.Public))
	}
	return a, nil
}

// write replaces the file as a whole, so that who waits for it never reads half of it.
func (a addresses) write(path string) error {
	b, err := json.MarshalIndent(a, "", "\t")
	if err != nil {
		return err
	}
	return writeWhole(path, append(b, '\n'), 0o644)
}

// writeWhole writes a file under another name and renames it.
func writeWhole(path string, data []byte, mode fs.FileMode) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
