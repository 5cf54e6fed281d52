package register

import (
	"bytes"
	"fmt"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// Machine is headquarters' deterministic state machine. Apply is called by one goroutine at a time; the
// compiled plan is cached and safe to share.
type Machine struct {
	// Quota is the policy by which sites hold seats ahead of time. It must be the same on every node.
	Quota Quota
	// Touched, when set, is told of each site and day of which a seat changed hands or was booked, and by which
	// command, during Apply: what it did can be read from that index on, a little later. It must be quick and must
	// not call back.
	Touched func(office.SiteID, office.Date, uint64)
	// Fed, when set, is told of each site whose feed grew, during Apply.
	Fed func(office.SiteID)

	mu     sync.Mutex // guards what follows
	plan   *calendar.Plan
	aside  []calendar.Flaw // of the stored plan, what this version cannot work with
	planOf []byte          // the stored bytes it was read from
}

// turn is one command at work.
type turn struct {
	m     *Machine
	w     kv.Writer
	index uint64
	atMS  int64
	now   time.Time
	gone  [][]byte
}

// Apply applies one encoded HQCommand and gives the encoded HQReply. It implements the state machine of
// central/consensus. A command that cannot be understood changes nothing.
func (m *Machine) Apply(w kv.Writer, index uint64, command []byte) []byte {
	c, err := contract.Decode(command, new(contract.HQCommand))
	if err != nil {
		return contract.Encode(refuse(fault.Invalid, "command", err.Error()))
	}
	if len(c.Act) > 0 {
		if known := w.Get(actKey(c.Act)); known != nil {
			return append([]byte(nil), known...)
		}
	}
	t := &turn{m: m, w: w, index: index, atMS: c.AtMs, now: time.UnixMilli(c.AtMs)}
	reply := contract.Encode(t.do(c))
	if len(c.Act) > 0 {
		w.Put(actKey(c.Act), reply)
	}
	return reply
}

// do hands the command to the rule that knows it.
func (t *turn) do(c *contract.HQCommand) *contract.HQReply {
	switch k := c.Kind.(type) {
	case *contract.HQCommand_Found:
		return t.found(k.Found)
	case *contract.HQCommand_Code:
		return t.code(k.Code)
	case *contract.HQCommand_Redeemed:
		return t.redeemed(k.Redeemed)
	case *contract.HQCommand_Revoked:
		return t.revoked(k.Revoked)
	case *contract.HQCommand_Lost:
		return t.lost(k.Lost)
	case *contract.HQCommand_NewEra:
		return t.newEra(k.NewEra)
	case *contract.HQCommand_Greeted:
		return t.greeted(k.Greeted)
	case *contract.HQCommand_Taken:
		return t.taken(k.Taken)
	case *contract.HQCommand_Report:
		return t.report(k.Report)
	case *contract.HQCommand_FeedTaken:
		return t.feedTaken(k.FeedTaken)
	case *contract.HQCommand_TopUp:
		return t.topUp(office.SiteID(k.TopUp.Site))
	case *contract.HQCommand_Plan:
		return t.putPlan(k.Plan)
	case *contract.HQCommand_Clerk:
		return t.putClerk(k.Clerk)
	case *contract.HQCommand_Recall:
		return t.recall(k.Recall)
	case *contract.HQCommand_Risk:
		return t.acceptRisk(k.Risk)
	case *contract.HQCommand_Settled:
		return t.settle(k.Settled)
	case *contract.HQCommand_ConflictDecided:
		return t.decideConflict(k.ConflictDecided)
	case *contract.HQCommand_Consignment:
		return t.announce(k.Consignment)
	case *contract.HQCommand_TakeBack:
		return t.takeBack(k.TakeBack)
	case *contract.HQCommand_Roster:
		return t.putRoster(k.Roster)
	case *contract.HQCommand_RosterSheet:
		return t.putSheet(k.RosterSheet)
	case *contract.HQCommand_RosterBook:
		return t.putBook(k.RosterBook)
	case *contract.HQCommand_Book:
		return t.book(k.Book)
	case *contract.HQCommand_Cancel:
		return t.cancel(k.Cancel)
	case *contract.HQCommand_Move:
		return t.move(k.Move)
	case *contract.HQCommand_PassKey:
		return t.putPassKey(k.PassKey)
	case *contract.HQCommand_PhotoReading:
		return t.photoReading(k.PhotoReading)
	case *contract.HQCommand_Certificate:
		return t.certified(k.Certificate)
	case *contract.HQCommand_Procedure:
		return t.putProcedure(k.Procedure)
	case *contract.HQCommand_ProcedureAnswered:
		return t.answerRemark(k.ProcedureAnswered)
	case *contract.HQCommand_BulletinDrafted:
		return t.bulletinDrafted(k.BulletinDrafted)
	case *contract.HQCommand_BulletinApproved:
		return t.bulletinApproved(k.BulletinApproved)
	case *contract.HQCommand_BulletinWithdrawn:
		return t.bulletinWithdrawn(k.BulletinWithdrawn)
	case *contract.HQCommand_Letter:
		return t.putLetter(k.Letter)
	case *contract.HQCommand_CitizenLinked:
		return t.linkCitizen(k.CitizenLinked)
	case *contract.HQCommand_Profile:
		return t.stepProfile(k.Profile)
	case *contract.HQCommand_Services:
		return t.putServices(k.Services)
	case *contract.HQCommand_AgendaWithdrawn:
		return t.withdrawAgenda(k.AgendaWithdrawn)
	case *contract.HQCommand_Hold:
		return t.hold(k.Hold)
	case *contract.HQCommand_LetGo:
		id, _ := contract.ID16[office.AppointmentID](k.LetGo.Hold)
		t.letGo(id)
		return done()
	case *contract.HQCommand_Lapse:
		return t.lapse()
	case *contract.HQCommand_MessageClaim:
		return t.claimMessages(k.MessageClaim)
	case *contract.HQCommand_MessageNoted:
		return t.noteMessages(k.MessageNoted)
	case *contract.HQCommand_MessageSweep:
		return t.sweepMessages(k.MessageSweep)
	case *contract.HQCommand_MessageRetry:
		return t.retryMessage(k.MessageRetry)
	case *contract.HQCommand_MessageBounced:
		return t.bounceMessage(k.MessageBounced)
	case *contract.HQCommand_WaitingAsk:
		return t.askSooner(k.WaitingAsk)
	case *contract.HQCommand_WaitingWithdraw:
		return t.withdrawSooner(k.WaitingWithdraw)
	case *contract.HQCommand_WaitingLook:
		return t.look(k.WaitingLook)
	case *contract.HQCommand_SurveyAnswered:
		return t.answered(k.SurveyAnswered)
	case *contract.HQCommand_SurveyRefused:
		return t.refuseSurvey(k.SurveyRefused)
	}
	return refuse(fault.Invalid, "command", fmt.Sprintf("unknown command %T", c.Kind))
}

// calendar is the compiled plan in force.
func (t *turn) calendar() *calendar.Plan { return t.m.compiled(View{t.w, t.m}) }

func (m *Machine) compiled(v View) *calendar.Plan {
	raw := v.r.Get(keyPlan)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.plan == nil || !bytes.Equal(m.planOf, raw) {
		m.plan, m.aside = read(v.Plan())
		m.planOf = bytes.Clone(raw)
	}
	return m.plan
}

// read is the calendar of a stored plan. Another version of this program may have stored it, so what this one does not
// understand is set aside; if even the rest cannot be, there are no opening hours until a planner has put that right.
func read(stored *contract.Plan) (*calendar.Plan, []calendar.Flaw) {
	p, aside, err := rulebook.Read(stored)
	if err == nil {
		return p, aside
	}
	whole := calendar.Flaw{Thing: "plan", Field: "version", Problem: err.Error(), Dutch: "dit plan kan niet gelezen worden"}
	if p, _, err = rulebook.Read(&contract.Plan{Version: stored.GetVersion()}); err != nil {
		panic("register: the catalogue itself is no calendar: " + err.Error())
	}
	return p, append(aside, whole)
}

func (t *turn) touched(s office.SeatID) {
	if t.m.Touched != nil {
		t.m.Touched(s.Site, s.Date, t.index)
	}
}

func (t *turn) fed(site office.SiteID) {
	if t.m.Fed != nil {
		t.m.Fed(site)
	}
}

// headquarters is the one-of-a-kind state.
func (t *turn) headquarters() *contract.HeadquartersState { return View{t.w, t.m}.headquarters() }

func (t *turn) gate() custody.Gate { return custody.Gate{Era: t.headquarters().Era} }

func done() *contract.HQReply { return &contract.HQReply{} }

// refuse is a reply that says no; the state is unchanged.
func refuse(kind fault.Kind, subject, say string) *contract.HQReply {
	return &contract.HQReply{Kind: uint32(kind) + 1, Subject: subject, Say: say}
}

// refusal is refuse for an error of a rule.
func refusal(err error, subject string) *contract.HQReply {
	return refuse(fault.KindOf(err), subject, fault.Sentence(err))
}

// Err is the fault a reply stands for, or nil.
func Err(op string, r *contract.HQReply) error {
	if r.GetKind() == 0 {
		return nil
	}
	return fault.New(op, fault.Kind(r.Kind-1)).On(r.Subject).Tell(r.Say, "")
}
