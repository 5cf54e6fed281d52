package journal

import "go.etcd.io/bbolt"

// DB lets the crash tests get between the journal and its disk.
func (j *Journal) DB() *bbolt.DB { return j.db }
