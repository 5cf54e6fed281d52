package central_test

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/central"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
)

const day = 24 * time.Hour

// setClock is a clock that runs, and that a test sets. The zero value is the machine's.
type setClock struct{ ahead atomic.Int64 }

func (c *setClock) now() time.Time      { return time.Now().Add(time.Duration(c.ahead.Load())) }
func (c *setClock) add(d time.Duration) { c.ahead.Add(int64(d)) }

// TestBadgeIsAlwaysInItsTime: wherever the clock goes, what is shown is good then and for a good while after; and it is
// not made anew without need.
func TestBadgeIsAlwaysInItsTime(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2030, 11, 24, 8, 0, 0, 0, time.UTC)
		clk := func() time.Time { return now }
		authority, err := link.NewAuthority(link.AuthorityOptions{Now: clk})
		if err != nil {
			t.Fatal(err)
		}
		current, err := central.NewBadge(central.Config{Name: "hq1", Authority: authority, Now: clk})
		if err != nil {
			t.Fatal(err)
		}
		before := current()
		for range rapid.IntRange(1, 20).Draw(t, "looks") {
			now = now.Add(time.Duration(rapid.Int64Range(-int64(40*day), int64(100*day)).Draw(t, "jump")))
			id := current()
			if now.Before(id.Peer().Issued) || id.Expires().Sub(now) < central.BadgeLife/4 {
				t.Fatalf("at %s it shows one of %s to %s", now, id.Peer().Issued, id.Expires())
			}
			same := id.Peer().Serial == before.Peer().Serial
			if age := now.Sub(before.Peer().Issued); !same && age >= 0 && age < central.BadgeLife/2 {
				t.Fatalf("made anew when it was %s old", age)
			}
			before = id
		}
	})
}

// TestBadgesAreNotRenewedTogether: nodes that were started together do not all change their lines at one time.
func TestBadgesAreNotRenewedTogether(t *testing.T) {
	t.Parallel()
	clk := new(setClock)
	authority, err := link.NewAuthority(link.AuthorityOptions{Now: clk.now})
	if err != nil {
		t.Fatal(err)
	}
	var nodes []func() link.Identity
	for i := range 20 {
		current, err := central.NewBadge(central.Config{Name: fmt.Sprintf("hq%d", i), Authority: authority, Now: clk.now})
		if err != nil {
			t.Fatal(err)
		}
		nodes = append(nodes, current)
	}
	began, renewed, together := clk.now(), map[int]bool{}, 0
	for len(renewed) < len(nodes) && clk.now().Sub(began) < central.BadgeLife {
		clk.add(day)
		today := 0
		for i, current := range nodes {
			if current().Peer().Issued.After(began) && !renewed[i] {
				renewed[i] = true
				today++
			}
		}
		together = max(together, today)
	}
	if len(renewed) < len(nodes) || together > len(nodes)*3/4 {
		t.Errorf("%d of %d nodes are renewed, %d of them on one day", len(renewed), len(nodes), together)
	}
}

// mustShowSound shakes hands with a node as a stranger with a code does, by its own clock: what it shows must be good now.
func (c *cluster) mustShowSound(t *testing.T, i int) (serial string) {
	t.Helper()
	conn, err := tls.DialWithDialer(&net.Dialer{Timeout: limit}, "tcp", c.founders[i].Addr, &tls.Config{RootCAs: c.authority.Roots(),
		ServerName: link.Host, NextProtos: []string{"buurtloket-enrol/1"}, Time: c.now(i)})
	if err != nil {
		t.Fatalf("%s at %s: %v", c.founders[i].ID, c.now(i)(), err)
	}
	defer conn.Close()
	return conn.ConnectionState().PeerCertificates[0].SerialNumber.Text(16)
}

// decide has a command decided that came to one node, which passes it on unless it leads, and reads at that node.
func decide(t *testing.T, n *central.Node) error {
	t.Helper()
	_, err := forward.Command(t.Context(), n.Log(), &contract.HQCommand{AtMs: 1, Kind: &contract.HQCommand_Plan{
		Plan: &contract.PlanPut{Change: &contract.PlanPut_RemoveClosure{RemoveClosure: "none"}}}})
	if err != nil {
		return err
	}
	booking, _ := doors(n)
	places, err := search(t, booking)
	if err == nil && places == 0 {
		err = errors.New("nothing is found")
	}
	return err
}

// mustDecide is decide for who asks once.
func mustDecide(t *testing.T, n *central.Node) {
	t.Helper()
	if err := decide(t, n); err != nil {
		t.Fatal(err)
	}
}

