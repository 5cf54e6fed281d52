package register

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"iter"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Of an appointment whose holder agreed, a profile elsewhere is told how it stands (A004-23). There is one notice for each
// appointment: a later change takes the place of what was not told yet, because a notice tells how things are and not what happened
// in between. Whoever has it sends it under the name of its act, so that twice is once; what came of it is noted, and when the visit
// begins before it got through it is known as unsent.

// Times of a notice.
const (
	NoticeLease = 2 * time.Minute // how long a node has it for itself
	NoticeFirst = time.Minute     // after the first attempt that failed; each next waits twice as long
	NoticeMost  = time.Hour       // but no longer than this
)

// Codes of notices that are over and were not sent.
const (
	NoticeExpired   = "expired"  // the visit began
	NoticeUnwanted  = "unwanted" // its holder agrees no more
	noticeUnwilling = "refused"  // the other side gave no reason
	profilePrefix   = "B/n/"     // appointment(16): ProfileNotice
	profileDue      = "B/d/"     // when(8) appointment(16)
)

func noticeKey(id office.AppointmentID) []byte { return append([]byte(profilePrefix), id[:]...) }

func noticeDueKey(dueMS int64, id office.AppointmentID) []byte {
	return append(binary.BigEndian.AppendUint64([]byte(profileDue), uint64(dueMS)), id[:]...)
}

// Notice is the last notice of an appointment; nil when there was none.
func (v View) Notice(id office.AppointmentID) *contract.ProfileNotice {
	n := new(contract.ProfileNotice)
	if !load(v.r, noticeKey(id), n) {
		return nil
	}
	return n
}

// Notices yields the last notice of each appointment that has one.
func (v View) Notices() iter.Seq[*contract.ProfileNotice] {
	return func(yield func(*contract.ProfileNotice) bool) {
		for _, b := range v.r.Scan([]byte(profilePrefix), nil) {
			n := new(contract.ProfileNotice)
			if load1(b, n); !yield(n) {
				return
			}
		}
	}
}

// DueNotices names the appointments of which a notice is due at a moment, the earliest first; at most so many.
func (v View) DueNotices(atMS int64, limit int) (out []office.AppointmentID) {
	for k := range v.r.Scan([]byte(profileDue), nil) {
		k = k[len(profileDue):]
		if len(out) == limit || int64(binary.BigEndian.Uint64(k)) > atMS {
			break
		}
		out = append(out, office.AppointmentID(k[8:]))
	}
	return out
}

// keepNotice stores a notice, and keeps the index of what is due true.
func (t *turn) keepNotice(n *contract.ProfileNotice) {
	id := office.AppointmentID(n.Appointment)
	if before := (View{t.w, t.m}).Notice(id); before.GetDueMs() != 0 {
		t.w.Delete(noticeDueKey(before.DueMs, id))
	}
	if n.DueMs != 0 {
		t.w.Put(noticeDueKey(n.DueMs, id), nil)
	}
	save(t.w, noticeKey(id), n)
}

func (t *turn) forgetNotice(id office.AppointmentID) {
	if before := (View{t.w, t.m}).Notice(id); before != nil {
		t.w.Delete(noticeDueKey(before.DueMs, id))
		t.w.Delete(noticeKey(id))
	}
}

// dropNotice ends a notice that waits, because it is not wanted any more.
func (t *turn) dropNotice(id office.AppointmentID) {
	if n := (View{t.w, t.m}).Notice(id); n != nil && n.Stage == contract.ProfileStage_PROFILE_STAGE_WAITING {
		t.noticeOver(n, contract.ProfileStage_PROFILE_STAGE_DROPPED, NoticeUnwanted)
	}
}

