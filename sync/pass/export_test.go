package pass

// WithCheck adds the check bytes.
func WithCheck(b []byte) []byte { return append(append([]byte(nil), b...), checkOf(b)...) }
