package dispatch

import (
	"slices"

	"github.com/buurtloket/buurtloket/sync/contract"
)

// end brings a message to an end.
func end(m *Message, at int64, s Stage, reason string) {
	m.Stage, m.Reason, m.EndedMs, m.UntilMs = s, reason, at, 0
}

// Settle takes what time alone decides: claims that are over, and messages that come too late.
func Settle(th *Thread, at int64) {
	for _, m := range th.Messages {
		switch {
		case m.Stage == Claimed && m.UntilMs <= at:
			m.Stage, m.By, m.UntilMs = Waiting, "", 0
		case m.Stage == Begun && m.UntilMs <= at:
			end(m, at, Unknown, NoWord)
		}
		if m.Stage == Waiting && m.ExpiresMs <= at {
			end(m, at, Dropped, TooLate)
		}
	}
}

// Claim gives what is due in a thread to one who asks, for [Lease], and what the same asker has already.
func Claim(th *Thread, by string, at int64) (given []*Message) {
	Settle(th, at)
	for _, m := range th.Messages {
		switch {
		case m.Stage == Waiting && m.DueMs <= at:
			m.Stage, m.By, m.UntilMs = Claimed, by, at+Lease.Milliseconds()
			m.Claim++
		case m.Stage != Claimed || m.By != by:
			continue
		}
		given = append(given, m)
	}
	return given
}

// Begin notes that a claimed message is about to be handed over, and reports whether it may. The same asker may ask again.
func Begin(th *Thread, number, claim uint32, by string, at int64) bool {
	m := Find(th, number)
	if m == nil || m.Claim != claim || m.By != by {
		return false
	}
	if m.Stage == Claimed && m.ExpiresMs > at {
		m.Stage, m.UntilMs = Begun, at+Lease.Milliseconds()
	}
	return m.Stage == Begun
}

// Note takes what became of a claim. A word about another claim than the last, or of another asker, is worth nothing. One that
// comes late is believed.
func Note(th *Thread, by string, at int64, o *contract.MessageNoted_Outcome) {
	m := Find(th, o.GetRef().GetNumber())
	if m == nil || m.Claim != o.Ref.Claim || m.By != by {
		return
	}
	begun := m.Stage == Begun || m.Stage == Unknown && m.Reason == NoWord
	if !begun && m.Stage != Claimed {
		return
	}
	if o.Channel != "" {
		m.Channel = o.Channel
	}
	switch o.Stage {
	case Sent, Unknown:
		if begun {
			end(m, at, o.Stage, o.Reason)
		}
	case Failed, Dropped:
		end(m, at, o.Stage, o.Reason)
	case Waiting:
		again(m, at, o)
	}
}

// again has a message that is known not to have gone wait for another attempt.
func again(m *Message, at int64, o *contract.MessageNoted_Outcome) {
	if o.Tried {
		m.Tries++
	}
	switch due := max(o.DueMs, at); {
	case m.Over:
		end(m, at, Dropped, TakenBack)
	case due >= m.ExpiresMs:
		end(m, at, Dropped, TooLate)
	default:
		m.Stage, m.Reason, m.By, m.UntilMs, m.DueMs, m.EndedMs = Waiting, o.Reason, "", 0, due, 0
	}
}

// Supersede takes back what was not sent yet of these kinds; of all kinds when none is named.
func Supersede(th *Thread, at int64, kinds ...contract.MessageKind) {
	for _, m := range th.Messages {
		if len(kinds) > 0 && !slices.Contains(kinds, m.Kind) {
			continue
		}
		switch m.Stage {
		case Waiting, Claimed:
			end(m, at, Dropped, TakenBack)
		case Begun:
			m.Over = true
		}
	}
}

// Restored takes that headquarters woke from a backup. What was due by now may have gone since that was made, from a headquarters
// that is no more: nobody knows. What is due later cannot have gone.
func Restored(th *Thread, at int64) {
	for _, m := range th.Messages {
		if m.Stage == Begun || m.Stage == Claimed || m.Stage == Waiting && m.DueMs <= at {
			end(m, at, Unknown, Era)
		}
	}
}

// retried is how long a message that a person has sent again may take, when it was of no use any more.
const retried = Keep / 90

// Retry has a message that failed, came back, was dropped or is unknown wait again, and reports whether it does. A person decides
// that; it is the same message, so that whoever gets it twice can tell.
func Retry(m *Message, at int64) bool {
	switch m.GetStage() {
	case Failed, Unknown, Bounced, Dropped:
	default:
		return false
	}
	m.Stage, m.Reason, m.By, m.UntilMs, m.EndedMs, m.DueMs, m.Over = Waiting, "", "", 0, 0, at, false
	m.Claim++ // a late word about the attempt before is worth nothing now
	m.ExpiresMs = max(m.ExpiresMs, at+retried.Milliseconds())
	return true
}

// Bounce notes that what was sent, or perhaps sent, came back, and reports whether it could have.
func Bounce(m *Message, at int64, reason string) bool {
	switch m.GetStage() {
	case Sent, Unknown, Bounced:
		end(m, at, Bounced, reason)
		return true
	}
	return false
}
