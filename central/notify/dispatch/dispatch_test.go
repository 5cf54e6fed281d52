package dispatch_test

import (
	"bytes"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/central/notify/dispatch"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

const minute = int64(60_000)

var key = []byte("a-thread")

// sender is a node that may send: what it has claimed, and how often it really handed each message over.
type sender struct {
	by     string
	claims map[uint32]uint32 // message, claim
	begun  map[uint32]uint32
}

// world is one thread, and what really happened outside.
type world struct {
	*rapid.T
	th      *dispatch.Thread
	at      int64
	senders []*sender
	handed  map[uint32]int // how often each message may have been taken by a mail server
	allowed map[uint32]int // how often a person, or a sender's word that it did not go, allowed that
	n       int
}

func (w *world) pick() *sender { return rapid.SampledFrom(w.senders).Draw(w.T, "sender") }

func (w *world) one(of map[uint32]uint32) (uint32, bool) {
	var all []uint32
	for n := range w.th.Made {
		if _, ok := of[n+1]; ok {
			all = append(all, n+1)
		}
	}
	if len(all) == 0 {
		return 0, false
	}
	return rapid.SampledFrom(all).Draw(w.T, "message"), true
}

// TestOnce: whatever order claims, deaths, late words, clocks and people's decisions come in, no message is handed over more often
// than somebody who knew allowed. Clocks may say anything: the time goes back and forth.
func TestOnce(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := &world{T: rt, th: new(dispatch.Thread), at: 1_000 * minute, handed: map[uint32]int{}, allowed: map[uint32]int{}}
		for i := range 3 {
			w.senders = append(w.senders, &sender{by: string(rune('a' + i)), claims: map[uint32]uint32{}, begun: map[uint32]uint32{}})
		}
		rt.Repeat(map[string]func(*rapid.T){
			"time":   func(t *rapid.T) { w.at += rapid.Int64Range(-3*minute, 20*minute).Draw(t, "time") },
			"add":    w.add,
			"claim":  w.claim,
			"die":    func(*rapid.T) { w.forget(w.pick()) },
			"begin":  w.begin,
			"word":   w.word,
			"back":   func(*rapid.T) { dispatch.Supersede(w.th, w.at) },
			"person": w.person,
			"settle": func(*rapid.T) { dispatch.Settle(w.th, w.at) },
			"restore": func(*rapid.T) {
				dispatch.Restored(w.th, w.at)
				for _, s := range w.senders {
					w.forget(s)
				}
			},
			"": w.check,
		})
	})
}

func (w *world) add(t *rapid.T) {
	due := w.at + rapid.Int64Range(-minute, 30*minute).Draw(t, "due")
	m := dispatch.Add(w.th, key, 1, w.at, dispatch.Wish{Kind: contract.MessageKind_MESSAGE_KIND_REMINDER, Due: due, Expires: due + rapid.Int64Range(0, 90*minute).Draw(t, "expires")})
	if m != nil {
		w.allowed[m.Number] = 1
	}
}

// forget is a sender that dies: its next life has another name.
func (w *world) forget(s *sender) {
	w.n++
	s.by, s.claims, s.begun = s.by[:1]+string(rune('0'+w.n%10))+s.by, map[uint32]uint32{}, map[uint32]uint32{}
}

func (w *world) claim(*rapid.T) {
	s := w.pick()
	for _, m := range dispatch.Claim(w.th, s.by, w.at) {
		s.claims[m.Number] = m.Claim
	}
}

func (w *world) begin(*rapid.T) {
	s := w.pick()
	n, ok := w.one(s.claims)
	if !ok {
		return
	}
	claim := s.claims[n]
	delete(s.claims, n)
	if dispatch.Begin(w.th, n, claim, s.by, w.at) {
		w.handed[n]++
		s.begun[n] = claim
	}
}

