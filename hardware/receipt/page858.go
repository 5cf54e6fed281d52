package receipt

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// page858 is the number of code page 858 in ESC t.
const page858 = 19

// upper858 are the characters 80 to FF of code page 858: page 850 with the euro at D5.
const upper858 = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ" +
	"áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐" +
	"└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀" +
	"ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00AD±‗¾¶§÷¸°¨·¹³²■\u00A0"

// Replacement is what stands on paper for a character that the page does not have: a block that nobody takes for a letter.
const Replacement = '■'

// replacementByte is its place in the page.
const replacementByte = 0xFE

// places gives the byte of each upper character.
var places = func() map[rune]byte {
	m := make(map[rune]byte, 128)
	for _, r := range upper858 {
		m[r] = byte(0x80 + len(m))
	}
	return m
}()

// toPage858 gives the byte of a character; false for one that the page does not have, control characters among them: no
// text can hold a command.
func toPage858(r rune) (byte, bool) {
	if r >= ' ' && r <= '~' {
		return byte(r), true
	}
	b, ok := places[r]
	return b, ok
}

// fromPage858 gives the character of a byte that is no control byte.
func fromPage858(b byte) rune {
	if b < 0x80 {
		return rune(b)
	}
	return []rune(upper858)[b-0x80]
}

// typed are characters that are written otherwise without a loss of sense.
var typed = strings.NewReplacer("\r\n", "\n", "\t", " ", "‘", "'", "’", "'", "“", `"`, "”", `"`, "–", "-", "—", "-", "…", "...",
	"\u2009", " ", "\u202F", " ", "•", "·", "ij", "ij", "IJ", "IJ")

// expand rewrites a text so that as much of it as can be is in the page: names come along in letters of two parts too.
func expand(s string) string { return typed.Replace(norm.NFC.String(s)) }
