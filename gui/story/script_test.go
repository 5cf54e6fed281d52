//go:build story

package story_test

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// TestStoryScripts tells the stories of testdata, each with a city of its own. The language is told in doc.go.
func TestStoryScripts(t *testing.T) { tellAll(t, "testdata") }

// TestScreenScripts tells those in which our screens are windows that are touched, typed at and read.
func TestScreenScripts(t *testing.T) { tellAll(t, "testdata/screens") }

// tellAll tells the stories of a folder.
func tellAll(t *testing.T, dir string) {
	cmds := map[string]func(*testscript.TestScript, bool, []string){}
	for name, v := range words() {
		cmds[name] = func(ts *testscript.TestScript, neg bool, args []string) {
			ts.Value(scriptKey{}).(*script).tell(ts, name, v, neg, args)
		}
	}
	testscript.RunT(teller{t}, testscript.Params{Dir: dir, Cmds: cmds, RequireUniqueNames: true, Condition: due,
		UpdateScripts: os.Getenv("STORY_UPDATE") != "", Setup: func(e *testscript.Env) error {
			e.Values[scriptKey{}] = &script{t: e.T().(teller).T, counters: map[string]*counter{}, desks: map[place]*desk{}, guests: map[string]*guest{}, panes: map[pane]*glass{}}
			return nil
		}})
}

// due is the condition of a line that should hold and does not yet: such lines are told apart only when they are asked for.
func due(cond string) (bool, error) {
	if cond != "due" {
		return false, fmt.Errorf("unknown condition %q", cond)
	}
	return os.Getenv("STORY_DUE") != "", nil
}

// teller is a test as testscript wants it, with the test itself for the harness of this package.
type teller struct{ *testing.T }

// Run implements testscript.T.
func (t teller) Run(name string, f func(testscript.T)) {
	t.T.Run(name, func(t *testing.T) { f(teller{t}) })
}

// Verbose implements testscript.T.
func (t teller) Verbose() bool { return testing.Verbose() }

type scriptKey struct{}

// script is one story while it is told.
type script struct {
	t        *testing.T
	ts       *testscript.TestScript         // of the line that is told
	city     *city                          // nil before the first "at"
	counters map[string]*counter            // by site
	desks    map[place]*desk                // who is signed in
	guests   map[string]*guest              // by the name that the story gave
	panes    map[pane]*glass                // the screens that were opened
	again    func(*counter) (string, error) // what was done last at a self-service desk, with the same act
}

// place is a desk of a site.
type place struct {
	site string
	desk uint32
}

// guest is somebody the story follows by name.
type guest struct {
	visit       []byte
	ticket      string
	appointment []byte
	code        string
	pass        string          // the signed code that they have on paper
	place       *contract.Place // that a page shows them, for this product
	product     string
	photo       []byte // taken of them last
	pickup      string // by which they get a certificate that waits
}

// guest gives who goes by a name, and makes them known.
func (s *script) guest(name string) *guest {
	if s.guests[name] == nil {
		s.guests[name] = new(guest)
	}
	return s.guests[name]
}

// word is one word of the language. What it gives is its standard output. An error that is a refusal, of the counter or
// of headquarters, is what a line with "!" wants; any other ends the story.
type word func(s *script, w *line) (string, error)

// words are all words of the language beside those of testscript; see doc.go.
func words() map[string]word {
	return map[string]word{
		"at": sayAt, "staff": sayStaff, "counter": sayCounter, "line": sayLine, "restart": sayRestart, "night": sayNight, "synced": saySynced,
		"hq": sayHQ, "citizen": sayCitizen, "citizens": sayCitizens, "until": sayUntil, "agree": sayAgree,
		"signin": saySignIn, "ticket": sayTicket, "checkin": sayCheckIn, "scan": sayScan, "call": sayCall, "serve": sayServe, "finish": sayFinish,
		"miss": sayMiss, "hasten": sayHasten, "open-day": sayOpenDay, "close-day": sayCloseDay, "day-sheet": sayDaySheet,
		"find": sayFind, "book": sayBook, "move": sayMove, "cancel": sayCancel,
		"receive": sayReceive, "store": sayStore, "hand-out": sayHandOut, "depart": sayDepart, "bring-back": sayBringBack, "count": sayCount,
		"collectable": sayCollectable, "document": sayDocument, "safe": saySafe,
		"hand": sayHand, "print": sayPrint, "prints": sayPrints, "papers": sayPapers, "open-door": sayOpenDoor, "settle": saySettle, "doors": sayDoors, "capture": sayCapture, "keep-photo": sayKeepPhoto,
		"photos": sayPhotos, "read": sayRead, "check-holder": sayCheckHolder, "certify": sayCertify, "certificates": sayCertificates,
		"tick": sayTick, "follows": sayFollows, "news": sayNews, "read-news": sayReadNews, "remark": sayRemark,
		"screen": sayScreen, "products": sayProducts,
		"kiosk": sayKiosk, "kiosk-use": sayKioskUse, "see-help": saySeeHelp, "display": sayDisplay, "power-cut": sayPowerCut,
		"power": sayPower, "open": sayOpen, "shut": sayShut, "sees": saySees, "unseen": sayUnseen, "touch": sayTouch, "drag": sayDrag, "press": sayPress, "type": sayType, "hears": sayHears,
	}
}

