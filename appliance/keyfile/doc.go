// Package keyfile holds the files with a counter's own keys: sealed by the security chip of its machine where there is one, else in
// plain, for their owner only.
//
// # A sealed file
//
// Text of two PEM blocks, below a line that says so in Dutch:
//
//	BUURTLOKET SEALED KEY    a key of 32 bytes, as the chip sealed it (hardware/tpm says which bytes)
//	BUURTLOKET SEALED FILE   nonce (24), then XChaCha20-Poly1305 of what the plain file would hold, under that key, with
//	                         "buurtloket key file 1", a zero byte and the file's name as additional data
//
// Each file is whole by itself: no crash can part it from its key. All files of a folder that were written by one chip carry the same sealed key, so that a
// start asks the chip once, which takes up to a second. A plain file is what it always was: PEM, mode 0600.
//
// # From plain to sealed
//
// [Open] seals the plain files that it finds, where it is asked to and a chip is there: each is written aside, flushed and
// renamed (link.WriteKeyFile), so a crash leaves the old file or the new one. What a crash left beside them is removed, since it may
// hold a key. What a disk keeps of a file that was replaced is beyond this program: who wants to be sure begins with a chip.
//
// # What this is good for, and what not
//
// A disk that is carried away, or copied, does not let anybody be this counter: not towards headquarters (device.pem), not towards
// its desks (desks.pem), nor sign its journal (journal-key.pem). It does not hide the journal: persons lie sealed in there beside the keys
// that open them, so that an erasure can throw those away. An encrypted disk is for that.
//
// # When the machine is lost
//
// Keys are in no backup, sealed or plain: `appliance backup` copies the journal, and `appliance restore` into an empty folder makes a
// new journal key with a new life; a new code enrols the new device, and desks are invited anew. So nothing that is needed after a
// disaster is bound to a chip. A disk that was moved to another machine, or a chip that was cleared, is the same case: its
// journal is a copy to be restored; [Open] says so.
package keyfile
