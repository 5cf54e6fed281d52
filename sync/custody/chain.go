package custody

// PartyKind is what sort of custodian of an item somebody is.
type PartyKind uint8

// The kinds of custodian. The numbers are stored: do not reorder.
const (
	Courier PartyKind = 1 + iota
	Clerk
	Compartment // of a cabinet or safe
	Holder      // the person the document was handed out to: the chain ends
	Destruction // the record of destruction: the chain ends
)

// Party is a named custodian of an item: who or what answers for it.
type Party struct {
	Kind PartyKind
	Name string // never personal data of a holder: a reference to the receipt does
}

func (p Party) named() bool { return p.Kind >= Courier && p.Kind <= Destruction && p.Name != "" }

// Handover is an item passing between two named custodians.
type Handover struct {
	From, To Party
	Evidence string // reference to what proves it: a scan, a signature, a count, a certificate
}

// Custody is the chain of one item, kept as its end: who has it, after how many hand-overs. The zero Custody
// is an item nobody has received; its first hand-over names both who brought it and who took it.
type Custody struct {
	Custodian Party
	Length    uint64
}

// Ended reports whether the item was handed out or destroyed.
func (c Custody) Ended() bool { return c.Custodian.Kind == Holder || c.Custodian.Kind == Destruction }

// Pass is the chain after a hand-over. It is legal only from the present custodian, between two named
// parties that differ, with evidence, and never after the chain has ended (I6).
func (c Custody) Pass(h Handover) (Custody, error) {
	from := Custody{Custodian: h.From}
	switch {
	case c.Ended() || from.Ended():
		return c, ChainEnded
	case !h.From.named() || !h.To.named() || h.From == h.To || h.Evidence == "":
		return c, Unnamed
	case c.Length > 0 && c.Custodian != h.From:
		return c, NotCustodian
	}
	return Custody{Custodian: h.To, Length: c.Length + 1}, nil
}
