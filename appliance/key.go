package appliance

import (
	"crypto/ed25519"
	"encoding/pem"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/note"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
)

// journalKey signs this journal's heads. It is made on the device and never leaves it; headquarters learns the
// public half with the first hello of a life, over the device's own certificate.
type journalKey struct {
	public ed25519.PublicKey
	signer note.Signer
}

// journalKeyFile holds the seed of the Ed25519 key as PEM.
const journalKeyFile = "journal-key.pem"

func loadJournalKey(dir string, site office.SiteID, random io.Reader) (journalKey, error) {
	const op = "appliance.key"
	path := filepath.Join(dir, journalKeyFile)
	text, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		text, err = makeJournalKey(path, random)
	}
	if err != nil {
		return journalKey{}, fault.New(op, fault.Internal).On(path).Because(err)
	}
	block, _ := pem.Decode(text)
	if block == nil || len(block.Bytes) != ed25519.SeedSize {
		return journalKey{}, fault.New(op, fault.Corrupt).On(path).Because(fmt.Errorf("not an Ed25519 seed in PEM"))
	}
	key := ed25519.NewKeyFromSeed(block.Bytes)
	signer, err := journal.NewSigner(site, key)
	if err != nil {
		return journalKey{}, fault.New(op, fault.Internal).On(path).Because(err)
	}
	return journalKey{public: key.Public().(ed25519.PublicKey), signer: signer}, nil
}

func makeJournalKey(path string, random io.Reader) ([]byte, error) {
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(random, seed); err != nil {
		return nil, err
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "BUURTLOKET JOURNAL SEED", Bytes: seed})
	return text, link.WriteKeyFile(path, text)
}
