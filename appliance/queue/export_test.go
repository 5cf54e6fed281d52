package queue

// What is stored, for the tests of its form.
var (
	Encode = encode
	Decode = decode
)