// tellProfile has a profile told how an appointment now stands, if that is news and its holder agreed. before is how it stood; nil: the
// profile knows nothing of it.
func (t *turn) tellProfile(before, now *contract.AppointmentState) {
	a := now.Appointment
	id := a.AppointmentID()
	link := View{t.w, t.m}.CitizenLink(id)
	change := changeFor(before, now)
	if !link.GetTell() || change == 0 || t.starts(a) <= t.atMS {
		return
	}
	n := &contract.ProfileNotice{Appointment: id[:], Holder: link.Holder, Change: change, Leg: a.Leg, AtMs: t.atMS, DueMs: t.atMS,
		ExpiresMs: t.starts(a), ChangedMs: t.atMS}
	n.Act = noticeAct(n)
	t.keepNotice(n)
}

// changeFor is what there is to tell; 0: nothing.
func changeFor(before, now *contract.AppointmentState) contract.ProfileChange {
	switch {
	case now.Cancelled && (before == nil || before.Cancelled):
		return 0
	case now.Cancelled:
		return contract.ProfileChange_PROFILE_CHANGE_CANCELLED
	case before == nil || before.Cancelled:
		return contract.ProfileChange_PROFILE_CHANGE_MADE
	case before.Appointment.Leg != now.Appointment.Leg:
		return contract.ProfileChange_PROFILE_CHANGE_MOVED
	}
	return 0
}

// noticeAct is the name of a notice for ever: of what it is about and when that was.
func noticeAct(n *contract.ProfileNotice) []byte {
	b := append([]byte("profile notice/"), n.Appointment...)
	b = binary.BigEndian.AppendUint64(b, uint64(n.AtMs))
	b = binary.BigEndian.AppendUint32(b, n.Leg)
	sum := sha256.Sum256(append(b, byte(n.Change)))
	return sum[:16]
}

// stepProfile takes what became of notices, and gives a node those that are due for itself.
func (t *turn) stepProfile(c *contract.ProfileStep) *contract.HQReply {
	v := View{t.w, t.m}
	for _, o := range c.Outcomes {
		id, err := contract.ID16[office.AppointmentID](o.Appointment)
		if n := v.Notice(id); err == nil && n != nil && bytes.Equal(n.Act, o.Act) {
			t.noteNotice(n, o)
		}
	}
	reply := new(contract.HQReply)
	for _, b := range c.Claim {
		id, err := contract.ID16[office.AppointmentID](b)
		n := v.Notice(id)
		if err != nil || n == nil || n.Stage != contract.ProfileStage_PROFILE_STAGE_WAITING || n.DueMs > t.atMS {
			continue
		}
		if n.ExpiresMs <= t.atMS {
			t.noticeOver(n, contract.ProfileStage_PROFILE_STAGE_UNSENT, NoticeExpired)
			continue
		}
		n.By, n.Claim, n.DueMs = c.By, n.Claim+1, t.atMS+NoticeLease.Milliseconds()
		t.keepNotice(n)
		reply.Notices = append(reply.Notices, n)
	}
	return reply
}

// noteNotice takes what became of one attempt. That it was sent is true whoever says so, also after it was given up.
func (t *turn) noteNotice(n *contract.ProfileNotice, o *contract.ProfileOutcome) {
	waits := n.Stage == contract.ProfileStage_PROFILE_STAGE_WAITING
	switch {
	case o.Sent && n.Stage != contract.ProfileStage_PROFILE_STAGE_SENT:
		t.noticeOver(n, contract.ProfileStage_PROFILE_STAGE_SENT, "")
	case o.Refused && waits:
		if n.Tries++; o.Code == "" {
			o.Code = noticeUnwilling
		}
		t.noticeOver(n, contract.ProfileStage_PROFILE_STAGE_UNSENT, o.Code)
	case !o.Sent && waits:
		wait := NoticeFirst << min(n.Tries, 10)
		n.Tries, n.By, n.Code, n.ChangedMs = n.Tries+1, "", o.Code, t.atMS
		n.DueMs = min(t.atMS+min(wait, NoticeMost).Milliseconds(), max(n.ExpiresMs, t.atMS+1))
		t.keepNotice(n)
	}
}

func (t *turn) noticeOver(n *contract.ProfileNotice, stage contract.ProfileStage, code string) {
	n.Stage, n.Code, n.By, n.ChangedMs = stage, code, "", t.atMS
	n.DueMs = 0
	t.keepNotice(n)
}
