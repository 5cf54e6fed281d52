package selfservice

import (
	"bytes"
	"encoding/binary"
	"errors"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/letter"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/told"
)

const (
	prefixLetters = "k/b/s/"
	prefixHolders = "k/b/h/"
	prefixKept    = "k/b/k/"
)

// LetterID names a letter: it is the act that asked for it.
type LetterID [16]byte

// Subject is whose personal data it is who a letter is for.
func (i LetterID) Subject() office.SubjectID { return office.SubjectID(i) }

func letterKey(prefix string, id []byte) []byte { return append([]byte(prefix), id...) }

// Wish is the wish for a letter with a PIN and PUK, of somebody whose data is sealed.
type Wish struct {
	ID      LetterID
	Person  journal.Commitment // to a LetterPerson
	Holder  [32]byte           // who it is, keyed with what only this counter has
	Card    bool               // a card said who it is
	Offline bool
	Again   office.Date // no second letter within so many days
}

// Decide gives the event, or none when the act asked before. The fault is Refused when a letter was asked for the same person not long
// ago, and says from which day on there can be another.
func (w Wish) Decide(r kv.Reader, now time.Time) (*contract.Event, error) {
	const op = "selfservice.Letter"
	if r.Get(letterKey(prefixLetters, w.ID[:])) != nil {
		return nil, nil
	}
	if b := r.Get(letterKey(prefixHolders, w.Holder[:])); len(b) >= 8 {
		before := time.UnixMilli(int64(binary.BigEndian.Uint64(b))).In(now.Location())
		if letter.Soon(before, now, w.Again) {
			from := office.DateOf(before) + w.Again
			return nil, told.Lines{told.Say(told.LetterAgain, "from", from.UTC().Format("02-01-2006")), told.Say(told.AskHelp)}.Fault(op, fault.Refused)
		}
	}
	return &contract.Event{Kind: &contract.Event_LetterAsked{LetterAsked: &contract.LetterAsked{Letter: w.ID[:], Person: w.Person[:], Holder: w.Holder[:],
		Date: int32(office.DateOf(now)), Card: w.Card, Offline: w.Offline}}}, nil
}

// Letter finds a letter that was asked for here; nil when none was.
func Letter(r kv.Reader, id LetterID) (*contract.LetterState, error) {
	b := r.Get(letterKey(prefixLetters, id[:]))
	if b == nil {
		return nil, nil
	}
	s, err := contract.Decode(b, new(contract.LetterState))
	if err != nil {
		return nil, corrupt(err)
	}
	return s, nil
}

// KeepAsked is for how many days it is known here who asked for a letter of which nothing was heard.
const KeepAsked = 30

// Leavers are the letters of which it need not be known here any more for whom they are: the register has answered for good, or they
// were asked for before a day. So many at most.
func Leavers(r kv.Reader, before time.Time, most int) (out []LetterID, err error) {
	for k := range r.Scan([]byte(prefixKept), nil) {
		s, err := Letter(r, LetterID(k[len(prefixKept):]))
		if err != nil || s == nil {
			return nil, corrupt(errors.Join(errors.New("a letter that is kept and not there"), err))
		}
		if Answered(s) || s.AskedMs < before.UnixMilli() {
			if out = append(out, LetterID(s.Asked.Letter)); len(out) == most {
				break
			}
		}
	}
	return out, nil
}

// Answered reports whether the register has said the last word on a letter.
func Answered(s *contract.LetterState) bool {
	return s.GetTold().GetStage() >= contract.LetterStage_LETTER_STAGE_SENT
}

func foldLetter(w kv.Writer, e *contract.Event, a *contract.LetterAsked) error {
	if len(a.Letter) != len(LetterID{}) || len(a.Holder) != 32 || w.Get(letterKey(prefixLetters, a.Letter)) != nil {
		return corrupt(errors.New("a letter that is none, or that is there already"))
	}
	w.Put(letterKey(prefixLetters, a.Letter), contract.Encode(&contract.LetterState{Asked: a, AskedMs: e.AtMs}))
	w.Put(letterKey(prefixHolders, a.Holder), append(binary.BigEndian.AppendUint64(nil, uint64(e.AtMs)), a.Letter...))
	w.Put(letterKey(prefixKept, a.Letter), nil)
	return nil
}

// foldErased notes that nobody knows here any more for whom a letter is.
func foldErased(w kv.Writer, e *contract.Event, subject []byte) error {
	if w.Get(letterKey(prefixKept, subject)) == nil {
		return nil
	}
	w.Delete(letterKey(prefixKept, subject))
	return changeLetter(w, subject, func(s *contract.LetterState) { s.ErasedMs = e.AtMs })
}

// FoldFeed notes what headquarters tells of letters. What it tells of one that this life never asked for is nothing to us.
func FoldFeed(w kv.Writer, e *contract.FeedEntry) error {
	for _, t := range append(e.GetSnapshot().GetLetters(), e.GetLetter()) {
		if t == nil || w.Get(letterKey(prefixLetters, t.Letter)) == nil {
			continue
		}
		if err := changeLetter(w, t.Letter, func(s *contract.LetterState) {
			if s.GetTold().GetStage() > t.Stage {
				return
			}
			s.Told = t
			if b := w.Get(letterKey(prefixHolders, s.Asked.Holder)); t.Stage == contract.LetterStage_LETTER_STAGE_REFUSED && t.Reason != letter.Again &&
				len(b) > 8 && bytes.Equal(b[8:], t.Letter) {
				w.Delete(letterKey(prefixHolders, s.Asked.Holder)) // there was none: they may ask anew
			}
		}); err != nil {
			return err
		}
	}
	return nil
}

func changeLetter(w kv.Writer, id []byte, f func(*contract.LetterState)) error {
	s, err := Letter(w, LetterID(id))
	if err != nil || s == nil {
		return corrupt(errors.Join(errors.New("a letter that nobody asked for"), err))
	}
	f(s)
	w.Put(letterKey(prefixLetters, id), contract.Encode(s))
	return nil
}
