package program

import (
	"context"
	"crypto/sha256"
	"fmt"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/pin"
)

// The two counters of the demonstration, and the PIN of everybody in it.
const (
	berchem     = "buurtloket-berchem"
	groenenhoek = "buurtloket-groenenhoek"
	demoPIN     = "1234"
)

// demoStaff are invented.
var demoStaff = []struct {
	id, name string
	roles    []string
}{
	{"an", "An Peeters", []string{"clerk", "lead"}},
	{"bart", "Bart Maes", []string{"clerk", "reception"}},
	{"fatima", "Fatima Aydin", []string{"clerk"}},
	{"joris", "Joris Claes", []string{"clerk"}},
}

// demoDocuments are on their way to Berchem; the numbers are invented.
var demoDocuments = &contract.Consignment{Id: "DEMO-1", Documents: []string{
	"592-8100001-97", "592-8100002-01", "592-8100003-02", "EN810004", "EN810005", "B81000610"}}

// seed fills the headquarters of a demonstration. What it does carries an id made of what it is, so that doing it again
// at the next start does nothing, also when somebody changed or removed it meanwhile.
type seed struct {
	demo    *Demo
	log     consensus.Log
	machine *register.Machine
}

// fill does everything that needs no counter.
func (s seed) fill(ctx context.Context) error {
	if err := s.open(ctx); err != nil {
		return err
	}
	for _, c := range demoStaff {
		hash, salt, err := pin.New(demoPIN, s.demo.cfg.World.Random)
		if err != nil {
			return err
		}
		if err := s.once(ctx, "clerk/"+c.id, &contract.HQCommand{Kind: &contract.HQCommand_Clerk{Clerk: &contract.ClerkPut{
			Sites: []string{berchem, groenenhoek},
			Clerk: &contract.Clerk{Id: c.id, Name: c.name, Roles: c.roles, Pin: hash, PinSalt: salt}}}}); err != nil {
			return err
		}
	}
	if err := s.kiosks(ctx); err != nil {
		return err
	}
	if err := s.rosters(ctx); err != nil {
		return err
	}
	return s.visits(ctx)
}

// open opens Berchem every day.
func (s seed) open(ctx context.Context) error {
	var plan *contract.Plan
	var day office.Date
	var minute office.Minute
	err := s.log.Read(ctx, func(r kv.Reader) error {
		v := s.machine.View(r)
		local := s.demo.cfg.World.Now().In(v.Calendar().Zone())
		plan, day, minute = v.Plan(), office.DateOf(local), office.MinuteOf(local)
		return nil
	})
	if err != nil {
		return err
	}
	for _, rule := range demoRules(plan) {
		if err := s.put(ctx, rule.Id, rule); err != nil {
			return err
		}
	}
	if rule := demoExtra(day, minute); rule != nil {
		return s.put(ctx, rule.Id+"/"+day.String(), rule)
	}
	return nil
}

func (s seed) put(ctx context.Context, what string, rule *contract.Rule) error {
	return s.once(ctx, "rule/"+what, &contract.HQCommand{Kind: &contract.HQCommand_Plan{Plan: &contract.PlanPut{
		Change: &contract.PlanPut_Rule{Rule: rule}, By: "demonstratie"}}})
}

// once has a command applied, at this start or an earlier one.
func (s seed) once(ctx context.Context, what string, c *contract.HQCommand) error {
	c.AtMs = s.demo.cfg.World.Now().UnixMilli()
	c.Act = demoID(what)
	reply, err := forward.Command(ctx, s.log, c)
	if err == nil {
		err = register.Err("central.demo", reply)
	}
	if err != nil {
		return fmt.Errorf("demonstration %s: %w", what, err)
	}
	return nil
}

// demoID is the id of a thing of the demonstration.
func demoID(what string) []byte {
	sum := sha256.Sum256([]byte("buurtloket demonstration " + what))
	return sum[:16]
}

// announce waits until Berchem's counter has come, and then tells it of documents on their way: a site that was never
// heard of has no feed to put that in.
func (s seed) announce(ctx context.Context) error {
	for {
		_, changed := s.log.Watch()
		came := false
		err := s.log.Stale(func(r kv.Reader, _ consensus.Freshness) error {
			st, _ := s.machine.View(r).Site(berchem)
			came = st.Current.Incarnation != 0
			return nil
		})
		if fault.Is(err, fault.Unreachable) {
			return nil // this node was stopped
		}
		if err != nil {
			return err
		}
		if came {
			err := s.once(ctx, "consignment/"+demoDocuments.Id, &contract.HQCommand{Kind: &contract.HQCommand_Consignment{
				Consignment: &contract.ConsignmentPut{Site: berchem, Consignment: demoDocuments}}})
			if fault.Is(err, fault.Unreachable) {
				continue
			}
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-changed:
		}
	}
}
