package appliance

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/appliance/night"
	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
)

// nightWork does the steps of a night on a node. What moves over the line moves all the time, by Run; these steps look
// whether it has come to its end. So none of them waits: who calls tries again.
type nightWork struct{ n *Node }

// Do implements night.Work.
func (w nightWork) Do(ctx context.Context, step night.Code, morning office.Date) (out night.Outcome) {
	var err error
	switch step {
	case night.Exchange:
		out, err = w.look(w.exchange)
	case night.Seats:
		out, err = w.look(func(t Turn) (night.Outcome, error) { return w.seats(t, morning) })
	case night.News:
		out, err = w.look(w.news)
	case night.Consignments:
		out, err = w.look(w.consignments)
	case night.Retention:
		out, err = w.retention(ctx, morning)
	case night.Backup:
		out, err = w.look(w.backup)
	case night.Check:
		out, err = w.check(ctx)
	default:
		err = fmt.Errorf("no such step: %q", step)
	}
	if err != nil {
		w.n.cfg.Logger.Error("a step of the night failed", "step", string(step), "err", err)
		return night.Outcome{Say: fault.Sentence(err)}
	}
	return out
}

func (w nightWork) look(f func(Turn) (night.Outcome, error)) (out night.Outcome, err error) {
	err = w.n.Look(func(t Turn) error { out, err = f(t); return err })
	return out, err
}

// offline is why what waits for the line did not happen; it says nothing when there is one and all was said over it.
func (w nightWork) offline(t Turn) (night.Outcome, *contract.Line, error) {
	l, err := w.n.Line(t)
	switch {
	case err != nil:
		return night.Outcome{}, l, err
	case l.State == contract.Line_OFFLINE:
		return night.Outcome{Say: fmt.Sprintf("Er was geen verbinding met het hoofdkantoor sinds %s.", sayInstant(time.UnixMilli(l.SinceMs).In(t.Now.Location())))}, l, nil
	case l.State == contract.Line_CATCHING_UP: // it is, for a moment, after each step that the night itself writes down
		return night.Outcome{Say: "De uitwisseling met het hoofdkantoor was nog bezig.", Soon: true}, l, nil
	}
	return night.Outcome{}, l, nil
}

func (w nightWork) exchange(t Turn) (night.Outcome, error) {
	not, l, err := w.offline(t)
	switch {
	case err != nil || not.Say != "":
		return not, err
	case l.Waiting > 0: // the night's own records among them
		return night.Outcome{Soon: true, Say: fmt.Sprintf("Het hoofdkantoor had van %d gebeurtenissen nog niet bevestigd dat het ze heeft.", l.Waiting)}, nil
	}
	return night.Outcome{Done: true, Say: "Alles wat hier gebeurde, is bij het hoofdkantoor."}, nil
}

func (w nightWork) seats(t Turn, morning office.Date) (night.Outcome, error) {
	day := booking.Agenda(t.Desk, morning)
	if day.Closed != "" {
		return night.Outcome{Done: true, Say: "Er zijn geen afspraken: " + day.Closed, Until: morning}, nil
	}
	here, elsewhere := places(day)
	if elsewhere == 0 {
		return night.Outcome{Done: true, Say: fmt.Sprintf("Alle %d vrije plaatsen staan hier.", here), Until: morning}, nil
	}
	out, _, err := w.offline(t)
	out.Say = strings.TrimSpace(fmt.Sprintf("Van de %d vrije plaatsen staan er %d hier. %s", here+elsewhere, here, out.Say))
	return out, err
}

func (w nightWork) news(t Turn) (night.Outcome, error) {
	if not, _, err := w.offline(t); err != nil || not.Say != "" {
		return not, err
	}
	out := night.Outcome{Done: true, Say: "Regels, sluitingen en personeelslijst zijn die van nu; catalogus en procedures zijn die van dit programma."}
	if left := staff.Left(t.View, t.Now, t.Now); left >= 0 {
		out.Until = office.DateOf(t.Now) + office.Date(left)
	}
	return out, nil
}

func (w nightWork) consignments(t Turn) (night.Outcome, error) {
	if !w.n.vault() {
		return night.Outcome{Done: true, Say: "Deze locatie heeft geen kluis."}, nil
	}
	if not, _, err := w.offline(t); err != nil || not.Say != "" {
		return not, err
	}
	coming, err := vault.Announced(t.View)
	if err != nil {
		return night.Outcome{}, err
	}
	documents := 0
	for _, c := range coming {
		documents += len(c.Items)
	}
	return night.Outcome{Done: true, Say: fmt.Sprintf("Onderweg naar hier: %d documenten in %d zendingen.", documents, len(coming))}, nil
}

func (w nightWork) backup(t Turn) (night.Outcome, error) {
	out, err := w.exchange(t)
	if out.Done {
		out.Say = "Het hoofdkantoor heeft een kopie van het hele logboek."
	}
	return out, err
}

// eraseAtOnce bounds one commit; what is left is erased by the next.
const eraseAtOnce = 500

