// Package certificate makes certificates of the registers at headquarters: an attest of somebody's main residence, of their
// household, of life or nationality, a copy of a birth deed.
//
// # One act, one certificate
//
// A counter asks with the act of its journal. [Maker] finds the person in the [Register], draws the PDF and has its seal
// noted through the raft log, once for each act of a site (central/register). The seal is a digest, when it was made, and a
// code of verification that is a keyed function of site and act: any node that is asked anew, because an answer got lost,
// finds the seal, asks the register what it said at that moment, and draws the same bytes. It compares the digest, so
// there are never two certificates of one act. If they differ, because the register was corrected in hindsight or because this
// program draws otherwise by now, the answer is that there is none and who wants one asks anew.
//
// # What headquarters keeps
//
// The seal, for good. Neither person, number nor paper: those are the register's and the counter's. The digest says nothing
// of anybody either, since a keyed salt stands in the PDF.
//
// # Verification
//
// Whoever has a paper asks by its code at the plain door: [Seals] answers which kind it is and when it was made, and for who has
// the file whether it is that file. A code has 55 bits of a keyed hash, so nobody finds one by trying. What is not answered
// is whose it is; that stands on the paper, and a paper that was altered has to be compared with the one that the city can
// make again.
//
// # Keys
//
// Seal, codes and salts have a key each, derived (HKDF-SHA-256) from the secret that all nodes share. None can be computed from
// another.
//
// # The register
//
// [Register] is the adapter to the city's population register. [Embedded] is one of invented persons, for a headquarters that
// has none yet: its papers say in their margin that they are worth nothing.
package certificate