// word is what a sender says of what it began, truthfully.
func (w *world) word(t *rapid.T) {
	s := w.pick()
	n, ok := w.one(s.begun)
	if !ok {
		return
	}
	o := &contract.MessageNoted_Outcome{Ref: &contract.MessageRef{Number: n, Claim: s.begun[n]}, DueMs: w.at + minute, Tried: true,
		Stage: rapid.SampledFrom([]dispatch.Stage{dispatch.Sent, dispatch.Failed, dispatch.Unknown, dispatch.Waiting}).Draw(t, "stage")}
	delete(s.begun, n)
	if o.Stage == dispatch.Waiting || o.Stage == dispatch.Failed {
		w.handed[n]-- // it did not go
	}
	dispatch.Note(w.th, s.by, w.at, o)
}

func (w *world) person(t *rapid.T) {
	if w.th.Made == 0 {
		return
	}
	m := dispatch.Find(w.th, uint32(rapid.IntRange(1, int(w.th.Made)).Draw(t, "message")))
	if rapid.Bool().Draw(t, "bounced") {
		dispatch.Bounce(m, w.at, "5.1.1")
	} else if dispatch.Retry(m, w.at) {
		w.allowed[m.Number]++
	}
}

func (w *world) check(t *rapid.T) {
	for _, m := range w.th.Messages {
		if w.handed[m.Number] > w.allowed[m.Number] {
			t.Fatalf("message %d may have been handed over %d times, allowed were %d: %v", m.Number, w.handed[m.Number], w.allowed[m.Number], m)
		}
		held := m.Stage == dispatch.Claimed || m.Stage == dispatch.Begun
		if held != (m.UntilMs != 0) || dispatch.Ended(m) != (!held && m.Stage != dispatch.Waiting) {
			t.Fatalf("a message that is neither here nor there: %v", m)
		}
	}
}

// TestMessagesEnd: left alone, with a sender that never gets through, every message comes to an end, and a thread is forgotten.
func TestMessagesEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		th, at := new(dispatch.Thread), 1_000*minute
		for range rapid.IntRange(1, 4).Draw(t, "messages") {
			due := at + rapid.Int64Range(0, 600*minute).Draw(t, "due")
			dispatch.Add(th, key, 1, at, dispatch.Wish{Due: due, Expires: due + 1 + rapid.Int64Range(0, 3000*minute).Draw(t, "expires")})
		}
		for range 10_000 {
			next := dispatch.Next(th)
			if next == 0 {
				break
			}
			at = max(at, next)
			for _, m := range dispatch.Claim(th, "a", at) {
				if dispatch.Begin(th, m.Number, m.Claim, "a", at) {
					dispatch.Note(th, "a", at, &contract.MessageNoted_Outcome{Ref: &contract.MessageRef{Number: m.Number, Claim: m.Claim},
						Stage: dispatch.Waiting, Tried: true, DueMs: at + dispatch.Backoff(m.Tries).Milliseconds()})
				}
			}
		}
		for _, m := range th.Messages {
			if m.Stage != dispatch.Dropped || m.Reason != dispatch.TooLate {
				t.Fatalf("not dropped: %v", m)
			}
		}
		if dispatch.Spent(th, at) || !dispatch.Spent(th, at+dispatch.Keep.Milliseconds()) {
			t.Fatal("a thread is kept for as long as somebody may ask, and no longer")
		}
	})
}

func one(t *testing.T) (*dispatch.Thread, *dispatch.Message) {
	t.Helper()
	th := new(dispatch.Thread)
	m := dispatch.Add(th, key, 1, 0, dispatch.Wish{Due: 10, Expires: 10_000 * minute})
	if m == nil {
		t.Fatal("not made")
	}
	return th, m
}

