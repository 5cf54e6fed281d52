package profile_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"
	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/profile"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

const (
	waiting = contract.ProfileStage_PROFILE_STAGE_WAITING
	sent    = contract.ProfileStage_PROFILE_STAGE_SENT
	unsent  = contract.ProfileStage_PROFILE_STAGE_UNSENT
	dropped = contract.ProfileStage_PROFILE_STAGE_DROPPED
)

// TestSenders: what every other side must do, the fake and the real one behind HTTP alike.
func TestSenders(t *testing.T) {
	for name, make := range map[string]func(*testing.T, *connector) profile.Sender{
		"fake": func(_ *testing.T, c *connector) profile.Sender { return c },
		"http": func(t *testing.T, c *connector) profile.Sender { return c.serve(t, nil) },
	} {
		t.Run(name, func(t *testing.T) {
			c := newConnector()
			s := make(t, c)
			one := profile.Notice{Act: [16]byte{1}, Holder: holder, Change: profile.Made, At: monday, Appointment: "a", Start: monday, Products: []string{"x"}}
			for range 2 {
				if err := s.Hand(t.Context(), one); err != nil {
					t.Fatal(err)
				}
			}
			if len(c.taken) != 1 {
				t.Errorf("twice the same is %d", len(c.taken))
			}
			for mode, final := range map[string]bool{"down": false, "never": true, "deaf": false} {
				c.set(mode)
				one.Act[0]++
				err := s.Hand(t.Context(), one)
				var no *profile.Refused
				if !errors.As(err, &no) || no.Final != final || no.Code == "" {
					t.Errorf("%s: %v", mode, err)
				}
				c.set("")
				if !final {
					if err := s.Hand(t.Context(), one); err != nil || c.taken[strings.ToLower(hexOf(one.Act))].Appointment != "a" {
						t.Errorf("%s, again: %v", mode, err)
					}
				}
			}
		})
	}
	gone := &profile.HTTP{URL: "http://127.0.0.1:1/x"}
	var no *profile.Refused
	if err := gone.Hand(t.Context(), profile.Notice{}); !errors.As(err, &no) || no.Final || no.Code != "away" {
		t.Errorf("nobody there: %v", err)
	}
	for _, bad := range []string{"", "x", "ftp://x/y", "https://x/", "https://x/?a=b"} {
		if (&profile.HTTP{URL: bad}).Check() == nil {
			t.Errorf("the address %q is good", bad)
		}
	}
}

func hexOf(act [16]byte) string {
	const digits = "0123456789abcdef"
	var b strings.Builder
	for _, c := range act {
		b.WriteByte(digits[c>>4])
		b.WriteByte(digits[c&15])
	}
	return b.String()
}

