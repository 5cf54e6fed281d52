package local_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/gui/local"
	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// bart is who does things together with An.
var bart = state.Second{ID: "bart", PIN: "5678"}

// safeCommands are all acts on documents beyond those of commands, and the two ends of a day.
func safeCommands() map[string]func(context.Context, counter) (state.Receipt, error) {
	docs := []string{"590-1", "590-2"}
	return map[string]func(context.Context, counter) (state.Receipt, error){
		"Remind": func(ctx context.Context, c counter) (state.Receipt, error) { return c.Remind(ctx, docs, 20000) },
		"Propose": func(ctx context.Context, c counter) (state.Receipt, error) {
			return c.Propose(ctx, docs, state.Proposal{Fate: "return", Ground: "decision", Reason: "foute foto"})
		},
		"Withdraw": func(ctx context.Context, c counter) (state.Receipt, error) {
			return c.Withdraw(ctx, docs, "vergissing")
		},
		"Destroy": func(ctx context.Context, c counter) (state.Receipt, error) { return c.Destroy(ctx, docs, "PV-1", bart) },
		"SendBack": func(ctx context.Context, c counter) (state.Receipt, error) {
			return c.SendBack(ctx, docs, "fabrikant", "bpost", bart)
		},
		"WorkOff": func(ctx context.Context, c counter) (state.Receipt, error) {
			return c.WorkOff(ctx, docs, "typing-error", "getikt", state.Second{})
		},
		"ReportMissing": func(ctx context.Context, c counter) (state.Receipt, error) {
			return c.ReportMissing(ctx, "590-1", "nergens", "PV-2", bart)
		},
		"Depart": func(ctx context.Context, c counter) (state.Receipt, error) {
			return c.Depart(ctx, state.Trip{ID: "G-1", With: "buurtloket-groenenhoek", Documents: docs, BackBy: 1230}, bart)
		},
		"BringBack": func(ctx context.Context, c counter) (state.Receipt, error) {
			return c.BringBack(ctx, "G-1", docs[:1], docs[1:], bart)
		},
		"OpenDay": func(ctx context.Context, c counter) (state.Receipt, error) {
			return c.OpenDay(ctx, []state.DayCheck{{Code: "printer", Say: "leeg"}})
		},
		"CloseDay": func(ctx context.Context, c counter) (state.Receipt, error) {
			r, ended, err := c.CloseDay(ctx, "geblokkeerd", true)
			if err == nil && !slices.Equal(ended, []string{"A016 is afgesloten."}) {
				err = fmt.Errorf("ended %v", ended)
			}
			return r, err
		},
	}
}

