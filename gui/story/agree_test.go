//go:build story

package story_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"connectrpc.com/connect"
	"golang.org/x/mod/sumdb/note"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
)

// mustAgree is the end of every story: the counter's and headquarters' views are the same, seat by seat and event by
// event; no seat is double; both logs verify. The counter is stopped by it. It gives the counter's events.
func (k *counter) mustAgree(days ...office.Date) []*contract.Event {
	t := k.c.t
	t.Helper()
	eventually(t, "all events at headquarters", func() error {
		k.mustBeOnline()
		if here, there := k.mustView().Sequence, k.row().Cursor; here != there {
			return fmt.Errorf("%d of %d", there, here)
		}
		return nil
	})
	for _, day := range days {
		k.mustAgreeOn(day)
	}
	if found := ask(k.c, door.Conflicts, &contract.ConflictsRequest{Settled: true}); len(found.Conflicts) > 0 {
		t.Errorf("conflicts: %v", found.Conflicts)
	}
	k.mustStop(t)
	said := mustRun(t, nil, "appliance", "journal", "verify", k.journalFile(), "--site", k.site)
	k.c.say("Het logboek van %s, nagerekend: %s", k.site, bytes.TrimSpace([]byte(said)))
	var events []*contract.Event
	own := k.mustOpenJournal()
	lives, err := own.Lives()
	if err != nil {
		t.Fatal(err)
	}
	for _, life := range lives {
		events = append(events, k.mustAgreeAbout(own, life)...)
	}
	return events
}

// seats says of each seat of a day who has it, and for which appointment.
type seats map[office.SeatID]string

// put notes who has the seats of a run. A seat that somebody has already is double.
func (s seats) put(run *contract.Run, site, has string) error {
	for _, id := range run.Seats(office.SiteID(site)) {
		if before, double := s[id]; double {
			return fmt.Errorf("%s is double: %s and %s", id, before, has)
		}
		s[id] = has
	}
	return nil
}

// mustAgreeOn wants the two agendas of one day to be the same, once what was under way has arrived.
func (k *counter) mustAgreeOn(day office.Date) {
	k.c.t.Helper()
	var all, free int
	eventually(k.c.t, "the same agenda of "+day.String(), func() (err error) {
		all, free, err = k.agreeOn(day)
		return err
	})
	k.c.say("%s: %d plaatsen, aan beide kanten dezelfde; %d vrij bij %s.", day, all, free, k.site)
}

// agreeOn compares the two agendas of one day, and counts its seats and those that are free at the counter. Seats whose
// time is past and that nobody booked are of no interest.
func (k *counter) agreeOn(day office.Date) (all, free int, err error) {
	life := office.Incarnation(k.row().Incarnation).String()
	here, there, past := seats{}, seats{}, map[office.SeatID]bool{}
	for _, r := range must(k, screen.Agenda, &contract.AgendaRequest{Date: int32(day)}).Rows {
		switch r.Status {
		case contract.AgendaRow_PAST:
			past[r.Run.First(office.SiteID(k.site))] = true
			continue
		case contract.AgendaRow_FREE_HERE:
			free++
		}
		if err := here.put(r.Run, k.site, fmt.Sprintf("site %t %x", r.Own, r.Appointment.GetId())); err != nil {
			return 0, 0, fmt.Errorf("%s: %w", k.site, err)
		}
	}
	for _, r := range ask(k.c, door.Day, &contract.DayRequest{Site: k.site, Date: int32(day)}).Seats {
		if err := there.put(r.Run, k.site, fmt.Sprintf("site %t %x", r.Owner == life, r.Appointment.GetId())); err != nil {
			return 0, 0, fmt.Errorf("headquarters: %w", err)
		}
	}
	for id := range here {
		if here[id] != there[id] {
			return 0, 0, fmt.Errorf("%s: %s says %q, headquarters %q", id, k.site, here[id], there[id])
		}
	}
	for id := range there {
		if _, known := here[id]; !known && !past[id] {
			return 0, 0, fmt.Errorf("%s: headquarters says %q, %s does not know it", id, there[id], k.site)
		}
	}
	return len(there), free, nil
}

// row is how headquarters sees the site.
func (k *counter) row() *contract.SiteRow {
	k.c.t.Helper()
	for _, r := range ask(k.c, door.Sites, &contract.SitesRequest{}).Sites {
		if r.Id == k.site {
			return r
		}
	}
	k.c.t.Fatalf("headquarters does not know %s", k.site)
	return nil
}