// TestOnlyWhoAgreed: nothing is told of who did not sign in, did not agree, or agrees no more; of who does, each change once, and no
// name leaves the house or stands in a log.
func TestOnlyWhoAgreed_A004_23(t *testing.T) {
	w, c := newWorld(t), newConnector()
	var bodies strings.Builder
	o := w.outbox(c.serve(t, &bodies))
	step := func() {
		t.Helper()
		w.now = w.now.Add(time.Second)
		if err := o.Step(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	stranger, known, agreed := w.books(t, place(3, 0)), w.books(t, place(3, 1)), w.books(t, place(3, 2))
	w.links(t, known, false)
	w.links(t, agreed, true)
	step()
	if len(c.taken) != 1 || w.notice(t, agreed).Stage != sent {
		t.Fatalf("told %v", c.taken)
	}
	for _, id := range []office.AppointmentID{stranger, known, agreed} {
		w.moves(t, id, place(4, int(id[15])))
	}
	step()
	if change, start := c.last(agreed); len(c.taken) != 2 || change != profile.Moved || start.Day() != 27 {
		t.Fatalf("%s at %v of %v", change, start, c.taken)
	}
	w.links(t, known, true) // from now on
	step()
	if change, _ := c.last(known); change != profile.Made {
		t.Errorf("it begins with %q", change)
	}
	w.links(t, known, false)
	for _, id := range []office.AppointmentID{stranger, known, agreed} {
		w.cancels(t, id)
	}
	step()
	step()
	if change, _ := c.last(agreed); change != profile.Cancelled || len(c.taken) != 4 || len(c.of(stranger)) != 0 || len(c.of(known)) != 1 {
		t.Errorf("in the end %v", c.taken)
	}
	for act, n := range c.times {
		if n != 1 {
			t.Errorf("%s was handed over %d times", act, n)
		}
	}
	if said := bodies.String() + w.logs.String(); strings.Contains(said, "eheim") || !strings.Contains(bodies.String(), "https://afspraken.be/") || !strings.Contains(bodies.String(), "Elektronische") {
		t.Errorf("said: %s", said)
	}
}

// errKilled is what a node that was killed answers.
var errKilled = errors.New("killed")

// dying is a log and another side that die at a point, and stay dead.
type dying struct {
	consensus.Log
	profile.Sender
	at   string
	dead bool
}

func (d *dying) Propose(ctx context.Context, command []byte) ([]byte, uint64, error) {
	c, err := contract.Decode(command, new(contract.HQCommand))
	if err != nil {
		return nil, 0, err
	}
	what := "note"
	if len(c.GetProfile().GetClaim()) > 0 {
		what = "claim"
	}
	if d.dies("before " + what) {
		return nil, 0, errKilled
	}
	reply, index, err := d.Log.Propose(ctx, command)
	if d.dies("after " + what) {
		return nil, 0, errKilled
	}
	return reply, index, err
}

func (d *dying) Hand(ctx context.Context, n profile.Notice) error {
	if d.dies("before send") {
		return errKilled
	}
	err := d.Sender.Hand(ctx, n)
	if d.dies("after send") {
		return errKilled
	}
	return err
}

func (d *dying) dies(at string) bool {
	d.dead = d.dead || d.at == at
	return d.dead
}

// TestKilled: wherever a node is killed, the one that comes after it brings every notice to an end, and the other side has each act once.
func TestKilled(t *testing.T) {
	for _, change := range []profile.Change{profile.Made, profile.Moved, profile.Cancelled} {
		for _, row := range []struct {
			at     string
			before contract.ProfileStage // what is known when it died
			times  int                   // handed over in the end
		}{{"before claim", waiting, 1}, {"after claim", waiting, 1}, {"before send", waiting, 1}, {"after send", waiting, 2}, {"before note", waiting, 2},
			{"after note", sent, 1}, {"never", sent, 1}} {
			t.Run(string(change)+" "+row.at, func(t *testing.T) {
				w, c := newWorld(t), newConnector()
				id := w.books(t, place(3, 0))
				w.links(t, id, true)
				if change != profile.Made {
					if err := w.outbox(c).Step(t.Context()); err != nil {
						t.Fatal(err)
					}
					if w.now = w.now.Add(time.Second); change == profile.Moved {
						w.moves(t, id, place(4, 0))
					} else {
						w.cancels(t, id)
					}
				}
				d := &dying{Log: w.Solo, Sender: c, at: row.at}
				o := w.outbox(d)
				o.Log = d
				err := o.Step(t.Context())
				if (err == nil) != (row.at == "never") || w.notice(t, id).Stage != row.before {
					t.Fatalf("%v, and it is %v", err, w.notice(t, id))
				}
				after := w.outbox(c)
				for range 3 {
					w.now = w.now.Add(register.NoticeLease)
					if err := after.Step(t.Context()); err != nil {
						t.Fatal(err)
					}
				}
				n := w.notice(t, id)
				if got, _ := c.last(id); n.Stage != sent || n.DueMs != 0 || got != change || c.times[hexOf([16]byte(n.Act))] != row.times {
					t.Errorf("%v, %d times: %v", got, c.times[hexOf([16]byte(n.Act))], n)
				}
			})
		}
	}
}

// TestDownForADay: nothing is lost when the other side is down for a day, nobody hammers on it, and what was of use that day only is
// known as unsent, and shown.
func TestDownForADay(t *testing.T) {
	w, c := newWorld(t), newConnector()
	tomorrow, later := w.books(t, place(1, 0)), w.books(t, place(3, 0))
	w.links(t, tomorrow, true)
	w.links(t, later, true)
	calls := 0
	o := w.outbox(counting{c, &calls})
	c.set("down")
	for end := w.now.Add(25*time.Hour + 30*time.Minute); w.now.Before(end); w.now = w.now.Add(20 * time.Second) {
		if err := o.Step(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n := w.notice(t, tomorrow); n.Stage != unsent || n.Code != register.NoticeExpired || n.DueMs != 0 {
		t.Errorf("of tomorrow: %v", n)
	}
	if n := w.notice(t, later); n.Stage != waiting || n.Tries < 20 || n.Tries > 35 || calls > 70 {
		t.Errorf("of later, after %d calls: %v", calls, n)
	}
	res, err := o.Status(t.Context(), connect.NewRequest(&contract.ProfileStatusRequest{}))
	if err != nil || !res.Msg.Sends || res.Msg.Waiting != 1 || res.Msg.Unsent != 1 || res.Msg.Sent != 0 || len(res.Msg.Notices) != 2 || res.Msg.OldestMs != monday.UnixMilli() || len(res.Msg.Notices[0].Holder) != 0 {
		t.Errorf("the status: %v, %v", res, err)
	}
	c.set("")
	for end := w.now.Add(time.Hour + time.Minute); w.now.Before(end); w.now = w.now.Add(20 * time.Second) {
		if err := o.Step(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n := w.notice(t, later); n.Stage != sent || len(c.taken) != 1 {
		t.Errorf("after it: %v, told %v", n, c.taken)
	}
}

type counting struct {
	profile.Sender
	calls *int
}

func (c counting) Hand(ctx context.Context, n profile.Notice) error {
	*c.calls++
	return c.Sender.Hand(ctx, n)
}

// TestNever: what the other side will never take is tried once, and shown with its code.
func TestNever(t *testing.T) {
	w, c := newWorld(t), newConnector()
	id := w.books(t, place(3, 0))
	w.links(t, id, true)
	c.set("never")
	for range 3 {
		if err := w.outbox(c).Step(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.now = w.now.Add(time.Hour)
	}
	if n := w.notice(t, id); n.Stage != unsent || n.Code != "http-422" || n.Tries != 1 {
		t.Errorf("%v", n)
	}
}

// TestNobodyToTell: where it was switched off, what waits is known as unsent when its visit begins.
func TestNobodyToTell(t *testing.T) {
	w := newWorld(t)
	id := w.books(t, place(1, 0))
	w.links(t, id, true)
	o := w.outbox(nil)
	if err := o.Step(t.Context()); err != nil || w.notice(t, id).Tries != 0 || w.notice(t, id).By != "" {
		t.Errorf("%v: %v", err, w.notice(t, id))
	}
	w.now = w.now.AddDate(0, 0, 2)
	if err := o.Step(t.Context()); err != nil || w.notice(t, id).Stage != unsent {
		t.Errorf("%v: %v", err, w.notice(t, id))
	}
}

// TestWhateverHappens: with any order of changes, wishes, failures and nodes, in the end nothing waits, and of each appointment whose
// holder agreed the other side knows how it stands.
func TestWhateverHappens(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w, c := newWorld(rt), newConnector()
		nodes := []*profile.Outbox{w.outbox(c), w.outbox(c)}
		type one struct {
			tell, gone bool
			slot       int
		}
		all := map[office.AppointmentID]*one{}
		var ids []office.AppointmentID
		for i := range 3 {
			id := w.books(rt, place(8, i))
			ids, all[id] = append(ids, id), &one{slot: i}
		}
		next := 3
		for range rapid.IntRange(1, 30).Draw(rt, "steps") {
			w.now = w.now.Add(time.Duration(rapid.IntRange(1, 7200).Draw(rt, "seconds")) * time.Second)
			id := rapid.SampledFrom(ids).Draw(rt, "which")
			a := all[id]
			switch rapid.SampledFrom([]string{"move", "cancel", "agree", "disagree", "step", "step", "mode"}).Draw(rt, "what") {
			case "move":
				if !a.gone && next < 30 {
					a.slot = next
					w.moves(rt, id, place(8, next))
					next++
				}
			case "cancel":
				if !a.gone {
					a.gone = true
					w.cancels(rt, id)
				}
			case "agree":
				if !a.gone {
					a.tell = true
					w.links(rt, id, true)
				}
			case "disagree":
				if !a.gone {
					a.tell = false
					w.links(rt, id, false)
				}
			case "mode":
				c.set(rapid.SampledFrom([]string{"", "down", "deaf"}).Draw(rt, "mode"))
			case "step":
				if err := nodes[rapid.IntRange(0, 1).Draw(rt, "node")].Step(context.Background()); err != nil {
					rt.Fatalf("%v", err)
				}
			}
		}
		c.set("")
		for range 3 {
			w.now = w.now.Add(register.NoticeMost)
			if err := nodes[0].Step(context.Background()); err != nil {
				rt.Fatalf("%v", err)
			}
		}
		for id, a := range all {
			n := w.notice(rt, id)
			if n.GetDueMs() != 0 || n != nil && n.Stage != sent && n.Stage != dropped {
				rt.Fatalf("it is not over: %v", n)
			}
			if !a.tell {
				continue
			}
			change, start := c.last(id)
			if (change == profile.Cancelled) != a.gone || change == "" {
				rt.Fatalf("gone %v, and told %q", a.gone, change)
			}
			if want := 9*60 + 10*a.slot; !a.gone && start.Hour()*60+start.Minute() != want {
				rt.Fatalf("it is at minute %d, and told %v", want, start)
			}
		}
	})
}
