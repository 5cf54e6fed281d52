package bulletin_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/bulletin"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

const (
	berchem office.SiteID = "buurtloket-berchem"
	hoek    office.SiteID = "buurtloket-groenenhoek"
)

var thursday = office.NewDate(2026, time.November, 26)

func mustZone(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func mustCity(t testing.TB) bulletin.City {
	t.Helper()
	return bulletin.City{Zone: mustZone(t), Known: func(s office.SiteID) bool { return s == berchem || s == hoek }}
}

func dutch(title, body string) bulletin.Text {
	return bulletin.Text{Language: "nl", Title: title, Body: body}
}

// news is a good one.
func news() bulletin.Item {
	return bulletin.Item{ID: "zitdag", Kind: bulletin.News, Texts: []bulletin.Text{dutch("Zitdag belastingen", "Elke woensdag van 13 tot 16 uur.")},
		Shown: office.Period{From: thursday, To: thursday + 10}}
}

// activity is a good one.
func activity() bulletin.Item {
	return bulletin.Item{ID: "voorlezen", Kind: bulletin.Activity, Sites: []office.SiteID{berchem}, Texts: []bulletin.Text{dutch("Voorleesuur", "Voor kinderen van 4 tot 8 jaar.")},
		Shown: office.Period{From: thursday, To: thursday + 6}, Date: thursday + 6, From: 14 * 60, To: 15*60 + 30, Place: "bibliotheek De Poort", SignUp: true}
}

// TestWhatIsRefused_A003_19: an item that a page has no room for, that a screen cannot draw, or whose days cannot be, is refused
// in words that say what is wrong.
func TestWhatIsRefused_A003_19(t *testing.T) {
	c := mustCity(t)
	for _, good := range []bulletin.Item{news(), activity()} {
		if err := good.Check(c, thursday); err != nil {
			t.Errorf("%s: %v", good.ID, err)
		}
	}
	spring := office.NewDate(2027, time.March, 28)
	for say, change := range map[string]func(*bulletin.Item){
		"Geef een naam":        func(i *bulletin.Item) { i.ID = "Zitdag 1" },
		"Kies de soort":        func(i *bulletin.Item) { i.Kind = "film" },
		"is niet bekend":       func(i *bulletin.Item) { i.Sites = []office.SiteID{"nergens"} },
		"staat er twee keer":   func(i *bulletin.Item) { i.Sites = []office.SiteID{berchem, berchem} },
		"Nederlands ontbreekt": func(i *bulletin.Item) { i.Texts[0].Language = "fr" },
		"kennen de schermen niet": func(i *bulletin.Item) {
			i.Texts = append(i.Texts, bulletin.Text{Language: "ar", Title: "a", Body: "b"})
		},
		"De taal 'nl' staat":             func(i *bulletin.Item) { i.Texts = append(i.Texts, dutch("a", "b")) },
		"De titel ontbreekt":             func(i *bulletin.Item) { i.Texts[0].Title = "" },
		"De titel heeft 61":              func(i *bulletin.Item) { i.Texts[0].Title = strings.Repeat("abc ", 15) + "d" },
		"De tekst ontbreekt":             func(i *bulletin.Item) { i.Texts[0].Body = "" },
		"er is plaats voor 280":          func(i *bulletin.Item) { i.Texts[0].Body = strings.Repeat("abcd ", 56) + "e" },
		"een nieuwe regel":               func(i *bulletin.Item) { i.Texts[0].Body = "een\ntwee" },
		"spaties te veel":                func(i *bulletin.Item) { i.Texts[0].Body = " een" },
		"niet tonen: '😀'":                func(i *bulletin.Item) { i.Texts[0].Body = "leuk 😀" },
		"niet tonen: 'ا'":                func(i *bulletin.Item) { i.Texts[0].Title = "ا" },
		"een woord van meer dan 24":      func(i *bulletin.Item) { i.Texts[0].Title = strings.Repeat("w", 25) },
		"van welke tot welke dag":        func(i *bulletin.Item) { i.Shown.To = 0 },
		"ligt voor de eerste":            func(i *bulletin.Item) { i.Shown.To = i.Shown.From - 1 },
		"is voorbij":                     func(i *bulletin.Item) { i.Shown = office.Period{From: thursday - 9, To: thursday - 1} },
		"hoogstens 92 dagen":             func(i *bulletin.Item) { i.Shown.To = i.Shown.From + 92 },
		"meer dan 366 dagen vooruit":     func(i *bulletin.Item) { i.Shown = office.Period{From: thursday + 367, To: thursday + 367} },
		"Nieuws heeft geen dag":          func(i *bulletin.Item) { i.Place = "hier" },
		"op welke dag":                   func(i *bulletin.Item) { *i = activity(); i.Date = 0 },
		"niet langer getoond":            func(i *bulletin.Item) { *i = activity(); i.Shown.To++ },
		"van welk tot welk uur":          func(i *bulletin.Item) { *i = activity(); i.To = i.From },
		"De plaats ontbreekt":            func(i *bulletin.Item) { *i = activity(); i.Place = "" },
		"02:30 bestaat dan niet":         func(i *bulletin.Item) { *i = activity(); i.Date, i.From, i.To = spring, 150, 240 },
		"gaat de klok vooruit: 02:15 be": func(i *bulletin.Item) { *i = activity(); i.Date, i.From, i.To = spring, 60, 135 },
	} {
		i := news()
		change(&i)
		today := thursday
		if i.Date == spring {
			i.Shown, today = office.Period{From: spring - 3, To: spring}, spring-3
		}
		if err := i.Check(c, today); !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), say) {
			t.Errorf("want %q, got %v", say, err)
		}
	}
	night := activity() // in the doubled hour it may be, and until midnight
	night.Date, night.From, night.To, night.Shown = office.NewDate(2026, time.October, 25), 60, 150, office.Period{From: thursday - 40, To: thursday - 32}
	if err := night.Check(c, thursday-40); err != nil {
		t.Error(err)
	}
	night.From, night.To = 20*60, office.EndOfDay
	if err := night.Check(c, thursday-40); err != nil {
		t.Error(err)
	}
}

