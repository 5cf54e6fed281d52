package state_test

import (
	"testing"
	"testing/synctest"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/state/statetest"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// attest lets the colleague who is proposed show that they are there too, after a look at what the two of them do.
func attest(t *testing.T, c *state.Clerk, what string) {
	t.Helper()
	synctest.Wait()
	if s := c.Shown(); s.Sheet != state.SecondSheet || s.Second.What != what {
		t.Fatalf("sheet %v asks for %q, not %q; said %q", s.Sheet, s.Second.What, what, s.Notice.Say)
	}
	c.Attest(statetest.PIN)
	synctest.Wait()
}

// ready fills in a delivery of one document.
func ready(c *state.Clerk) {
	c.TickArrival("592-7000001-11")
	c.SetKind(0)
	c.SetHolder("Ilias Amrani")
	c.SetDelivery("", "bpost", "b4")
	c.ReceiveDelivery()
	synctest.Wait()
}

// A colleague other than who sits here says it with their own PIN. A wrong one is told where it can be put right, and
// what was filled in stays.
func TestTheSecondPerson(t *testing.T) {
	inVault(t, state.ReceivePage, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		ready(c)
		s := c.Shown()
		if s.Sheet != state.SecondSheet || len(s.Second.Staff) != 2 || s.Second.Staff[0].ID != "bart" || s.Second.Alone || counter.Calls("Receive") != 0 {
			t.Fatalf("%v, %+v", s.Sheet, s.Second)
		}
		c.Alone() // it takes two
		c.ChooseSecond("zoe")
		c.Attest("9999")
		if synctest.Wait(); c.Shown().Sheet != state.SecondSheet || c.Shown().Notice.Tone != state.Bad || counter.Calls("Receive") != 1 {
			t.Fatalf("a wrong PIN: %v, %+v, %d calls", c.Shown().Sheet, c.Shown().Notice, counter.Calls("Receive"))
		}
		c.Attest(statetest.PIN)
		if synctest.Wait(); c.Shown().Sheet != state.VaultSheet || counter.With() != "zoe" || len(counter.Taken().Items) != 1 {
			t.Errorf("%v, with %q, %+v", c.Shown().Sheet, counter.With(), counter.Taken())
		}
	})
}

// Going back, and a refusal that no PIN can put right, leave the work as it was.
func TestBackFromTheSecondPerson(t *testing.T) {
	inVault(t, state.ReceivePage, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		ready(c)
		c.Dismiss()
		if s := c.Shown(); s.Sheet != state.VaultSheet || s.Vault.Receive.Holder != "Ilias Amrani" || s.Vault.Receive.Into != "b4" {
			t.Fatalf("%v, %+v", s.Sheet, s.Vault.Receive)
		}
		c.Attest(statetest.PIN) // nothing asked for it any more
		synctest.Wait()
		if counter.Calls("Receive") != 0 {
			t.Error("a PIN after going back received something")
		}
		counter.Fail("Receive", fault.New("x", fault.Taken).Tell("Staat al in het register.", ""))
		c.ReceiveDelivery()
		synctest.Wait()
		c.Attest(statetest.PIN)
		if synctest.Wait(); c.Shown().Sheet != state.VaultSheet || c.Shown().Notice.Say != "Staat al in het register." {
			t.Errorf("%v, %+v", c.Shown().Sheet, c.Shown().Notice)
		}
	})
}
