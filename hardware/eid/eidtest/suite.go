package eidtest

import (
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/hardware/eid/virtual"
)

// Run runs the suite, all of it on one reader, as on a counter: whatever went wrong with one card is no matter for the next.
func Run(t *testing.T, about Bench) {
	b := open(t, about)
	t.Run("Empty", b.testEmpty)
	t.Run("Wait", b.testWait)
	t.Run("Changed", b.testChanged)
	t.Run("People", b.testPeople)
	t.Run("Least", b.testLeast)
	t.Run("PIN", b.testPIN)
	t.Run("Blocked", b.testBlocked)
	t.Run("Login", b.testLoginRefused)
	t.Run("Faults", b.testFaults)
	t.Run("Validity", b.testValidity)
	t.Run("Pulled", b.testPulled)
	t.Run("Turns", b.testTurns)
	t.Run("Mute", b.testMute)
	t.Run("Closed", b.testClosed)
}

func (b *bench) testEmpty(t *testing.T) {
	b.empty(t)
	_, err := b.Read(within(t), eid.Ask{What: eid.Number, At: now})
	wantFailure(t, err, device.NoCard, virtual.Citizen)
	_, err = b.Authenticate(within(t), login("1234"))
	wantFailure(t, err, device.NoCard, virtual.Citizen)
	if h := b.Health(within(t)); h.State != device.Ready || h.Model == "" {
		t.Errorf("an empty reader is %s, model %q", h, h.Model)
	}
	if _, err := b.Read(within(t), eid.Ask{What: eid.Number}); !device.Refused(err) {
		t.Errorf("read without a time to judge by: %v", err)
	}
}

func (b *bench) testPeople(t *testing.T) {
	for _, person := range []virtual.Person{virtual.Citizen, virtual.Child, virtual.Foreigner} {
		card := b.put(t, person)
		got := b.mustRead(t, everything)
		photo := card.Content(eid.PhotoFile)
		if string(got.Photo) != string(photo) || len(photo) < 500 {
			t.Errorf("a photo of %d bytes, want %d", len(got.Photo), len(photo))
		}
		for what, pair := range map[string][2]string{
			"number": {got.Number.Reveal(), person.Number}, "name": {got.Name, person.Name},
			"first names": {got.FirstNames, person.FirstNames}, "third": {got.ThirdInitial, person.ThirdInitial},
			"born in": {got.BirthPlace, person.BirthPlace}, "nationality": {got.Nationality, person.Nationality},
			"card": {string(got.CardNumber), person.CardNumber}, "issued in": {got.Municipality, person.Municipality},
			"street": {got.Street, person.Street}, "zip": {got.Zip, person.Zip}, "town": {got.Town, person.Town},
		} {
			if pair[0] != pair[1] {
				t.Errorf("%s is %q, want %q", what, pair[0], pair[1])
			}
		}
		if !got.ValidOn(eid.On(now)) || got.BirthDate.Year == 0 || got.Sex == eid.SexUnknown {
			t.Errorf("valid %v, born %s, sex %d", got.ValidOn(eid.On(now)), got.BirthDate, got.Sex)
		}
		if got.Wipe(); got.Name != "" || got.Photo != nil {
			t.Error("a wiped card still says something")
		}
	}
}

// testLeast asks for one thing at a time and wants nothing beside it.
func (b *bench) testLeast(t *testing.T) {
	b.put(t, virtual.Citizen)
	for what := eid.Number; what <= eid.Photo; what <<= 1 {
		c := b.mustRead(t, what)
		filled := map[eid.What]bool{
			eid.Number: !c.Number.IsZero(), eid.Names: c.Name+c.FirstNames+c.ThirdInitial != "",
			eid.Birth: c.BirthPlace != "" || c.BirthDate != eid.Date{}, eid.Nationality: c.Nationality != "" || c.Sex != 0,
			eid.Document: c.CardNumber != "" || c.Municipality != "" || c.ValidTo != eid.Date{},
			eid.Address:  c.Street+c.Zip+c.Town != "", eid.Photo: c.Photo != nil,
		}
		for other, there := range filled {
			if there != (other == what) {
				t.Errorf("asked %b: part %b is filled in: %v", what, other, there)
			}
		}
	}
}

