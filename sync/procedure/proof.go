package procedure

// Proof is something that a counter's journal says of a visit and that shows a step to be done, so that nobody has to tick it.
type Proof string

// The proofs. Those of a hand-out stand in its evidence.
const (
	IdentitySeen      Proof = "identity-seen"        // by eye or by the reader, at a hand-out
	LikenessSeen      Proof = "likeness-seen"        // the photo compared with the person, at a hand-out
	LetterSeen        Proof = "letter-seen"          // with PIN and PUK, at a hand-out
	OldSettled        Proof = "old-document-settled" // the old document came in, was cancelled, or there is none
	ChipTested        Proof = "chip-tested"
	ActivationSettled Proof = "activation-settled" // done, or postponed
	HandedOut         Proof = "handed-out"
	PhotoKept         Proof = "photo-kept"
)

// Proofs are all of them, as files name them.
var Proofs = []Proof{IdentitySeen, LikenessSeen, LetterSeen, OldSettled, ChipTested, ActivationSettled, HandedOut, PhotoKept}
