package devices

import _ "embed"

//go:embed devices.example.yaml
var example []byte

// Example is a configuration that explains itself, in Dutch, with a device of every kind.
func Example() []byte { return append([]byte(nil), example...) }
