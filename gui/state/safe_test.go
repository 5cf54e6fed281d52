package state_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/state/statetest"
	"github.com/buurtloket/buurtloket/sync/office"
)

// today is the invented day.
var today = office.DateOf(statetest.Morning)

// inSafe is inVault with something of every sort that waits for a person.
func inSafe(t *testing.T, page state.Page, story func(t *testing.T, c *state.Clerk, counter *statetest.Counter)) {
	t.Helper()
	inVault(t, state.StockPage, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		counter.SetLists(func(l *state.Lists) { *l = statetest.SafeLists(today) })
		c.OpenPage(page)
		synctest.Wait()
		story(t, c, counter)
	})
}

// What waits is shown with what it is and what can be done about it; what can be done follows from why it waits.
func TestWhatIsToBeDecided(t *testing.T) {
	inSafe(t, state.DecidePage, func(t *testing.T, c *state.Clerk, _ *statetest.Counter) {
		d := c.Shown().Vault.Decide
		if len(d.Rows) != 6 || d.Chosen != "G-26-118" || d.Rows[0].Tone != state.Bad || !strings.Contains(d.Ages, "Reispas 9, oudste 190 dagen") {
			t.Fatalf("%+v", d)
		}
		if c.Shown().Vault.Pages[state.DecidePage] != "Te beslissen 6" || c.Shown().Vault.Pages[state.TripPage] != "Ritten 1" {
			t.Errorf("%v", c.Shown().Vault.Pages)
		}
		for about, tasks := range map[string]string{"G-26-118": "", "590-0000071-97": "Afwerken|Als vermist melden",
			"EK123456": "Vernietigen|Terugsturen|Voorstel intrekken", "592-1234567-32": "Vernietigen voorstellen|Terugsturen voorstellen|Brief gestuurd",
			"EK123499": "Brief gestuurd|Terugsturen voorstellen|Vernietigen voorstellen"} {
			c.ChooseQuestion(about)
			if got := strings.Join(c.Shown().Vault.Decide.Task.Tasks, "|"); got != tasks {
				t.Errorf("%s: %q", about, got)
			}
		}
		c.ChooseQuestion("592-1234567-32")
		if task := c.Shown().Vault.Decide.Task; task.Options[task.Picked] != "niet afgehaald binnen de termijn" {
			t.Errorf("the ground is not the usual one: %+v", task)
		}
		c.TickQuestion("G-26-118") // a trip is worked on with the trips
		if s := c.Shown().Vault; s.Page != state.TripPage || s.Trip.Chosen != "G-26-118" || s.Trip.Say == "" {
			t.Errorf("%v, %+v", s.Page, s.Trip)
		}
	})
}

// Several of one sort go at once; one of another sort begins anew.
func TestDecidingOnSeveralAtOnce(t *testing.T) {
	inSafe(t, state.DecidePage, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		c.TickQuestion("EK123499")
		c.TickQuestion("592-1234567-32")
		c.TickQuestion("592-1234568-33")
		if h := c.Shown().Vault.Decide.Hint; h != "2 documenten aangeduid" {
			t.Fatalf("%q", h)
		}
		c.Decide()
		if said(c) != "Vernietigen voorstellen: opgeschreven voor 2 documenten." {
			t.Fatalf("%+v", c.Shown().Notice)
		}
		got := counter.Carried()
		if got.Act != "Propose" || !slices.Equal(got.Documents, []string{"592-1234567-32", "592-1234568-33"}) || !slices.Equal(got.Words, []string{"destroy", "unclaimed", ""}) {
			t.Errorf("%+v", got)
		}
		if d := c.Shown().Vault.Decide; len(d.Rows) != 4 || strings.Contains(d.Hint, "aangeduid") {
			t.Errorf("%+v", d)
		}
	})
}

