package journal

import (
	"io"

	"go.etcd.io/bbolt"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// Backup writes a consistent copy of the file, which Open and Verify accept, while the journal goes on. It
// holds a read transaction open meanwhile, so w should not be slow for hours. The copy holds personal data
// with its keys: encrypt it. Whoever puts a copy back must Begin a new life.
func (j *Journal) Backup(w io.Writer) error {
	const op = "journal.Backup"
	return j.read(op, func(tx *bbolt.Tx) error {
		if _, err := tx.WriteTo(w); err != nil {
			return fault.New(op, fault.Internal).On(j.path).Because(err)
		}
		return nil
	})
}