// What the daemon is asked by each of them: all that was filled in, and who does it together.
func TestSafeCommands(t *testing.T) {
	second, docs := &contract.Second{Clerk: "bart", Pin: "5678"}, []string{"590-1", "590-2"}
	want := map[string]proto.Message{
		"Remind":        &contract.RemindRequest{Documents: docs, Sent: 20000},
		"Propose":       &contract.ProposeFateRequest{Documents: docs, Fate: "return", Ground: "decision", Reason: "foute foto"},
		"Withdraw":      &contract.WithdrawRequest{Documents: docs, Reason: "vergissing"},
		"Destroy":       &contract.DestroyRequest{Documents: docs, Certificate: "PV-1", Second: second},
		"SendBack":      &contract.SendBackRequest{Documents: docs, To: "fabrikant", Carrier: "bpost", Second: second},
		"WorkOff":       &contract.WorkOffRequest{Documents: docs, Outcome: "typing-error", Reason: "getikt"},
		"ReportMissing": &contract.ReportMissingRequest{Document: "590-1", Reason: "nergens", Reference: "PV-2", Second: second},
		"Depart":        &contract.DepartRequest{Trip: "G-1", To: "buurtloket-groenenhoek", Documents: docs, BackBy: 1230, Carrier: second},
		"BringBack":     &contract.BringBackRequest{Trip: "G-1", Back: docs[:1], HandedOut: docs[1:], Carrier: second},
		"OpenDay":       &contract.OpenDayRequest{Checks: []*contract.DayCheck{{Code: "printer", Say: "leeg"}}},
		"CloseDay":      &contract.CloseDayRequest{UncountedReason: "geblokkeerd", TripsKnown: true},
	}
	w := mustWorld(t)
	w.watch()
	w.signIn()
	for name, do := range safeCommands() {
		got, err := do(t.Context(), w.counter)
		if err != nil || got.Sequence != 9 {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		asked := proto.Clone(w.daemon.last().(proto.Message))
		asked.ProtoReflect().Clear(asked.ProtoReflect().Descriptor().Fields().ByName("command"))
		if !proto.Equal(asked, want[name]) {
			t.Errorf("%s asked %v", name, prototext.Format(asked))
		}
	}
}

// A delivery goes with who counts along, and with the vault that lends it.
func TestReceivingTogether(t *testing.T) {
	w := mustWorld(t)
	w.watch()
	w.signIn()
	d := state.Delivery{ID: "G-1", From: "Bart", Lent: "buurtloket-berchem", Items: []state.Arrival{{Number: "590-1"}}}
	if _, err := w.counter.Receive(t.Context(), d, bart); err != nil {
		t.Fatal(err)
	}
	if q := w.daemon.last().(*contract.ReceiveRequest); q.Second.GetClerk() != "bart" || q.Second.GetPin() != "5678" || q.LentBy != "buurtloket-berchem" {
		t.Errorf("asked %v", q)
	}
}

// What is denied to a person who is signed in, as by a colleague's wrong PIN, does not sign them out.
func TestWhatIsDeniedDoesNotSignOut(t *testing.T) {
	w := mustWorld(t)
	w.watch()
	w.signIn()
	w.daemon.answer(nil, fault.New("x", fault.Denied).Tell("De naam of de pincode klopt niet.", ""))
	for name, do := range safeCommands() {
		if _, err := do(t.Context(), w.counter); !fault.Is(err, fault.Denied) {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.daemon.answer(nil, nil)
	if _, err := w.counter.Call(t.Context()); err != nil {
		t.Errorf("signed out: %v", err)
	}
	w.daemon.forget()
	for name, do := range safeCommands() {
		if _, err := do(t.Context(), w.counter); !fault.Is(err, fault.Denied) {
			t.Errorf("%s without a session: %v", name, err)
		}
		break
	}
	w.until("that nobody is signed in", nobody)
}

func TestListsAndDossierAreRead(t *testing.T) {
	w := mustWorld(t)
	got, err := w.counter.Lists(t.Context())
	choice := []state.StepChoice{{Code: "found", Words: "Gevonden"}}
	want := state.Lists{Questions: []state.Question{{About: "590-1", Code: "term", Since: 20000, Say: "Voorbij.", Next: "Stel voor."}},
		Ages:      []state.Age{{Kind: "Identiteitskaart", Documents: 3, Oldest: 84}},
		Trips:     []state.Trip{{ID: "G-1", With: "buurtloket-groenenhoek", Lent: true, BackBy: 1230, Documents: []string{"590-2"}, Late: true, Say: "Te laat.", Next: "Bel."}},
		Uncounted: []string{"B3"}, Outcomes: choice, Grounds: choice}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	d, err := w.counter.Dossier(t.Context(), "590-1")
	if err != nil || d.Number != "590-1" || d.Held != "Als vermist gemeld." || d.Legal != 20012 || d.Reminders != 2 || d.Where != "kluis, vak B3" {
		t.Errorf("%+v, %v", d, err)
	}
	if len(d.Chain) != 1 || d.Chain[0] != (state.Handover{At: time.UnixMilli(1_800_000_000_000), By: "an", From: "bpost", To: "an", Evidence: "consignment Z-1"}) {
		t.Errorf("%+v", d.Chain)
	}
}

func TestMorningAndNoticesAreRead(t *testing.T) {
	w := mustWorld(t)
	w.watch()
	w.daemon.change(func(v *contract.View) {
		v.Morning = &contract.Morning{Date: 20000, Lines: []*contract.MorningLine{{Say: "Goed.", Good: true}, {Say: "Bel.", Urgent: true}}}
		v.Day = &contract.DayState{Date: 20000, OpenedMs: 1_800_000_000_000, OpenedBy: "an", Checks: []*contract.DayCheck{{Code: "trip", Say: "Niet terug."}}}
		v.Notices = []*contract.Notice{{Say: "Later."}, {Say: "Nu.", Urgent: true}}
	})
	s := w.until("the morning", func(s state.Snapshot) bool { return len(s.Morning.Lines) == 2 })
	if !s.Morning.Lines[0].Good || !s.Morning.Lines[1].Urgent || s.Day.OpenedBy != "an" || s.Day.Opened.IsZero() || !s.Day.Closed.IsZero() ||
		!slices.Equal(s.Day.Checks, []state.DayCheck{{Code: "trip", Say: "Niet terug."}}) {
		t.Errorf("%+v, %+v", s.Morning, s.Day)
	}
	if s.Alarm != "Nu." || len(s.Notices) != 2 || s.Notices[1].Tone != state.Bad {
		t.Errorf("%q, %+v", s.Alarm, s.Notices)
	}
	vaults := slices.DeleteFunc(slices.Clone(s.Sites), func(n state.SiteName) bool { return !n.Vault })
	if len(s.Sites) < 10 || len(vaults) == 0 || len(vaults) == len(s.Sites) {
		t.Errorf("%+v", s.Sites)
	}
}

// The day on paper is kept for the person who works here alone, replaces an older state of the same day, and is shown
// where there is something to show it with.
func TestTheDayOnPaper(t *testing.T) {
	w := mustWorld(t)
	w.watch()
	w.signIn()
	folder := filepath.Join(t.TempDir(), "papieren")
	viewed := ""
	w.counter.Papers = local.Papers{Folder: folder, View: func(path string) bool { viewed = path; return true }}
	for range 2 {
		got, err := w.counter.DaySheet(t.Context())
		want := filepath.Join(folder, "dagblad-berchem-2026-11-26.pdf")
		if err != nil || got != (state.Paper{Path: want, Shown: true}) || viewed != want {
			t.Fatalf("%+v, %v; viewed %q", got, err, viewed)
		}
	}
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
	info, err := files[0].Info()
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	w.counter.Papers = local.Papers{Folder: filepath.Join(blocked, "x")}
	if _, err := w.counter.DaySheet(t.Context()); !fault.Is(err, fault.Internal) || fault.Sentence(err) == "" {
		t.Errorf("%v", err)
	}
	w.daemon.forget()
	if _, err := w.counter.DaySheet(t.Context()); !fault.Is(err, fault.Denied) {
		t.Errorf("%v", err)
	}
	w.until("that nobody is signed in", nobody)
}

// Without an own folder papers go where the desktop keeps documents.
func TestWherePapersGo(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", "")
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	w := mustWorld(t)
	w.watch()
	w.signIn()
	where := func(folder string) {
		t.Helper()
		if got, err := w.counter.DaySheet(t.Context()); err != nil || filepath.Dir(got.Path) != filepath.Join(home, folder) || got.Shown {
			t.Errorf("%+v, %v", got, err)
		}
	}
	where("Buurtloket")
	if err := os.MkdirAll(filepath.Join(home, ".config"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, ".config", "user-dirs.dirs"), []byte("# desktop\nXDG_DOCUMENTS_DIR=\"$HOME/Documenten\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	where("Documenten")
}
