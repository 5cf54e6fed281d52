package program

import (
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// keepToken reads the planner's token, or draws one and keeps it where only its owner can read it.
func keepToken(file string, w World) (string, error) {
	const op = "central.token"
	_, err := os.Stat(file)
	if errors.Is(err, fs.ErrNotExist) {
		secret := make([]byte, 24)
		if _, err := io.ReadFull(w.Random, secret); err != nil {
			return "", fault.New(op, fault.Internal).Because(err)
		}
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			return "", fault.New(op, fault.Internal).On(file).Because(err)
		}
		if err := writeWhole(file, []byte(hex.EncodeToString(secret)+"\n"), 0o600); err != nil {
			return "", fault.New(op, fault.Internal).On(file).Because(err)
		}
	}
	token, err := readToken(file)
	if err == nil && token == "" {
		err = fault.New(op, fault.Corrupt).On(file).Tell("Het bestand met het token van de planner is leeg.", "Verwijder het: er komt een nieuw.")
	}
	return token, err
}
