// Package booth is the life of a photo at a counter: taken through the camera, judged, accepted by a clerk, delivered to
// headquarters, and gone.
//
// # In memory, then for good
//
// [Booth] takes and judges. What it took is a [Shot]: in memory only, until a clerk accepts it, another is taken at the same
// desk, or [Waits] is over. Nothing of a shot that was not accepted is written anywhere.
//
// An accepted photo is cut, sealed under a key of its own and durable in the counter's store of blobs (sync/blob) before
// its record, [Keep], commits. The key is personal data of the photo's subject: whoever the visit's appointment is for, or
// else the visit itself. Erasing that subject makes the blob, and every copy of it, noise. So does what the clerk said
// of the photo: words about a person stand beside the key and in no record.
//
// # A crash between any two steps
//
//	before the blob is written    the shot is gone with the process: the clerk takes another
//	blob, no record               the blob is noise, its key is gone with the process: the next night removes it
//	record, not delivered         it stands under "p/o/" and goes on its way when there is a line
//	delivered, no record of that  headquarters is asked again, has it whole, and the record is made then
//	erased or purged, blob there  nothing wants the blob: the next night removes it
//
// A blob is wanted while it stands under "p/b/", and everything else in the store goes. So no step depends on another
// having ended.
//
// # Keys
//
// All keys begin with "p/"; no other package reads them.
//
//	p/i/ photo(16)              PhotoState
//	p/v/ visit(16) photo(16)    empty
//	p/s/ subject(16) photo(16)  empty; until the subject is erased
//	p/o/ photo(16)              empty; to be delivered. Ids begin with the time, so the oldest goes first
//	p/b/ digest(32)             photo(16); this counter keeps the blob
package booth
