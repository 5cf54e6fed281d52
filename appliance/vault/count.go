package vault

import (
	"fmt"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// maxDifferences is the most bytes of numbers that one count's differences may take: a record holds 64 KiB.
const maxDifferences = 48 << 10

// Count is CountIn of the whole vault by a caller who does not know the day.
func (g Register) Count(r kv.Reader, by office.ClerkID, present []string) (*contract.Event, error) {
	return g.CountIn(r, Actors{By: by}, "", present)
}

// CountIn compares what lies in a compartment, or in the whole vault, with what the register says lies there. The count
// is blind: the clerk tells what lies there, in any order, also twice, before the register tells what should.
// Missing is what should lie there and does not; surplus is what lies there and should not: unknown to the register,
// handed out, or still in a clerk's hands; misplaced is what the register has in another compartment. Documents in a
// clerk's hands are not missing from the vault. A count changes no custody: a difference stays open until somebody
// has worked it off with a reason. Faults: Invalid for what is no number; Exhausted for too many, or for too many
// differences to keep.
func (g Register) CountIn(r kv.Reader, a Actors, in string, present []string) (*contract.Event, error) {
	const op = "vault.Count"
	if err := g.ready(op, a.By); err != nil {
		return nil, err
	}
	in = strings.ToUpper(strings.TrimSpace(in))
	if in != "" && !compartmentForm.MatchString(in) {
		return nil, fault.New(op, fault.Invalid).Tell("Dit is geen vak van de kluis.", "Tik de naam van het vak, zoals B3.")
	}
	if len(present) > MaxCount {
		return nil, fault.New(op, fault.Exhausted)
	}
	lies := make(map[office.DocumentNumber]bool, len(present))
	for _, text := range present {
		number, err := Document(text)
		if err != nil {
			return nil, fault.New(op, fault.Invalid).Tell(fmt.Sprintf("%q is geen documentnummer.", clip(text)), "Scan het opnieuw of tik het over; er is niets geteld.")
		}
		lies[number] = true
	}
	out := &contract.Counted{Compartment: in, Lying: uint32(len(lies)), Date: int32(a.Today)}
	should := inCompartment(r, in)
	for number := range lies {
		switch {
		case should[number]:
		case in != "" && elsewhere(r, number):
			out.Misplaced = append(out.Misplaced, string(number))
		default:
			out.Surplus = append(out.Surplus, string(number))
		}
	}
	for number := range should {
		if !lies[number] {
			out.Missing = append(out.Missing, string(number))
		}
	}
	if differences(out) > maxDifferences {
		return nil, fault.New(op, fault.Exhausted).Tell("Er zijn te veel verschillen om in één keer te bewaren.", "Tel vak per vak.")
	}
	return &contract.Event{Clerk: string(a.By), Kind: &contract.Event_Counted{Counted: out}}, nil
}

// differences sorts the lists of a count and gives the bytes that they take in its record.
func differences(m *contract.Counted) int {
	size := 0
	for _, l := range [][]string{m.Surplus, m.Misplaced, m.Missing} {
		slices.Sort(l)
		for _, n := range l {
			size += len(n) + 2
		}
	}
	return size
}

// clip shortens what was typed for a sentence.
func clip(text string) string {
	if r := []rune(strings.ToValidUTF8(text, "?")); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return text
}

// inCompartment are the documents that the register says lie in a compartment, or in the vault. Only keys are read.
func inCompartment(r kv.Reader, in string) map[office.DocumentNumber]bool {
	prefix := compartments
	if in != "" {
		prefix += in + "\x00"
	}
	out := map[office.DocumentNumber]bool{}
	for _, n := range listed(r, prefix) {
		out[n] = true
	}
	return out
}

// elsewhere reports whether the register has the document in some compartment.
func elsewhere(r kv.Reader, n office.DocumentNumber) bool {
	i, err := find(r, n)
	_, lies := i.Compartment()
	return err == nil && lies
}

// Counting is how the last count came out.
type Counting struct {
	At                          int64 // wall time, milliseconds since 1970
	Clerk                       office.ClerkID
	Compartment                 string // empty: the whole vault
	Date                        office.Date
	Lying                       uint32
	Missing, Surplus, Misplaced []string
}

// LastCount is the last count; false when there was none.
func LastCount(r kv.Reader) (c Counting, ok bool, err error) {
	b := r.Get([]byte(lastCount))
	if b == nil {
		return c, false, nil
	}
	l := cut{rest: b}
	c = Counting{At: l.num(), Clerk: office.ClerkID(l.text()), Compartment: l.text(), Date: office.Date(l.num()), Lying: uint32(l.num()),
		Missing: l.list(), Surplus: l.list(), Misplaced: l.list()}
	if err := l.err(); err != nil {
		return c, false, fault.New("vault.LastCount", fault.Corrupt).Because(err)
	}
	return c, true, nil
}

// foldCounted keeps the count, the day, and every difference until it is worked off.
func foldCounted(w kv.Writer, e *contract.Counted, at int64, by office.ClerkID) error {
	day := dayOr(e.GetDate(), at)
	var l line
	l.num(at)
	l.text(string(by))
	l.text(e.GetCompartment())
	l.num(int64(day))
	l.num(int64(e.GetLying()))
	l.list(e.GetMissing())
	l.list(e.GetSurplus())
	l.list(e.GetMisplaced())
	w.Put([]byte(lastCount), l)
	var d line
	d.num(int64(day))
	w.Put([]byte(counted+e.GetCompartment()), d)
	return foldDifferences(w, e, day, by)
}

// Uncounted lists the compartments with documents that were not counted on that day, neither alone nor with the whole
// vault.
func Uncounted(r kv.Reader, today office.Date) []string {
	on := func(in string) office.Date {
		c := cut{rest: r.Get([]byte(counted + in))}
		return office.Date(c.num())
	}
	if on("") == today {
		return nil
	}
	var out []string
	for _, c := range shelves(r) {
		if on(c.Name) != today {
			out = append(out, c.Name)
		}
	}
	return out
}
