package citizen_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

var (
	secret = bytes.Repeat([]byte("geheim!!"), 4)
	home   = netip.MustParsePrefix("192.0.2.7/32")
)

// mustDoor is a door without a register behind it: what signs, counts and finds words needs none.
func mustDoor(tb testing.TB, secret []byte, limit citizen.Limit, now func() time.Time) *citizen.Door {
	tb.Helper()
	d, err := citizen.New(citizen.Config{Secret: secret, Limit: limit, Now: now, Random: rand.Reader})
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

func TestASecretIsLongEnough(t *testing.T) {
	if _, err := citizen.New(citizen.Config{Secret: secret[:31], Now: time.Now}); !fault.Is(err, fault.Invalid) {
		t.Errorf("a secret of 31 bytes: %v", err)
	}
}

// TestTokensAreForOneThing: what is signed is read back by every node that shares the secret, and by nobody else; one letter more, less or
// other is no token, nor is one that was signed for another thing.
func TestTokensAreForOneThing(t *testing.T) {
	here, there := mustDoor(t, secret, citizen.Limit{}, time.Now), mustDoor(t, secret, citizen.Limit{}, time.Now)
	strange := mustDoor(t, bytes.Repeat([]byte("anders!!"), 4), citizen.Limit{}, time.Now)
	rapid.Check(t, func(t *rapid.T) {
		id := office.AppointmentID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id"))
		link := here.Link(id)
		if got, ok := there.ReadLink(link); !ok || got != id {
			t.Fatalf("read %v, %t", got, ok)
		}
		if _, ok := strange.ReadLink(link); ok {
			t.Fatal("read under another secret")
		}
		i := rapid.IntRange(0, len(link)-1).Draw(t, "at")
		other := []byte(link)
		other[i] = rapid.SampledFrom([]byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")).Filter(func(b byte) bool { return b != link[i] }).Draw(t, "letter")
		ends := []byte(link) // of the last letter two bits say nothing
		ends[len(ends)-1]++
		for _, forged := range []string{string(other), string(ends), link[:i], link + "A", ""} {
			if got, ok := here.ReadLink(forged); ok {
				t.Fatalf("%q was read as %v", forged, got)
			}
		}
		a := &contract.Appointment{Id: id[:], Products: []string{"eid-aanvraag"}, Persons: 2}
		form := here.Visit(citizen.OfForm, a)
		if got, ok := there.ReadVisit(citizen.OfForm, form); !ok || got.AppointmentID() != a.AppointmentID() || got.Persons != 2 {
			if id != (office.AppointmentID{}) {
				t.Fatalf("a form reads %v, %t", got, ok)
			}
		}
		if _, ok := here.ReadVisit(citizen.OfHold, form); ok {
			t.Fatal("a form passed for a hold")
		}
		if _, ok := here.ReadLink(form); ok {
			t.Fatal("a form passed for a link")
		}
		if _, ok := here.ReadVisit(citizen.OfForm, link); ok {
			t.Fatal("a link passed for a form")
		}
	})
}

// TestAnActHappensOnce: the same key and words are the same act at every node; another appointment, key or word is another, however
// they are cut.
func TestAnActHappensOnce(t *testing.T) {
	here, there := mustDoor(t, secret, citizen.Limit{}, time.Now), mustDoor(t, secret, citizen.Limit{}, time.Now)
	act := func(d *citizen.Door, id office.AppointmentID, key string, words ...string) string {
		b, err := d.ActOf(id, key, words...)
		if err != nil || len(b) != 16 {
			t.Fatalf("%x: %v", b, err)
		}
		return string(b)
	}
	one := act(here, office.AppointmentID{1}, "k", "move", "x")
	if act(there, office.AppointmentID{1}, "k", "move", "x") != one {
		t.Error("another node makes another act of it")
	}
	for _, other := range []string{act(here, office.AppointmentID{2}, "k", "move", "x"), act(here, office.AppointmentID{1}, "l", "move", "x"),
		act(here, office.AppointmentID{1}, "k", "movex"), act(here, office.AppointmentID{1}, "k", "mov", "ex"), act(here, office.AppointmentID{1}, "k", "move", "y")} {
		if other == one {
			t.Error("another act is the same")
		}
	}
	if drawn := act(here, office.AppointmentID{1}, ""); drawn == act(here, office.AppointmentID{1}, "") {
		t.Error("without a key twice is once")
	}
}

func TestAPlaceIsReadBackAndNothingElse(t *testing.T) {
	p := &contract.Place{Site: "buurtloket-berchem", Run: contract.NewRun(office.SeatID{Site: "buurtloket-berchem", Date: 20780, Desk: 1, Start: 600}, 1, 10)}
	if got := citizen.ReadPlace(citizen.PlaceText(p)); got == nil || got.Site != p.Site || got.Run.Start != 600 {
		t.Errorf("read %v", got)
	}
}

// TestAFamilyPassesAndAFloodDoesNot: as many at once as the limit says, then one each so long, whatever the pace; a clock that is set back
// makes nobody wait.
func TestAFamilyPassesAndAFloodDoesNot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := citizen.Limit{Burst: rapid.IntRange(1, 10).Draw(t, "burst"), Every: time.Duration(rapid.IntRange(1, 60).Draw(t, "every")) * time.Second, Holds: 1}
		now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
		began := now
		d := mustDoor(&testing.T{}, secret, limit, func() time.Time { return now })
		done := 0
		for _, pause := range rapid.SliceOfN(rapid.IntRange(0, 90), 1, 80).Draw(t, "pauses") {
			now = now.Add(time.Duration(pause) * time.Second)
			err := d.Take(home)
			var wait *citizen.TooMany
			switch {
			case err == nil:
				done++
			case !errors.As(err, &wait) || wait.Wait <= 0 || wait.Wait > limit.Every:
				t.Fatalf("refused with %v", err)
			}
			if most := limit.Burst + int(now.Sub(began)/limit.Every); done > most {
				t.Fatalf("%d acts in %s, where %d at once and one each %s are allowed", done, now.Sub(began), limit.Burst, limit.Every)
			}
			if err != nil { // who waits as long as was said may
				now = now.Add(wait.Wait)
				if err := d.Take(home); err != nil {
					t.Fatalf("after the wait: %v", err)
				}
				done++
			}
			if err := d.Take(netip.MustParsePrefix("192.0.2.8/32")); err != nil && done <= 1 {
				t.Fatalf("another client: %v", err)
			}
		}
		now = began.Add(-24 * time.Hour)
		if err := d.Take(home); err != nil {
			t.Fatalf("the clock was set back: %v", err)
		}
	})
}

