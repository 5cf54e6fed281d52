// Package journal is the append-only, Merkle-hashed, signed log of one appliance, with everything that is
// derived from it in the same file and the same transaction: projections, HQ's feed, sealed personal data.
//
// A [Journal] holds all *lives* of its appliance in order. Open on a new path begins the first; a restore
// begins the next with [Journal.Begin]. Each life numbers its records from 1 and has a tree of its own (RFC
// 6962, as in golang.org/x/mod/sumdb/tlog); older lives never change and can still be shipped.
//
// Writing is one road: [Journal.Append] puts a decision in a queue, and there is one pen. Whoever takes the
// pen gathers the decisions that wait, runs them one after another inside one bbolt transaction, each seeing
// the effects of those before it, folds their records into the projections, commits, and only then answers. A
// decision that is refused has written nothing, because nothing is written before it is wholly accepted. A
// lone caller takes the pen at once and waits for nobody.
//
// # What is promised
//
// Durable before visible: no answer, no [Journal.View], no [Journal.Batch] shows what is not flushed to the
// disk. bbolt itself shows a transaction from the moment its meta page is written, before that page is
// flushed; readers that come in that moment wait for the flush. What was in the page cache when a process was
// killed is flushed before the next Open reads anything.
//
// A commit that fails in any way latches the journal: nobody knows what is on the disk, a flush must not be
// tried twice (the kernel may have dropped the pages that it could not write), so every later call fails until
// the file has been closed, verified and opened again. [Verify] works offline and names the first bad record.
//
// # Caveats
//
// Never call Append, Begin or Rebuild from within a decision, a fold or a View: a decision would wait for
// itself. Bytes seen in a View, a decision or a fold are valid only until it returns. A View that stays open
// for long keeps old pages from being used again, so the file grows.
//
// # The file
//
// A bbolt file (pages of 4096 bytes, hash-map free list written with each commit). Integers are big endian.
// All buckets are at the top; those with numbered keys are filled to 100 % because they only grow at the end.
//
//	meta          "format"  uint16: 2
//	              "site"    the site's name
//	              "fold"    FoldVersion of the code that made the projections
//	              "state"   name of the bucket with the projections: "state-a" or "state-b"
//	lives         key uint64: ordinal from 1. Value 16 bytes: incarnation uint64, wall time of its beginning
//	              in milliseconds since 1970 (for people only)
//	records-I     one bucket for each life, I its incarnation in sixteen hexadecimal digits.
//	              key uint64: sequence, from 1 without gaps. Value:
//	                 1 byte   h, the number of tree hashes that this record completes: 1 + the number of
//	                          trailing zero bits of the sequence
//	                 1 byte   p, the number of sealed items that belong to this record
//	                 h × 32   those hashes, the record's own first: SHA-256(0x00 ‖ body), then for each
//	                          completed subtree SHA-256(0x01 ‖ left ‖ right)
//	                 p × 16   the items' commitments, each of which also occurs in the body
//	                 rest     the body: what is hashed and shipped
//	feed          key uint64: number, from 1 without gaps. Value: the entry's bytes
//	state-a, -b   the projections, as the fold wrote them; one of the two exists, except during a rebuild
//	personal      what is sealed, beside the key that opens it; three kinds of pairs by the key's first byte:
//	              's', subject (16): the subject's key, 32 bytes
//	              's', subject (16), commitment (16): nonce (24), then XChaCha20-Poly1305 of salt (16) ‖ plain
//	              under that key, with commitment ‖ subject as additional data
//	              'c', commitment (16): the subject (16), so that an item is found by its commitment
//	acknowledged  key uint64: incarnation. Value: size uint64, root (32): what HQ last acknowledged. Written
//	              along with the next commit, so it may be older than what was acknowledged, never wrong
//	heads         key uint64: incarnation. Value: the last signed head that was given out, a signed note.
//	              Written along with the next commit
//
// Hashes lie with the record that completes them, in the order of tlog's stored hashes: hash (level, n) is
// number `level` in record (n+1)·2^level. So a commit touches one path of pages fewer than with a bucket of
// hashes, and a tree head of any size up to the present costs at most 64 reads.
//
// What is sealed lies next to its key because subjects are mostly ids ordered by time: a new person's key and
// data then go to one page.
//
// A head is a signed note (golang.org/x/mod/sumdb/note) whose text is three lines: "site#incarnation", the
// size in decimal, the root in base64.
//
// A new file is made under another name, flushed, and linked to its own name, so a crash leaves either no
// journal or an empty one.
//
// # Goroutines
//
// A journal starts none: decisions run on the goroutine of the caller who has the pen. All methods may be
// called from any goroutine.
//
// BUG(journal): bbolt does not wipe pages that it frees. After an erasure the subject's key may still be
// found, by someone who reads the raw file, until its page is used again; Backup copies such pages too.
package journal