// TestSteps walks through single lives.
func TestSteps(t *testing.T) {
	say := func(m *dispatch.Message, s dispatch.Stage) *contract.MessageNoted_Outcome {
		return &contract.MessageNoted_Outcome{Ref: &contract.MessageRef{Number: m.Number, Claim: m.Claim}, Stage: s, DueMs: 60 * minute}
	}
	lease := dispatch.Lease.Milliseconds()
	for _, row := range []struct {
		name   string
		do     func(*dispatch.Thread, *dispatch.Message)
		stage  dispatch.Stage
		reason string
	}{
		{"a claim that ends before it began waits again", func(th *dispatch.Thread, _ *dispatch.Message) {
			dispatch.Claim(th, "a", 10)
			dispatch.Settle(th, 10+lease)
		}, dispatch.Waiting, ""},
		{"one that ends after it began is unknown", func(th *dispatch.Thread, m *dispatch.Message) {
			dispatch.Claim(th, "a", 10)
			dispatch.Begin(th, 1, m.Claim, "a", 10)
			dispatch.Settle(th, 10+lease)
		}, dispatch.Unknown, dispatch.NoWord},
		{"a late word is believed", func(th *dispatch.Thread, m *dispatch.Message) {
			dispatch.Claim(th, "a", 10)
			dispatch.Begin(th, 1, m.Claim, "a", 10)
			dispatch.Settle(th, 10+lease)
			dispatch.Note(th, "a", 20+lease, say(m, dispatch.Sent))
		}, dispatch.Sent, ""},
		{"but not after a person had it sent again", func(th *dispatch.Thread, m *dispatch.Message) {
			dispatch.Claim(th, "a", 10)
			dispatch.Begin(th, 1, m.Claim, "a", 10)
			late := say(m, dispatch.Waiting)
			dispatch.Settle(th, 10+lease)
			dispatch.Retry(m, 11+lease)
			dispatch.Claim(th, "a", 12+lease)
			dispatch.Note(th, "a", 13+lease, late)
		}, dispatch.Claimed, ""},
		{"taken back while it is sent, and not gone", func(th *dispatch.Thread, m *dispatch.Message) {
			dispatch.Claim(th, "a", 10)
			dispatch.Begin(th, 1, m.Claim, "a", 10)
			dispatch.Supersede(th, 11)
			dispatch.Note(th, "a", 12, say(m, dispatch.Waiting))
		}, dispatch.Dropped, dispatch.TakenBack},
		{"taken back while it is sent, and gone", func(th *dispatch.Thread, m *dispatch.Message) {
			dispatch.Claim(th, "a", 10)
			dispatch.Begin(th, 1, m.Claim, "a", 10)
			dispatch.Supersede(th, 11)
			dispatch.Note(th, "a", 12, say(m, dispatch.Sent))
		}, dispatch.Sent, ""},
		{"a restore makes what was due unknown", func(th *dispatch.Thread, _ *dispatch.Message) { dispatch.Restored(th, 10) }, dispatch.Unknown, dispatch.Era},
		{"and leaves what is to come", func(th *dispatch.Thread, _ *dispatch.Message) { dispatch.Restored(th, 9) }, dispatch.Waiting, ""},
		{"what was not sent cannot come back", func(_ *dispatch.Thread, m *dispatch.Message) { dispatch.Bounce(m, 10, "x") }, dispatch.Waiting, ""},
		{"a claim that is over begins nothing, whoever has the next", func(th *dispatch.Thread, m *dispatch.Message) {
			dispatch.Claim(th, "a", 10)
			dispatch.Settle(th, 10+lease)
			dispatch.Claim(th, "a", 11+lease)
			dispatch.Begin(th, 1, m.Claim-1, "a", 12+lease)
		}, dispatch.Claimed, ""},
		{"a word of before a person's decision counts for nothing, nor does one of the same name", func(th *dispatch.Thread, m *dispatch.Message) {
			dispatch.Claim(th, "a", 10)
			dispatch.Begin(th, 1, m.Claim, "a", 10)
			late := say(m, dispatch.Dropped)
			dispatch.Settle(th, 10+lease)
			dispatch.Retry(m, 11+lease)
			if m.Claim == late.Ref.Claim {
				t.Error("the attempt before and the next have one number")
			}
		}, dispatch.Waiting, ""},
		{"nobody else's word counts", func(th *dispatch.Thread, m *dispatch.Message) {
			dispatch.Claim(th, "a", 10)
			dispatch.Note(th, "b", 11, say(m, dispatch.Dropped))
		}, dispatch.Claimed, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			th, m := one(t)
			row.do(th, m)
			if m.Stage != row.stage || m.Reason != row.reason {
				t.Errorf("%s %q, want %s %q", m.Stage, m.Reason, row.stage, row.reason)
			}
		})
	}
}

