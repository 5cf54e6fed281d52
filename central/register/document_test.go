package register_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

const (
	card     = "592-8100001-97" // the number of an identity card
	passport = "EN810004"
)

// vaulted is headquarters with three counters: Berchem in life 1, Groenenhoek in life 2, a second vault in life 3.
func vaulted(t testing.TB) *headquarters {
	t.Helper()
	h := found(t)
	for i, site := range []office.SiteID{berchem, hoek, second(t, h)} {
		h.greet(site, office.Incarnation(i+1))
	}
	return h
}

// second is a site with a vault that is not Berchem.
func second(t testing.TB, h *headquarters) office.SiteID {
	t.Helper()
	for _, s := range h.plan.Sites() {
		if s.Vault.Value && s.ID != berchem {
			return s.ID
		}
	}
	t.Fatal("one vault only")
	return ""
}

// says has a site's journal say something.
func (h *headquarters) says(site office.SiteID, kinds ...any) {
	h.Helper()
	lives := map[office.SiteID]office.Incarnation{berchem: 1, hoek: 2, second(h, h): 3}
	var events []*contract.Event
	for _, k := range kinds {
		events = append(events, vaultEvent(k))
	}
	h.taken(site, lives[site], events...)
}

func vaultEvent(kind any) *contract.Event {
	e := &contract.Event{AtMs: int64(len(fmt.Sprint(kind)))}
	switch k := kind.(type) {
	case *contract.Received:
		e.Kind = &contract.Event_Received{Received: k}
	case *contract.HandedOut:
		e.Kind = &contract.Event_HandedOut{HandedOut: k}
	case *contract.Proposed:
		e.Kind = &contract.Event_Proposed{Proposed: k}
	case *contract.Withdrawn:
		e.Kind = &contract.Event_Withdrawn{Withdrawn: k}
	case *contract.Destroyed:
		e.Kind = &contract.Event_Destroyed{Destroyed: k}
	case *contract.SentBack:
		e.Kind = &contract.Event_SentBack{SentBack: k}
	case *contract.Departed:
		e.Kind = &contract.Event_Departed{Departed: k}
	case *contract.BroughtBack:
		e.Kind = &contract.Event_BroughtBack{BroughtBack: k}
	case *contract.MissingReported:
		e.Kind = &contract.Event_MissingReported{MissingReported: k}
	case *contract.WorkedOff:
		e.Kind = &contract.Event_WorkedOff{WorkedOff: k}
	}
	return e
}

func received(consignment string, numbers ...string) *contract.Received {
	r := &contract.Received{Consignment: consignment, From: "koerier"}
	for _, n := range numbers {
		r.Items = append(r.Items, &contract.Item{Document: n, Kind: "reispas-afhalen"})
	}
	return r
}

// states are what the journals say of a document, as "site:state".
func (h *headquarters) states(number string) []string {
	var out []string
	for d := range h.view().Document(number) {
		out = append(out, d.Site+":"+d.State)
	}
	return out
}

// disputes are the documents of the conflicts that nobody settled.
func (h *headquarters) disputes() (out []string) {
	for _, c := range h.view().Conflicts() {
		if c.Document != "" && c.SettledBy == "" {
			out = append(out, c.Document)
		}
	}
	return out
}

