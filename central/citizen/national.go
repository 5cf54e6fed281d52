package citizen

import (
	"regexp"
	"strings"

	"github.com/buurtloket/buurtloket/central/certificate"
)

var digitRuns = regexp.MustCompile(`\d+`)

// HasNational reports whether a text holds a national number: eleven digits that agree with their check, together or with points,
// hyphens, slashes and spaces between. We need none and keep none: whoever types one is told so, and does not see it again.
// Eleven digits behind a plus are a telephone number.
func HasNational(text string) bool {
	runs := digitRuns.FindAllStringIndex(text, -1)
	for i, first := range runs {
		if first[0] > 0 && text[first[0]-1] == '+' {
			continue
		}
		digits := ""
		for j := i; j < len(runs) && len(digits) < 11; j++ {
			if j > i {
				if gap := text[runs[j-1][1]:runs[j][0]]; len(gap) > 3 || strings.Trim(gap, " .-/") != "" {
					break
				}
			}
			digits += text[runs[j][0]:runs[j][1]]
		}
		if len(digits) == 11 {
			if _, err := certificate.ParseNumber(digits); err == nil {
				return true
			}
		}
	}
	return false
}
