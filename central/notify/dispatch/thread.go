package dispatch

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
)

// Thread is all messages about one thing, as stored. The functions here change it in place; callers store it afterwards.
type Thread = contract.MessageThread

// Message is one message of a thread.
type Message = contract.Message

// Stage is how far a message is.
type Stage = contract.MessageStage

// Short names for the stages.
const (
	Waiting = contract.MessageStage_MESSAGE_STAGE_WAITING
	Claimed = contract.MessageStage_MESSAGE_STAGE_CLAIMED
	Begun   = contract.MessageStage_MESSAGE_STAGE_BEGUN
	Sent    = contract.MessageStage_MESSAGE_STAGE_SENT
	Failed  = contract.MessageStage_MESSAGE_STAGE_FAILED
	Unknown = contract.MessageStage_MESSAGE_STAGE_UNKNOWN
	Dropped = contract.MessageStage_MESSAGE_STAGE_DROPPED
	Bounced = contract.MessageStage_MESSAGE_STAGE_BOUNCED
)

// The reasons that are given here. They are stored, and put into Dutch where they are shown; senders have others.
const (
	TooLate   = "too-late"   // it was of no use any more before it could be sent
	TakenBack = "taken-back" // what it was about is over, or another message says more
	NoWord    = "no-word"    // whoever began to send it never said what became of it
	Era       = "era"        // headquarters woke from a backup: it may have gone since
)

// Lease is how long a claim holds. An attempt ends well within it: see Patience of central/notify.
const Lease = 5 * time.Minute

// Keep is how long a thread is kept after its last message came to an end: as long as somebody may ask what was told.
const Keep = 90 * 24 * time.Hour

// Wish is a message to be.
type Wish struct {
	Kind         contract.MessageKind
	Due, Expires int64 // wall time, milliseconds
	LastDay      int32
	Conflict     uint64
}

// Add puts a message at the end of a thread, and gives it; nil when it would be of no use any more. key is the thread's, era
// headquarters' present life: a message of after a restore is never taken for one of before.
func Add(th *Thread, key []byte, era uint64, at int64, w Wish) *Message {
	if w.Expires <= at || w.Due >= w.Expires {
		return nil
	}
	th.Made++
	m := &Message{Id: identity(key, era, th.Made), Number: th.Made, Kind: w.Kind, Stage: Waiting, MadeMs: at, DueMs: max(w.Due, at),
		ExpiresMs: w.Expires, LastDay: w.LastDay, Conflict: w.Conflict}
	th.Messages = append(th.Messages, m)
	return m
}

// identity is the same on every node, and nobody's but this message's.
func identity(key []byte, era uint64, number uint32) []byte {
	b := binary.BigEndian.AppendUint64([]byte("buurtloket message\x00"), era)
	b = binary.BigEndian.AppendUint32(b, number)
	sum := sha256.Sum256(append(b, key...))
	return sum[:16]
}

// Find is the message of a number, or nil.
func Find(th *Thread, number uint32) *Message {
	i := slices.IndexFunc(th.GetMessages(), func(m *Message) bool { return m.Number == number })
	if i < 0 {
		return nil
	}
	return th.Messages[i]
}

// Ended reports whether nothing more happens to a message by itself.
func Ended(m *Message) bool { return m.EndedMs != 0 }

// Next is when something is due in a thread, in milliseconds; 0: nothing is.
func Next(th *Thread) (next int64) {
	for _, m := range th.Messages {
		at := int64(0)
		switch m.Stage {
		case Waiting:
			at = m.DueMs
		case Claimed, Begun:
			at = m.UntilMs
		}
		if at != 0 && (next == 0 || at < next) {
			next = at
		}
	}
	return next
}

// Spent reports whether a thread has nothing to do any more and can be forgotten.
func Spent(th *Thread, at int64) bool {
	for _, m := range th.Messages {
		if !Ended(m) || m.EndedMs+Keep.Milliseconds() > at {
			return false
		}
	}
	return true
}

// Overdue reports whether Settle would change a thread.
func Overdue(th *Thread, at int64) bool {
	return slices.ContainsFunc(th.GetMessages(), func(m *Message) bool {
		return m.Stage == Waiting && m.ExpiresMs <= at || (m.Stage == Claimed || m.Stage == Begun) && m.UntilMs <= at
	})
}
