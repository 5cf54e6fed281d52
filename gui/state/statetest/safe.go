package statetest

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Carried is what the last act on documents was called with.
type Carried struct {
	Act       string
	Documents []string
	Words     []string // all texts and codes, in the order of the call
	Sent      office.Date
	Trip      state.Trip
	With      office.ClerkID
}

// Carried is the last act on documents beyond receiving, storing, counting and handing out.
func (f *Counter) Carried() Carried {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.carried
}

// SetLists changes what waits for a person.
func (f *Counter) SetLists(alter func(*state.Lists)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	alter(&f.lists)
}

// SafeLists are invented questions of every sort, with a trip that is out.
func SafeLists(today office.Date) state.Lists {
	q := func(about, code string, days office.Date, say, next string) state.Question {
		return state.Question{About: about, Code: code, Since: today - days, Say: say, Next: next}
	}
	choice := func(code, words string) state.StepChoice { return state.StepChoice{Code: code, Words: words} }
	return state.Lists{
		Questions: []state.Question{
			q("G-26-118", "late-trip", 0, "Rit G-26-118 van do 26 nov naar buurtloket-groenenhoek: 2 documenten zijn niet terug in de kluis.", "Bel de collega die ze meenam."),
			q("590-0000071-97", "difference", 1, "590-0000071-97 lag er niet bij de telling; in het register: kluis, vak 14.", "Zoek het uit en schrijf de reden op."),
			q("EK123456", "proposed", 2, "an stelt voor om EK123456 te vernietigen: niet afgehaald binnen de termijn.", "Voer het uit met twee, of trek het in."),
			q("592-1234567-32", "term", 9, "De termijn voor 592-1234567-32 liep tot di 17 nov.", "Stel voor om het te vernietigen of terug te sturen."),
			q("592-1234568-33", "term", 8, "De termijn voor 592-1234568-33 liep tot wo 18 nov.", "Stel voor om het te vernietigen of terug te sturen."),
			q("EK123499", "no-term", 190, "EK123499 ligt hier sinds wo 20 mei, en er loopt geen termijn.", "De verantwoordelijke beslist."),
		},
		Trips: []state.Trip{{ID: "G-26-118", With: "buurtloket-groenenhoek", BackBy: 20 * 60, Documents: []string{"592-1234570-35", "592-1234571-36"}, Late: true,
			Say: "Rit G-26-118 van do 26 nov naar buurtloket-groenenhoek: 2 documenten zijn niet terug in de kluis.", Next: "Bel de collega die ze meenam."}},
		Ages:      []state.Age{{Kind: "Identiteitskaart", Documents: 29, Oldest: 84}, {Kind: "Reispas", Documents: 9, Oldest: 190}, {Kind: "Rijbewijs", Documents: 3, Oldest: 41}},
		Uncounted: []string{"3", "12", "14"},
		Outcomes: []state.StepChoice{choice("typing-error", "Tikfout bij het tellen"), choice("elsewhere", "Lag bij een collega of in een ander vak"),
			choice("late", "Was uitgereikt en pas na de telling ingeschreven"), choice("escalated", "Naar de verantwoordelijke gebracht"),
			choice("foreign", "Hoort niet bij deze locatie"), choice("found", "Gevonden"), choice("accepted", "Toch voor deze locatie")},
		Grounds: []state.StepChoice{choice("damaged", "beschadigd"), choice("decision", "beslissing van de verantwoordelijke"), choice("surplus", "stond niet op de lijst van de zending"),
			choice("surrendered", "ingeleverd oud document"), choice("unclaimed", "niet afgehaald binnen de termijn"), choice("wrong-site", "bestemd voor een andere locatie")},
	}
}

// Sites are some locations, of which most keep no documents over night.
func Sites() []state.SiteName {
	out := []state.SiteName{{ID: "buurtloket-berchem", Name: "Buurtloket Berchem", Vault: true}, {ID: "antwerpen-harmonie", Name: "Stadsloket Harmonie", Vault: true},
		{ID: "buurtloket-groenenhoek", Name: "Buurtloket Groenenhoek"}, {ID: "themabalie", Name: "Vernieuwde bibliotheek: themabalie vrije tijd"}}
	for n := range 9 {
		out = append(out, state.SiteName{ID: office.SiteID("bibliotheek-" + string(rune('a'+n))), Name: "Bibliotheek " + string(rune('A'+n))})
	}
	return out
}

// Lists tells what waits.
func (f *Counter) Lists(context.Context) (state.Lists, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls["Lists"]++
	return f.lists, f.fail["Lists"]
}

