package eid

import "errors"

// maxTags bounds what a file may hold; the fullest known has 33 fields.
const maxTags = 64

var errFile = errors.New("file cannot be read")

// parseFields splits a file of the card into its fields.
//
// A field is a tag of one byte, a length, and as many bytes. The length is written in groups of seven bits, the highest
// first; a set eighth bit says that another group follows. Tag 0 is the version of the file's layout, and is also what the
// zeros that fill a file up look like: both are passed over. A field that comes twice makes the file unreadable, since
// whoever reads it could not say which one was meant.
func parseFields(file []byte) (map[byte][]byte, error) {
	fields := map[byte][]byte{}
	for len(file) > 1 {
		tag := file[0]
		length, rest, err := fieldLength(file[1:])
		if err != nil {
			return nil, err
		}
		if length > len(rest) {
			return nil, errFile
		}
		value := rest[:length:length]
		file = rest[length:]
		if tag == 0 {
			continue
		}
		if _, twice := fields[tag]; twice || len(fields) == maxTags {
			return nil, errFile
		}
		fields[tag] = value
	}
	if len(file) == 1 && file[0] != 0 {
		return nil, errFile
	}
	return fields, nil
}

// fieldLength reads a length of at most two groups, which is more than any file holds.
func fieldLength(data []byte) (int, []byte, error) {
	length := 0
	for i := 0; i < 2 && i < len(data); i++ {
		length = length<<7 | int(data[i]&0x7F)
		if data[i]&0x80 == 0 {
			return length, data[i+1:], nil
		}
	}
	return 0, nil, errFile
}

// trimFile takes away the zeros that fill a file up, which its signature does not cover.
func trimFile(file []byte) []byte {
	for len(file) > 0 && file[len(file)-1] == 0 {
		file = file[:len(file)-1]
	}
	return file
}
