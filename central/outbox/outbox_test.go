package outbox_test

import (
	"bytes"
	"context"
	"log/slog"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/central/outbox"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/letter"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

const berchem = office.SiteID("buurtloket-berchem")

// world is a headquarters in memory to which a counter's letters come.
type world struct {
	*consensus.Solo
	machine *register.Machine
	now     time.Time
	size    uint64
	root    []byte
}

func newWorld(t interface{ Fatal(...any) }) *world {
	w := &world{machine: &register.Machine{Quota: register.DefaultQuota}, now: time.Date(2026, time.November, 26, 9, 0, 0, 0, time.UTC)}
	w.Solo = consensus.NewSolo(w.machine)
	w.must(t, &contract.HQCommand{Kind: &contract.HQCommand_Found{Found: &contract.Found{Plan: rulebook.Default()}}})
	w.must(t, &contract.HQCommand{Kind: &contract.HQCommand_Greeted{Greeted: &contract.Greeted{Site: string(berchem), Incarnation: 1, Era: 1, Key: make([]byte, 32)}}})
	return w
}

func (w *world) must(t interface{ Fatal(...any) }, c *contract.HQCommand) {
	c.AtMs = w.now.UnixMilli()
	reply, err := forward.Command(context.Background(), w.Solo, c)
	if err == nil {
		err = register.Err("test", reply)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// asks has a counter ask for a letter; nobody is who was forgotten before it came.
func (w *world) asks(t interface{ Fatal(...any) }, p *contract.LetterPerson) [16]byte {
	w.size++
	id := [16]byte{15: byte(w.size)}
	body := contract.Encode(&contract.Event{AtMs: w.now.UnixMilli(), Kind: &contract.Event_LetterAsked{LetterAsked: &contract.LetterAsked{Letter: id[:], Person: id[:], Holder: make([]byte, 32)}}})
	b := &contract.Batch{Incarnation: 1, First: w.size, Count: 1, Records: contract.JoinRecords([][]byte{body})}
	if p != nil {
		b.Personal = []*contract.Sealed{{Commitment: id[:], Subject: id[:], Salt: make([]byte, 16), Plain: contract.Encode(p)}}
	}
	base := w.root
	w.root = bytes.Repeat([]byte{byte(w.size)}, 32)
	w.must(t, &contract.HQCommand{Kind: &contract.HQCommand_Taken{Taken: &contract.Taken{Site: string(berchem), Root: w.root, Base: base, Batch: b}}})
	return id
}

func (w *world) row(t interface{ Fatal(...any) }, id [16]byte) (row *contract.LetterRow) {
	if err := w.Stale(func(r kv.Reader, _ consensus.Freshness) error {
		row = w.machine.View(r).Letter(berchem, id[:])
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return row
}

func (w *world) outbox(t interface{ Fatal(...any) }, s outbox.Sender) *outbox.Outbox {
	o, err := outbox.New(outbox.Config{Log: w.Solo, Machine: w.machine, Sender: s, Secret: make([]byte, 32), Leads: func() bool { return true },
		Now: func() time.Time { return w.now }, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// shaky is a register that sometimes does not answer, also after it took a letter.
type shaky struct {
	outbox.Sender
	fails func(at string) bool
	sent  map[[16]byte]int // letters put in the post
}

func (s *shaky) Find(ctx context.Context, w outbox.Wish) (string, letter.Reason, error) {
	if s.fails("find") {
		return "", "", fault.New("test", fault.Unreachable)
	}
	return s.Sender.Find(ctx, w)
}

func (s *shaky) Send(ctx context.Context, l outbox.Letter) (contract.LetterStage, letter.Reason, error) {
	if s.fails("before") {
		return 0, "", fault.New("test", fault.Unreachable)
	}
	if s.sent[l.ID] == 0 { // by its name: asked again it is the same
		s.sent[l.ID]++
	}
	if s.fails("after") {
		return 0, "", fault.New("test", fault.Unreachable)
	}
	return s.Sender.Send(ctx, l)
}

// zoe is invented, and lives in the city.
var zoe = &contract.LetterPerson{Number: "85073003427", Name: "Zoë Peeters"}

// TestALetterIsSentOnce: whatever does not answer, and however many believe that they lead, each letter is in the post once, at last each is
// sent or refused, and for none it is known then whose it was.
func TestALetterIsSentOnce(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(rt)
		broken := true
		s := &shaky{Sender: outbox.Embedded(time.Minute, func() time.Time { return w.now }), sent: map[[16]byte]int{},
			fails: func(at string) bool { return broken && rapid.IntRange(0, 2).Draw(rt, at) == 0 }}
		nodes := []*outbox.Outbox{w.outbox(rt, s), w.outbox(rt, s)}
		var ids [][16]byte
		for range rapid.IntRange(1, 4).Draw(rt, "letters") {
			ids = append(ids, w.asks(rt, rapid.SampledFrom([]*contract.LetterPerson{zoe, {Number: "83021122340", Name: "Youssef El Amrani"}, {Number: "85073003427", Name: "Iemand Anders"},
				{Name: "Zoe Peeters", Born: int32(office.NewDate(1985, time.July, 30))}, {Name: "Niemand", Born: 3}, nil}).Draw(rt, "who")))
		}
		for range 10 {
			w.now = w.now.Add(20 * time.Second)
			_ = nodes[rapid.IntRange(0, 1).Draw(rt, "node")].Step(context.Background()) // what failed is tried again
		}
		broken = false
		for range 2 {
			w.now = w.now.Add(2 * time.Minute)
			if err := nodes[0].Step(context.Background()); err != nil {
				rt.Fatal(err)
			}
		}
		of := map[string]int{}
		for _, id := range ids {
			row := w.row(rt, id)
			if row.Stage < contract.LetterStage_LETTER_STAGE_SENT || len(row.Person)+len(row.Holder) != 0 {
				rt.Fatalf("it stands at %v", row)
			}
			if sent := row.Stage == contract.LetterStage_LETTER_STAGE_SENT; sent != (s.sent[id] == 1) {
				rt.Fatalf("%v, and %d in the post", row, s.sent[id])
			}
			of[row.Stage.String()+row.Reason]++
		}
		if n := of["LETTER_STAGE_SENT"]; n > 2 { // there are two persons who can have one
			rt.Fatalf("%d letters within two weeks: %v", n, of)
		}
	})
}

// TestWhyThereIsNoLetter: each reason of the register, and nobody to ask.
func TestWhyThereIsNoLetter(t *testing.T) {
	w := newWorld(t)
	o := w.outbox(t, outbox.Embedded(time.Minute, func() time.Time { return w.now }))
	for _, one := range []struct {
		who *contract.LetterPerson
		why letter.Reason
	}{{nil, letter.Erased}, {&contract.LetterPerson{Number: "85073003427", Name: "Iemand Anders"}, letter.OtherName},
		{&contract.LetterPerson{Number: "93051822361", Name: "Wie Dan Ook"}, letter.NoPerson}, {&contract.LetterPerson{Name: "Zoë Peeters", Born: 1}, letter.NoPerson},
		{zoe, ""}, {zoe, letter.Again}} {
		id := w.asks(t, one.who)
		if err := o.Step(t.Context()); err != nil {
			t.Fatal(err)
		}
		if row := w.row(t, id); row.Reason != one.why || (row.Stage == contract.LetterStage_LETTER_STAGE_REFUSED) != (one.why != "") {
			t.Errorf("%v: %v", one.who, row)
		}
	}
}
