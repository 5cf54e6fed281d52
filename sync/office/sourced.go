package office

// Sourced is a value of the catalogue together with how sure it is. What is assumed was invented or
// inferred and must stay recognisable until a municipality has confirmed it; what is unknown has the
// zero value and must be treated as the careful choice.
type Sourced[T any] struct {
	Value   T
	Unknown bool   // nobody said; Value is zero
	Assumed bool   // invented or inferred, not stated by a source
	Source  string // where it is stated, if anywhere
	Note    string // a remark of the researcher, in English
}
