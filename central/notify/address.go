package notify

import (
	"net/mail"
	"strings"

	"github.com/buurtloket/buurtloket/sync/contract"
)

// mailOf is the mail address of a person; empty when there is none that could be one.
func mailOf(p *contract.Person) string {
	a, err := mail.ParseAddress(strings.TrimSpace(p.GetMail()))
	if err != nil || len(a.Address) > 254 || strings.ContainsAny(a.Address, "\r\n \t<>") {
		return ""
	}
	return a.Address
}

// mobileOf is the mobile number of a person as gateways want it, +32470000000; empty when there is none. Of Belgian numbers those
// that begin with 04 are mobile; of foreign ones nobody can say, so they are tried.
func mobileOf(p *contract.Person) string {
	text := strings.NewReplacer(" ", "", ".", "", "/", "", "-", "", "(0)", "", "(", "", ")", "").Replace(p.GetPhone())
	if rest, ok := strings.CutPrefix(text, "00"); ok {
		text = "+" + rest
	}
	if rest, ok := strings.CutPrefix(text, "04"); ok {
		text = "+324" + rest
	}
	digits, ok := strings.CutPrefix(text, "+")
	if !ok || len(digits) < 8 || len(digits) > 15 || strings.Trim(digits, "0123456789") != "" {
		return ""
	}
	if rest, belgian := strings.CutPrefix(digits, "32"); belgian && (!strings.HasPrefix(rest, "4") || len(rest) != 9) {
		return "" // of a house, or no number
	}
	return text
}