// Dossier is the invented life of an item.
func (f *Counter) Dossier(_ context.Context, n office.DocumentNumber) (state.Dossier, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls["Dossier"]++
	i := slices.IndexFunc(f.items, func(i state.Item) bool { return i.Number == n })
	if err := f.fail["Dossier"]; err != nil || i < 0 {
		if err == nil {
			err = fault.New("statetest.Dossier", fault.NotFound).Tell(string(n)+" staat niet in het register.", "Kijk het nummer na.")
		}
		return state.Dossier{}, err
	}
	d := state.Dossier{Item: f.items[i], Where: "kluis, vak " + f.items[i].Place}
	d.Legal, d.Reminders = f.snap.Today+12, 1
	at := f.now().Add(-20 * 24 * time.Hour)
	for _, h := range [][3]string{{"bpost", "an", "consignment 2026-1002, with bart"}, {"an", f.items[i].Place, "stored"}} {
		d.Chain = append(d.Chain, state.Handover{At: at, By: "an", From: h[0], To: h[1], Evidence: h[2]})
		at = at.Add(7 * time.Minute)
	}
	return d, nil
}

// carry remembers an act, after the colleague's PIN was looked at. two says that it takes two.
func (f *Counter) carry(ctx context.Context, with state.Second, two bool, what Carried) (state.Receipt, error) {
	return f.act(ctx, what.Act, func(*state.Snapshot) error {
		if err := f.attested(with, two); err != nil {
			return err
		}
		what.With = with.ID
		f.carried = what
		gone := func(q state.Question) bool { return slices.Contains(what.Documents, q.About) }
		f.lists.Questions = slices.DeleteFunc(slices.Clone(f.lists.Questions), gone)
		return nil
	})
}

// attested refuses a colleague whose PIN is wrong. It wants the lock held.
func (f *Counter) attested(with state.Second, two bool) error {
	switch {
	case with.ID == "" && two:
		return fault.New("statetest", fault.Denied).Tell("Dit doen twee medewerkers samen.", "Laat een collega mee aanmelden.")
	case with.Word == Word && with.PIN == "":
	case with.ID != "" && with.PIN != PIN:
		return fault.New("statetest", fault.Denied).Tell("De naam of de pincode klopt niet.", "Probeer het opnieuw.")
	}
	return nil
}

// Remind notes letters.
func (f *Counter) Remind(ctx context.Context, documents []string, sent office.Date) (state.Receipt, error) {
	return f.carry(ctx, state.Second{}, false, Carried{Act: "Remind", Documents: documents, Sent: sent})
}

// Propose puts documents up to go.
func (f *Counter) Propose(ctx context.Context, documents []string, p state.Proposal) (state.Receipt, error) {
	return f.carry(ctx, state.Second{}, false, Carried{Act: "Propose", Documents: documents, Words: []string{p.Fate, p.Ground, p.Reason}})
}

// Withdraw takes proposals back.
func (f *Counter) Withdraw(ctx context.Context, documents []string, reason string) (state.Receipt, error) {
	return f.carry(ctx, state.Second{}, false, Carried{Act: "Withdraw", Documents: documents, Words: []string{reason}})
}

// Destroy carries proposals out.
func (f *Counter) Destroy(ctx context.Context, documents []string, certificate string, with state.Second) (state.Receipt, error) {
	return f.carry(ctx, with, true, Carried{Act: "Destroy", Documents: documents, Words: []string{certificate}})
}

// SendBack carries proposals out.
func (f *Counter) SendBack(ctx context.Context, documents []string, to, carrier string, with state.Second) (state.Receipt, error) {
	return f.carry(ctx, with, true, Carried{Act: "SendBack", Documents: documents, Words: []string{to, carrier}})
}

// WorkOff closes what differed; "found" and "accepted" take two.
func (f *Counter) WorkOff(ctx context.Context, documents []string, outcome, reason string, with state.Second) (state.Receipt, error) {
	return f.carry(ctx, with, outcome == "found" || outcome == "accepted", Carried{Act: "WorkOff", Documents: documents, Words: []string{outcome, reason}})
}

// ReportMissing reports a document missing.
func (f *Counter) ReportMissing(ctx context.Context, document, reason, reference string, with state.Second) (state.Receipt, error) {
	return f.carry(ctx, with, false, Carried{Act: "ReportMissing", Documents: []string{document}, Words: []string{reason, reference}})
}

// Depart gives documents to who carries them.
func (f *Counter) Depart(ctx context.Context, t state.Trip, carrier state.Second) (state.Receipt, error) {
	return f.carry(ctx, carrier, true, Carried{Act: "Depart", Documents: t.Documents, Trip: t})
}

// BringBack writes down what came back.
func (f *Counter) BringBack(ctx context.Context, trip string, back, handedOut []string, carrier state.Second) (state.Receipt, error) {
	r, err := f.carry(ctx, carrier, true, Carried{Act: "BringBack", Documents: []string{trip}, Words: []string{strings.Join(back, " "), strings.Join(handedOut, " ")}})
	if err == nil {
		f.SetLists(func(l *state.Lists) { l.Trips = nil })
	}
	return r, err
}
