// Package contract holds the protobuf messages and services that cross a wire or stay on a disk, their
// generated Go, and the conversions between them and the nouns of package office.
//
// Counters in the field run older versions and journals are kept for years, so the contract only grows: `make
// check` compares it with the last one that was released and refuses a change that an old reader or an old
// record would not survive.
//
// Stored bytes are made by [Encode] and by nothing else: they are hashed as stored and shipped as hashed.
package contract
