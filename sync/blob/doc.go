// Package blob keeps large things — photos — as files that are named by the hash of what is in them, and seals them so that
// whoever loses the key has lost the thing.
//
// # On disk
//
// A store is a folder:
//
//	<64 hex digits>        a whole blob: the SHA-256 of its bytes is its name
//	<64 hex digits>.part   the beginning of one that is still coming
//
// A blob appears under its name only when all of it is on the disk: written beside, flushed, renamed, the folder flushed.
// So a name is a promise, and a crash leaves at most a part, which goes on where it stopped. Blobs never change.
//
// # Sealing
//
// A sealed blob is the byte 1, and the AES-256-GCM of the content under a key that was drawn for it alone, with the nonce
// zero (NIST SP 800-38D allows a fixed nonce when a key seals one message) and the first byte as additional data. The key
// stands in the journal among the personal data of whom the blob is about; erasing that person there makes the blob, and
// every copy of it, noise.
package blob
