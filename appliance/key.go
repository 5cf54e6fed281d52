package appliance

import (
	"crypto/ed25519"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/mod/sumdb/note"

	"github.com/buurtloket/buurtloket/appliance/card"
	"github.com/buurtloket/buurtloket/appliance/desk"
	"github.com/buurtloket/buurtloket/appliance/keyfile"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
)

// journalKey signs this journal's heads. It is made on the device and never leaves it; headquarters learns the
// public half with the first hello of a life, over the device's own certificate.
type journalKey struct {
	public ed25519.PublicKey
	signer note.Signer
}

// journalKeyFile holds the seed of the Ed25519 key as PEM, which may lie sealed: see package keyfile.
const journalKeyFile = "journal-key.pem"

// KeyFiles are the names of all files in a node's folder that hold keys of this device.
func KeyFiles() []string {
	return []string{journalKeyFile, identityFile, enrolFile, desk.File, card.KeyFile}
}

func loadJournalKey(keys *keyfile.Folder, site office.SiteID, random io.Reader) (journalKey, error) {
	const op = "appliance.key"
	text, err := keys.Read(journalKeyFile)
	if errors.Is(err, os.ErrNotExist) {
		text, err = makeJournalKey(keys, random)
	}
	if err != nil {
		return journalKey{}, fault.Wrap(op, err)
	}
	block, _ := pem.Decode(text)
	if block == nil || len(block.Bytes) != ed25519.SeedSize {
		return journalKey{}, fault.New(op, fault.Corrupt).On(journalKeyFile).Because(fmt.Errorf("not an Ed25519 seed in PEM"))
	}
	key := ed25519.NewKeyFromSeed(block.Bytes)
	signer, err := journal.NewSigner(site, key)
	if err != nil {
		return journalKey{}, fault.New(op, fault.Internal).On(journalKeyFile).Because(err)
	}
	return journalKey{public: key.Public().(ed25519.PublicKey), signer: signer}, nil
}

func makeJournalKey(keys *keyfile.Folder, random io.Reader) ([]byte, error) {
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(random, seed); err != nil {
		return nil, fault.New("appliance.key", fault.Internal).On(journalKeyFile).Because(err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "BUURTLOKET JOURNAL SEED", Bytes: seed})
	return text, keys.Write(journalKeyFile, text)
}
