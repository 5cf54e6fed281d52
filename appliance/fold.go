package appliance

import (
	"fmt"

	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/appliance/booth"
	"github.com/buurtloket/buurtloket/appliance/bulletin"
	"github.com/buurtloket/buurtloket/appliance/certificate"
	"github.com/buurtloket/buurtloket/appliance/contact"
	"github.com/buurtloket/buurtloket/appliance/devices"
	"github.com/buurtloket/buurtloket/appliance/doors"
	"github.com/buurtloket/buurtloket/appliance/help"
	"github.com/buurtloket/buurtloket/appliance/night"
	"github.com/buurtloket/buurtloket/appliance/paper"
	"github.com/buurtloket/buurtloket/appliance/procedure"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/appliance/selfservice"
	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// foldVersion names this code's projections; it changes whenever a fold does, and the journal rebuilds them.
const foldVersion = "11"

// keyFrozen holds why acts of custody are stopped, in HQ's words; it is there only while they are.
var keyFrozen = []byte("n/f")

func actKey(act []byte) []byte { return append([]byte("n/a/"), act...) }

// fold brings every projection up to date with one record.
func fold(site office.SiteID) journal.Fold {
	return func(w kv.Writer, source journal.Source, r journal.Record) error {
		e, err := contract.Decode(r.Body, new(contract.Event))
		if err != nil {
			return fmt.Errorf("record %d: %w", r.Sequence, err)
		}
		if t := e.GetFeedTaken(); t != nil {
			if err := foldFeed(w, source, site, t.Through, e.GetAtMs()); err != nil {
				return err
			}
		}
		for _, one := range []func() error{
			func() error { return booking.Fold(w, site, e) },
			func() error { return queue.Fold(w, e) },
			func() error { return vault.Fold(w, e) },
			func() error { return staff.Fold(w, e) },
			func() error { return night.Fold(w, e) },
			func() error { return devices.Fold(w, e) },
			func() error { return doors.Fold(w, e) },
			func() error { return booth.Fold(w, e) },
			func() error { return paper.Fold(w, e) },
			func() error { return certificate.Fold(w, e) },
			func() error { return selfservice.Fold(w, e) },
			func() error { return help.Fold(w, e) },
			func() error { return contact.Fold(w, e) },
			func() error { return procedure.Fold(w, e) },
		} {
			if err := one(); err != nil {
				return fmt.Errorf("record %d: %w", r.Sequence, err)
			}
		}
		foldFreeze(w, e)
		if len(e.Act) > 0 {
			w.Put(actKey(e.Act), nil)
		}
		return nil
	}
}

// foldFreeze notes that this life is frozen. The life that follows is not: it holds nothing.
func foldFreeze(w kv.Writer, e *contract.Event) {
	switch {
	case e.GetFroze() != nil:
		w.Put(keyFrozen, []byte(e.GetFroze().Say))
	case e.GetBegan() != nil:
		w.Delete(keyFrozen)
	}
}

// foldFeed brings the projections up to date with the feed entries that a record says were taken, at its wall time.
func foldFeed(w kv.Writer, source journal.Source, site office.SiteID, through uint64, atMS int64) error {
	for k := booking.State(w).Taken + 1; k <= through; k++ {
		entry, err := contract.Decode(source.Feed(k), new(contract.FeedEntry))
		if err != nil {
			return fmt.Errorf("feed entry %d: %w", k, err)
		}
		booking.FoldFeed(w, site, entry)
		bulletin.FoldFeed(w, entry)
		if err := selfservice.FoldFeed(w, entry); err != nil {
			return fmt.Errorf("feed entry %d: %w", k, err)
		}
		if err := foldOthers(w, entry, atMS); err != nil {
			return fmt.Errorf("feed entry %d: %w", k, err)
		}
	}
	return nil
}

// foldOthers brings the projections that are not booking's up to date with an entry.
func foldOthers(w kv.Writer, e *contract.FeedEntry, atMS int64) error {
	switch k := e.Kind.(type) {
	case *contract.FeedEntry_Roster:
		staff.FoldRoster(w, k.Roster)
	case *contract.FeedEntry_Consignment:
		return vault.FoldConsignment(w, k.Consignment)
	case *contract.FeedEntry_TakenBack:
		return vault.FoldTakenBack(w, k.TakenBack)
	case *contract.FeedEntry_Procedure:
		return procedure.FoldFeed(w, k.Procedure, atMS)
	case *contract.FeedEntry_ProcedureRemark:
		procedure.FoldAnswer(w, k.ProcedureRemark)
	case *contract.FeedEntry_Snapshot:
		if k.Snapshot.Roster != nil {
			staff.FoldRoster(w, k.Snapshot.Roster)
		}
		if err := procedure.FoldSnapshot(w, k.Snapshot, atMS); err != nil {
			return err
		}
		return vault.FoldSnapshot(w, k.Snapshot.Consignments)
	}
	return nil
}

// lastClock is the wall time of the last record, in milliseconds since 1970; 0 before the first.
func lastClock(v journal.View) (int64, error) {
	body := v.Last()
	if body == nil {
		return 0, nil
	}
	e, err := contract.Decode(body, new(contract.Event))
	return e.GetAtMs(), err
}