// TestInALanguage: a translation where there is one, else the Dutch, and which of both it is.
func TestInALanguage(t *testing.T) {
	i := news()
	i.Texts = append(i.Texts, bulletin.Text{Language: "tr", Title: "Vergi günü", Body: "Her çarşamba."})
	for language, want := range map[string]struct {
		title string
		own   bool
	}{"nl": {"Zitdag belastingen", true}, "tr": {"Vergi günü", true}, "fr": {"Zitdag belastingen", false}} {
		if got, own := i.In(language); got.Title != want.title || own != want.own {
			t.Errorf("%s: %q, %v", language, got.Title, own)
		}
	}
}

// TestTheOrder: what is on today, then news, the newest first, then what is to come.
func TestTheOrder(t *testing.T) {
	zone := mustZone(t)
	at := func(id string, kind bulletin.Kind, from office.Date, date office.Date, hour office.Minute) bulletin.Item {
		i := activity()
		if kind == bulletin.News {
			i = news()
		}
		i.ID, i.Sites, i.Shown = id, nil, office.Period{From: from, To: thursday + 20}
		if kind == bulletin.Activity {
			i.Date, i.From, i.To, i.Shown.To = date, hour, hour+60, date
		}
		return i
	}
	all := []bulletin.Item{at("later", bulletin.Activity, thursday-3, thursday+3, 600), at("old", bulletin.News, thursday-9, 0, 0), at("evening", bulletin.Activity, thursday-3, thursday, 1200),
		at("soon", bulletin.Activity, thursday-3, thursday+1, 1200), at("new", bulletin.News, thursday, 0, 0), at("noon", bulletin.Activity, thursday-3, thursday, 720),
		at("tomorrow", bulletin.News, thursday+1, 0, 0), at("morning", bulletin.Activity, thursday-3, thursday, 540)}
	var got []string
	for _, i := range bulletin.Showing(all, berchem, thursday.At(604, zone)) {
		got = append(got, i.ID)
	}
	if want := []string{"noon", "evening", "new", "old", "soon", "later"}; !slices.Equal(want, got) { // the morning's is over at ten
		t.Errorf("shown %v, want %v", got, want)
	}
}

// TestTheDoubledHour: in the night in which the clock goes back, what ends in the hour that comes twice ends in the second.
func TestTheDoubledHour(t *testing.T) {
	zone, night := mustZone(t), office.NewDate(2026, time.October, 25)
	i := activity()
	i.Date, i.From, i.To, i.Shown = night, 60, 150, office.Period{From: night, To: night}
	first := night.At(150, zone) // of the two
	for after, want := range map[time.Duration]int{-time.Minute: 1, 0: 1, 59 * time.Minute: 1, time.Hour: 0} {
		if got := len(bulletin.Showing([]bulletin.Item{i}, berchem, first.Add(after))); got != want {
			t.Errorf("%v after half past two: %d shown, want %d", after, got, want)
		}
	}
}

