package portal

// The insides that tests look at.
var (
	HasNational = hasNational
	OneOff      = oneOff
	ReadPlace   = readPlace
	Texts       = texts
	PlaceText   = placeText
)

// Find is what a question finds, by identity.
func (p *Portal) Find(question string) (out []string) {
	for _, f := range p.index.find(question) {
		out = append(out, string(f.ID))
	}
	return out
}
