package appliance_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/booth"
	"github.com/buurtloket/buurtloket/appliance/booth/boothtest"
	"github.com/buurtloket/buurtloket/hardware/camera"
	"github.com/buurtloket/buurtloket/sync/blob"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/replica"
)

// shelf is headquarters' store of what is large.
type shelf struct {
	contractconnect.UnimplementedBulkHandler
	store *blob.Store

	mu    sync.Mutex
	calls []*contract.PutPartRequest
	after func(*contract.PutPartRequest) // is called once a part is there, before the answer
	alone bool                           // no majority has anything
}

func mustShelf(tb testing.TB) *blob.Store {
	tb.Helper()
	s, err := blob.Open(tb.TempDir())
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// PutPart implements the Bulk service.
func (s *shelf) PutPart(_ context.Context, r *connect.Request[contract.PutPartRequest]) (*connect.Response[contract.PutPartResponse], error) {
	s.mu.Lock()
	s.calls = append(s.calls, r.Msg)
	after, alone := s.after, s.alone
	s.mu.Unlock()
	offset, whole, err := s.store.Add(blob.Digest(r.Msg.Digest), int64(r.Msg.Size), int64(r.Msg.Offset), r.Msg.Data)
	if err != nil {
		return nil, fault.RPC(err)
	}
	if after != nil {
		after(r.Msg)
	}
	return connect.NewResponse(&contract.PutPartResponse{Offset: uint32(offset), Whole: whole && !alone}), nil
}

// do sets what the shelf does from now on, and forgets what it was asked.
func (s *shelf) do(alone bool, after func(*contract.PutPartRequest)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls, s.alone, s.after = nil, alone, after
}

// sent is what was asked.
func (s *shelf) sent() []*contract.PutPartRequest {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}

// portrait is a camera with one sitter, who smiles.
func portrait(tb testing.TB) camera.Camera {
	d, _ := boothtest.Camera(tb, 5*time.Millisecond, boothtest.Portrait(tb, "photo/face/testdata/astronaut.jpg", 900, 900))
	return d
}

var anns = appliance.Who{Clerk: "ann", Desk: 1}

// capture takes a photo for a visit.
func capture(tb testing.TB, n *appliance.Node, id byte, visit office.VisitID) *booth.Shot {
	tb.Helper()
	who := anns
	who.Act = [16]byte{id, 1}
	s, err := n.Capture(context.Background(), who, visit)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func mustKeep(tb testing.TB, n *appliance.Node, s *booth.Shot) *contract.PhotoRow {
	tb.Helper()
	_, row, err := n.KeepPhoto(context.Background(), anns, s.ID, true, "De bezoeker lacht altijd.")
	if err != nil {
		tb.Fatal(err)
	}
	return row
}

// visitor gives a ticket, and so a visit.
func visitor(tb testing.TB, n *appliance.Node, name string, number int) office.VisitID {
	tb.Helper()
	ticket(tb, n, name, number)
	return office.VisitID([]byte(name + "                ")[:16])
}

func steps(row *contract.PhotoRow) (out []string) {
	for _, s := range row.Steps {
		out = append(out, s.Code)
	}
	return out
}

// photoOf is the one photo of a visit.
func photoOf(tb testing.TB, n *appliance.Node, visit office.VisitID) *contract.PhotoRow {
	tb.Helper()
	rows, err := n.Photos(visit)
	if err != nil || len(rows) != 1 {
		tb.Fatalf("%d photos, %v", len(rows), err)
	}
	return rows[0]
}

func stateOf(tb testing.TB, n *appliance.Node, row *contract.PhotoRow) (s *contract.PhotoState) {
	tb.Helper()
	look(tb, n, func(t appliance.Turn) {
		var err error
		if s, err = booth.Get(t.View, booth.ID(row.Photo)); err != nil {
			tb.Fatal(err)
		}
	})
	return s
}

// opens unseals a blob with the key that the journal still has; false when it has none.
func opens(tb testing.TB, n *appliance.Node, s *contract.PhotoState, content []byte) (jpeg []byte, ok bool) {
	tb.Helper()
	var secret *contract.PhotoSecret
	look(tb, n, func(t appliance.Turn) {
		plain, there := t.View.Personal(journal.Commitment(s.Kept.Secret))
		if ok = there; ok {
			var err error
			if secret, err = contract.Decode(bytes.Clone(plain), new(contract.PhotoSecret)); err != nil {
				tb.Fatal(err)
			}
		}
	})
	if !ok {
		return nil, false
	}
	jpeg, err := blob.Unseal(content, blob.Key(secret.Key))
	if err != nil {
		tb.Fatal(err)
	}
	return jpeg, true
}

// blobs is what a counter's store holds.
func blobs(tb testing.TB, dir string) (names []string) {
	tb.Helper()
	entries, err := os.ReadDir(filepath.Join(dir, "photos"))
	if err != nil {
		tb.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// TestAPhotoReachesHeadquarters: it is taken, judged and kept without a line; the line breaks in the midst of it, and it goes
// on where it stood; the journal never waits for it, and says when it has arrived.
func TestAPhotoReachesHeadquarters(t *testing.T) {
	h, dir := mustHQ(t), t.TempDir()
	h.admit(dir)
	n := mustOpen(t, appliance.Config{Dir: dir, HQ: []string{h.addr}, Timing: quick, Camera: portrait(t)})
	visit := visitor(t, n, "a visitor", 1)
	shot := capture(t, n, 1, visit)
	row := mustKeep(t, n, shot)
	if again := mustKeep(t, n, shot); !bytes.Equal(again.Photo, row.Photo) || len(blobs(t, dir)) != 1 {
		t.Errorf("kept twice: %v, %v", again, blobs(t, dir))
	}
	if got := steps(photoOf(t, n, visit)); !slices.Equal(got, []string{"taken", "judged", "kept"}) || row.Reason == "" || row.Failed[0] != "mouth" {
		t.Fatalf("%v, %v", got, row)
	}
	if row.Size < 70<<10 {
		t.Fatalf("a photo of %d bytes goes in one part", row.Size)
	}
	broken := make(chan struct{})
	h.shelf.do(false, func(q *contract.PutPartRequest) {
		if len(q.Data) > 0 {
			n.SetLine(false)
			close(broken)
		}
	})
	run(t, n)
	<-broken
	eventually(t, "the line is gone", func() bool { return line(t, n).State == contract.Line_OFFLINE })
	if s := stateOf(t, n, row); s.DeliveredMs != 0 {
		t.Fatal("half a photo was delivered")
	}
	there, err := h.shelf.store.Offset(blob.Digest(stateOf(t, n, row).Kept.Digest))
	if err != nil || there == 0 || there == int64(row.Size) {
		t.Fatalf("%d bytes of %d came, %v", there, row.Size, err)
	}
	h.shelf.do(false, nil)
	n.SetLine(true)
	eventually(t, "the photo is delivered", func() bool { return stateOf(t, n, row).DeliveredMs != 0 })
	for _, q := range h.shelf.sent() {
		if len(q.Data) > 0 && int64(q.Offset) < there {
			t.Errorf("bytes from %d on went twice: %d were there", q.Offset, there)
		}
		if len(q.Data) > 256<<10 {
			t.Errorf("a part of %d bytes", len(q.Data))
		}
	}
	content, err := h.shelf.store.Get(blob.Digest(stateOf(t, n, row).Kept.Digest))
	if err != nil {
		t.Fatal(err)
	}
	if jpeg, ok := opens(t, n, stateOf(t, n, row), content); !ok || !bytes.Equal(jpeg, shot.JPEG) {
		t.Error("headquarters has another photo")
	}
	if got := steps(photoOf(t, n, visit)); !slices.Equal(got, []string{"taken", "judged", "kept", "delivered"}) {
		t.Errorf("%v", got)
	}
}

// TestWholeIsAMajority: as long as no majority of headquarters has it, a photo is not delivered, and is not sent again either.
func TestWholeIsAMajority(t *testing.T) {
	h, dir := mustHQ(t), t.TempDir()
	h.admit(dir)
	n := mustOpen(t, appliance.Config{Dir: dir, HQ: []string{h.addr}, Timing: quick, Camera: portrait(t)})
	row := mustKeep(t, n, capture(t, n, 1, visitor(t, n, "a visitor", 1)))
	h.shelf.do(true, nil)
	run(t, n)
	digest := blob.Digest(stateOf(t, n, row).Kept.Digest)
	eventually(t, "one node has it", func() bool { return h.shelf.store.Has(digest) })
	parts := func() (n int) {
		for _, q := range h.shelf.sent() {
			n += len(q.Data)
		}
		return n
	}
	asked := len(h.shelf.sent())
	eventually(t, "it is asked again", func() bool { return len(h.shelf.sent()) > asked+2 })
	if parts() != int(row.Size) || stateOf(t, n, row).DeliveredMs != 0 {
		t.Errorf("%d bytes of %d went, delivered %d", parts(), row.Size, stateOf(t, n, row).DeliveredMs)
	}
	h.shelf.do(false, nil)
	eventually(t, "it is delivered", func() bool { return stateOf(t, n, row).DeliveredMs != 0 })
	if parts() != 0 {
		t.Errorf("%d bytes went once more", parts())
	}
}

// TestNothingLargeGoesOnABusyLine: without a line that is idle nothing is asked.
func TestNothingLargeGoesOnABusyLine(t *testing.T) {
	n := mustOpen(t, appliance.Config{Dir: t.TempDir(), Camera: portrait(t)})
	mustKeep(t, n, capture(t, n, 1, visitor(t, n, "a visitor", 1)))
	delivered, err := n.ShipPhotos(context.Background(), nil) // a client that is asked anything panics
	if delivered != 0 || err == nil {
		t.Errorf("%d, %v", delivered, err)
	}
}

// TestRefusals: what a person at the counter is told, and nothing is written.
func TestRefusals(t *testing.T) {
	dir := t.TempDir()
	n := mustOpen(t, appliance.Config{Dir: dir, Camera: portrait(t)})
	visit := visitor(t, n, "a visitor", 1)
	gone := visitor(t, n, "gone", 2)
	if _, err := n.Do(context.Background(), anns, func(appliance.Turn) (appliance.Decision, error) {
		return appliance.One(&contract.Event{Kind: &contract.Event_Left{Left: &contract.Left{Visit: gone[:]}}}, nil)
	}); err != nil {
		t.Fatal(err)
	}
	shot, loose := capture(t, n, 1, visit), appliance.Who{Clerk: "bert", Desk: 2, Act: [16]byte{2}}
	if _, err := n.Capture(context.Background(), loose, office.VisitID{}); err != nil {
		t.Fatal(err)
	}
	_, size := life(t, n)
	keep := func(who appliance.Who, id booth.ID, consent bool, reason string) error {
		_, _, err := n.KeepPhoto(context.Background(), who, id, consent, reason)
		return err
	}
	take := func(visit office.VisitID) error {
		_, err := n.Capture(context.Background(), anns, visit)
		return err
	}
	for name, c := range map[string]struct {
		err  error
		kind fault.Kind
	}{
		"no consent":                {keep(anns, shot.ID, false, "x"), fault.Refused},
		"a smile, and no reason":    {keep(anns, shot.ID, true, "  "), fault.Refused},
		"of another desk":           {keep(loose, shot.ID, true, "x"), fault.NotFound},
		"never taken":               {keep(anns, booth.ID{9}, true, "x"), fault.NotFound},
		"for nobody, and no reason": {keep(loose, booth.ID{2}, true, ""), fault.Refused},
		"of a visit that is over":   {take(gone), fault.Refused},
		"of a visit that never was": {take(office.VisitID{7}), fault.NotFound},
	} {
		if !fault.Is(c.err, c.kind) || fault.Sentence(c.err) == "" {
			t.Errorf("%s: %v", name, c.err)
		}
	}
	if _, now := life(t, n); now != size || len(blobs(t, dir)) != 0 {
		t.Errorf("%d records, were %d; blobs %v", now, size, blobs(t, dir))
	}
	none := mustOpen(t, appliance.Config{Dir: t.TempDir()})
	if _, err := none.Capture(context.Background(), anns, visit); fault.Sentence(err) != "Deze locatie heeft geen camera. Vraag de bezoeker een foto mee te brengen." {
		t.Errorf("without a camera: %v", err)
	}
}

// TestCrashes: the process dies at each step of the chain; nothing that was kept is lost, and what was not leaves no trace
// after the night.
func TestCrashes(t *testing.T) {
	died := errors.New("the process died")
	for name, c := range map[string]struct {
		stage journal.Stage
		kept  bool
	}{
		"blob written, no record":         {journal.BeforeCommit, false},
		"record written, nobody answered": {journal.AfterCommit, true},
	} {
		t.Run(name, func(t *testing.T) {
			h, dir := mustHQ(t), t.TempDir()
			h.admit(dir)
			var dies bool
			cfg := appliance.Config{Site: site, Dir: dir, HQ: []string{h.addr}, Timing: quick, Camera: portrait(t),
				Interrupt: func(s journal.Stage) error {
					if dies && s == c.stage {
						return died
					}
					return nil
				}}
			n, err := appliance.Open(cfg)
			if err != nil {
				t.Fatal(err)
			}
			visit := visitor(t, n, "a visitor", 1)
			shot := capture(t, n, 1, visit)
			dies = true
			if _, _, err := n.KeepPhoto(context.Background(), anns, shot.ID, true, "x"); err == nil {
				t.Fatal("a dead process answered")
			}
			_ = n.Close() // it is latched, and says so
			dies = false
			n = mustOpen(t, cfg)
			if len(blobs(t, dir)) != 1 {
				t.Fatalf("blobs %v", blobs(t, dir))
			}
			rows, err := n.Photos(visit)
			if err != nil || (len(rows) == 1) != c.kept {
				t.Fatalf("%v, %v", rows, err)
			}
			run(t, n)
			if c.kept {
				eventually(t, "it is delivered", func() bool { return stateOf(t, n, rows[0]).DeliveredMs != 0 })
			}
			if err := n.SweepPhotos(); err != nil || (len(blobs(t, dir)) == 1) != c.kept {
				t.Errorf("after the night: %v, %v", blobs(t, dir), err)
			}
		})
	}
}

// TestAnAnswerThatWasLost: headquarters has the photo, and the process dies before its journal says so.
func TestAnAnswerThatWasLost(t *testing.T) {
	h, dir := mustHQ(t), t.TempDir()
	h.admit(dir)
	cfg := appliance.Config{Dir: dir, HQ: []string{h.addr}, Timing: quick, Camera: portrait(t)}
	n := mustOpen(t, cfg)
	row := mustKeep(t, n, capture(t, n, 1, visitor(t, n, "a visitor", 1)))
	s := stateOf(t, n, row)
	content, err := os.ReadFile(filepath.Join(dir, "photos", blob.Digest(s.Kept.Digest).String()))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.shelf.store.Put(content); err != nil {
		t.Fatal(err)
	}
	run(t, n)
	eventually(t, "it is delivered", func() bool { return stateOf(t, n, row).DeliveredMs != 0 })
	for _, q := range h.shelf.sent() {
		if len(q.Data) > 0 {
			t.Errorf("%d bytes went once more", len(q.Data))
		}
	}
}

// TestAnErasedPersonIsNoise: with the person goes the key, here and from what is shipped; the counter's copy goes at once, and
// headquarters' copy opens for nobody.
func TestAnErasedPersonIsNoise(t *testing.T) {
	h, dir := mustHQ(t), t.TempDir()
	h.admit(dir)
	n := mustOpen(t, appliance.Config{Dir: dir, HQ: []string{h.addr}, Timing: quick, Camera: portrait(t)})
	visit := visitor(t, n, "a visitor", 1)
	row := mustKeep(t, n, capture(t, n, 1, visit))
	run(t, n)
	eventually(t, "it is delivered", func() bool { return stateOf(t, n, row).DeliveredMs != 0 })
	s := stateOf(t, n, row)
	content, err := h.shelf.store.Get(blob.Digest(s.Kept.Digest))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := opens(t, n, s, content); !ok {
		t.Fatal("it does not open before either")
	}
	subject := office.SubjectID(s.Kept.Subject)
	if subject != office.SubjectID(visit) {
		t.Errorf("the photo of a visit without appointment is %x's", subject)
	}
	if _, err := n.Do(context.Background(), anns, func(appliance.Turn) (appliance.Decision, error) {
		return appliance.Decision{Erase: []office.SubjectID{subject},
			Events: []*contract.Event{{Kind: &contract.Event_Erased{Erased: &contract.Erased{Subject: subject[:]}}}}}, nil
	}); err != nil {
		t.Fatal(err)
	}
	if _, ok := opens(t, n, s, content); ok || len(blobs(t, dir)) != 0 {
		t.Errorf("it still opens: %v; blobs %v", ok, blobs(t, dir))
	}
	after := photoOf(t, n, visit)
	if got := steps(after); got[len(got)-1] != "erased" || after.Reason != "" {
		t.Errorf("%v, reason %q", got, after.Reason)
	}
	me, size := life(t, n)
	b, err := n.Shipping().Batch(me, 1, replica.Limits{Records: size, Bytes: 1 << 20})
	if err != nil || len(b.Personal) != 0 {
		t.Errorf("%d keys are shipped, %v", len(b.Personal), err)
	}
	if bytes.Contains(b.Records, []byte("lacht altijd")) {
		t.Error("a clerk's words about a person stand in a record")
	}
}

// TestCopiesGoByTheRule: a delivered photo leaves the counter after its days, and its person after theirs; one that was not
// delivered stays until then.
func TestCopiesGoByTheRule(t *testing.T) {
	h, dir := mustHQ(t), t.TempDir()
	h.admit(dir)
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	first := office.DateOf(time.Now().In(zone)) + 2 // the counter is never behind headquarters, whatever the hour
	c := &clock{now: (first - 1).At(18*60, zone)}
	n := mustOpen(t, appliance.Config{Dir: dir, HQ: []string{h.addr}, Timing: quick, Now: c.read, Camera: portrait(t), PhotoDays: 2})
	one := mustKeep(t, n, capture(t, n, 1, visitor(t, n, "one", 1)))
	stop := run(t, n)
	eventually(t, "it is delivered", func() bool { return stateOf(t, n, one).DeliveredMs != 0 })
	stop()
	two := mustKeep(t, n, capture(t, n, 2, visitor(t, n, "two", 2)))
	for _, w := range []struct {
		nights             int
		copies             int
		purged, gone, lost bool
	}{{1, 2, false, false, false}, {3, 1, true, false, false}, {29, 1, true, false, false}, {30, 0, true, true, true}} {
		c.set((first + office.Date(w.nights) - 1).At(18*60, zone))
		sleep(t, n, c, (first+office.Date(w.nights)).At(8*60, zone), func() {})
		a, b := stateOf(t, n, one), stateOf(t, n, two)
		if len(blobs(t, dir)) != w.copies || (a.PurgedMs != 0) != w.purged || (a.ErasedMs != 0) != w.gone || (b.ErasedMs != 0) != w.lost || b.PurgedMs != 0 {
			t.Errorf("after %d nights: %d copies, purged %v, erased %v and %v", w.nights, len(blobs(t, dir)), a.PurgedMs != 0, a.ErasedMs != 0, b.ErasedMs != 0)
		}
	}
}
