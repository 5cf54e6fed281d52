package card

import (
	"encoding/pem"
	"errors"
	"io"
	"os"

	"github.com/buurtloket/buurtloket/appliance/keyfile"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// KeyFile is the name of the key's file in the node's folder: PEM, for its owner only.
const KeyFile = "card-key.pem"

const keyType = "BUURTLOKET CARD KEY"

// Key is what holders' numbers are hashed with. It is made on this counter, at the first need, and never leaves it.
type Key [32]byte

// LoadKey reads the key of a node's folder, or makes it, in plain. Faults: Corrupt for a file that holds none; Internal.
func LoadKey(dir string, random io.Reader) (Key, error) {
	return LoadKeyFrom(keyfile.Plain(dir), random)
}

// LoadKeyFrom is LoadKey where files may lie sealed.
func LoadKeyFrom(files keyfile.Files, random io.Reader) (k Key, err error) {
	const op = "card.LoadKey"
	text, err := files.Read(KeyFile)
	if errors.Is(err, os.ErrNotExist) {
		if _, err = io.ReadFull(random, k[:]); err == nil {
			err = files.Write(KeyFile, pem.EncodeToMemory(&pem.Block{Type: keyType, Bytes: k[:]}))
		}
		if err != nil {
			return Key{}, fault.New(op, fault.Internal).On(KeyFile).Because(err)
		}
		return k, nil
	}
	if err != nil {
		return Key{}, fault.New(op, fault.Internal).On(KeyFile).Because(err)
	}
	block, _ := pem.Decode(text)
	if block == nil || block.Type != keyType || len(block.Bytes) != len(k) {
		return Key{}, fault.New(op, fault.Corrupt).On(KeyFile).Because(errors.New("not a key of 32 bytes in PEM")).
			Tell("Het bestand waarmee dit loket de kaarten van medewerkers kent, is beschadigd.", "Verwijder het; iedereen koppelt dan zijn of haar kaart opnieuw.")
	}
	copy(k[:], block.Bytes)
	clear(block.Bytes)
	return k, nil
}
