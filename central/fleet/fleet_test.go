package fleet_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
)

// A code that was given out becomes an identity of its site, which is let in.
func TestACodeBecomesAnIdentity(t *testing.T) {
	h := mustHQ(t)
	id, err := h.enroll(h.mustIssue(t, berchem, time.Hour), berchem, nil)
	if err != nil {
		t.Fatal(err)
	}
	if p := id.Peer(); p.Site() != berchem || p.Device != "BL-7" || p.Role != link.RoleSite {
		t.Errorf("became %v", p)
	}
	if err := h.Check(id.Peer()); err != nil {
		t.Errorf("not let in: %v", err)
	}
	if _, err := h.mustConnect(t, id).get("/"); err != nil {
		t.Errorf("its first call: %v", err)
	}
}

// Every code that must not do is refused for what it is, and a certificate is given to nobody.
func TestCodesThatMustNotDo(t *testing.T) {
	h := mustHQ(t)
	used, old := h.mustIssue(t, berchem, 3*time.Hour), h.mustIssue(t, berchem, time.Hour)
	if _, err := h.enroll(used, berchem, nil); err != nil {
		t.Fatal(err)
	}
	h.add(time.Hour)
	strange, err := link.NewCode(rand.Reader, h.authority.Fingerprint())
	if err != nil {
		t.Fatal(err)
	}
	before, _ := h.log.Watch()
	for name, row := range map[string]struct {
		code link.Code
		site office.SiteID
		want fault.Kind
	}{
		"reused, with another key": {used, berchem, fault.Taken},
		"expired":                  {old, berchem, fault.Refused},
		"never given out":          {strange, berchem, fault.NotFound},
		"of another site":          {h.mustIssue(t, berchem, time.Hour), hoek, fault.Denied},
	} {
		if _, err := h.enroll(row.code, row.site, nil); !fault.Is(err, row.want) || fault.Sentence(err) == fault.Sentence(fault.New("", row.want)) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if after, _ := h.log.Watch(); after != before+1 { // the code that was given out in between
		t.Errorf("%d commands were applied", after-before)
	}
	if _, _, err := h.IssueCode(t.Context(), "nergens", time.Hour); !fault.Is(err, fault.NotFound) {
		t.Errorf("a code for nowhere: %v", err)
	}
}

// The answer got lost on its way: the same key gets the same certificate again, as long as the code is valid; another key
// does not.
func TestALostAnswerSpendsNoCode(t *testing.T) {
	h := mustHQ(t)
	code, key := h.mustIssue(t, berchem, time.Hour), mustKey(t)
	h.losing(true)
	if _, err := h.enroll(code, berchem, key); !fault.Is(err, fault.Unreachable) {
		t.Fatalf("the answer was lost, and the device hears %v", err)
	}
	h.losing(false)
	before, _ := h.log.Watch()
	first, err := h.enroll(code, berchem, key)
	if err != nil {
		t.Fatalf("again with the same key: %v", err)
	}
	if _, err := h.enroll(code, berchem, mustKey(t)); !fault.Is(err, fault.Taken) {
		t.Errorf("another key: %v", err)
	}
	again, err := h.enroll(code, berchem, key)
	if err != nil || again.Peer() != first.Peer() {
		t.Errorf("once more: %v, %v and %v", err, again.Peer(), first.Peer())
	}
	if after, _ := h.log.Watch(); after != before {
		t.Errorf("%d commands were applied for what was given already", after-before)
	}
	h.look(func(v register.View) {
		if s := v.Code(code.Hash()); s.Serial != first.Peer().Serial {
			t.Errorf("headquarters has %s, the device %s", s.Serial, first.Peer().Serial)
		}
	})
	h.add(time.Hour)
	if _, err := h.enroll(code, berchem, key); !fault.Is(err, fault.Refused) {
		t.Errorf("after the code expired: %v", err)
	}
}

// Two come with one code, at two nodes, and neither node has seen the other's when it decides: one of them gets a
// certificate. When both are one device that asks twice, both answers are the same.
func TestTwoAtOnce(t *testing.T) {
	for name, same := range map[string]bool{"one device": true, "two": false} {
		t.Run(name, func(t *testing.T) {
			h := mustHQ(t)
			code, mine, theirs := h.mustIssue(t, berchem, time.Hour), mustKey(t), mustKey(t)
			if same {
				theirs = mine
			}
			var first link.Identity
			var err error
			elsewhere, slow := h.addr, h.another()
			slow.Use(&overtaken{Log: h.log, by: func() { first, err = h.enrollAt(elsewhere, code, berchem, theirs) }}, h.machine)
			h.serve(t, slow)
			second, late := h.enroll(code, berchem, mine)
			if err != nil {
				t.Fatal(err)
			}
			if same && (late != nil || second.Peer() != first.Peer()) {
				t.Errorf("got %v and %v, %v", first.Peer(), second.Peer(), late)
			}
			if !same && !fault.Is(late, fault.Taken) {
				t.Errorf("the second gets %v, %v", second.Peer(), late)
			}
		})
	}
}

// The command that gives a certificate is asked again when its outcome is not known; there is one certificate.
func TestAnUnknownOutcome(t *testing.T) {
	for name, strike := range map[string]func(*hq){"applied": func(h *hq) { h.log.Forget(1) }, "not applied": func(h *hq) { h.log.Lose(1) }} {
		t.Run(name, func(t *testing.T) {
			h := mustHQ(t)
			code := h.mustIssue(t, berchem, time.Hour)
			strike(h)
			id, err := h.enroll(code, berchem, nil)
			if err != nil {
				t.Fatal(err)
			}
			h.look(func(v register.View) {
				if s := v.Code(code.Hash()); !s.Used || s.Serial != id.Peer().Serial {
					t.Errorf("headquarters has %v", s)
				}
			})
		})
	}
}

// Withdrawing takes effect at the next call, on an open line too; whom it is not about keeps in touch.
func TestRevocationTakesEffectAtTheNextCall(t *testing.T) {
	h := mustHQ(t)
	first, second := h.mustEnroll(t, berchem), h.mustEnroll(t, berchem)
	other := h.mustEnroll(t, hoek)
	a, b, c := h.mustConnect(t, first), h.mustConnect(t, second), h.mustConnect(t, other)
	for _, d := range []*device{a, b, c} {
		if _, err := d.get("/"); err != nil {
			t.Fatal(err)
		}
	}
	h.must(&contract.HQCommand{Kind: &contract.HQCommand_Revoked{Revoked: &contract.Revoked{Site: string(berchem), Serial: first.Peer().Serial, By: "an"}}})
	if status, err := a.get("/"); status != http.StatusForbidden && err == nil {
		t.Errorf("the next call: %d, %v", status, err)
	}
	for _, d := range []*device{b, c} {
		if status, err := d.get("/"); status != http.StatusNoContent {
			t.Errorf("another device: %d, %v", status, err)
		}
	}
	if err := h.Check(first.Peer()); !fault.Is(err, fault.Denied) || fault.Sentence(err) == fault.Sentence(fault.New("", fault.Denied)) {
		t.Errorf("it is told %v", err)
	}
}

// Everything of a site is withdrawn, also what this headquarters never heard of: it was given after the backup from which
// this one woke. Who is enrolled since is welcome.
func TestRevocationOfASite(t *testing.T) {
	h := mustHQ(t)
	known := h.mustEnroll(t, berchem)
	forgotten, err := h.authority.NewDevice(link.Device{Site: berchem, Serial: "BL-8"}, 0) // no code, so in no book
	if err != nil {
		t.Fatal(err)
	}
	line := h.mustConnect(t, forgotten)
	if _, err := line.get("/"); err != nil {
		t.Fatal(err)
	}
	other := h.mustEnroll(t, hoek)
	h.add(time.Minute)
	h.must(&contract.HQCommand{Kind: &contract.HQCommand_Revoked{Revoked: &contract.Revoked{Site: string(berchem), By: "an"}}})
	if status, err := line.get("/"); status != http.StatusForbidden && err == nil {
		t.Errorf("the next call of who was forgotten: %d, %v", status, err)
	}
	since := h.mustEnroll(t, berchem) // in the very second
	h.add(time.Minute)
	later, err := h.authority.NewDevice(link.Device{Site: berchem, Serial: "BL-9"}, 0) // of a headquarters that was restored once more
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		title string
		peer  link.Peer
		in    bool
	}{
		{"known", known.Peer(), false}, {"forgotten", forgotten.Peer(), false}, {"since", since.Peer(), true}, {"since, and forgotten", later.Peer(), true},
		{"another site", other.Peer(), true}, {"a node", link.Peer{Role: link.RoleNode, Name: string(berchem)}, true},
	} {
		if err := h.Check(row.peer); (err == nil) != row.in {
			t.Errorf("%s: %v", row.title, err)
		}
	}
}