// TestWhereADocumentIs follows one through everything that a journal can say of it (A002-43, A002-45).
func TestWhereADocumentIs(t *testing.T) {
	one := []string{passport}
	surplus := received("Z1", passport)
	surplus.Surplus = one
	for _, row := range []struct {
		want string
		said []any
	}{
		{"here", []any{received("Z1", passport)}},
		{"barred", []any{surplus}},
		{"here", []any{surplus, &contract.WorkedOff{Documents: one, Outcome: "accepted"}}},
		{"proposed", []any{received("Z1", passport), &contract.Proposed{Documents: one, Fate: "destroy"}}},
		{"here", []any{received("Z1", passport), &contract.Proposed{Documents: one}, &contract.Withdrawn{Documents: one}}},
		{"destroyed", []any{received("Z1", passport), &contract.Proposed{Documents: one}, &contract.Destroyed{Documents: one}}},
		{"sent-back", []any{received("Z1", passport), &contract.SentBack{Documents: one}}},
		{"here", []any{received("Z1", passport), &contract.SentBack{Documents: one}, received("Z2", passport)}},
		{"missing", []any{received("Z1", passport), &contract.MissingReported{Document: passport}}},
		{"here", []any{received("Z1", passport), &contract.MissingReported{Document: passport}, &contract.WorkedOff{Documents: one, Outcome: "found"}}},
		{"missing", []any{&contract.MissingReported{Document: passport, Consignment: "Z1"}}},
		{"away", []any{received("Z1", passport), &contract.Departed{Trip: "R1", To: string(hoek), Documents: one}}},
		{"here", []any{received("Z1", passport), &contract.Departed{Trip: "R1", To: string(hoek), Documents: one}, &contract.BroughtBack{Trip: "R1", Back: one}}},
		{"handed-out", []any{received("Z1", passport), &contract.Departed{Trip: "R1", To: string(hoek), Documents: one}, &contract.BroughtBack{Trip: "R1", HandedOut: one}}},
		{"handed-out", []any{received("Z1", passport), &contract.HandedOut{Document: passport}}},
		{"", []any{&contract.WorkedOff{Documents: one, Outcome: "foreign"}}}, // counted here, and nobody's
	} {
		h := vaulted(t)
		h.says(berchem, row.said...)
		want := []string{string(berchem) + ":" + row.want}
		if row.want == "" {
			want = nil
		}
		if got := h.states(passport); !slices.Equal(got, want) {
			t.Errorf("%v: %v, want %v", row.said, got, want)
		}
		at, err := h.view().Lies(strings.ToLower(passport))
		if ok := row.want == "here" || row.want == "away"; ok != (err == nil) || ok && at != berchem || !ok && fault.Sentence(err) == "" {
			t.Errorf("%s: collected at %q: %v", row.want, at, err)
		}
	}
}

// TestTheOldDocumentIsTakenIn: it waits to be destroyed, and can be collected nowhere.
func TestTheOldDocumentIsTakenIn(t *testing.T) {
	h := vaulted(t)
	h.says(berchem, received("Z1", passport), &contract.HandedOut{Document: passport, Surrendered: "EN700001"})
	if got := h.states("EN700001"); !slices.Equal(got, []string{string(berchem) + ":barred"}) {
		t.Errorf("the old one: %v", got)
	}
	h.says(second(t, h), received("Z9", "EN700002"), &contract.HandedOut{Document: "EN700002", Surrendered: passport})
	if got := h.disputes(); len(got) != 0 {
		t.Errorf("an old document that comes back years later is a conflict: %v", got)
	}
}

// TestNoDocumentInTwoHands: what two journals say and cannot both be is for a person, once; what another journal then
// explains is settled by it.
func TestNoDocumentInTwoHands(t *testing.T) {
	one := []string{passport}
	other := second(t, found(t))
	trip := received("R1", passport)
	trip.LentBy = string(berchem)
	away := &contract.Departed{Trip: "R1", To: string(hoek), Documents: one}
	type said struct {
		by   office.SiteID
		what any
	}
	for _, row := range []struct {
		title  string
		said   []said
		raised int
		open   bool
	}{
		{"in two vaults", []said{{berchem, received("Z1", passport)}, {other, received("Z2", passport)}}, 1, true},
		{"told of once", []said{{berchem, received("Z1", passport)}, {other, received("Z2", passport)}, {other, &contract.Proposed{Documents: one}}}, 1, true},
		{"sent on", []said{{berchem, received("Z1", passport)}, {berchem, &contract.SentBack{Documents: one}}, {other, received("Z2", passport)}}, 0, false},
		{"sent on, and told late", []said{{berchem, received("Z1", passport)}, {other, received("Z2", passport)}, {berchem, &contract.SentBack{Documents: one}}}, 1, false},
		{"handed out twice", []said{{berchem, received("Z1", passport)}, {berchem, &contract.HandedOut{Document: passport}}, {other, received("Z2", passport)}}, 1, true},
		{"lent", []said{{berchem, received("Z1", passport)}, {berchem, away}, {hoek, trip}}, 0, false},
		{"lent, and told late", []said{{hoek, trip}, {berchem, received("Z1", passport)}, {berchem, away}}, 0, false},
		{"lent and handed out", []said{{berchem, received("Z1", passport)}, {berchem, away}, {hoek, trip}, {hoek, &contract.HandedOut{Document: passport}},
			{berchem, &contract.BroughtBack{Trip: "R1", HandedOut: one}}}, 0, false},
		{"lent, handed out and back", []said{{berchem, received("Z1", passport)}, {berchem, away}, {hoek, trip}, {hoek, &contract.HandedOut{Document: passport}},
			{berchem, &contract.BroughtBack{Trip: "R1", Back: one}}}, 1, true},
		{"away with one, in the hands of another", []said{{berchem, received("Z1", passport)}, {berchem, away}, {other, received("Z2", passport)}}, 1, true},
	} {
		t.Run(row.title, func(t *testing.T) {
			h := vaulted(t)
			for _, s := range row.said {
				h.says(s.by, s.what)
			}
			raised := 0
			for _, c := range h.view().Conflicts() {
				raised++
				if c.Document != passport || !strings.Contains(c.Say, passport) {
					t.Errorf("conflict %v", c)
				}
			}
			if raised != row.raised || (len(h.disputes()) > 0) != row.open {
				t.Errorf("%d raised, open: %v", raised, h.disputes())
			}
		})
	}
}

