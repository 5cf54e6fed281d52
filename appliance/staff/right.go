package staff

import (
	"slices"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// Right is something a person may do at a counter, as one word for all commands of that sort.
type Right string

// The rights.
const (
	Look    Right = "look"     // see queue, agenda, stock and inbox
	Welcome Right = "welcome"  // check in, give a ticket, say where to go
	Serve   Right = "serve"    // call, serve and all that follows at a desk
	Book    Right = "book"     // make, move and cancel appointments, and work the answers to wishes
	HandOut Right = "hand-out" // give a document to a person
	Keep    Right = "keep"     // receive, store, count and move documents
	Decide  Right = "decide"   // destroy or send back documents, override a rule with a reason, close the day
)

// rule says who may what without the site saying more. Reception hands out nothing by itself: one source has
// reception handing over passports, another has it delivering nothing, so a site says so in its roster (C8).
var rule = map[Right][]Role{
	Look:    {Clerk, Reception, Lead, Planner, Auditor},
	Welcome: {Clerk, Reception, Lead},
	Serve:   {Clerk, Lead},
	Book:    {Clerk, Reception, Lead, Planner},
	HandOut: {Clerk, Lead},
	Keep:    {Clerk, Lead},
	Decide:  {Lead},
}

// names are the roles as people call them (A000-40).
var names = map[Role]string{
	Clerk:     "een loketmedewerker",
	Reception: "een onthaalmedewerker",
	Lead:      "een teamverantwoordelijke",
	Planner:   "de planning",
	Auditor:   "een auditor",
}

// May reports whether a person may do something at this site: by the rule, or because the roster gives one of their
// roles that right here. The fault is Denied and says in Dutch who may.
func May(r kv.Reader, p Person, right Right) error {
	given := slices.Clone(rule[right])
	for k := range r.Scan([]byte(rights+string(right)+"/"), nil) {
		given = append(given, Role(k[len(rights)+len(right)+1:]))
	}
	if p.Has(given...) {
		return nil
	}
	return fault.New("staff.May", fault.Denied).On(string(p.ID)+" "+string(right)).
		Tell("Dit mag je hier niet: het is voor "+enumerate(given)+".", "Vraag het een collega.")
}

// enumerate writes who may in the order of the table, each once, in words.
func enumerate(roles []Role) string {
	var said []string
	for _, role := range roles {
		if name := names[role]; name != "" && !slices.Contains(said, name) {
			said = append(said, name)
		}
	}
	switch n := len(said); n {
	case 0:
		return "niemand"
	case 1:
		return said[0]
	default:
		out := said[0]
		for _, s := range said[1 : n-1] {
			out += ", " + s
		}
		return out + " of " + said[n-1]
	}
}
