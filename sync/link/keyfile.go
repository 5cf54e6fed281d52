package link

import (
	"bytes"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// WriteKeyFile writes a small file that holds a key, for its owner only (mode 0600), whole or not at all: beside it,
// flushed, then renamed, and the folder flushed.
func WriteKeyFile(path string, data []byte) error {
	if err := writeKeyFile(path, data); err != nil {
		return fault.New("link.WriteKeyFile", fault.Internal).On(path).Because(err)
	}
	return nil
}

func writeKeyFile(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".new*") // with mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// WriteFile keeps an identity in one file, so that a crash never leaves key or certificate without the other: the key,
// then the certificate and its authority, as PEM.
func (id Identity) WriteFile(path string) error {
	chain, key, err := id.PEM()
	if err != nil {
		return fault.Wrap("link.WriteFile", err)
	}
	return WriteKeyFile(path, bytes.Join([][]byte{key, chain}, nil))
}

// ReadIdentity reads what [Identity.WriteFile] wrote: NotFound when there is no such file, Corrupt when it is something else.
func ReadIdentity(path string) (Identity, error) {
	text, err := os.ReadFile(path)
	switch {
	case os.IsNotExist(err):
		return Identity{}, fault.New("link.ReadIdentity", fault.NotFound).On(path).Because(err)
	case err != nil:
		return Identity{}, fault.New("link.ReadIdentity", fault.Internal).On(path).Because(err)
	}
	_, chain := pem.Decode(text)
	id, err := ParseIdentity(chain, text)
	return id, fault.Wrap("link.ReadIdentity", err)
}
