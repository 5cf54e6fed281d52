package virtual

import (
	"fmt"
	"hash/fnv"
	"strings"
	"time"
)

// Kept is a card that lies beside a reader, with the name by which a hand finds it.
type Kept struct {
	Name string
	Card *Card
}

// Keep lays a card for a person beside the reader.
func (e *Emulator) Keep(p Person) error {
	card, err := e.Authority.Issue(p)
	if err != nil {
		return err
	}
	e.wallet = append(e.wallet, Kept{Name: strings.TrimSpace(p.FirstNames + " " + p.Name), Card: card})
	return nil
}

// Wallet are the cards beside the reader, in the order in which they were laid there. Keep is not called any more then.
func (e *Emulator) Wallet() []Kept { return e.wallet }

// months are those of a card in Dutch.
var months = [...]string{"JAN", "FEB", "MAAR", "APR", "MEI", "JUN", "JUL", "AUG", "SEP", "OKT", "NOV", "DEC"}

// Invent makes somebody who does not live: from a name, a date of birth and a sex (M or V) all that a card says, the same
// every time. The card is that of a Belgian adult, issued a year before a moment. Serial numbers are the last of a day, which the
// National Register has not reached.
func Invent(name, firstNames string, born time.Time, sex, pin string, now time.Time) Person {
	h := fnv.New32a()
	_, _ = h.Write([]byte(firstNames + " " + name)) // a hash takes everything
	from := int(h.Sum32())
	serial := 901 + 2*(from/7%48)
	if sex == "V" {
		serial++
	}
	nine := fmt.Sprintf("%s%03d", born.Format("060102"), serial)
	check := 97 - number(nine)%97
	if born.Year() >= 2000 {
		check = 97 - (2_000_000_000+number(nine))%97
	}
	ten := fmt.Sprintf("592%07d", 8_000_000+from%1_000_000)
	printed := number(ten) % 97
	if printed == 0 {
		printed = 97
	}
	issued := now.AddDate(-1, 0, 0)
	return Person{
		CardNumber: fmt.Sprintf("%s%02d", ten, printed), ValidFrom: issued.Format("02.01.2006"), ValidTo: issued.AddDate(10, 0, 0).Format("02.01.2006"),
		Municipality: "Antwerpen", Number: fmt.Sprintf("%s%02d", nine, check), Name: name, FirstNames: firstNames, Nationality: "Belg",
		BirthPlace: "Antwerpen", BirthDate: fmt.Sprintf("%02d %s %d", born.Day(), months[born.Month()-1], born.Year()), Sex: sex,
		DocumentType: "1", Street: "Verzonnenstraat 1", Zip: "2600", Town: "Antwerpen", PIN: pin,
	}
}

// number reads digits.
func number(digits string) (n int) {
	for _, d := range digits {
		n = 10*n + int(d-'0')
	}
	return n
}