// Every task asks for what it needs, and calls its own act; those that take two ask for a colleague.
func TestEveryTask(t *testing.T) {
	for name, w := range map[string]struct {
		about         string
		task, pick    int
		missing       string
		first, second string
		asks          string // of the colleague; empty: nobody
		act           string
		words         string
		sent          office.Date
	}{
		"a letter of today":  {"EK123499", 0, -1, "", "", "", "", "Remind", "", today},
		"a letter":           {"EK123499", 0, -1, "", "24/11", "", "", "Remind", "", today - 2},
		"a letter last year": {"EK123499", 0, -1, "", "30/12", "", "", "Remind", "", today - 331},
		"a decision":         {"EK123499", 1, -1, "Vul de reden in. Eén zin is genoeg.", "foute foto", "", "", "Propose", "return decision foute foto", 0},
		"another ground":     {"EK123499", 2, 0, "", "", "", "", "Propose", "destroy damaged ", 0},
		"destroying":         {"EK123456", 0, -1, "Vul alle vakken in.", "PV-1", "", "Jullie vernietigen samen: EK123456.", "Destroy", "PV-1", 0},
		"sending back":       {"EK123456", 1, -1, "Vul alle vakken in.", "fabrikant", "bpost", "Jullie sturen samen terug: EK123456.", "SendBack", "fabrikant bpost", 0},
		"withdrawing":        {"EK123456", 2, -1, "Vul de reden in. Eén zin is genoeg.", "vergissing", "", "", "Withdraw", "vergissing", 0},
		"a typing error":     {"590-0000071-97", 0, 0, "Vul de reden in. Eén zin is genoeg.", "verkeerd getikt", "", "", "WorkOff", "typing-error verkeerd getikt", 0},
		"accepted":           {"EK777777", 2, -1, "Vul de reden in. Eén zin is genoeg.", "hoort hier toch", "", "Jullie laten samen weer toe: EK777777.", "WorkOff", "accepted hoort hier toch", 0},
		"found":              {"590-0000071-97", 0, 5, "", "lag eronder", "", "Jullie laten samen weer toe: 590-0000071-97.", "WorkOff", "found lag eronder", 0},
		"missing":            {"590-0000071-97", 1, -1, "Vul de reden in. Eén zin is genoeg.", "nergens", "PV-2", "Jullie melden als vermist: 590-0000071-97.", "ReportMissing", "nergens PV-2", 0},
	} {
		t.Run(name, func(t *testing.T) {
			inSafe(t, state.DecidePage, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
				counter.SetLists(func(l *state.Lists) {
					l.Questions = append(slices.Clone(l.Questions), state.Question{About: "EK777777", Code: "barred"})
				})
				c.OpenPage(state.DecidePage)
				synctest.Wait()
				c.ChooseQuestion(w.about)
				c.ChooseTask(w.task)
				if w.pick >= 0 {
					c.PickAnswer(w.pick)
				}
				if w.missing != "" {
					if c.Decide(); said(c) != w.missing || counter.Carried().Act != "" {
						t.Fatalf("%+v, %+v", c.Shown().Notice, counter.Carried())
					}
				}
				c.SetAnswers(w.first, w.second)
				c.Decide()
				if w.asks != "" {
					attest(t, c, w.asks)
				}
				synctest.Wait()
				got := counter.Carried()
				if got.Act != w.act || strings.Join(got.Words, " ") != w.words || got.Sent != w.sent || !slices.Equal(got.Documents, []string{w.about}) {
					t.Errorf("%+v; said %q", got, c.Shown().Notice.Say)
				}
				if (got.With != "") != (w.asks != "") {
					t.Errorf("with %q", got.With)
				}
			})
		})
	}
}

func TestADateThatIsNone(t *testing.T) {
	inSafe(t, state.DecidePage, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		c.ChooseQuestion("EK123499")
		for _, typed := range []string{"31/2", "gisteren", "12", "0/0"} {
			c.SetAnswers(typed, "")
			if c.Decide(); said(c) != "Vul de datum in als dag en maand, zoals 26/11." {
				t.Errorf("%q: %+v", typed, c.Shown().Notice)
			}
		}
		if counter.Carried().Act != "" {
			t.Errorf("%+v", counter.Carried())
		}
	})
}

// One person may report a document missing.
func TestMissingWithoutAColleague(t *testing.T) {
	inSafe(t, state.DecidePage, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		c.ChooseQuestion("590-0000071-97")
		c.ChooseTask(1)
		c.SetAnswers("nergens", "")
		c.Decide()
		synctest.Wait()
		c.Alone()
		if synctest.Wait(); counter.Carried().Act != "ReportMissing" || counter.Carried().With != "" {
			t.Errorf("%+v", counter.Carried())
		}
	})
}

