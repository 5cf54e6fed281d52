package citizen

import (
	"net/mail"
	"strings"
)

// Person is what somebody says of themselves: a name, and mail or a telephone number.
type Person struct{ Name, Mail, Phone string }

// Flaw is something wrong with what somebody wrote, in a code that has a sentence in each language.
type Flaw struct {
	Field string // name, mail, phone
	Code  string
}

// Say is the flaw in Dutch.
func (f Flaw) Say() string { return Sentences[f.Code] }

// PersonOf cuts what is too long to be true, and the spaces around.
func PersonOf(name, mail, phone string) Person {
	tidy := func(s string, most int) string { return Clip(strings.TrimSpace(s), most) }
	return Person{tidy(name, 200), tidy(mail, 200), tidy(phone, 60)}
}

// Check says what is missing or cannot be. A national number is wiped, so that nothing shows it again.
func (p *Person) Check() (flaws []Flaw) {
	for _, f := range []struct {
		field string
		text  *string
	}{{"name", &p.Name}, {"mail", &p.Mail}, {"phone", &p.Phone}} {
		if HasNational(*f.text) && !(f.field == "phone" && strings.HasPrefix(*f.text, "32")) {
			*f.text = ""
			flaws = append(flaws, Flaw{f.field, "national"})
		}
	}
	if len(flaws) > 0 {
		return flaws
	}
	switch {
	case p.Name == "":
		flaws = append(flaws, Flaw{"name", "name.missing"})
	case len([]rune(p.Name)) > 80:
		flaws = append(flaws, Flaw{"name", "name.long"})
	}
	if p.Mail == "" && p.Phone == "" {
		return append(flaws, Flaw{"mail", "contact.missing"})
	}
	if p.Mail != "" && !isMail(p.Mail) {
		flaws = append(flaws, Flaw{"mail", "mail.wrong"})
	}
	if p.Phone != "" && !isPhone(p.Phone) {
		flaws = append(flaws, Flaw{"phone", "phone.wrong"})
	}
	return flaws
}

// isMail reports whether a text can be an address for mail: of the form, nobody asked whether it exists.
func isMail(text string) bool {
	a, err := mail.ParseAddress(text)
	if err != nil || a.Address != text || len(text) > 120 {
		return false
	}
	at := strings.LastIndexByte(text, '@')
	return strings.Contains(text[at:], ".")
}

// isPhone reports whether a text can be a telephone number, here or abroad.
func isPhone(text string) bool {
	digits := 0
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune("+ ./-()", r):
			return false
		}
	}
	return digits >= 8 && digits <= 15
}

// Clip is the beginning of a text that is too long.
func Clip(s string, runes int) string {
	if r := []rune(s); len(r) > runes {
		return string(r[:runes])
	}
	return s
}