// TestTwoPersons_A003_19: who wrote a draft does not approve it, whatever they call themselves; what was read is what is approved; what is
// shown stays while another draft waits; what is withdrawn is so for good.
func TestTwoPersons_A003_19(t *testing.T) {
	item, other := news(), news()
	other.Texts = []bulletin.Text{dutch("Zitdag", "Niet deze week.")}
	var e bulletin.Entry
	must := func(next bulletin.Entry, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		e = next
	}
	refused := func(kind fault.Kind, next bulletin.Entry, err error) {
		t.Helper()
		if !fault.Is(err, kind) || fault.Sentence(err) == "" || next != e {
			t.Errorf("%v, and %+v", err, next)
		}
	}
	no := func(kind fault.Kind, f func() (bulletin.Entry, error)) {
		t.Helper()
		next, err := f()
		refused(kind, next, err)
	}
	no(fault.Refused, func() (bulletin.Entry, error) { return e.Approve("bo", 0) })
	no(fault.Refused, func() (bulletin.Entry, error) { return e.Withdraw("bo", "fout") })
	no(fault.Invalid, func() (bulletin.Entry, error) { return e.Write(" ", item, 1) })
	must(e.Write("An Peeters", item, 1))
	must(e.Write("An Peeters", item, 2))
	no(fault.Denied, func() (bulletin.Entry, error) { return e.Approve("an  peeters ", 2) })
	no(fault.Invalid, func() (bulletin.Entry, error) { return e.Approve("", 2) })
	no(fault.Conflict, func() (bulletin.Entry, error) { return e.Approve("Bo", 1) })
	if e.Stage(thursday) != bulletin.Draft {
		t.Error(e.Stage(thursday))
	}
	must(e.Approve("Bo", 2))
	for day, want := range map[office.Date]bulletin.Stage{thursday - 1: bulletin.Approved, thursday: bulletin.Published, thursday + 10: bulletin.Published, thursday + 11: bulletin.Over} {
		if got := e.Stage(day); got != want {
			t.Errorf("on %s: %s, want %s", day, got, want)
		}
	}
	must(e.Write("Bo", other, 3))
	if i, ok := e.Stands(thursday); !ok || i.Texts[0].Title != "Zitdag belastingen" {
		t.Error("a draft that waits took the place of what is shown")
	}
	must(e.Approve("An Peeters", 3))
	if i, ok := e.Stands(thursday); !ok || i.Texts[0].Title != "Zitdag" || e.ShownWriter != "Bo" || e.Approver != "An Peeters" {
		t.Errorf("stands %+v", e)
	}
	no(fault.Invalid, func() (bulletin.Entry, error) { return e.Withdraw("an", " ") })
	must(e.Withdraw("an", "het was fout"))
	if _, ok := e.Stands(thursday); ok || e.Stage(thursday) != bulletin.Withdrawn {
		t.Error("what is withdrawn stands")
	}
	no(fault.Refused, func() (bulletin.Entry, error) { return e.Write("an", item, 4) })
	no(fault.Refused, func() (bulletin.Entry, error) { return e.Approve("bo", 0) })
	no(fault.Refused, func() (bulletin.Entry, error) { return e.Withdraw("an", "nog eens") })
}

