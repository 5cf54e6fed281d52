package eid

import (
	"fmt"
	"unicode/utf8"
)

// The fields of the identity file that are used here. Source: "Belgian Electronic Identity Card content".
const (
	tagCardNumber   = 1
	tagValidFrom    = 3
	tagValidTo      = 4
	tagIssuedIn     = 5
	tagNumber       = 6
	tagName         = 7
	tagFirstNames   = 8
	tagThirdInitial = 9
	tagNationality  = 10
	tagBirthPlace   = 11
	tagBirthDate    = 12
	tagSex          = 13
	tagDocument     = 15
	tagPhotoHash    = 17
)

// The fields of the address file.
const (
	tagStreet = 1
	tagZip    = 2
	tagTown   = 3
)

// identity is the identity file, split and not yet looked into.
type identity struct{ fields map[byte][]byte }

// fill puts what was asked into a card. Errors name a field and never say what stands in it.
func (id identity) fill(c *Card, what What, today Date) error {
	text, err := texts(id.fields)
	if err != nil {
		return err
	}
	// The kind is no secret of a person and makes what goes wrong later understandable: it is always there.
	if c.Type, err = parseDocumentType(text[tagDocument]); err != nil {
		return err
	}
	if what&Number != 0 {
		if c.Number, err = ParseNationalNumber(text[tagNumber], today); err != nil {
			return fmt.Errorf("national number: %w", err)
		}
	}
	if what&Names != 0 {
		c.Name, c.FirstNames, c.ThirdInitial = text[tagName], text[tagFirstNames], text[tagThirdInitial]
	}
	if what&Birth != 0 {
		c.BirthPlace = text[tagBirthPlace]
		if c.BirthDate, err = ParseBirthDate(text[tagBirthDate]); err != nil {
			return fmt.Errorf("date of birth: %w", err)
		}
	}
	if what&Nationality != 0 {
		c.Nationality, c.Sex = text[tagNationality], parseSex(text[tagSex])
	}
	if what&Document != 0 {
		return c.fillDocument(text)
	}
	return nil
}

func (c *Card) fillDocument(text map[byte]string) (err error) {
	c.CardNumber, c.Municipality = CardNumber(text[tagCardNumber]), text[tagIssuedIn]
	if c.ValidFrom, err = ParseValidity(text[tagValidFrom]); err != nil {
		return fmt.Errorf("valid from: %w", err)
	}
	if c.ValidTo, err = ParseValidity(text[tagValidTo]); err != nil {
		return fmt.Errorf("valid to: %w", err)
	}
	return nil
}

// fillAddress puts the address file into a card.
func (c *Card) fillAddress(file []byte) error {
	fields, err := parseFields(file)
	if err != nil {
		return err
	}
	text, err := texts(fields)
	if err != nil {
		return err
	}
	c.Street, c.Zip, c.Town = text[tagStreet], text[tagZip], text[tagTown]
	return nil
}

// texts reads the fields that are text; hashes and chip numbers are left out.
func texts(fields map[byte][]byte) (map[byte]string, error) {
	out := make(map[byte]string, len(fields))
	for tag, value := range fields {
		if tag > tagDocument || tag == 2 && len(value) == 16 {
			continue
		}
		if !utf8.Valid(value) {
			return nil, fmt.Errorf("field %d: %w", tag, errFile)
		}
		out[tag] = string(value)
	}
	return out, nil
}
