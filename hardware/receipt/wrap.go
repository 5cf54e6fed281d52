package receipt

import "strings"

// wrap breaks a text into lines of at most width characters, two or more. It breaks at spaces; a word that is longer than a line is
// split after a hyphen, and counted. Spaces at the begin of a paragraph stay when its first word fits behind them, those
// around a break go.
func wrap(text string, width int) (lines []string, split int) {
	for paragraph := range strings.SplitSeq(text, "\n") {
		indent := paragraph[:len(paragraph)-len(strings.TrimLeft(paragraph, " "))]
		line := []rune(indent[:min(len(indent), width/2)])
		words := 0
		for word := range strings.FieldsFuncSeq(paragraph, func(r rune) bool { return r == ' ' }) {
			rest := []rune(word)
			if gap := min(1, words); len(line)+gap+len(rest) <= width {
				line = append(line, []rune(strings.Repeat(" ", gap))...)
			} else {
				if words > 0 {
					lines = append(lines, string(line))
				}
				line = nil
			}
			for ; len(rest) > width; split++ {
				lines, rest = append(lines, string(rest[:width-1])+"-"), rest[width-1:]
			}
			line = append(line, rest...)
			words++
		}
		lines = append(lines, string(line))
	}
	return lines, split
}
