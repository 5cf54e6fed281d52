package custody

// Reason is why a step is not allowed or a record has no effect. Reasons are constants: compare them with
// errors.Is. They carry no seat and no name; the caller, who knows both, adds them.
type Reason string

// The reasons.
const (
	NotHeld            Reason = "this party does not hold the seat"
	NotBooked          Reason = "that appointment is not booked on this seat"
	AlreadyBooked      Reason = "the seat has a booking"
	AlreadyHeld        Reason = "the seat is already in this hand"
	StaleIdentity      Reason = "the identity is not the one that counts now"
	OldEra             Reason = "of an era that is over"
	ForeignIncarnation Reason = "meant for, or written by, another incarnation"
	ClosedIncarnation  Reason = "the incarnation was closed"
	UnknownIncarnation Reason = "the incarnation never began here"
	GateClosed         Reason = "the site has not yet reported to this era"
	GateOpen           Reason = "the site has already reported to this era"
	SeatBlocked        Reason = "the seat is blocked"
	NotBlocked         Reason = "the seat is not blocked"
	Frozen             Reason = "the appointment waits for the answer to a move"
	NotAsked           Reason = "no such move was asked, or it was answered"
	TwoPlanners        Reason = "two different planners must sign"
	Gap                Reason = "records in between are missing"
	Duplicate          Reason = "these records were received before"
	Fork               Reason = "two histories under one incarnation"
	AlreadyKnown       Reason = "that is what is known already"
	NotCustodian       Reason = "the giver is not the present custodian"
	Unnamed            Reason = "both sides of a hand-over must be named, differ, and leave evidence"
	ChainEnded         Reason = "the item was handed out or destroyed"
	Invalid            Reason = "the value cannot be right"
)

// Error is the reason itself.
func (r Reason) Error() string { return string(r) }
