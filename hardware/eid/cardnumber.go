package eid

import "fmt"

// CardNumber is the number printed on a card. Cards for Belgians have twelve digits, "590-1234567-74", of which the last two
// are the remainder of the first ten divided by 97, or 97 for none. (The national number takes that remainder away from
// 97: the two rules are different, and so are the two functions.) Cards for foreigners begin with a letter and have no
// check that is published.
type CardNumber string

// ParseCardNumber reads the number of a card for a Belgian, with or without separators, and checks it. An error does not
// repeat the digits.
func ParseCardNumber(text string) (CardNumber, error) {
	n, err := readDigits[[12]byte](text)
	if err != nil {
		return "", fmt.Errorf("not twelve digits")
	}
	if decimal(n[10:]) != cardCheck(decimal(n[:10])) {
		return "", ErrNumberCheck
	}
	return CardNumber(n[:]), nil
}

// cardCheck is what the last two digits must be: from 1 to 97.
func cardCheck(number int) int {
	if remainder := number % 97; remainder != 0 {
		return remainder
	}
	return 97
}

// Mask is what a screen may show of the number: its last four characters, enough to compare with the card in hand.
func (c CardNumber) Mask() string {
	if len(c) <= 4 {
		return ""
	}
	return "…" + string(c[len(c)-4:])
}

// Print is the number as it stands on the card.
func (c CardNumber) Print() string {
	if len(c) != 12 {
		return string(c)
	}
	return string(c[:3] + "-" + c[3:10] + "-" + c[10:])
}
