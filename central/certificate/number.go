package certificate

import (
	"log/slog"
	"strconv"
	"strings"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// Number is a national number: eleven digits, of which the last two are 97 minus the remainder of the first nine divided by 97,
// with a 2 before the nine of who was born from 2000 (the National Register's rules, IT000). Logged it is a mask.
type Number string

// ParseNumber reads a number with or without the separators ".", "-" and " ". The fault is Invalid and repeats nothing of it.
func ParseNumber(text string) (Number, error) {
	n := strings.NewReplacer(".", "", "-", "", " ", "").Replace(text)
	if len(n) == 11 && strings.Trim(n, "0123456789") == "" {
		nine, _ := strconv.Atoi(n[:9]) // digits
		check, _ := strconv.Atoi(n[9:])
		if check == 97-nine%97 || check == 97-(2_000_000_000+nine)%97 {
			return Number(n), nil
		}
	}
	return "", fault.New("certificate.ParseNumber", fault.Invalid).Tell("Dit is geen rijksregisternummer.", "Kijk het na: er staan elf cijfers op de kaart.")
}

// String writes it as people do: 85.07.30-033.28.
func (n Number) String() string {
	if len(n) != 11 {
		return ""
	}
	return string(n[:2] + "." + n[2:4] + "." + n[4:6] + "-" + n[6:9] + "." + n[9:])
}

// LogValue is a mask: a number is nobody's business.
func (n Number) LogValue() slog.Value { return slog.StringValue("***") }
