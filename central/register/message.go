package register

import (
	"bytes"
	"encoding/binary"
	"iter"

	"github.com/buurtloket/buurtloket/central/notify/dispatch"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// What is to be told to citizens follows from the commands, so every node knows it, and it is not lost with one. The rules of a
// message's life are those of central/notify/dispatch; this is where they are applied. No command and no row here has a name or
// an address: who is told is read from the sealed person when a message is sent.

// appointmentThread and documentThread name what messages are about.
func appointmentThread(id office.AppointmentID) []byte { return append([]byte("a"), id[:]...) }

func documentThread(site office.SiteID, number string) []byte {
	return append(office.AppendSiteKey([]byte("d"), site), number...)
}

// threadKey holds a MessageThread.
func threadKey(thread []byte) []byte { return append([]byte("M/t/"), thread...) }

// dueKey says that something is due in a thread at a moment.
func dueKey(atMS int64, thread []byte) []byte {
	return append(binary.BigEndian.AppendUint64([]byte("M/d/"), uint64(atMS)), thread...)
}

// visitKey holds the thread of the appointment that a visit came of, while the visit lasts.
func visitKey(site office.SiteID, visit []byte) []byte {
	return append(office.AppendSiteKey([]byte("M/v/"), site), visit...)
}

// Thread is what was told, and is to be told, of one thing; nil when there is nothing.
func (v View) Thread(thread []byte) *contract.MessageThread {
	th := new(contract.MessageThread)
	if !load(v.r, threadKey(thread), th) {
		return nil
	}
	return th
}

// ThreadOf names the messages about an appointment.
func ThreadOf(id office.AppointmentID) []byte { return appointmentThread(id) }

// Threads yields all threads whose name is not below from, with their names. They are valid during the view.
func (v View) Threads(from []byte) iter.Seq2[[]byte, *contract.MessageThread] {
	return func(yield func([]byte, *contract.MessageThread) bool) {
		for k, b := range v.r.Scan([]byte("M/t/"), threadKey(from)) {
			th := new(contract.MessageThread)
			if load1(b, th); !yield(k[len("M/t/"):], th) {
				return
			}
		}
	}
}

// DueThreads names the threads in which something is due at a moment, the earliest first; at most so many.
func (v View) DueThreads(atMS int64, limit int) (out [][]byte) {
	for k := range v.r.Scan([]byte("M/d/"), nil) {
		k = k[len("M/d/"):]
		if len(out) == limit || int64(binary.BigEndian.Uint64(k)) > atMS {
			break
		}
		out = append(out, bytes.Clone(k[8:]))
	}
	return out
}

// thread has a step done on a thread, and keeps the index true. A thread that is not there begins as what begin gives; nil: then
// there is nothing to do.
func (t *turn) thread(name []byte, begin *contract.MessageThread, step func(*contract.MessageThread)) {
	th := new(contract.MessageThread)
	if !load(t.w, threadKey(name), th) {
		if begin == nil {
			return
		}
		th = begin
	}
	step(th)
	if len(th.Messages) == 0 && len(th.Visit) == 0 {
		return
	}
	if next := dispatch.Next(th); next != th.NextMs {
		if th.NextMs != 0 {
			t.w.Delete(dueKey(th.NextMs, name))
		}
		if th.NextMs = next; next != 0 {
			t.w.Put(dueKey(next, name), nil)
		}
	}
	save(t.w, threadKey(name), th)
}

// tellCitizen adds a message to a thread.
func (t *turn) tellCitizen(th *contract.MessageThread, name []byte, w dispatch.Wish) {
	dispatch.Add(th, name, t.gate().Era, t.atMS, w)
}

// claimMessages has somebody send what is due.
func (t *turn) claimMessages(c *contract.MessageClaim) *contract.HQReply {
	if c.By == "" {
		return refuse(fault.Invalid, "message", "Zeg wie de berichten verstuurt.")
	}
	reply := new(contract.HQReply)
	for _, name := range c.Threads {
		t.thread(name, nil, func(th *contract.MessageThread) {
			for _, m := range dispatch.Claim(th, c.By, t.atMS) {
				reply.Messages = append(reply.Messages, &contract.MessageRef{Thread: name, Number: m.Number, Claim: m.Claim})
			}
		})
	}
	return reply
}

// noteMessages takes what became of attempts, and lets others begin.
func (t *turn) noteMessages(c *contract.MessageNoted) *contract.HQReply {
	for _, o := range c.Outcomes {
		t.thread(o.GetRef().GetThread(), nil, func(th *contract.MessageThread) { dispatch.Note(th, c.By, t.atMS, o) })
	}
	reply := new(contract.HQReply)
	for _, ref := range c.Begin {
		t.thread(ref.Thread, nil, func(th *contract.MessageThread) {
			if dispatch.Begin(th, ref.Number, ref.Claim, c.By, t.atMS) {
				reply.Messages = append(reply.Messages, ref)
			}
		})
	}
	return reply
}

// sweepMessages brings threads up to date, and forgets those that were over for long.
func (t *turn) sweepMessages(c *contract.MessageSweep) *contract.HQReply {
	for _, name := range c.Threads {
		t.thread(name, nil, func(th *contract.MessageThread) { dispatch.Settle(th, t.atMS) })
		if th := (View{t.w, t.m}).Thread(name); th != nil && dispatch.Spent(th, t.atMS) {
			t.forgetVisit(th)
			t.w.Delete(threadKey(name))
			if id, err := contract.ID16[office.AppointmentID](th.Appointment); err == nil {
				t.w.Delete(refusedKey(id))
			}
		}
	}
	return done()
}

// retryMessage has a message sent after all.
func (t *turn) retryMessage(c *contract.MessageRetry) *contract.HQReply {
	if c.By == "" {
		return refuse(fault.Invalid, "message", "Zeg wie het bericht opnieuw verstuurt.")
	}
	return t.onMessage(c.Ref, "Alleen een bericht dat mislukt, onbekend, vervallen of teruggekomen is kan opnieuw.",
		func(m *contract.Message) bool { return dispatch.Retry(m, t.atMS) })
}

// bounceMessage notes that a message came back.
func (t *turn) bounceMessage(c *contract.MessageBounced) *contract.HQReply {
	return t.onMessage(c.Ref, "Dit bericht is niet verstuurd, dus het kan niet teruggekomen zijn.",
		func(m *contract.Message) bool { return dispatch.Bounce(m, t.atMS, c.Reason) })
}

// onMessage does a step of one message, or refuses it in these words.
func (t *turn) onMessage(ref *contract.MessageRef, say string, step func(*contract.Message) bool) *contract.HQReply {
	reply := refuse(fault.NotFound, "message", "Dit bericht is niet gevonden.")
	t.thread(ref.GetThread(), nil, func(th *contract.MessageThread) {
		m := dispatch.Find(th, ref.Number)
		switch {
		case m == nil:
		case !step(m):
			reply = refuse(fault.Refused, "message", say)
		default:
			reply = done()
		}
	})
	return reply
}

// messagesRestored takes that headquarters woke from a backup: what was due by now may have gone since.
func (t *turn) messagesRestored() {
	for _, name := range (View{t.w, t.m}).DueThreads(t.atMS, -1) {
		t.thread(name, nil, func(th *contract.MessageThread) { dispatch.Restored(th, t.atMS) })
	}
	// What was claimed is due only when the claim is over; with the clock of the backup that may be a while.
	for _, name := range (View{t.w, t.m}).DueThreads(t.atMS+dispatch.Lease.Milliseconds(), -1) {
		t.thread(name, nil, func(th *contract.MessageThread) { dispatch.Restored(th, t.atMS) })
	}
}

// OfDocument reports whether a kind of message is about a document.
func OfDocument(k contract.MessageKind) bool {
	switch k {
	case msgReady, msgStillReady, msgTerm, msgLastCall:
		return true
	}
	return false
}