// TestATripIsAnnounced to the counter it goes to (A002-45), and no more once it came or went home.
func TestATripIsAnnounced(t *testing.T) {
	h := vaulted(t)
	h.says(berchem, received("Z1", passport, "EN810005"))
	stood := h.stands(hoek)
	h.says(berchem, &contract.Departed{Trip: "R1", To: string(hoek), Documents: []string{passport, "EN810005"}})
	var told *contract.Consignment
	for _, e := range h.feed(hoek, stood) {
		told = e.GetConsignment()
	}
	if told.GetId() != "R1" || told.GetLentBy() != string(berchem) || told.GetSite() != string(hoek) || len(told.GetItems()) != 2 ||
		told.GetItems()[0].GetKind() != "reispas-afhalen" || !slices.Equal(told.GetDocuments(), []string{passport, "EN810005"}) {
		t.Fatalf("told %v", told)
	}
	trip := received("R1", passport)
	trip.LentBy = string(berchem)
	h.says(hoek, trip)
	if all := h.view().Announced(hoek); len(all) != 1 || !slices.Equal(all[0].Documents, []string{"EN810005"}) {
		t.Errorf("still to come: %v", all)
	}
	h.says(berchem, &contract.BroughtBack{Trip: "R1", Back: []string{"EN810005"}})
	if all := h.view().Announced(hoek); len(all) != 0 {
		t.Errorf("still to come: %v", all)
	}
	stood = h.stands(berchem)
	h.says(hoek, &contract.Departed{Trip: "R1", To: string(berchem), Documents: []string{passport}})
	if h.stands(berchem) != stood {
		t.Error("the way home is announced too")
	}
}

// TestANewLifeBeginsItsOwnRegister: what the old life said counts until the new one speaks, and no longer.
func TestANewLifeBeginsItsOwnRegister(t *testing.T) {
	h := vaulted(t)
	h.says(berchem, received("Z1", passport))
	h.lose(berchem)
	h.greet(berchem, 9)
	if got := h.states(passport); !slices.Equal(got, []string{string(berchem) + ":here"}) {
		t.Errorf("after the loss: %v", got)
	}
	h.taken(berchem, 9, vaultEvent(received("Z2", passport)))
	h.taken(berchem, 1, vaultEvent(&contract.HandedOut{Document: passport}))
	if got := h.states(passport); !slices.Equal(got, []string{string(berchem) + ":here"}) {
		t.Errorf("the old life speaks last: %v", got)
	}
}

// TestACollectionIsWhereTheDocumentLies (A002-43): elsewhere it is refused, with places where it does lie.
func TestACollectionIsWhereTheDocumentLies(t *testing.T) {
	const collect = "eid-afhalen"
	h := vaulted(t)
	visit := func(document string) *contract.HQReply {
		a := h.visit(seat(2, 0), collect)
		return h.do(&contract.HQCommand{Kind: &contract.HQCommand_Book{Book: &contract.BookSeats{Appointment: a, Document: document}}})
	}
	h.refused(visit(passport), fault.NotFound)
	h.says(second(t, h), received("Z1", passport))
	h.refused(visit(passport), fault.Refused)
	h.says(second(t, h), &contract.SentBack{Documents: []string{passport}})
	h.says(berchem, received("Z2", passport))
	booked := visit(passport)
	if err := register.Err("test", booked); err != nil {
		t.Fatal(err)
	}
	if s := h.view().Appointment(booked.Appointment.AppointmentID()); s.Document != passport {
		t.Errorf("the appointment does not know its document: %v", s)
	}
	no := visit(passport) // the seat is taken
	h.refused(no, fault.Taken)
	for _, p := range no.Alternatives {
		if p.Site != string(berchem) {
			t.Errorf("offered at %s", p.Site)
		}
	}
	h.says(berchem, &contract.MissingReported{Document: passport})
	h.refused(h.do(&contract.HQCommand{Kind: &contract.HQCommand_Move{Move: &contract.MoveBooking{Appointment: booked.Appointment.Id, To: place(seat(3, 0), short)}}}), fault.Refused)
}