// leads reports whether a node believes that it leads.
func leads(n *central.Node) bool {
	_, _, me := n.Raft().Leader()
	return me
}

// mustRunAll runs the nodes, in folders of their own unless some are given, until each takes what comes.
func (c *cluster) mustRunAll(t *testing.T, dirs ...string) (nodes []*central.Node) {
	t.Helper()
	for i := range c.founders {
		if len(dirs) <= i {
			dirs = append(dirs, t.TempDir())
		}
		nodes = append(nodes, c.mustRunIn(t, i, dirs[i]))
	}
	for _, n := range nodes {
		mustDecideAtLast(t, n)
	}
	return nodes
}

// mustDecideAtLast is decide for who asks again, while others elect a leader.
func mustDecideAtLast(t *testing.T, n *central.Node) {
	t.Helper()
	late := time.Now().Add(limit)
	for err := decide(t, n); err != nil; err = decide(t, n) {
		if !fault.Is(err, fault.Unreachable) || time.Now().After(late) {
			t.Fatal(err)
		}
	}
}

// TestHeadquartersOutlivesItsCertificates: three nodes run for many lives of a certificate. All the while each shows a good
// one, and takes what comes at the first try.
func TestHeadquartersOutlivesItsCertificates(t *testing.T) {
	t.Parallel()
	c := newCluster(t)
	nodes := c.mustRunAll(t)
	term := nodes[0].Raft().Status().Term
	c.mustMoveLines(t, nodes)
	shown := map[string]bool{}
	for _, pass := range []time.Duration{40 * day, 40 * day, 40 * day, 40 * day, 40 * day, 40 * day, 100 * day, 1000 * day} {
		c.clock.add(pass)
		for i, n := range nodes {
			shown[c.mustShowSound(t, i)] = true
			mustDecide(t, n)
		}
	}
	if len(shown) < 3*5 {
		t.Errorf("%d certificates were shown by three nodes in more than three years", len(shown))
	}
	t.Logf("term %d, then %d", term, nodes[0].Raft().Status().Term)
}

// mustMoveLines goes to the day when certificates are renewed: a line that is up does not wait for the old one to end, when
// there might be no other.
func (c *cluster) mustMoveLines(t *testing.T, nodes []*central.Node) {
	t.Helper()
	before := c.clock.now()
	c.clock.add(central.BadgeLife * 2 / 3)
	late := time.Now().Add(limit)
	for i, p := range c.founders {
		moved := func() bool {
			return slices.ContainsFunc(nodes, func(n *central.Node) bool { return leads(n) && (n == nodes[i] || n.Shows(p.ID, before)) })
		}
		for !moved() {
			if time.Now().After(late) {
				t.Fatalf("the line of %s to the leader still goes by its old certificate", p.ID)
			}
			mustDecide(t, nodes[i])
		}
	}
}

// TestOneNodeWithAWrongClock: whether it leads or not, the other two go on without it, and have it back when its clock is
// right again.
func TestOneNodeWithAWrongClock(t *testing.T) {
	t.Parallel()
	c := newCluster(t)
	c.clocks = map[int]*setClock{0: {}, 1: {}, 2: {}}
	nodes := c.mustRunAll(t)
	lead := slices.IndexFunc(nodes, leads)
	for _, wrong := range []int{max(lead, 0), (lead + 1) % 3} {
		c.clocks[wrong].add(100 * day)
		c.mustShowSound(t, wrong)
		for i, n := range nodes {
			if i != wrong {
				mustDecideAtLast(t, n)
			}
		}
		c.clocks[wrong].add(-100 * day)
		c.mustShowSound(t, wrong)
		mustDecideAtLast(t, nodes[wrong])
	}
}

// TestStartAfterYearsOff: all nodes were off far longer than any certificate holds.
func TestStartAfterYearsOff(t *testing.T) {
	t.Parallel()
	c := newCluster(t)
	var dirs []string
	for range c.founders {
		dirs = append(dirs, t.TempDir())
	}
	run := func(t *testing.T) (commands uint64) {
		nodes := c.mustRunAll(t, dirs...)
		for i, n := range nodes {
			c.mustShowSound(t, i)
			mustDecide(t, n)
		}
		return nodes[0].Raft().Status().Index
	}
	var before, after uint64
	t.Run("before", func(t *testing.T) { before = run(t) })
	c.clock.add(5 * 365 * day)
	t.Run("after", func(t *testing.T) { after = run(t) })
	if before == 0 || after <= before {
		t.Errorf("%d commands before, %d after", before, after)
	}
}
