package caller

import (
	"fmt"
	"strings"

	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// tongue is how numbers and places are called in a language.
type tongue struct {
	ticket, desk string
	number       func(n int) string // of 0 to 999
}

var tongues = map[string]tongue{
	"nl": {"nummer", "loket", dutch},
	"fr": {"numéro", "guichet", french},
	"en": {"number", "desk", english},
	"de": {"Nummer", "Schalter", german},
}

// Spoken is a call in words: "nummer A zeventien, loket twee". A language that is not known here is Dutch.
func Spoken(language string, t visit.Ticket, desk office.Desk) string {
	l, known := tongues[language]
	if !known {
		l = tongues["nl"]
	}
	letter, number := written(t)
	return fmt.Sprintf("%s %s %s, %s %s", l.ticket, letter, l.number(number), l.desk, l.number(int(desk)))
}

// written takes a ticket's number apart as it is printed.
func written(t visit.Ticket) (letter string, number int) {
	text := t.String()
	if _, err := fmt.Sscanf(text[min(1, len(text)):], "%d", &number); err != nil { // no ticket at all
		return "", 0
	}
	return text[:1], number
}

// The words of the languages from 0 on, and their tens from 20 on.
var (
	dutchOnes = strings.Fields("nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien")
	dutchTens = strings.Fields("twintig dertig veertig vijftig zestig zeventig tachtig negentig")

	frenchOnes = strings.Fields("zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf")
	frenchTens = strings.Fields("vingt trente quarante cinquante soixante septante quatre-vingt nonante")

	englishOnes = strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
	englishTens = strings.Fields("twenty thirty forty fifty sixty seventy eighty ninety")

	germanOnes = strings.Fields("null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn")
	germanTens = strings.Fields("zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig")
)

// dutch writes a number below a thousand in one word, with a diaeresis where two vowels would run together.
func dutch(n int) string {
	switch {
	case n < 20:
		return dutchOnes[n]
	case n < 100 && n%10 == 0:
		return dutchTens[n/10-2]
	case n < 100:
		one, and := dutchOnes[n%10], "en"
		if strings.HasSuffix(one, "e") { // twee, drie
			and = "ën"
		}
		return one + and + dutchTens[n/10-2]
	case n < 200:
		return "honderd" + rest(dutch, n)
	}
	return dutchOnes[n/100] + "honderd" + rest(dutch, n)
}

// rest is what stands behind the hundreds.
func rest(number func(int) string, n int) string {
	if n%100 == 0 {
		return ""
	}
	return number(n % 100)
}

// french writes as Belgium speaks: septante, nonante, and quatre-vingts.
func french(n int) string {
	switch tens := n / 10; {
	case n < 20:
		return frenchOnes[n]
	case n == 80:
		return "quatre-vingts"
	case n < 100 && n%10 == 0:
		return frenchTens[tens-2]
	case n < 100 && n%10 == 1 && tens != 8:
		return frenchTens[tens-2] + " et un"
	case n < 100:
		return frenchTens[tens-2] + "-" + frenchOnes[n%10]
	case n < 200:
		return strings.TrimSpace("cent " + rest(french, n))
	case n%100 == 0:
		return frenchOnes[n/100] + " cents"
	}
	return frenchOnes[n/100] + " cent " + rest(french, n)
}

func english(n int) string {
	switch {
	case n < 20:
		return englishOnes[n]
	case n < 100 && n%10 == 0:
		return englishTens[n/10-2]
	case n < 100:
		return englishTens[n/10-2] + "-" + englishOnes[n%10]
	case n%100 == 0:
		return englishOnes[n/100] + " hundred"
	}
	return englishOnes[n/100] + " hundred and " + rest(english, n)
}

func german(n int) string {
	switch {
	case n < 20:
		return germanOnes[n]
	case n < 100 && n%10 == 0:
		return germanTens[n/10-2]
	case n < 100:
		return strings.TrimSuffix(germanOnes[n%10], "s") + missing(n%10) + "und" + germanTens[n/10-2]
	}
	return strings.TrimSuffix(germanOnes[n/100], "s") + missing(n/100) + "hundert" + rest(german, n)
}

// missing puts back the s of sechs: only eins loses its own inside a word.
func missing(one int) string {
	if one == 6 {
		return "s"
	}
	return ""
}
