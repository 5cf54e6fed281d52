package local_test

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance/local"
	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// streams are the calls that the guard of all others does not stand before.
var streams = []string{"Watch", "Preview"}

// calls are all calls of the service but the streams, as the generated client has them.
func calls() (names []string) {
	t := reflect.TypeFor[contractconnect.CounterClient]()
	for i := range t.NumMethod() {
		if m := t.Method(i); !slices.Contains(streams, m.Name) {
			names = append(names, m.Name)
		}
	}
	return names
}

// try makes a call with nothing in it but a command; personal is false when it takes none.
func (c *counter) try(name string, cmd *contract.Command) (personal bool, err error) {
	call := reflect.ValueOf(c.client).MethodByName(name)
	q := reflect.New(call.Type().In(1).Elem())
	m := reflect.New(q.Elem().FieldByName("Msg").Type().Elem())
	field := m.Elem().FieldByName("Command")
	if personal = field.IsValid(); !personal {
		return false, nil
	}
	field.Set(reflect.ValueOf(cmd))
	q.Elem().FieldByName("Msg").Set(m)
	out := call.Call([]reflect.Value{reflect.ValueOf(context.Background()), q})
	err, _ = out[1].Interface().(error)
	return true, err
}

// may is who may what, told once more: a change of the rule must be meant.
var may = map[staff.Right]string{
	staff.Look:    "clerk reception lead planner auditor",
	staff.Welcome: "clerk reception lead", staff.Book: "clerk reception lead planner", staff.Serve: "clerk lead",
	staff.HandOut: "clerk lead", staff.Keep: "clerk lead", staff.Decide: "lead",
}

// TestEveryCallAsksARight walks the service: no call is without a rule, every command is refused, in words, to each role
// that may not give it, and to no other.
func TestEveryCallAsksARight(t *testing.T) {
	c := mustCounter(t, nil)
	roles := []string{"clerk", "reception", "lead", "planner", "auditor"}
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Roster{Roster: people(roles)}})
	for _, role := range roles {
		c.session = c.mustSignIn(role, 0)
		for _, name := range calls() {
			right, known := local.Rights[name]
			if !known {
				t.Errorf("%s asks no right", name)
				continue
			}
			before := c.size()
			personal, err := c.try(name, c.command())
			if personal == (right == "") {
				t.Errorf("%s asks %q and takes a command: %v", name, right, personal)
			}
			allowed := right == "" || slices.Contains(strings.Fields(may[right]), role)
			say := fault.Sentence(fault.FromRPC("test", err))
			if refused := strings.Contains(say, "Dit mag je hier niet: het is voor "); refused == allowed {
				t.Errorf("%s by %s: %v", name, role, err)
			} else if refused {
				c.mustRefuse(fault.Denied, before, err)
			}
		}
	}
	for name := range local.Rights {
		if !slices.Contains(streams, name) && !slices.Contains(calls(), name) {
			t.Errorf("%s is no call", name)
		}
	}
}

// people is a roster of one person for each role, named after it.
func people(roles []string) *contract.Roster {
	r := roster(roles...)
	for i, role := range roles {
		r.Clerks[i].Roles = []string{role}
	}
	return r
}

// TestTheRosterGivesARight: what the site says of its own goes beside the rule.
func TestTheRosterGivesARight(t *testing.T) {
	c := mustCounter(t, nil)
	r := people([]string{"ann", "reception"})
	r.Clerks[0].Roles = []string{"reception"}
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Roster{Roster: r}})
	call := func() error {
		return second(c.client.Call(context.Background(), connect.NewRequest(&contract.CallRequest{Command: c.command()})))
	}
	c.mustRefuse(fault.Denied, c.size(), call())
	if say := fault.Sentence(fault.FromRPC("test", call())); !strings.Contains(say, "een loketmedewerker of een teamverantwoordelijke") {
		t.Errorf("says %q", say)
	}
	r.Version, r.Also = 2, []*contract.Roster_RoleRight{{Role: "reception", Right: "serve"}}
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Roster{Roster: r}})
	c.mustRefuse(fault.NotFound, c.size(), call()) // nobody waits
}