// A trip to a counter without vault begins with what is ticked, and goes to such a counter only (A002-45).
func TestATripBegins(t *testing.T) {
	inSafe(t, state.TripPage, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		c.ChooseTrip("+")
		s := c.Shown().Vault.Trip
		if !s.New || len(s.Sites) != 11 || slices.ContainsFunc(s.Sites, func(r state.Row) bool { return r.Shape != state.Empty || r.Main == "Stadsloket Harmonie" }) || s.ID != "R-261126-1" || s.By != "21:00" || s.Can {
			t.Fatalf("%+v", s)
		}
		ask := func(want string) {
			t.Helper()
			if c.Travel(); said(c) != want || counter.Carried().Act != "" {
				t.Fatalf("%+v", c.Shown().Notice)
			}
		}
		ask("Duid eerst de documenten aan, met Enter.")
		c.TickTripDocument("EK123456")
		c.TickTripDocument("592-1234567-32")
		c.TickTripDocument("EK123456") // not after all
		ask("Kies de locatie.")
		c.SetTripSite("buurtloket-groenenhoek")
		c.SetTrip("", "half negen")
		ask("Vul het uur in, zoals 20:30.")
		c.SetTrip("g-1", "20:30")
		c.Travel()
		attest(t, c, "Wie rit G-1 wegbrengt, tikt hier de pincode.")
		got := counter.Carried()
		if got.Act != "Depart" || got.With != "bart" || got.Trip.ID != "G-1" || got.Trip.With != "buurtloket-groenenhoek" || got.Trip.BackBy != 1230 ||
			!slices.Equal(got.Trip.Documents, []string{"592-1234567-32"}) {
			t.Errorf("%+v", got)
		}
	})
}

// What came back and what was handed out are said document by document; what is neither is still out.
func TestATripComesBack(t *testing.T) {
	inSafe(t, state.TripPage, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		s := c.Shown().Vault.Trip // one that is late is shown first
		if s.Chosen != "G-26-118" || s.New || s.Say == "" || len(s.Rows) != 2 || s.Can {
			t.Fatalf("%+v", s)
		}
		c.TickTripDocument("592-1234570-35")
		c.TickTripDocument("592-1234571-36")
		c.TickTripDocument("592-1234571-36")
		if r := c.Shown().Vault.Trip.Rows; r[0].State != "terug" || r[1].State != "uitgereikt" {
			t.Fatalf("%+v", r)
		}
		c.Travel()
		attest(t, c, "Wie rit G-26-118 terugbracht, tikt hier de pincode.")
		if got := counter.Carried(); got.Act != "BringBack" || !slices.Equal(got.Words, []string{"592-1234570-35", "592-1234571-36"}) {
			t.Errorf("%+v", got)
		}
		if s := c.Shown().Vault.Trip; !s.New || c.Shown().Notice.Say != "Rit G-26-118 is ingeschreven." {
			t.Errorf("%+v, %+v", s, c.Shown().Notice)
		}
	})
}

// At a counter without vault all that is left of a trip goes home at once.
func TestATripGoesHome(t *testing.T) {
	inSafe(t, state.TripPage, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		counter.Change(func(s *state.Snapshot) { s.Site, s.Vault.Present = "buurtloket-groenenhoek", false })
		counter.SetLists(func(l *state.Lists) { l.Trips[0].Lent, l.Trips[0].With = true, "buurtloket-berchem" })
		c.OpenPage(state.TripPage)
		synctest.Wait()
		s := c.Shown().Vault.Trip
		if s.New || len(s.Trips) != 1 || s.Trips[0].Detail != "van Buurtloket Berchem" || c.Shown().Vault.Verb != "Stuur naar huis" {
			t.Fatalf("%+v", s)
		}
		c.Travel()
		attest(t, c, "Wie rit G-26-118 naar huis brengt, tikt hier de pincode.")
		if got := counter.Carried(); got.Act != "Depart" || len(got.Trip.Documents) != 0 || got.Trip.With != "buurtloket-berchem" {
			t.Errorf("%+v", got)
		}
	})
}

