package name_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/appliance/card/name"
)

var (
	saida  = name.Name{Surname: "Peeters", Given: "Saïda Maria", Initial: "J"}
	berghe = name.Name{Surname: "Van den Berghe", Given: "Jean-Pierre"}
	hondt  = name.Name{Surname: "D'Hondt", Given: "Éloïse"}
	double = name.Name{Surname: "Peeters-Janssens", Given: "Tom"}
	lopez  = name.Name{Surname: "García López", Given: "José Luis"}
	joerg  = name.Name{Surname: "Müller", Given: "Jörg"}
	one    = name.Name{Surname: "Suharto"}
	elhadj = name.Name{Surname: "El Hadj", Given: "Ömer"}
)

// TestAgrees: how people write a name, and what is another one.
func TestAgrees(t *testing.T) {
	for _, row := range []struct {
		card  name.Name
		typed string
		want  name.Agreement
	}{
		{saida, "Saïda Peeters", name.Whole},
		{saida, "SAIDA PEETERS", name.Whole},
		{saida, "Peeters Saïda", name.Whole},
		{saida, "Peeters, Saïda Maria", name.Whole},
		{saida, "S. Peeters", name.Whole},
		{saida, "peeters s.m.", name.Whole},
		{saida, "SMJ Peeters", name.Whole},
		{saida, "Maria Peeters", name.Whole}, // she goes by the second
		{saida, "Saïda M. Peeters", name.Whole},
		{saida, "mevr. Peeters Saïda", name.Whole},
		{saida, "Sai\u0308da Peeters", name.Whole}, // the sign apart from its letter
		{saida, "Peeters", name.Surname},
		{saida, "Mevrouw Peeters", name.Surname},
		{saida, "M. Peeters", name.Other}, // initials begin with the first
		{saida, "Sara Peeters", name.Other},
		{saida, "Saïda Peters", name.Other},
		{saida, "Saïda", name.Other},
		{saida, "Peeters Saïda Claes", name.Other},
		{saida, "", name.Other},
		{saida, "...", name.Other},
		{berghe, "Jean-Pierre van den Berghe", name.Whole},
		{berghe, "vandenberghe jean pierre", name.Whole},
		{berghe, "Vandenberghe Jeanpierre", name.Whole},
		{berghe, "Van Den-Berghe Jean", name.Whole},
		{berghe, "J.P. Van den Berghe", name.Whole},
		{berghe, "JP Van den Berghe", name.Whole},
		{berghe, "de heer Van den Berghe", name.Surname},
		{berghe, "Berghe Jean-Pierre", name.Other},
		{berghe, "P. Van den Berghe", name.Other},
		{hondt, "eloise dhondt", name.Whole},
		{hondt, "Dhondt Éloïse", name.Whole},
		{hondt, "É. D’Hondt", name.Whole},
		{hondt, "Hondt Éloïse", name.Other},
		{double, "Tom Peeters Janssens", name.Whole},
		{double, "Tom Peeters", name.Whole},
		{double, "T. Peeters", name.Other}, // half a name and one letter are too little
		{double, "Peeters", name.Other},
		{lopez, "Jose Garcia", name.Whole},
		{lopez, "Luis López García", name.Other},
		{joerg, "Joerg Mueller", name.Whole},
		{joerg, "Jorg Muller", name.Whole},
		{joerg, "J. Müller", name.Whole},
		{joerg, "Jürgen Müller", name.Other},
		{one, "Suharto", name.Whole},
		{one, "Suharto Tom", name.Other},
		{elhadj, "Omer Elhadj", name.Whole},
		{elhadj, "Omer Hadj", name.Other},
		{name.Name{}, "Tom", name.Other},
		{name.Name{Surname: "Ng", Given: "Wei"}, "Wei Ng", name.Whole},
		{name.Name{Surname: "Иванов", Given: "Пётр"}, "петр иванов", name.Whole},
	} {
		if got := row.card.Agrees(row.typed); got != row.want {
			t.Errorf("%+v and %q: %d, want %d", row.card, row.typed, got, row.want)
		}
	}
}

// TestHowANameIsWrittenDoesNotCount: whatever is done to the case, the order and the signs of a name, it stays that name, and
// never becomes another's.
func TestHowANameIsWrittenDoesNotCount(t *testing.T) {
	cards := []name.Name{saida, berghe, hondt, double, lopez, joerg, elhadj}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SampledFrom(cards).Draw(t, "card")
		parts := []string{n.Given, n.Surname}
		if rapid.Bool().Draw(t, "turned") {
			parts[0], parts[1] = parts[1], parts[0]
		}
		typed := strings.Join(parts, rapid.SampledFrom([]string{" ", ", ", "-", "  "}).Draw(t, "between"))
		typed = strings.ReplaceAll(typed, " ", rapid.SampledFrom([]string{" ", "-", " . "}).Draw(t, "space"))
		typed = strings.ReplaceAll(typed, "-", rapid.SampledFrom([]string{" ", "-"}).Draw(t, "hyphen"))
		if rapid.Bool().Draw(t, "loud") {
			typed = strings.ToUpper(typed)
		}
		for _, other := range cards {
			want := name.Other
			if other == n {
				want = name.Whole
			}
			if got := other.Agrees(typed); got != want {
				t.Fatalf("%+v and %q: %d, want %d", other, typed, got, want)
			}
		}
	})
}

// FuzzAgrees: nothing that can be typed makes it stumble, and nothing that is no word agrees.
func FuzzAgrees(f *testing.F) {
	f.Add("Saïda", "Peeters", "S. Peeters")
	f.Fuzz(func(t *testing.T, given, surname, typed string) {
		n := name.Name{Surname: surname, Given: given}
		if got := n.Agrees(typed); got > name.Whole || got != name.Other && name.Key(typed) == "" {
			t.Errorf("%q %q and %q: %d", given, surname, typed, got)
		}
		_ = n.Short() + n.Full()
	})
}

func TestShortAndFull(t *testing.T) {
	for n, want := range map[name.Name][2]string{
		saida: {"S. Peeters", "Saïda Maria Peeters"},
		hondt: {"É. D'Hondt", "Éloïse D'Hondt"},
		one:   {"Suharto", "Suharto"},
	} {
		if got := [2]string{n.Short(), n.Full()}; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if !name.Same("Éloïse D'Hondt", "ELOISE D-HONDT") || name.Same("Tom", "Tim") {
		t.Error("the same letters are not the same name")
	}
}