// key is the key that signs the counter's heads.
func (k *counter) key() (ed25519.PrivateKey, ed25519.PublicKey) {
	k.c.t.Helper()
	text, err := os.ReadFile(filepath.Join(k.dir, "journal-key.pem"))
	if err != nil {
		k.c.t.Fatal(err)
	}
	block, _ := pem.Decode(text)
	if block == nil {
		k.c.t.Fatal("journal-key.pem holds no PEM")
	}
	key := ed25519.NewKeyFromSeed(block.Bytes)
	return key, key.Public().(ed25519.PublicKey)
}

// mustOpenJournal opens a copy of a stopped counter's journal: opening it here would rebuild its projections.
func (k *counter) mustOpenJournal() *journal.Journal {
	t := k.c.t
	t.Helper()
	b, err := os.ReadFile(k.journalFile())
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "journal.db")
	if err := os.WriteFile(copied, b, 0o600); err != nil {
		t.Fatal(err)
	}
	private, _ := k.key()
	signer, err := journal.NewSigner(office.SiteID(k.site), private)
	if err != nil {
		t.Fatal(err)
	}
	j, err := journal.Open(copied, journal.Options{Site: office.SiteID(k.site), Signer: signer})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() }) // a copy
	return j
}

// mustAgreeAbout compares one life's records byte by byte, and both trees with the counter's signed head. Of a life that
// ended with the loss of its store, headquarters may have more than the copy that was put back.
func (k *counter) mustAgreeAbout(own *journal.Journal, life office.Incarnation) (events []*contract.Event) {
	t := k.c.t
	t.Helper()
	here, there, row := mustRecords(t, own, life), k.c.mustJournal(k.site, life), k.row()
	current := row.Incarnation == uint64(life)
	if len(here) > len(there) || current && len(here) < len(there) {
		t.Fatalf("life %s: %s has %d records, headquarters %d", life, k.site, len(here), len(there))
	}
	for i := range here {
		if !bytes.Equal(here[i], there[i]) {
			t.Fatalf("life %s: record %d differs", life, i+1)
		}
		e, err := contract.Decode(here[i], new(contract.Event))
		if err != nil {
			t.Fatalf("life %s: record %d: %v", life, i+1, err)
		}
		events = append(events, e)
	}
	edge, root := journal.Edge{}.Extend(there[:len(here)])
	if signed := k.mustSigned(own, life); signed.Root != root || signed.Size != edge.Size {
		t.Errorf("life %s: headquarters' records make another tree than the counter signed", life)
	}
	if current && (row.Cursor != edge.Size || !bytes.Equal(row.Root, root[:])) {
		t.Errorf("life %s: headquarters' own tree is another: size %d, want %d", life, row.Cursor, edge.Size)
	}
	k.c.say("Leven %s: %d gebeurtenissen, byte voor byte gelijk; de boom is die van het ondertekende hoofd.", life, len(here))
	return events
}

// mustRecords reads the stored bytes of a life's records.
func mustRecords(t *testing.T, j *journal.Journal, life office.Incarnation) (bodies [][]byte) {
	t.Helper()
	for {
		b, err := j.Batch(life, uint64(len(bodies))+1, 1000, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		if len(b.Bodies) == 0 {
			return bodies
		}
		bodies = append(bodies, b.Bodies...)
	}
}

// mustSigned is the head of a life as the counter's key signs it.
func (k *counter) mustSigned(own *journal.Journal, life office.Incarnation) journal.Head {
	t := k.c.t
	t.Helper()
	head, err := own.SignedHead(life)
	if err != nil {
		t.Fatal(err)
	}
	_, public := k.key()
	verifier, err := journal.NewVerifier(office.SiteID(k.site), public)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := journal.ParseHead(head.Note, note.VerifierList(verifier))
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// mustJournal is what headquarters holds of a life.
func (c *city) mustJournal(site string, life office.Incarnation) (bodies [][]byte) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), patience)
	defer cancel()
	for _, n := range c.nodes {
		if n.ended() {
			continue
		}
		stream, err := n.Journal(ctx, connect.NewRequest(&contract.JournalRequest{Site: site, Incarnation: uint64(life), From: 1}))
		if err != nil {
			c.t.Fatal(err)
		}
		defer stream.Close()
		for stream.Receive() {
			if r := stream.Msg(); r.Sequence != uint64(len(bodies))+1 || r.Incarnation != uint64(life) {
				c.t.Fatalf("record %d of %x where %d of %s should be", r.Sequence, r.Incarnation, len(bodies)+1, life)
			}
			bodies = append(bodies, bytes.Clone(stream.Msg().Body))
		}
		if err := stream.Err(); err != nil {
			c.t.Fatal(err)
		}
		return bodies
	}
	c.t.Fatal("no node of headquarters runs")
	return nil
}