// Such a counter says from which vault its documents come; nothing else may come in there.
func TestReceivingATrip(t *testing.T) {
	inSafe(t, state.ReceivePage, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		counter.Change(func(s *state.Snapshot) { s.Site, s.Vault.Present = "buurtloket-groenenhoek", false })
		synctest.Wait()
		c.ChooseDelivery(2)
		c.Scan("EK123456")
		c.SetKind(1)
		c.SetHolder("Bram Maes")
		c.SetDelivery("G-1", "Bart", "1")
		if c.ReceiveDelivery(); said(c) != "Kies van welke kluis de documenten komen." {
			t.Fatalf("%+v", c.Shown().Notice)
		}
		if l := c.Shown().Vault.Receive.Lenders; !slices.Equal(l, []string{"Buurtloket Berchem", "Stadsloket Harmonie"}) {
			t.Fatalf("%v", l)
		}
		c.SetLender(0)
		c.ReceiveDelivery()
		attest(t, c, "Jullie nemen samen 1 document aan uit zending G-1.")
		if counter.Calls("Receive") != 1 {
			t.Errorf("%+v", c.Shown().Notice)
		}
	})
}

// A document's life is shown from the stock with one press, and what can be done about it stands beside it.
func TestTheLifeOfADocument(t *testing.T) {
	inSafe(t, state.StockPage, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		c.ChooseStock("592-1234567-32")
		c.ShowChosen()
		synctest.Wait()
		d := c.Shown().Vault.Dossier
		if c.Shown().Vault.Page != state.DocumentPage || d.Title != "Identiteitskaart · Lotte Maes" || d.Facts != "Kluis, vak 12 · termijn tot di 8 dec · 1 brief gestuurd" {
			t.Fatalf("%+v", d)
		}
		if len(d.Rows) != 2 || d.Rows[0].Main != "van bpost naar An Peeters" || d.Rows[0].Detail != "vr 6 nov 10:12" || d.Rows[1].Main != "van An Peeters naar vak 12" ||
			d.Proof != "in het vak gelegd" {
			t.Errorf("%+v", d.Rows)
		}
		if len(d.Task.Tasks) != 3 || d.Task.Tasks[0] != "Vernietigen voorstellen" { // it is in question
			t.Errorf("%+v", d.Task)
		}
		c.ChooseHandover("0")
		if got := c.Shown().Vault.Dossier.Proof; got != "zending 2026-1002, samen met Bart Willems" {
			t.Errorf("%q", got)
		}
		c.OpenDossier("590 0000071 97")
		synctest.Wait()
		c.OpenDossier("EK 99 99 99")
		if said(c) != "EK999999 staat niet in het register. Kijk het nummer na." || c.Shown().Vault.Verb != "" {
			t.Errorf("%+v, %q", c.Shown().Notice, c.Shown().Vault.Verb)
		}
		if c.Decide(); counter.Carried().Act != "" {
			t.Error("something was decided about nothing")
		}
		if c.OpenDossier("!"); said(c) != "Dit is geen documentnummer." {
			t.Errorf("%+v", c.Shown().Notice)
		}
	})
}

// One compartment is counted by itself; what differs waits to be decided on.
func TestCountingACompartment(t *testing.T) {
	inSafe(t, state.CountPage, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		if h := c.Shown().Vault.Count.Hint; h != "Vandaag nog niet geteld: 3, 12, 14." {
			t.Errorf("%q", h)
		}
		c.SetCountIn(" 12")
		c.ScanCount("592-1234567-32")
		c.ScanCount("EK123456") // lies in 3
		before := counter.Calls("Lists")
		c.CloseCount()
		synctest.Wait()
		rows := c.Shown().Vault.Count.Rows
		if len(rows) != 1 || rows[0].ID != "EK123456" || rows[0].State != "ligt in een ander vak" || c.Shown().Notice.Tone != state.Bad {
			t.Errorf("%+v, %+v", rows, c.Shown().Notice)
		}
		if counter.Calls("Lists") == before {
			t.Error("what is to be decided was not looked at again")
		}
	})
}
