// Package eid reads Belgian electronic identity cards: it waits for a card, reads what a task needs of it, holds every
// byte against the National Register's signature, and lets the holder prove with a PIN that the card is theirs.
//
// # The card
//
// The chip holds files and two keys. Files are selected by path (00 A4 08 0C) and read in pieces (00 B0):
//
//	3F00/DF01/4031  identity: fields, see below        4032  the register's signature of 4031
//	3F00/DF01/4033  address: fields, zero-padded       4034  the register's signature of 4033 without its padding, then 4032
//	3F00/DF01/4035  photo (JPEG), whose hash is field 17 of the identity: 48 bytes SHA-384, 32 SHA-256, 20 SHA-1
//	3F00/DF00/5038  certificate of the authentication key 82   503A  of the authority that issued it
//	3F00/DF00/503B  certificate of the root                    503C  of the register's signature
//
// Fields are laid out as told at parseFields. Signatures are ECDSA P-384 with SHA-384 on cards since 2020 (as two numbers
// of 48 bytes or in ASN.1), RSA with SHA-256 before; SHA-1 on the oldest is refused unless the configuration says otherwise.
//
// Reader and card speak T=0: a response 61xx means that xx bytes are to be fetched (00 C0), 6Cxx that the same command is
// wanted again with the length xx. A PIN goes as 00 20 00 01 08, its length and digits packed two to a byte and filled up
// with F; 63Cx is a wrong one with x tries left, 6983 a blocked one. A signature is asked by choosing algorithm and key
// (00 22 41 B6), then the PIN, then the hash (00 2A 9E 9A). Source of it all: the documents in Fedict/eid-mw,
// doc/sdk/documentation.
//
// # What is believed
//
// The root on the card proves nothing: the roots that count are pinned in the configuration. The register's certificate
// must be issued by one of them directly and be named RRN, else any citizen's key could sign an identity. The
// authentication certificate must come from an authority under one of them. Whether a certificate was revoked is not
// asked: a counter may be cut off; and validity is judged at a time that the caller gives.
//
// [Reader.Read] proves that the register once wrote this, not that this chip is the one it was written to: files can be
// copied onto another chip. Only [Reader.Authenticate] proves the chip, and that whoever sits there knows its PIN.
//
// # What is kept
//
// Nothing. Files are overwritten before a call returns, a card's values are the caller's to wipe, no error and no log
// carries what a card said, and the national number prints as its mask.
//
// The parts: package pcsc speaks to the daemon that owns the readers; [Driver] is the treaty over any [Terminal];
// package virtual is a card, an authority and a slot in memory; package eidtest is the suite that all must pass.
package eid
