// Package tpm keeps a small secret with the security chip of a machine (TPM 2.0): what is sealed opens on this machine alone, so
// a disk that is carried away tells nothing.
//
// # How a secret is sealed
//
// The secret becomes the data of a sealed object under the storage root key: the primary key of the owner's hierarchy that the TCG's
// template for ECC gives (TCG TPM v2.0 Provisioning Guidance, table 3), made anew for each call, since the chip derives the same one from
// its seed each time and nothing needs to be kept in it. The object is bound to its chip and parent (fixedTPM, fixedParent) and
// is not counted by the chip's protection against guessing (noDA): somebody who tries passwords elsewhere on the machine locks nothing of ours.
// Parameters that hold the secret travel encrypted over a session that is salted with the storage key, so a probe
// on the bus that only listens learns nothing.
//
// There is no policy of platform registers: an update of firmware or kernel would change them, and a counter must come up on the
// morning after by itself. So this keeps a secret from who has the disk, and not from who has the running machine.
//
// # What is stored
//
// [Sealer.Seal] gives bytes that are no secret, to be kept anywhere:
//
//	5 bytes   "BLTPM"
//	1 byte    1: the version of what follows
//	2 + n     name of the parent (algorithm and hash), by which a chip knows whether it made this
//	2 + n     TPMT_PUBLIC of the object, as the chip gave it
//	2 + n     its encrypted private part, likewise
//
// Lengths are big endian. An emulated chip writes the same, with parts of its own.
//
// # On the wire
//
// Commands and answers of the TPM 2.0 library specification, one at a time: over the kernel's /dev/tpmrm0, or bare over a
// unix socket or TCP, as swtpm takes them. A line is opened for each call and closed after it. The codec is go-tpm, and
// this is its only door.
package tpm