// TestTheIndexIsAReplay: whatever journals say, in whatever order they come and in whatever pieces, the index is what each
// site's own records give when they are read again from the first, by a machine that saw nothing else.
func TestTheIndexIsAReplay(t *testing.T) {
	numbers := []string{"EN000001", "EN000002", "EN000003"}
	rapid.Check(t, func(rt *rapid.T) {
		h := vaulted(t)
		sites := []office.SiteID{berchem, hoek, second(t, h)}
		want := map[string]string{}
		for range rapid.IntRange(1, 40).Draw(rt, "records") {
			site := rapid.SampledFrom(sites).Draw(rt, "site")
			n := rapid.SampledFrom(numbers).Draw(rt, "document")
			kind, state := said(rt, sites, site, n, want[string(site)+" "+n])
			want[string(site)+" "+n] = state
			h.says(site, kind)
		}
		maps.DeleteFunc(want, func(_, state string) bool { return state == "" })
		got := map[string]string{}
		for n, d := range h.view().Documents("") {
			got[d.Site+" "+n] = d.State
		}
		if !maps.Equal(got, want) {
			rt.Fatalf("index %v\nwant  %v", got, want)
		}
		again := vaulted(t)
		for _, i := range rapid.Permutation([]int{0, 1, 2}).Draw(rt, "order") { // whole journals, site by site
			for _, body := range h.view().Records(sites[i], office.Incarnation(i+1), 1) {
				e, err := contract.Decode(slices.Clone(body), new(contract.Event))
				if err != nil {
					rt.Fatal(err)
				}
				again.taken(sites[i], office.Incarnation(i+1), e)
			}
		}
		if a, b := index(h), index(again); a != b {
			rt.Fatalf("one order\n%s\nanother\n%s", a, b)
		}
		if a, b := strings.Join(slices.Sorted(slices.Values(h.disputes())), " "), strings.Join(slices.Sorted(slices.Values(again.disputes())), " "); a != b {
			rt.Fatalf("open conflicts of one order %s, of another %s", a, b)
		}
	})
}

// said draws what a site's journal can say of a document next, and the state that this leaves it in.
func said(rt *rapid.T, sites []office.SiteID, site office.SiteID, n, state string) (any, string) {
	one := []string{n}
	switch state {
	case "", "sent-back":
		return received(fmt.Sprintf("Z%d", rapid.IntRange(1, 3).Draw(rt, "consignment")), n), "here"
	case "handed-out", "destroyed":
		return &contract.WorkedOff{Documents: one, Outcome: "late"}, state
	case "away":
		if rapid.Bool().Draw(rt, "back") {
			return &contract.BroughtBack{Trip: "R1", Back: one}, "here"
		}
		return &contract.BroughtBack{Trip: "R1", HandedOut: one}, "handed-out"
	case "proposed":
		if rapid.Bool().Draw(rt, "withdrawn") {
			return &contract.Withdrawn{Documents: one}, "here"
		}
		return &contract.Destroyed{Documents: one}, "destroyed"
	case "missing":
		return &contract.WorkedOff{Documents: one, Outcome: "found"}, "here"
	}
	to := rapid.SampledFrom(slices.DeleteFunc(slices.Clone(sites), func(s office.SiteID) bool { return s == site })).Draw(rt, "to")
	next := []struct {
		kind  any
		state string
	}{
		{&contract.HandedOut{Document: n}, "handed-out"}, {&contract.Proposed{Documents: one}, "proposed"}, {&contract.SentBack{Documents: one}, "sent-back"},
		{&contract.MissingReported{Document: n}, "missing"}, {&contract.Departed{Trip: "R1", To: string(to), Documents: one}, "away"},
	}
	x := rapid.SampledFrom(next).Draw(rt, "step")
	return x.kind, x.state
}

// index is the whole index in words.
func index(h *headquarters) string {
	var out strings.Builder
	for n, d := range h.view().Documents("") {
		fmt.Fprintf(&out, "%s %s %x\n", n, d.Site, contract.Encode(d))
	}
	return out.String()
}