// A certificate that runs out is renewed for who has it, and noted: it goes with the rest when all are withdrawn.
func TestRenewal(t *testing.T) {
	h := mustHQ(t)
	id := h.mustEnroll(t, berchem)
	d := h.mustConnect(t, id)
	h.add(24 * time.Hour)
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	next, err := link.Renew(ctx, d.client.HTTPClient(), id, link.EnrolOptions{Now: h.now})
	if err != nil {
		t.Fatal(err)
	}
	if next.Peer().Serial == id.Peer().Serial || next.Peer().Site() != berchem || next.Peer().Device != "BL-7" || !next.Expires().After(id.Expires()) {
		t.Errorf("renewed to %v until %s", next.Peer(), next.Expires())
	}
	reply := h.must(&contract.HQCommand{Kind: &contract.HQCommand_Revoked{Revoked: &contract.Revoked{Site: string(berchem), By: "an"}}})
	if reply.Count != 2 || h.Check(next.Peer()) == nil {
		t.Errorf("%d certificates were known", reply.Count)
	}
}

// Before there are books, nobody is refused for good: it is too early to tell.
func TestTooEarly(t *testing.T) {
	h := mustHQ(t)
	id, code := h.mustEnroll(t, berchem), h.mustIssue(t, berchem, time.Hour)
	early := h.another()
	if err := early.Check(id.Peer()); !fault.Is(err, fault.Unreachable) {
		t.Errorf("a device: %v", err)
	}
	if err := early.Check(link.Peer{Role: link.RoleNode}); err != nil {
		t.Errorf("a node: %v", err)
	}
	if _, _, err := early.IssueCode(t.Context(), berchem, time.Hour); !fault.Is(err, fault.Unreachable) {
		t.Errorf("a code: %v", err)
	}
	h.serve(t, early)
	if _, err := h.enroll(code, berchem, nil); !fault.Is(err, fault.Unreachable) {
		t.Errorf("an enrolment: %v", err)
	}
}

