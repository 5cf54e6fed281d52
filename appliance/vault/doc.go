// Package vault is the register of the controlled documents of one site: who answers for each of them now,
// and every hand-over since the courier.
//
// A document has one custodian at any time, and custody passes by hand-overs that name both sides and leave
// evidence (sync/custody): courier → clerk → compartment → clerk → the person entitled. Handing out is the
// last of them; it is refused until the checklist of the document's kind is complete, and nothing is ever
// handed out twice. A site without a vault keeps no documents and hands out none (A002-44, A002-45).
//
// It is made like package queue: decisions that write nothing, run inside the journal's append; a fold that
// takes everything from the event; readings. Who a document is for is personal data: the register holds only
// the commitment, the node finds the name beside it.
//
// # Keys
//
// All keys begin with "v/"; no other package reads them. Values are JSON, except where said.
//
//	v/d/ document      the item with its chain of hand-overs
//	v/i/ document      empty; the item is in stock: received and not handed out
//	v/k/ consignment   documents announced and not yet received
//	v/n                the last count
package vault