// retention erases who came too long ago, and whose appointment is another site's. What was done for them stays, without them.
func (w nightWork) retention(ctx context.Context, morning office.Date) (night.Outcome, error) {
	erased, never := 0, 0
	for {
		subjects, undelivered, err := w.due(morning)
		if err != nil {
			return night.Outcome{}, err
		}
		if len(subjects) == 0 {
			purged, err := w.purgePhotos(ctx, morning)
			gone, uncollected, err2 := w.purgeCertificates(ctx, morning)
			letters, err3 := w.purgeLetters(ctx, morning)
			err = errors.Join(err, err2, err3)
			return night.Outcome{Done: err == nil, Say: fmt.Sprintf("Gewist: de gegevens van %d bezoekers, %d dagen na hun afspraak of omdat een andere locatie ze heeft.", erased, night.KeepPersons) +
				sayPhotos(purged, never) + sayCertificates(gone, uncollected) + sayLetters(letters)}, err
		}
		never = max(never, undelivered)
		subjects = subjects[:min(len(subjects), eraseAtOnce)]
		if _, err := w.n.Do(ctx, Who{}, func(Turn) (Decision, error) {
			d := Decision{Erase: subjects}
			for _, s := range subjects {
				d.Events = append(d.Events, &contract.Event{Kind: &contract.Event_Erased{Erased: &contract.Erased{Subject: s[:]}}})
			}
			return d, nil
		}); err != nil {
			return night.Outcome{}, err
		}
		erased += len(subjects)
	}
}

// due are the people whose data was kept long enough. An appointment of the past never moves, and one that moved away and comes
// back brings its person along anew, so what is read here still holds when it is erased.
func (w nightWork) due(morning office.Date) (out []office.SubjectID, undelivered int, err error) {
	var items []journal.Commitment
	err = w.n.Look(func(t Turn) error {
		said, err := w.exchange(t)
		if err != nil {
			return err
		}
		before := morning - night.KeepPersons
		persons := booking.Leavers(t.View, t.Site, said.Done, before)
		for _, a := range past(t, before) {
			persons = append(persons, a.Person)
		}
		for _, p := range persons {
			if c, err := contract.ID16[journal.Commitment](p); err == nil {
				items = append(items, c)
			}
		}
		return nil
	})
	if err != nil {
		return nil, 0, err
	}
	sealed, err := w.n.journal.Sealed(items)
	if err != nil {
		return nil, 0, err
	}
	all, undelivered, err := w.photographed(morning - night.KeepPersons)
	for _, s := range sealed {
		all = append(all, s.Subject)
	}
	seen := map[office.SubjectID]bool{}
	for _, s := range all {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out, undelivered, err
}

// past are the appointments, and the wishes for one, of the days before a date, as far back as a counter may have been off.
func past(t Turn, before office.Date) (out []*contract.Appointment) {
	const year = 366
	for d := before - year; d < before; d++ {
		for k := range booking.OfDay(t.View, t.Site, d) {
			out = append(out, k.Appointment)
		}
	}
	for s := range booking.Requests(t.View) {
		a := s.Request.GetBook()
		if a == nil || booking.Known(t.View, a.AppointmentID()) != nil { // what came of the wish decides
			continue
		}
		if office.Date(a.GetPlace().GetRun().GetDate()) < before {
			out = append(out, a)
		}
	}
	return out
}

// sayInstant writes a time as people say it.
func sayInstant(t time.Time) string {
	return fmt.Sprintf("%s om %s", calendar.SayDate(office.DateOf(t)), office.MinuteOf(t))
}

// copyFile is the verified copy of the journal of the last night, in the node's folder: as secret as the journal itself.
// It follows an erasure by one night.
const copyFile = "journal-copy.db"

// check makes a copy of the journal beside it, reads that from end to end, and keeps it: so what was checked is what was
// on the disk, while the counter goes on.
func (w nightWork) check(ctx context.Context) (night.Outcome, error) {
	var err error
	if lookErr := w.n.Look(func(t Turn) error { err = vault.Verify(t.View); return nil }); lookErr != nil || err != nil {
		return night.Outcome{}, errors.Join(lookErr, err)
	}
	path := filepath.Join(w.n.cfg.Dir, copyFile)
	fresh := path + ".new"
	if err := w.copyTo(ctx, fresh); err != nil {
		return night.Outcome{}, fault.New("appliance.check", fault.Internal).On(fresh).Because(err)
	}
	report, err := Verify(fresh, w.n.cfg.Site)
	if err != nil {
		return night.Outcome{}, err // the copy of before stays
	}
	if err := os.Rename(fresh, path); err != nil {
		return night.Outcome{}, fault.New("appliance.check", fault.Internal).On(path).Because(err)
	}
	var records uint64
	for _, l := range report.Lives {
		records += l.Size
	}
	return night.Outcome{Done: true, Say: fmt.Sprintf("Het logboek is nagelezen (%d gebeurtenissen) en klopt; er staat een kopie op dit toestel.", records)}, nil
}

func (w nightWork) copyTo(ctx context.Context, path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err = w.n.Backup(ctx, f); err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
