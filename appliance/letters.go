package appliance

import (
	"context"
	"fmt"
	"time"

	"github.com/buurtloket/buurtloket/appliance/selfservice"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// purgeLetters forgets for whom letters are that the register has answered for good, or of which nothing was heard for too long. It says
// how many.
func (w nightWork) purgeLetters(ctx context.Context, morning office.Date) (gone int, err error) {
	for {
		n := 0
		if _, err := w.n.Do(ctx, Who{}, func(t Turn) (d Decision, err error) {
			said, err := w.exchange(t)
			if err != nil {
				return d, err
			}
			var before time.Time // without a line theirs may be the only copy
			if said.Done {
				before = (morning - selfservice.KeepAsked).At(0, t.Now.Location())
			}
			over, err := selfservice.Leavers(t.View, before, eraseAtOnce)
			for _, id := range over {
				subject := id.Subject()
				d.Events = append(d.Events, &contract.Event{Kind: &contract.Event_Erased{Erased: &contract.Erased{Subject: subject[:]}}})
				d.Erase = append(d.Erase, subject)
			}
			n = len(over)
			return d, err
		}); err != nil {
			return gone, err
		}
		if gone += n; n < eraseAtOnce {
			return gone, nil
		}
	}
}

// sayLetters tells what the night did to letters; empty when it did nothing.
func sayLetters(gone int) string {
	if gone == 0 {
		return ""
	}
	return fmt.Sprintf(" Vergeten voor wie een pukbrief is: %d.", gone)
}
