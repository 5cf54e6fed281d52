package caller_test

import (
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/appliance/caller"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

func TestSpoken(t *testing.T) {
	for _, row := range []struct {
		language string
		ticket   visit.Ticket
		desk     office.Desk
		want     string
	}{
		{"nl", 17, 2, "nummer A zeventien, loket twee"},
		{"nl", 1, 1, "nummer A een, loket een"},
		{"nl", 999, 12, "nummer A negenhonderdnegenennegentig, loket twaalf"},
		{"nl", 1000, 3, "nummer B een, loket drie"},
		{"nl", 26 * 999, 3, "nummer Z negenhonderdnegenennegentig, loket drie"},
		{"fr", 17, 2, "numéro A dix-sept, guichet deux"},
		{"en", 17, 2, "number A seventeen, desk two"},
		{"de", 17, 2, "Nummer A siebzehn, Schalter zwei"},
		{"la", 17, 2, "nummer A zeventien, loket twee"},
		{"nl", 0, 2, "nummer  nul, loket twee"}, // no visitor has it
	} {
		if got := caller.Spoken(row.language, row.ticket, row.desk); got != row.want {
			t.Errorf("%s %s at %d: %q, want %q", row.language, row.ticket, row.desk, got, row.want)
		}
	}
}

// TestNumbers: as the spelling of each language has them.
func TestNumbers(t *testing.T) {
	for _, row := range []struct {
		n              visit.Ticket
		nl, fr, en, de string
	}{
		{2, "twee", "deux", "two", "zwei"},
		{6, "zes", "six", "six", "sechs"},
		{14, "veertien", "quatorze", "fourteen", "vierzehn"},
		{18, "achttien", "dix-huit", "eighteen", "achtzehn"},
		{20, "twintig", "vingt", "twenty", "zwanzig"},
		{21, "eenentwintig", "vingt et un", "twenty-one", "einundzwanzig"},
		{32, "tweeëndertig", "trente-deux", "thirty-two", "zweiunddreißig"},
		{43, "drieënveertig", "quarante-trois", "forty-three", "dreiundvierzig"},
		{54, "vierenvijftig", "cinquante-quatre", "fifty-four", "vierundfünfzig"},
		{66, "zesenzestig", "soixante-six", "sixty-six", "sechsundsechzig"},
		{71, "eenenzeventig", "septante et un", "seventy-one", "einundsiebzig"},
		{72, "tweeënzeventig", "septante-deux", "seventy-two", "zweiundsiebzig"},
		{77, "zevenenzeventig", "septante-sept", "seventy-seven", "siebenundsiebzig"},
		{80, "tachtig", "quatre-vingts", "eighty", "achtzig"},
		{81, "eenentachtig", "quatre-vingt-un", "eighty-one", "einundachtzig"},
		{99, "negenennegentig", "nonante-neuf", "ninety-nine", "neunundneunzig"},
		{100, "honderd", "cent", "one hundred", "einhundert"},
		{101, "honderdeen", "cent un", "one hundred and one", "einhunderteins"},
		{200, "tweehonderd", "deux cents", "two hundred", "zweihundert"},
		{212, "tweehonderdtwaalf", "deux cent douze", "two hundred and twelve", "zweihundertzwölf"},
		{380, "driehonderdtachtig", "trois cent quatre-vingts", "three hundred and eighty", "dreihundertachtzig"},
		{616, "zeshonderdzestien", "six cent seize", "six hundred and sixteen", "sechshundertsechzehn"},
		{822, "achthonderdtweeëntwintig", "huit cent vingt-deux", "eight hundred and twenty-two", "achthundertzweiundzwanzig"},
	} {
		for language, want := range map[string]string{"nl": row.nl, "fr": row.fr, "en": row.en, "de": row.de} {
			said := strings.TrimSuffix(caller.Spoken(language, row.n, 1), ", "+desks[language])
			if _, number, _ := strings.Cut(said, " A "); number != want {
				t.Errorf("%s %d: %q, want %q", language, row.n, number, want)
			}
		}
	}
}

var desks = map[string]string{"nl": "loket een", "fr": "guichet un", "en": "desk one", "de": "Schalter eins"}

// TestNoTwoNumbersSoundAlike: every ticket of a letter, and every desk, has words of its own.
func TestNoTwoNumbersSoundAlike(t *testing.T) {
	for language := range desks {
		seen := map[string]visit.Ticket{}
		for n := visit.Ticket(1); n <= 999; n++ {
			said := caller.Spoken(language, n, office.Desk(n%250+1))
			if before, twice := seen[said]; twice || said == "" || strings.ContainsAny(said, "0123456789") {
				t.Fatalf("%s: %d and %d are both %q", language, before, n, said)
			}
			seen[said] = n
		}
	}
}
