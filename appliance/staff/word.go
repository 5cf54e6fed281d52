package staff

import (
	"encoding/hex"
	"io"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// WordHolds is how long the word of a colleague takes the place of their PIN: as long as two people need at a few doors.
const WordHolds = 2 * time.Minute

// word is that a colleague showed their PIN: at whose desk, and what for.
type word struct {
	session, purpose string
	clerk            office.ClerkID
	till             time.Time
}

// Word gives what takes the place of the PIN that a colleague just showed, for acts of one purpose in one session, until
// [WordHolds] has passed. It lies in memory only; no screen has to keep a PIN. The caller asks of each act anew what the colleague
// may do. now is of a steady clock, as in Find.
func (d *Door) Word(s Session, colleague office.ClerkID, purpose string, now time.Time) (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var token [32]byte
	if _, err := io.ReadFull(d.random, token[:]); err != nil {
		return "", fault.New("staff.Word", fault.Internal).Because(err)
	}
	for t, w := range d.words {
		if !now.Before(w.till) {
			delete(d.words, t)
		}
	}
	key := hex.EncodeToString(token[:])
	d.words[key] = word{s.Token, purpose, colleague, now.Add(WordHolds)}
	return key, nil
}

// Stands refuses, as Denied, a word that this colleague did not give, in this session, for this purpose, or that holds no longer.
func (d *Door) Stands(said string, s Session, colleague office.ClerkID, purpose string, now time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	w, ok := d.words[said]
	if !ok || w.session != s.Token || w.clerk != colleague || w.purpose != purpose || !now.Before(w.till) {
		return fault.New("staff.Stands", fault.Denied).Tell("Het woord van je collega geldt niet meer.", "Laat je collega de pincode opnieuw intikken.")
	}
	return nil
}
