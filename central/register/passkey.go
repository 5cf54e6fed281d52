package register

import (
	"slices"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/pass"
)

// PassKeys are the keys of booking codes, in the order in which they began; the last one is the present one, if it is of the
// present era. Their other halves are no part of the state: each node makes them of the authority.
func (v View) PassKeys() *contract.PassKeys {
	k := new(contract.PassKeys)
	load(v.r, keyPassKeys, k)
	return k
}

// PassKey is the key that signs now; nil when there is none of this era yet.
func (v View) PassKey() *contract.PassKey {
	keys := v.PassKeys().Keys
	if n := len(keys); n > 0 && keys[n-1].GetIdentity().GetEra() == v.Era() {
		return keys[n-1]
	}
	return nil
}

// NextPassKey names the key that would follow the present one. Order is by era, as of grants: a restored headquarters has
// forgotten which keys it made after the backup, and in its own era it cannot make one of them again.
func (v View) NextPassKey() *contract.Identity {
	next := &contract.Identity{Era: v.Era(), Number: 1}
	if now := v.PassKey(); now != nil {
		next.Number += now.Identity.Number
	}
	return next
}

// putPassKey begins a key, tells every counter, and ends those before: they count as long as somebody may come with a code
// under them, or, when others saw them, for no day from today on.
func (t *turn) putPassKey(c *contract.PassKeyPut) *contract.HQReply {
	v := View{t.w, t.m}
	next, key := v.NextPassKey(), c.GetKey()
	switch id := key.GetIdentity(); {
	case len(key.GetPublic()) != 32:
		return refuse(fault.Invalid, "key", "Deze sleutel is er geen.")
	case !v.Founded():
		return refuse(fault.Unreachable, "key", "Het hoofdkantoor start nog op.")
	case id.GetEra() != next.Era || id.GetNumber() != next.Number:
		return done() // another node was first
	}
	today := t.calendar().Today(t.now)
	keys := v.PassKeys()
	for _, former := range keys.Keys {
		switch last := today + calendar.Horizon; {
		case c.Stop && (former.Last == 0 || former.Last >= int32(today)):
			former.Last = int32(today - 1)
		case former.Last == 0:
			former.Last = int32(last)
		}
	}
	keys.Keys = append(keys.Keys, &contract.PassKey{Identity: next, Public: key.Public})
	save(t.w, keyPassKeys, keys)
	for _, s := range t.calendar().Sites() {
		t.tell(s.ID, &contract.FeedEntry{Kind: &contract.FeedEntry_PassKeys{PassKeys: keys}})
	}
	return done()
}

// keys are those of a state, for holding a pass against them.
func (v View) keys() (out pass.Keys) {
	for _, k := range v.PassKeys().Keys {
		out = append(out, pass.Key{Public: slices.Clone(k.Public), Last: office.Date(k.Last)})
	}
	return out
}