// TestAskedAgain: a claim and a beginning whose answer got lost are asked for again, and given again.
func TestAskedAgain(t *testing.T) {
	th, m := one(t)
	first := dispatch.Claim(th, "a", 10)
	if again := dispatch.Claim(th, "a", 11); len(first) != 1 || len(again) != 1 || again[0].Claim != 1 {
		t.Fatalf("claimed %v, then %v", first, again)
	}
	if len(dispatch.Claim(th, "b", 12)) != 0 {
		t.Fatal("two have it")
	}
	if !dispatch.Begin(th, 1, m.Claim, "a", 13) || !dispatch.Begin(th, 1, m.Claim, "a", 14) || dispatch.Begin(th, 1, m.Claim, "b", 15) {
		t.Fatal("who has it may begin, nobody else")
	}
}

// TestIdentity: a message of after a restore is never taken for one of before, though it is the same in all else.
func TestIdentity(t *testing.T) {
	w := dispatch.Wish{Due: 10, Expires: 20}
	a, b, c := dispatch.Add(new(dispatch.Thread), key, 1, 0, w), dispatch.Add(new(dispatch.Thread), key, 2, 0, w), dispatch.Add(new(dispatch.Thread), key, 1, 0, w)
	if bytes.Equal(a.Id, b.Id) || !proto.Equal(a, c) || len(a.Id) != 16 {
		t.Fatalf("%x %x %x", a.Id, b.Id, c.Id)
	}
}

// TestRemind: the day before at ten, by the clock on the wall, also around the nights in which that changes.
func TestRemind(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Skip(err)
	}
	for _, row := range []struct{ visit, made, due, expires string }{
		{"2026-11-26 09:30", "2026-11-20 12:00", "2026-11-25T10:00:00+01:00", "2026-11-26T08:30:00+01:00"},
		{"2026-10-26 09:00", "2026-10-20 12:00", "2026-10-25T10:00:00+01:00", "2026-10-26T08:00:00+01:00"}, // the day of 25 hours
		{"2026-03-29 09:00", "2026-03-20 12:00", "2026-03-28T10:00:00+01:00", "2026-03-29T08:00:00+02:00"},
		{"2026-11-26 09:30", "2026-11-24 22:01", "", ""}, // made a moment ago
		{"2026-11-26 09:30", "2026-11-24 22:00", "2026-11-25T10:00:00+01:00", "2026-11-26T08:30:00+01:00"},
	} {
		visit, _ := time.ParseInLocation("2006-01-02 15:04", row.visit, zone)
		made, _ := time.ParseInLocation("2006-01-02 15:04", row.made, zone)
		due, expires, ok := dispatch.Remind(office.DateOf(visit), office.Minute(visit.Hour()*60+visit.Minute()), zone, made.UnixMilli())
		got := [2]string{}
		if ok {
			got = [2]string{time.UnixMilli(due).In(zone).Format(time.RFC3339), time.UnixMilli(expires).In(zone).Format(time.RFC3339)}
		}
		if got != [2]string{row.due, row.expires} {
			t.Errorf("%s, made %s: %v, want %s %s", row.visit, row.made, got, row.due, row.expires)
		}
	}
}

// TestEnds: three months after 30 November are 28 February.
func TestEnds(t *testing.T) {
	for from, want := range map[string]string{"2025-11-30": "2026-02-28", "2026-01-15": "2026-04-15", "2027-11-30": "2028-02-29", "2026-08-31": "2026-11-30"} {
		d, err := time.Parse(time.DateOnly, from)
		if err != nil {
			t.Fatal(err)
		}
		if got := dispatch.Ends(office.DateOf(d), 3).String(); got != want {
			t.Errorf("from %s: %s, want %s", from, got, want)
		}
	}
}
