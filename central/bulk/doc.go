// Package bulk is headquarters' side of what is large: the sealed bytes of photos.
//
// The bytes are no part of the replicated state. Each node keeps them in a store of its own (sync/blob), named by their
// hash, and they never change; so nothing has to be agreed on but which of them may be there, and that the register knows
// from the counters' journals.
//
// A counter brings parts to any node. When that node has all, it brings them to others, by the same call in the role of a
// node, until a majority of the voters has them on disk; only then is a counter told that they are whole. Who loses a node
// loses no photo, for the same reason as with the log, and without an entry in it.
//
// [Bulk.Heal] is one round of mending: blobs whose key was erased with their person are removed, and the other voters are
// given what they lack. A node that was away is filled again by the nodes that were not. A blob of which the register
// knows nothing stays: after headquarters was restored from a backup, its record comes once more.
//
// A photo is read through the door for central staff alone, with a name and a reason, which are in the raft log before
// the photo is opened.
//
// # Limits
//
// A call carries at most 256 KiB, which the RPC layer looks at before it takes memory. What no record names, or names with
// another size, is refused before anything is written: so a site's certificate fills no disk.
package bulk
