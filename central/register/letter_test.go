package register_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/letter"
	"github.com/buurtloket/buurtloket/sync/office"
)

// letter gives headquarters the record of a letter, with who it is for sealed beside it. It gives the letter's id.
func (h *headquarters) letter(site office.SiteID, life office.Incarnation, at time.Time) []byte {
	h.Helper()
	id, person := h.id(), h.id()
	e := &contract.Event{AtMs: at.UnixMilli(), Kind: &contract.Event_LetterAsked{LetterAsked: &contract.LetterAsked{Letter: id[:], Person: person[:], Holder: make([]byte, 32)}}}
	body := contract.Encode(e)
	h.size[life]++
	h.must(&contract.HQCommand{Kind: &contract.HQCommand_Taken{Taken: &contract.Taken{Site: string(site), Root: make([]byte, 32), Base: h.view().Tree(site, life).Root,
		Batch: &contract.Batch{Incarnation: uint64(life), First: h.size[life], Count: 1, Records: contract.JoinRecords([][]byte{body}),
			Personal: []*contract.Sealed{{Commitment: person[:], Subject: id[:], Salt: make([]byte, 16), Plain: contract.Encode(&contract.LetterPerson{Number: "85073003427"})}}}}}})
	return id[:]
}

func (h *headquarters) puts(p *contract.LetterPut) *contract.HQReply {
	h.Helper()
	return h.do(&contract.HQCommand{Kind: &contract.HQCommand_Letter{Letter: p}})
}

func (h *headquarters) letters() (n int) {
	for range h.view().OpenLetters() {
		n++
	}
	return n
}

// person is the keyed hash of one.
func person(n byte) []byte { return bytes.Repeat([]byte{n}, 32) }

// TestALetterGoesOn: it waits until it is claimed, accepted and sent; then nobody knows any more for whom it was, and its site is told. What
// was said before changes nothing when it is said again.
func TestALetterGoesOn(t *testing.T) {
	h := found(t)
	h.greet(berchem, 1)
	id := h.letter(berchem, 1, h.now)
	h.applied(berchem, h.stands(berchem))
	row := h.view().Letter(berchem, id)
	if row.Stage != contract.LetterStage_LETTER_STAGE_ASKED || h.letters() != 1 || h.view().Person(row.Person) == nil {
		t.Fatalf("%v, %d wait", row, h.letters())
	}
	h.refused(h.puts(&contract.LetterPut{Site: string(berchem), Letter: id}), fault.Invalid)
	h.refused(h.puts(&contract.LetterPut{Site: string(hoek), Letter: id, Holder: person(1)}), fault.NotFound)
	h.puts(&contract.LetterPut{Site: string(berchem), Letter: id, Holder: person(1)})
	for _, stage := range []contract.LetterStage{contract.LetterStage_LETTER_STAGE_ACCEPTED, contract.LetterStage_LETTER_STAGE_ACCEPTED,
		contract.LetterStage_LETTER_STAGE_SENT, contract.LetterStage_LETTER_STAGE_ACCEPTED, contract.LetterStage_LETTER_STAGE_REFUSED} {
		h.now = h.now.Add(time.Minute)
		h.puts(&contract.LetterPut{Site: string(berchem), Letter: id, Stage: stage, Reason: "laat"})
	}
	was := row.Person
	row = h.view().Letter(berchem, id)
	if row.Stage != contract.LetterStage_LETTER_STAGE_SENT || row.Reason != "" || len(row.Person)+len(row.Holder) != 0 || h.view().Person(was) != nil || h.letters() != 0 {
		t.Errorf("%v, %d wait", row, h.letters())
	}
	var told []contract.LetterStage
	for _, e := range h.feed(berchem, h.stands(berchem)-2) {
		if l := e.GetLetter(); l != nil {
			told = append(told, l.Stage)
		}
	}
	if len(told) != 2 || told[1] != contract.LetterStage_LETTER_STAGE_SENT {
		t.Errorf("the site is told %v", told)
	}
	if s := h.feed(berchem, h.stands(berchem)+9); len(s) != 1 || len(s[0].GetSnapshot().GetLetters()) != 1 {
		t.Errorf("a snapshot tells %v", s)
	}
}

// TestNobodyGetsTwoLetters: whoever asks at two counters within the time of the rule gets one, later another; and one that was not sent
// counts for nothing.
func TestNobodyGetsTwoLetters(t *testing.T) {
	h := found(t)
	h.greet(berchem, 1)
	h.greet(hoek, 2)
	claim := func(site office.SiteID, id []byte) *contract.LetterRow {
		return h.puts(&contract.LetterPut{Site: string(site), Letter: id, Holder: person(1)}).Letter
	}
	first := h.letter(berchem, 1, h.now)
	claim(berchem, first)
	second := h.letter(hoek, 2, h.now.Add(13*24*time.Hour))
	if row := claim(hoek, second); row.Stage != contract.LetterStage_LETTER_STAGE_REFUSED || row.Reason != letter.Again {
		t.Fatalf("%v", row)
	}
	if row := claim(berchem, first); row.Stage != contract.LetterStage_LETTER_STAGE_ASKED {
		t.Errorf("the first, claimed again: %v", row)
	}
	third := h.letter(hoek, 2, h.now.Add(14*24*time.Hour))
	if row := claim(hoek, third); row.Stage != contract.LetterStage_LETTER_STAGE_ASKED {
		t.Errorf("two weeks later: %v", row)
	}
	h.puts(&contract.LetterPut{Site: string(hoek), Letter: third, Stage: contract.LetterStage_LETTER_STAGE_REFUSED, Reason: letter.Deceased})
	if row := claim(berchem, h.letter(berchem, 1, h.now.Add(15*24*time.Hour))); row.Stage != contract.LetterStage_LETTER_STAGE_ASKED {
		t.Errorf("after one that was not sent: %v", row)
	}
}