// testFaults: every way in which a card can be wrong has its reason, and the next card is read as if nothing had been.
func (b *bench) testFaults(t *testing.T) {
	forge := func(f eid.File) func(*virtual.Card) { return func(c *virtual.Card) { c.Forge(f) } }
	put := func(f eid.File, data string) func(*virtual.Card) {
		return func(c *virtual.Card) { c.Replace(f, []byte(data)) }
	}
	swapRegister := func(c *virtual.Card) { c.Replace(eid.RegisterFile, c.Content(eid.CitizenCAFile)) }
	for name, row := range map[string]struct {
		fault  func(*virtual.Card)
		reason device.Reason
	}{
		"identity forged":            {forge(eid.IdentityFile), eid.Forged},
		"address forged":             {forge(eid.AddressFile), eid.Forged},
		"photo forged":               {forge(eid.PhotoFile), eid.Forged},
		"signature forged":           {forge(eid.IdentitySignatureFile), eid.Forged},
		"signed by a holder":         {func(c *virtual.Card) { must(t, c.Impersonate()) }, eid.Untrusted},
		"no register":                {put(eid.RegisterFile, "no certificate"), device.Unreadable},
		"file refused":               {func(c *virtual.Card) { c.Hide(eid.AddressFile) }, device.Unreadable},
		"other card":                 {func(c *virtual.Card) { c.Remove(eid.RegisterFile) }, eid.OtherCard},
		"endless file":               {put(eid.IdentityFile, strings.Repeat("x", 40000)), device.Unreadable},
		"an authority's certificate": {swapRegister, eid.Untrusted},
		"address of another":         {b.graft(t, eid.AddressFile, eid.AddressSignatureFile), eid.Forged},
		"photo of another":           {put(eid.PhotoFile, "\xFF\xD8 another face"), eid.Forged},
	} {
		b.put(t, virtual.Citizen, row.fault)
		_, err := b.Read(within(t), eid.Ask{What: everything, At: now})
		t.Log(name, "→", err)
		wantFailure(t, err, row.reason, virtual.Citizen)
	}
	stranger := mustAuthority(t, b.about.Generation)
	b.insert(t, mustIssue(t, stranger, virtual.Citizen))
	_, err := b.Read(within(t), eid.Ask{What: eid.Number, At: now})
	wantFailure(t, err, eid.Untrusted, virtual.Citizen)
	_, err = b.Authenticate(within(t), login(virtual.Citizen.PIN))
	wantFailure(t, err, eid.Untrusted, virtual.Citizen)
	b.put(t, virtual.Citizen)
	b.mustRead(t, everything)
}

// graft takes files of another genuine card, signatures and all.
func (b *bench) graft(t *testing.T, files ...eid.File) func(*virtual.Card) {
	donor := mustIssue(t, b.authority, virtual.Foreigner)
	return func(c *virtual.Card) {
		for _, f := range files {
			c.Replace(f, donor.Content(f))
		}
	}
}

// testValidity: certificates are judged at the time that is given, not at the time it is.
func (b *bench) testValidity(t *testing.T) {
	b.put(t, virtual.Citizen)
	for _, years := range []int{-2, 10} {
		_, err := b.Read(within(t), eid.Ask{What: eid.Document, At: now.AddDate(years, 0, 0)})
		wantFailure(t, err, eid.Untrusted, virtual.Citizen)
		login := login(virtual.Citizen.PIN)
		login.At = now.AddDate(years, 0, 0)
		_, err = b.Authenticate(within(t), login)
		wantFailure(t, err, eid.Untrusted, virtual.Citizen)
	}
	card, err := b.Read(within(t), eid.Ask{What: eid.Document, At: now.AddDate(5, 0, 0)})
	if err != nil || card.ValidOn(eid.On(now.AddDate(5, 0, 0))) {
		t.Errorf("a card that ran out: %v", err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