func TestWhoAClientIs(t *testing.T) {
	for name, test := range map[string]struct {
		remote  string
		forward []string
		want    string
	}{
		"an address":                         {"192.0.2.7:5000", nil, "192.0.2.7/32"},
		"a household":                        {"[2001:db8:1:2:3:4:5:6]:5000", nil, "2001:db8:1:2::/64"},
		"an address in the other's clothes":  {"[::ffff:192.0.2.7]:5000", nil, "192.0.2.7/32"},
		"behind the city's proxy":            {"10.0.0.1:5000", []string{"192.0.2.9"}, "192.0.2.9/32"},
		"who writes the header themselves":   {"10.0.0.1:5000", []string{"198.51.100.1, 192.0.2.9"}, "192.0.2.9/32"},
		"in a header of their own":           {"127.0.0.1:5000", []string{"198.51.100.1", "192.0.2.9"}, "192.0.2.9/32"},
		"a stranger's header is not heard":   {"192.0.2.7:5000", []string{"198.51.100.1"}, "192.0.2.7/32"},
		"a proxy that says nothing":          {"127.0.0.1:5000", nil, "127.0.0.1/32"},
		"a proxy that says what is no name":  {"127.0.0.1:5000", []string{"unknown"}, "127.0.0.1/32"},
		"a proxy that says a household":      {"[::1]:5000", []string{"2001:db8:1:2::9"}, "2001:db8:1:2::/64"},
		"a line without an address is a one": {"@", nil, "invalid Prefix"},
	} {
		r := &http.Request{RemoteAddr: test.remote, Header: http.Header{"X-Forwarded-For": test.forward}}
		if got := citizen.ClientOf(r).String(); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

// TestPlainWords_A003_08: what people type finds what they mean, first of all.
func TestPlainWords_A003_08(t *testing.T) {
	words := mustDoor(t, secret, citizen.Limit{}, time.Now).Words
	for question, want := range map[string]string{
		"ik wil verhuizen":         "adreswijziging-aangifte",
		"VERHUISD!!":               "adreswijziging-aangifte",
		"reispas":                  "reispas-aanvraag",
		"paspoort":                 "eid-aanvraag,reispas-aanvraag", // either, and both are shown
		"internationaal paspoort":  "reispas-aanvraag",
		"trouwen":                  "huwelijk-aangifte",
		"wij willen trowen":        "huwelijk-aangifte", // one letter is missing
		"mijn portefeuille is weg": "verlies-diefstal",
		"gestolen":                 "verlies-diefstal",
		"baby geboren":             "geboorte-erkenning",
		"rijbewijs":                "rijbewijs-aanvraag",
		"buitenlands rijbewijs":    "buitenlands-rijbewijs",
		"parkeren":                 "parkeervergunning",
		"déménagement":             "adreswijziging-aangifte",
		"demenagement":             "adreswijziging-aangifte",
		"führerschein":             "rijbewijs-aanvraag",
		"gezinssamenstelling":      "attest-bevolking",
		"bouwvergunning":           "omgevingsvergunning",
		"pincode vergeten":         "pinpuk-aanvraag",
		"kaart van mijn kind":      "kids-id-aanvraag",
		"qqqqqqq":                  "",
		"":                         "",
		"   !!! ":                  "",
	} {
		var found []string
		for _, p := range words.Find(question) {
			found = append(found, string(p.ID))
		}
		if want == "" {
			if len(found) > 0 {
				t.Errorf("%q finds %v", question, found)
			}
			continue
		}
		if len(found) == 0 || !slices.Contains(strings.Split(want, ","), found[0]) || len(found) > 8 {
			t.Errorf("%q finds %v, not %s first", question, found, want)
		}
	}
	for _, never := range []string{"onthaalvraag", "zonder-afspraak"} {
		if slices.ContainsFunc(words.Find(strings.ReplaceAll(never, "-", " ")), func(p office.Product) bool { return string(p.ID) == never }) {
			t.Errorf("%s can be chosen", never)
		}
	}
	all := words.All()
	for _, p := range all {
		if found := words.Find(p.Dutch); !slices.ContainsFunc(found, func(q office.Product) bool { return q.ID == p.ID }) {
			t.Errorf("%s is not found by its own name, %q", p.ID, p.Dutch)
		}
	}
	if len(all) == 0 || len(words.Often) == 0 {
		t.Errorf("%d products, %d often asked for", len(all), len(words.Often))
	}
}

func TestNationalNumbers(t *testing.T) {
	for text, want := range map[string]bool{
		"85.07.30-034.27": true, "85073003427": true, "mijn nummer is 850730 034 27.": true, "85 07 30 034 27": true, "12 85.07.30-034.27": true,
		"0470 12 34 56": false, "+32 470 12 34 56": false, "85.07.30-034.28": false, "+85073003427": false, "850730034": false, "850730034271": false, "An": false, "": false,
		"op 24/11/2026 om 09:00": false, "2600 Berchem": false,
	} {
		if got := citizen.HasNational(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestPersons(t *testing.T) {
	for name, test := range map[string]struct {
		person citizen.Person
		want   []citizen.Flaw
	}{
		"with mail":               {citizen.Person{Name: "Amélie Öz", Mail: "a.oz@voorbeeld.be"}, nil},
		"with a telephone":        {citizen.Person{Name: "Amélie Öz", Phone: "0470/12.34.56"}, nil},
		"from abroad":             {citizen.Person{Name: "Amélie Öz", Phone: "+31 6 12345678"}, nil},
		"nobody":                  {citizen.Person{}, []citizen.Flaw{{"name", "name.missing"}, {"mail", "contact.missing"}}},
		"a name that is a letter": {citizen.Person{Name: string(bytes.Repeat([]byte("a"), 81)), Phone: "047012345678"}, []citizen.Flaw{{"name", "name.long"}}},
		"mail to nowhere":         {citizen.Person{Name: "Bo", Mail: "bo@nergens"}, []citizen.Flaw{{"mail", "mail.wrong"}}},
		"mail with a name":        {citizen.Person{Name: "Bo", Mail: "Bo <bo@voorbeeld.be>"}, []citizen.Flaw{{"mail", "mail.wrong"}}},
		"mail to two":             {citizen.Person{Name: "Bo", Mail: "bo@voorbeeld.be,an@voorbeeld.be"}, []citizen.Flaw{{"mail", "mail.wrong"}}},
		"half a number":           {citizen.Person{Name: "Bo", Phone: "0470"}, []citizen.Flaw{{"phone", "phone.wrong"}}},
		"words for a number":      {citizen.Person{Name: "Bo", Phone: "bel mijn zoon"}, []citizen.Flaw{{"phone", "phone.wrong"}}},
	} {
		p := citizen.PersonOf(test.person.Name, test.person.Mail, test.person.Phone)
		if got := p.Check(); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
		for _, f := range test.want {
			if f.Say() == "" {
				t.Errorf("%s has no sentence", f.Code)
			}
		}
	}
	p := citizen.Person{Name: "Bo 85.07.30-034.27", Mail: "bo@voorbeeld.be"}
	if flaws := p.Check(); len(flaws) != 1 || flaws[0].Code != "national" || p.Name != "" {
		t.Errorf("a national number: %v, and %q stays", flaws, p.Name)
	}
}

// FuzzReadPlace: no value of a button makes the door stumble, and what is read is a place.
func FuzzReadPlace(f *testing.F) {
	f.Add("Cg1zb21ld2hlcmUSBAhAEAE")
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		if p := citizen.ReadPlace(text); p != nil && p.Check() != nil {
			t.Errorf("%q is read as %v", text, p)
		}
	})
}
