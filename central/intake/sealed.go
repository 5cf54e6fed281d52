package intake

import (
	"bytes"
	"fmt"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
)

// recorded checks the personal data of a batch: each item is what its commitment stands for, and that commitment stands
// in one of the records. The items come in the order of the records, so one pass over both is enough. The records
// themselves are under the signed head; with this, so is what lies beside them.
func recorded(personal []*contract.Sealed, bodies [][]byte) error {
	k := 0
	for _, p := range personal {
		if err := opened(p); err != nil {
			return err
		}
		for k < len(bodies) && !bytes.Contains(bodies[k], p.Commitment) {
			k++
		}
		if k == len(bodies) {
			return fmt.Errorf("personal data under %x, which no record names, or not in its turn", p.Commitment)
		}
	}
	return nil
}

// reported checks the personal data of a report: that of the appointments in it.
func reported(r *contract.Report) error {
	named := map[string]bool{}
	for _, a := range r.Appointments {
		named[string(a.GetPerson())] = true
	}
	for _, p := range r.Personal {
		if err := opened(p); err != nil {
			return err
		}
		if !named[string(p.Commitment)] {
			return fmt.Errorf("personal data under %x, which no appointment names", p.Commitment)
		}
	}
	return nil
}

// opened checks one item against its own commitment. Its error says nothing of what is in it.
func opened(p *contract.Sealed) error {
	if len(p.GetCommitment()) != len(journal.Commitment{}) || len(p.Subject) != len(office.SubjectID{}) || len(p.Salt) != 16 {
		return fmt.Errorf("personal data with a commitment of %d bytes, a subject of %d and a salt of %d", len(p.GetCommitment()), len(p.GetSubject()), len(p.GetSalt()))
	}
	return journal.Sealed{Commitment: journal.Commitment(p.Commitment), Subject: office.SubjectID(p.Subject), Salt: [16]byte(p.Salt), Plain: p.Plain}.Check()
}