// Who is here is who has an exchange open, however many it has, until the last one ends.
func TestWhoIsHere(t *testing.T) {
	h := mustHQ(t)
	wants := func(sites ...office.SiteID) {
		t.Helper()
		if got := h.Sites(); !slices.Equal(got, sites) || h.Online(berchem) != slices.Contains(sites, berchem) {
			t.Errorf("here are %v, want %v", got, sites)
		}
	}
	wants()
	h.Here(hoek)
	first, second := h.Here(berchem), h.Here(berchem)
	wants(berchem, hoek)
	first()
	wants(berchem, hoek)
	second()
	wants(hoek)
	h.Here(berchem)()
	wants(hoek)
}

// What is given out is drawn anew each time, and only its hash is kept.
func TestOnlyTheHashOfACodeIsKept(t *testing.T) {
	h := mustHQ(t)
	a, b := h.mustIssue(t, berchem, time.Hour), h.mustIssue(t, berchem, time.Hour)
	if a.String() == b.String() || bytes.Equal(a.Hash(), b.Hash()) {
		t.Error("two codes are one")
	}
	h.look(func(v register.View) {
		if s := v.Code(a.Hash()); s.GetSite() != string(berchem) || s.Used || s.ExpiresMs != h.now().Add(time.Hour).UnixMilli() {
			t.Errorf("stored: %v", s)
		}
	})
}