// tell tells one line. A refusal must have words for people, and must have changed nothing that the counters show.
func (s *script) tell(ts *testscript.TestScript, name string, v word, neg bool, args []string) {
	s.ts = ts
	var before string
	if neg {
		before = s.picture()
	}
	out, err := v(s, &line{s: s, verb: name, args: slices.Clone(args)})
	fmt.Fprint(ts.Stdout(), out)
	var no refusal
	switch {
	case err == nil && neg:
		ts.Fatalf("this was not refused")
	case err == nil:
		return
	case !errors.As(err, &no):
		ts.Fatalf("%s: %v", name, err)
	case no.say == "":
		ts.Fatalf("%s: no words for people: %v", name, err)
	}
	fmt.Fprintln(ts.Stderr(), no.say)
	if !neg {
		ts.Fatalf("%s was refused", name)
	}
	if after := s.picture(); after != before {
		ts.Fatalf("refused, and yet something changed:\n%s\nwas\n%s", after, before)
	}
}

// refusal is a no in words for people.
type refusal struct {
	say string
	err error
}

func (r refusal) Error() string { return r.say }
func (r refusal) Unwrap() error { return r.err }

// refused makes a refusal of what a counter or headquarters answered; what says nothing about the wish stays an error.
func refused(err error) error {
	var f *fault.Fault
	if err == nil || !errors.As(err, &f) || fault.Is(err, fault.Unreachable) || fault.Is(err, fault.Internal) || fault.Is(err, fault.Corrupt) {
		return err
	}
	if f.Say == "" {
		return refusal{err: err}
	}
	return refusal{say: fault.Sentence(err), err: err}
}

// picture is what the counters have that a refusal must leave as it is.
func (s *script) picture() string {
	var out []string
	for _, site := range slices.Sorted(keys(s.counters)) {
		k := s.counters[site]
		if k.ended() {
			continue
		}
		v := k.mustView()
		for _, rows := range [][]*contract.VisitRow{v.Waiting, v.AtDesks, v.Parked} {
			for _, r := range rows {
				out = append(out, fmt.Sprint(site, r.Ticket, r.State, r.Desk, r.Misses, r.Urgency))
			}
		}
		for _, r := range v.Today.GetRows() {
			if r.Appointment != nil {
				out = append(out, fmt.Sprint(site, r.Appointment.AppointmentID(), r.Run.Start, r.Arrived, r.Moving))
			}
		}
		for _, r := range must(k, screen.Stock, &contract.StockRequest{}).Rows {
			out = append(out, fmt.Sprint(site, r.Document, r.Compartment, r.Custodian))
		}
		out = append(out, fmt.Sprint(site, len(v.Inbox), v.Day.GetOpenedMs(), v.Day.GetClosedMs(), v.Signed))
	}
	return strings.Join(out, "\n")
}

// keys ranges over a map's keys.
func keys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// line is what follows a verb.
type line struct {
	s    *script
	verb string
	args []string
}

// misuse ends the story: the line cannot be understood, so that it is no refusal either.
func (w *line) misuse(format string, a ...any) {
	w.s.ts.Fatalf("%s: %s", w.verb, fmt.Sprintf(format, a...))
}

// next is the next word.
func (w *line) next(what string) string {
	if len(w.args) == 0 {
		w.misuse("wants %s", what)
	}
	word := w.args[0]
	w.args = w.args[1:]
	return word
}

// rest is all words that are left.
func (w *line) rest() []string {
	rest := w.args
	w.args = nil
	return rest
}

// after takes out a word and the one behind it, wherever they stand; empty when it is not there.
func (w *line) after(key string) string {
	i := slices.Index(w.args, key)
	if i < 0 {
		return ""
	}
	if i+1 == len(w.args) {
		w.misuse("wants a word after %s", key)
	}
	word := w.args[i+1]
	w.args = slices.Delete(w.args, i, i+2)
	return word
}

// list takes out a word and all behind it.
func (w *line) list(key string) []string {
	i := slices.Index(w.args, key)
	if i < 0 {
		return nil
	}
	list := slices.Clone(w.args[i+1:])
	w.args = w.args[:i]
	return list
}

// done wants that nothing is left.
func (w *line) done() {
	if len(w.args) > 0 {
		w.misuse("does not understand %q", w.args)
	}
}

// site is the next word as a site: its id, or a part of it that no other has.
func (w *line) site() string {
	word := w.next("a location")
	var found []string
	for _, l := range catalogue.Embedded().Locations {
		if string(l.ID) == word {
			return word
		}
		if strings.Contains(string(l.ID), word) {
			found = append(found, string(l.ID))
		}
	}
	if len(found) != 1 {
		w.misuse("%q is %d locations", word, len(found))
	}
	return found[0]
}

// counter is the next word as a counter that runs.
func (w *line) counter() *counter {
	site := w.site()
	k := w.s.counters[site]
	if k == nil {
		w.misuse("no counter was started at %s", site)
	}
	return k
}

// desk is the next word, or two, as a desk where somebody is signed in: without a number the first of them.
func (w *line) desk() *desk {
	k := w.counter()
	for n := uint32(1); n <= 20; n++ {
		number := len(w.args) > 0 && w.args[0] == fmt.Sprint(n)
		d := w.s.desks[place{k.site, n}]
		if number || d != nil && !w.numbered() {
			if number {
				w.next("")
			}
			if d == nil {
				w.misuse("nobody is signed in at desk %d", n)
			}
			return d
		}
	}
	w.misuse("nobody is signed in at %s", k.site)
	return nil
}

// numbered reports whether the next word is a desk's number.
func (w *line) numbered() bool {
	return len(w.args) > 0 && strings.Trim(w.args[0], "0123456789") == ""
}

// date is the next word as a date.
func (w *line) date() office.Date {
	word := w.next("a date")
	d, err := office.ParseDate(word)
	if err != nil {
		w.misuse("%q is no date", word)
	}
	return d
}

// minute is the next word as a time of day.
func (w *line) minute() office.Minute {
	word := w.next("a time")
	m, err := office.ParseMinute(word)
	if err != nil {
		w.misuse("%q is no time", word)
	}
	return m
}
