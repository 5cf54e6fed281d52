package certificate

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

//go:embed data/register.json
var registerJSON []byte

// Invented is a register of persons who do not exist. It never changes, so what it says of one moment it says of all.
type Invented struct {
	city, town string
	persons    map[Number]*Person
}

var _ Register = (*Invented)(nil)

// Embedded is the register in the binary. It panics when that is broken, which a test rules out.
var Embedded = sync.OnceValue(func() *Invented {
	r, err := ReadInvented(registerJSON)
	if err != nil {
		panic(err)
	}
	return r
})

// City implements Register.
func (r *Invented) City() (name, town string) { return r.city, r.town }

// Genuine implements Register: it is not.
func (r *Invented) Genuine() bool { return false }

// Person implements Register.
func (r *Invented) Person(ctx context.Context, n Number, _ time.Time) (*Person, error) {
	if p := r.persons[n]; p != nil {
		return p, ctx.Err()
	}
	return nil, fault.New("certificate.Person", fault.NotFound)
}

// stored is a person in the file of a register, format "register/1".
type stored struct {
	Number      string   `json:"number"`
	Surname     string   `json:"surname"`
	Given       []string `json:"given"`
	Sex         string   `json:"sex"`
	Born        string   `json:"born"`
	BirthPlace  string   `json:"birth_place"`
	Nationality string   `json:"nationality"`
	Civil       string   `json:"civil"`
	Address     struct {
		Street   string `json:"street"`
		Number   string `json:"number"`
		Box      string `json:"box"`
		Postcode string `json:"postcode"`
		Town     string `json:"town"`
		District string `json:"district"`
	} `json:"address"`
	Since     string `json:"since"`
	Household string `json:"household"`
	Relation  string `json:"relation"`
	Deed      *struct {
		Number int    `json:"number"`
		Year   int    `json:"year"`
		Place  string `json:"place"`
		Father string `json:"father"`
		Mother string `json:"mother"`
	} `json:"deed"`
	Died string `json:"died"`
}

// ReadInvented reads a file of invented persons. Numbers that are none, or that two have, and dates that are none are Invalid.
func ReadInvented(text []byte) (*Invented, error) {
	const op = "certificate.ReadInvented"
	var file struct {
		Schema  string   `json:"schema"`
		City    string   `json:"city"`
		Town    string   `json:"town"`
		Persons []stored `json:"persons"`
	}
	if err := json.Unmarshal(text, &file); err != nil || file.Schema != "register/1" {
		return nil, fault.New(op, fault.Invalid).On(file.Schema).Because(err)
	}
	r := &Invented{city: file.City, town: file.Town, persons: map[Number]*Person{}}
	homes := map[string][]Member{}
	for i, s := range file.Persons {
		p, err := s.person()
		if err == nil && r.persons[p.Number] != nil {
			err = fmt.Errorf("two have one number")
		}
		if err != nil {
			return nil, fault.New(op, fault.Invalid).On(fmt.Sprintf("person %d", i+1)).Because(err)
		}
		r.persons[p.Number] = p
		if s.Household != "" {
			homes[s.Household] = append(homes[s.Household], Member{p.Name(), p.Born, s.Relation})
		}
	}
	for _, s := range file.Persons {
		n, _ := ParseNumber(s.Number) // it was read before
		r.persons[n].Household = homes[s.Household]
	}
	return r, nil
}

func (s stored) person() (*Person, error) {
	n, err := ParseNumber(s.Number)
	p := &Person{Number: n, Surname: s.Surname, Given: s.Given, Female: s.Sex == "V", BirthPlace: s.BirthPlace, Nationality: s.Nationality,
		Civil: s.Civil, Address: Address(s.Address)}
	if d := s.Deed; d != nil {
		p.Deed = &Deed{d.Number, d.Year, d.Place, d.Father, d.Mother}
	}
	for to, text := range map[*office.Date]string{&p.Born: s.Born, &p.Since: s.Since, &p.Died: s.Died} {
		if text != "" && err == nil {
			*to, err = office.ParseDate(text)
		}
	}
	return p, err
}
