package staff

import (
	"encoding/binary"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Role is what somebody may do at a counter (A000-40).
type Role string

// The roles of the roster.
const (
	Clerk     Role = "clerk"     // loketmedewerker
	Reception Role = "reception" // onthaalmedewerker
	Lead      Role = "lead"      // teamverantwoordelijke
	Planner   Role = "planner"   // books for all sites, serves nobody
	Auditor   Role = "auditor"   // sees, and changes nothing
)

// prefixes of the keys; see doc.go.
const (
	clerks     = "s/c/"
	failed     = "s/f/"
	desks      = "s/d/"
	rights     = "s/r/"
	cards      = "s/k/"
	keyOffline = "s/o"
)

// Person is a member of staff as screens may see one.
type Person struct {
	ID    office.ClerkID
	Name  string
	Roles []Role
	// Skills are the products and clusters that the person serves (A002-54); empty: all that the desk does.
	Skills []string
}

// Has reports whether the person has one of the roles.
func (p Person) Has(roles ...Role) bool {
	return slices.ContainsFunc(p.Roles, func(own Role) bool { return slices.Contains(roles, own) })
}

// Get finds a clerk on the roster. Faults: NotFound; Corrupt when the projection is damaged.
func Get(r kv.Reader, id office.ClerkID) (Person, error) {
	c, err := find(r, id)
	if err != nil {
		return Person{}, err
	}
	return personOf(c), nil
}

// All lists the roster, by id.
func All(r kv.Reader) ([]Person, error) {
	var out []Person
	for k := range r.Scan([]byte(clerks), nil) {
		p, err := Get(r, office.ClerkID(k[len(clerks):]))
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

// At is who is signed in at a desk.
func At(r kv.Reader, desk office.Desk) (office.ClerkID, bool) {
	id := r.Get([]byte(desks + string([]byte{byte(desk)})))
	return office.ClerkID(id), len(id) > 0
}

// find reads a clerk with the hash.
func find(r kv.Reader, id office.ClerkID) (*contract.Clerk, error) {
	b := r.Get([]byte(clerks + string(id)))
	if b == nil || id == "" {
		return nil, fault.New("staff.Get", fault.NotFound).Tell("Deze medewerker staat niet op de lijst van deze locatie.", "Vraag het de planning.")
	}
	c, err := contract.Decode(b, new(contract.Clerk))
	if err != nil {
		return nil, fault.New("staff.Get", fault.Corrupt).On(string(id)).Because(err)
	}
	return c, nil
}

func personOf(c *contract.Clerk) Person {
	p := Person{ID: office.ClerkID(c.GetId()), Name: c.GetName(), Skills: c.GetSkills()}
	for _, r := range c.GetRoles() {
		p.Roles = append(p.Roles, Role(r))
	}
	return p
}

// FoldRoster puts the roster that headquarters sent in the place of the one there was; a nil roster says nothing
// and changes nothing. The feed orders rosters, so the last one counts, whatever its version: a restored
// headquarters may count anew. Who is gone from it cannot sign in, and Door.Refresh ends their sessions; their card
// is nobody's, as is that of who got another PIN. A clerk without id cannot be named and is left out.
func FoldRoster(w kv.Writer, roster *contract.Roster) {
	if roster == nil {
		return
	}
	unbind(w, roster)
	kv.Clear(w, []byte(clerks))
	kv.Clear(w, []byte(rights))
	w.Delete([]byte(keyOffline))
	if n := roster.GetOfflineDays(); n > 0 {
		w.Put([]byte(keyOffline), binary.BigEndian.AppendUint32(nil, n))
	}
	for _, a := range roster.GetAlso() {
		w.Put([]byte(rights+a.GetRight()+"/"+a.GetRole()), nil)
	}
	for _, c := range roster.GetClerks() {
		if c.GetId() != "" {
			w.Put([]byte(clerks+c.GetId()), contract.Encode(c))
		}
	}
}

// Fold brings an event into the projection; events of other areas change nothing. It never fails, since every
// sign-in stands by itself.
func Fold(w kv.Writer, e *contract.Event) error {
	desk, clerk := office.Desk(e.GetDesk()), office.ClerkID(e.GetClerk())
	deskKey := []byte(desks + string([]byte{byte(desk)}))
	switch e.GetKind().(type) {
	case *contract.Event_SignedIn:
		w.Delete(failureKey(desk, clerk))
		w.Put(deskKey, []byte(clerk))
		w.Delete(lockKey(desk))
	case *contract.Event_DeskLocked:
		foldLock(w, desk, e.GetAtMs())
	case *contract.Event_Attested:
		w.Delete(failureKey(desk, clerk))
	case *contract.Event_CardBound:
		w.Put([]byte(cards+e.GetCardBound().GetClerk()), e.GetCardBound().GetHolder())
	case *contract.Event_SignedOut:
		if at, _ := At(w, desk); at == clerk {
			w.Delete(deskKey)
			w.Delete(lockKey(desk))
		}
	case *contract.Event_SignInRefused:
		foldFailure(w, desk, clerk, e.GetAtMs())
	}
	return nil
}

// failureKey is where wrong PINs are counted. Names that are not on the roster share one count per desk.
func failureKey(desk office.Desk, clerk office.ClerkID) []byte {
	return append([]byte(failed), append([]byte{byte(desk)}, clerk...)...)
}

// failures are the wrong PINs in a row of a clerk at a desk, and when the last one was.
func failures(r kv.Reader, desk office.Desk, clerk office.ClerkID) (int, time.Time) {
	b := r.Get(failureKey(desk, clerk))
	if len(b) != 12 {
		return 0, time.Time{}
	}
	return int(binary.BigEndian.Uint32(b)), time.UnixMilli(int64(binary.BigEndian.Uint64(b[4:])))
}

// foldFailure counts a wrong PIN.
func foldFailure(w kv.Writer, desk office.Desk, clerk office.ClerkID, atMS int64) {
	wrong, last := failures(w, desk, clerk)
	if time.UnixMilli(atMS).Sub(last) > forgetAfter {
		wrong = 0
	}
	b := binary.BigEndian.AppendUint32(nil, uint32(wrong+1))
	w.Put(failureKey(desk, clerk), binary.BigEndian.AppendUint64(b, uint64(atMS)))
}
