package register

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"iter"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/letter"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// A letter that was asked for is a row of the outbox until the register of the city has answered for good. Who it is for is sealed
// personal data whose subject is the letter, and goes with that answer. What stays is that a site asked, when, and what became of it;
// and, of whom a letter was sent to, a keyed hash with the moment, so that nobody gets a second one too soon.

// letterKey holds the row of a site's letter.
func letterKey(site office.SiteID, id []byte) []byte {
	return append(office.AppendSiteKey([]byte("P/s/"), site), id...)
}

// openLetterKey lists what the register is to be asked, the oldest first.
func openLetterKey(r *contract.LetterRow) []byte {
	key := binary.BigEndian.AppendUint64([]byte("P/o/"), uint64(r.AskedMs))
	return append(office.AppendSiteKey(key, office.SiteID(r.Site)), r.Letter...)
}

// claimKey holds for whom a letter was claimed last: when(8), and the row's key.
func claimKey(holder []byte) []byte { return append([]byte("P/h/"), holder...) }

// foldLetter takes what a record says of a letter; it reports whether the record was about one.
func (t *turn) foldLetter(from origin, e *contract.Event) bool {
	a := e.GetLetterAsked()
	if a == nil {
		return false
	}
	key := letterKey(from.site, a.Letter)
	if len(a.Letter) != 16 || len(a.Person) != 16 || t.w.Get(key) != nil {
		return true // no letter that this version could have sent, or told once more
	}
	row := &contract.LetterRow{Site: string(from.site), Letter: a.Letter, AskedMs: e.AtMs, Person: a.Person, Card: a.Card}
	save(t.w, key, row)
	t.w.Put(openLetterKey(row), key)
	return true
}

// holderSize is that of the keyed hash of a person.
const holderSize = 32

// putLetter notes how far a letter is. A letter only goes on: what was noted before is answered with how it stands.
func (t *turn) putLetter(c *contract.LetterPut) *contract.HQReply {
	row := new(contract.LetterRow)
	if !load(t.w, letterKey(office.SiteID(c.Site), c.Letter), row) {
		return refuse(fault.NotFound, fmt.Sprintf("letter %x", c.Letter), "Deze brief is niet gevraagd.")
	}
	switch {
	case final(row.Stage):
	case c.Stage == contract.LetterStage_LETTER_STAGE_ASKED:
		if len(c.Holder) != holderSize {
			return refuse(fault.Invalid, fmt.Sprintf("letter %x", c.Letter), "Zeg voor wie de brief is.")
		}
		t.claim(row, c.Holder)
	case c.Stage > row.Stage && c.Stage <= contract.LetterStage_LETTER_STAGE_REFUSED:
		t.goesOn(row, c.Stage, c.Reason)
	}
	return &contract.HQReply{Letter: row}
}

func final(s contract.LetterStage) bool {
	return s == contract.LetterStage_LETTER_STAGE_SENT || s == contract.LetterStage_LETTER_STAGE_REFUSED
}

// claim notes for whom a letter is, unless another was claimed for them not long ago: then there is none.
func (t *turn) claim(row *contract.LetterRow, holder []byte) {
	if len(row.Holder) > 0 {
		return
	}
	own := letterKey(office.SiteID(row.Site), row.Letter)
	at := time.UnixMilli(row.AskedMs)
	if b := t.w.Get(claimKey(holder)); len(b) > 8 && !bytes.Equal(b[8:], own) {
		rule := rulebook.KioskOn(View{t.w, t.m}.Plan(), office.SiteID(row.Site), office.DateOf(at.In(t.calendar().Zone())))
		if letter.Soon(time.UnixMilli(int64(binary.BigEndian.Uint64(b))), at, letter.AgainOf(rule)) {
			t.goesOn(row, contract.LetterStage_LETTER_STAGE_REFUSED, letter.Again)
			return
		}
	}
	t.w.Put(claimKey(holder), append(moment(row.AskedMs), own...))
	row.Holder = holder
	save(t.w, own, row)
}

// goesOn brings a letter to a stage and tells its site. At the end who it is for is forgotten; one that is not sent counts for no
// second one.
func (t *turn) goesOn(row *contract.LetterRow, to contract.LetterStage, reason string) {
	own := letterKey(office.SiteID(row.Site), row.Letter)
	row.Stage, row.ChangedMs = to, t.atMS
	if to == contract.LetterStage_LETTER_STAGE_REFUSED {
		row.Reason = reason
		if b := t.w.Get(claimKey(row.Holder)); len(row.Holder) > 0 && len(b) > 8 && bytes.Equal(b[8:], own) {
			t.w.Delete(claimKey(row.Holder))
		}
	}
	if final(to) {
		t.w.Delete(openLetterKey(row))
		t.erase(row.Letter)
		row.Person, row.Holder = nil, nil
	}
	save(t.w, own, row)
	t.tell(office.SiteID(row.Site), &contract.FeedEntry{Kind: &contract.FeedEntry_Letter{Letter: toldOf(row)}})
}

func toldOf(row *contract.LetterRow) *contract.LetterTold {
	return &contract.LetterTold{Letter: row.Letter, Stage: row.Stage, Reason: row.Reason, AtMs: row.ChangedMs}
}

// Letter is the row of a site's letter; nil when it asked for none.
func (v View) Letter(site office.SiteID, id []byte) *contract.LetterRow {
	row := new(contract.LetterRow)
	if !load(v.r, letterKey(site, id), row) {
		return nil
	}
	return row
}

// OpenLetters yields what the register is to be asked, the oldest first.
func (v View) OpenLetters() iter.Seq[*contract.LetterRow] {
	return func(yield func(*contract.LetterRow) bool) {
		for _, key := range v.r.Scan([]byte("P/o/"), nil) {
			row := new(contract.LetterRow)
			if load(v.r, key, row) && !yield(row) {
				return
			}
		}
	}
}

// Letters yields every letter of a site, or of all without one, in no order that means anything.
func (v View) Letters(site office.SiteID) iter.Seq[*contract.LetterRow] {
	prefix := []byte("P/s/")
	if site != "" {
		prefix = letterKey(site, nil)
	}
	return func(yield func(*contract.LetterRow) bool) {
		for _, b := range v.r.Scan(prefix, nil) {
			row := new(contract.LetterRow)
			load1(b, row)
			if !yield(row) {
				return
			}
		}
	}
}

// lettersBack is how many days back a snapshot tells what became of letters: longer than a counter keeps who asked.
const lettersBack = 40

// lettersTold is what became of a site's letters not long ago.
func (v View) lettersTold(site office.SiteID, today office.Date) (out []*contract.LetterTold) {
	since := (today - lettersBack).At(0, v.Calendar().Zone()).UnixMilli()
	for row := range v.Letters(site) {
		if row.ChangedMs >= since && row.Stage != contract.LetterStage_LETTER_STAGE_ASKED {
			out = append(out, toldOf(row))
		}
	}
	return out
}