// TestRoom: a site shows so many on one day; an item of all sites counts at each, the one that it replaces does not.
func TestRoom(t *testing.T) {
	var stand []bulletin.Item
	for n := range bulletin.MostShown {
		i := news()
		i.ID, i.Sites, i.Shown = strings.Repeat("x", n+1), []office.SiteID{berchem}, office.Period{From: thursday + 3, To: thursday + 4}
		stand = append(stand, i)
	}
	both := []office.SiteID{berchem, hoek}
	more := news()
	if err := bulletin.Room(stand, more, both, thursday); !fault.Is(err, fault.Refused) || !strings.Contains(fault.Sentence(err), "2026-11-29") {
		t.Errorf("one too many: %v", err)
	}
	for name, change := range map[string]func(*bulletin.Item){
		"elsewhere": func(i *bulletin.Item) { i.Sites = []office.SiteID{hoek} },
		"before":    func(i *bulletin.Item) { i.Shown.To = thursday + 2 },
		"after":     func(i *bulletin.Item) { i.Shown.From = thursday + 5 },
		"instead":   func(i *bulletin.Item) { i.ID = "xx" },
	} {
		i := more
		change(&i)
		if err := bulletin.Room(stand, i, both, thursday); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	var ahead []bulletin.Item
	for n := range bulletin.MostAtOne {
		i := news()
		i.ID, i.Shown = "n"+strings.Repeat("x", n), office.Period{From: thursday + office.Date(100+n), To: thursday + office.Date(100+n)}
		ahead = append(ahead, i)
	}
	if err := bulletin.Room(ahead, more, both, thursday); !fault.Is(err, fault.Refused) {
		t.Errorf("too many ahead: %v", err)
	}
}

// TestWhatIsShown: for any items and any moment, also in the nights in which the clock changes: an item is shown when it is for the
// site, its day has come and not gone, and an activity is not done; in an order that does not depend on that of the list.
func TestWhatIsShown(t *testing.T) {
	zone := mustZone(t)
	nights := []office.Date{office.NewDate(2026, time.October, 25), office.NewDate(2027, time.March, 28), thursday}
	rapid.Check(t, func(t *rapid.T) {
		night := rapid.SampledFrom(nights).Draw(t, "night")
		day := rapid.Custom(func(t *rapid.T) office.Date { return night + office.Date(rapid.IntRange(-3, 3).Draw(t, "day")) })
		var all []bulletin.Item
		for n := range rapid.IntRange(0, 8).Draw(t, "items") {
			i := news()
			i.ID = string(rune('a' + n))
			i.Sites = rapid.SampledFrom([][]office.SiteID{nil, {berchem}, {hoek}, {hoek, berchem}}).Draw(t, "sites")
			i.Shown.From = day.Draw(t, "from")
			i.Shown.To = i.Shown.From + office.Date(rapid.IntRange(0, 3).Draw(t, "days"))
			if rapid.Bool().Draw(t, "activity") {
				i.Kind, i.Date = bulletin.Activity, i.Shown.To+office.Date(rapid.IntRange(0, 2).Draw(t, "after"))
				i.From = office.Minute(rapid.IntRange(0, 1400).Draw(t, "hour"))
				i.To = i.From + office.Minute(rapid.IntRange(1, 40).Draw(t, "long"))
				if gap := i.To >= 120 && i.To < 180; gap && i.Date == nights[1] {
					i.To = 180 // in the hour that is not there nothing ends: that is refused
				}
			}
			all = append(all, i)
		}
		now := night.At(0, zone).Add(time.Duration(rapid.IntRange(-3000, 3000).Draw(t, "minute")) * time.Minute)
		got := bulletin.Showing(all, berchem, now)
		slices.Reverse(all)
		if again := bulletin.Showing(all, berchem, now); len(again) != len(got) || slices.ContainsFunc(got, func(i bulletin.Item) bool { return again[slices.IndexFunc(got, same(i))].ID != i.ID }) {
			t.Fatalf("the order depends on the list: %v, %v", got, again)
		}
		for _, i := range all {
			local, today := office.MinuteOf(now), office.DateOf(now)
			want := (len(i.Sites) == 0 || slices.Contains(i.Sites, berchem)) && i.Shown.From <= today && today <= i.Shown.To
			if i.Kind == bulletin.Activity && i.Date == today && want {
				want = local < i.To
				if _, offset := now.Zone(); today == nights[0] && i.To >= 120 && i.To < 180 {
					want = want || offset == 7200 // on until the second time that the clock says so
				}
			}
			if shown := slices.ContainsFunc(got, same(i)); shown != want {
				t.Fatalf("at %v: %+v: shown %v", now, i, shown)
			}
		}
	})
}

func same(i bulletin.Item) func(bulletin.Item) bool {
	return func(o bulletin.Item) bool { return o.ID == i.ID }
}

// TestTheWire: what an item is, it is after a journey too; a newer kind is left out.
func TestTheWire(t *testing.T) {
	for _, i := range []bulletin.Item{news(), activity()} {
		back, err := bulletin.Of(bulletin.To(i))
		if err != nil || !equal(back, i) {
			t.Errorf("%+v became %+v, %v", i, back, err)
		}
	}
	item := activity()
	e := bulletin.Entry{Draft: &item, Version: 7, Writer: "an", Shown: &item, ShownWriter: "bo", Approver: "cas", Withdrawn: true}
	back, err := bulletin.EntryOf(bulletin.ToEntry(e))
	if err != nil || !equal(*back.Draft, item) || !equal(*back.Shown, item) || back.Version != 7 || back.Writer != "an" || back.ShownWriter != "bo" || back.Approver != "cas" || !back.Withdrawn {
		t.Errorf("%+v became %+v, %v", e, back, err)
	}
	bad := bulletin.To(item)
	bad.To = 1441
	if _, err := bulletin.Of(bad); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
}

func equal(a, b bulletin.Item) bool {
	return a.ID == b.ID && a.Kind == b.Kind && slices.Equal(a.Sites, b.Sites) && slices.Equal(a.Texts, b.Texts) && a.Shown == b.Shown &&
		a.Date == b.Date && a.From == b.From && a.To == b.To && a.Place == b.Place && a.SignUp == b.SignUp
}
