package local

import (
	"context"
	"sync"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/caller"
	"github.com/buurtloket/buurtloket/appliance/follow"
	"github.com/buurtloket/buurtloket/appliance/rehearsal"
	"github.com/buurtloket/buurtloket/appliance/room"
	"github.com/buurtloket/buurtloket/appliance/scan"
	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Service implements the Counter service over a node. It is safe for concurrent use.
type Service struct {
	node      *appliance.Node
	door      *staff.Door
	site      office.Site
	room      *room.Room
	follow    follow.Follower
	register  vault.Register
	random    *lockedRandom
	memory    memory
	holder    Holder // nil: no card is read here
	equipment equipment
	cards     cards
	stage     *rehearsal.Stage // nil: nothing here is emulated, or it is no demonstration
	passes    passes
	ears      *scan.Ears      // nil: no scanner
	caller    *caller.Caller  // nil: no voice
	stop      <-chan struct{} // closed when the server goes: watches end
}

var _ contractconnect.CounterHandler = (*Service)(nil)

// session is who a command comes from. How long nothing came is counted on the steady clock: a wall clock that is set
// signs nobody out.
func (s *Service) session(c *contract.Command) (staff.Session, error) {
	return s.door.Find(c.GetSession(), s.node.Steady())
}

// who names a command: its clerk, desk and act. An act that the screen did not draw is drawn here.
func (s *Service) who(op string, c *contract.Command) (appliance.Who, staff.Session, error) {
	session, err := s.session(c)
	if err != nil {
		return appliance.Who{}, session, fault.Wrap(op, err)
	}
	act, err := s.act(c.GetAct())
	if err != nil {
		return appliance.Who{}, session, fault.Wrap(op, err)
	}
	return appliance.Who{Clerk: session.ID, Desk: session.Desk, Act: act}, session, nil
}

func (s *Service) act(given []byte) ([16]byte, error) {
	if len(given) == 0 {
		return s.newID()
	}
	act, err := contract.ID16[[16]byte](given)
	if err != nil {
		return act, fault.New("local.act", fault.Invalid).Because(err)
	}
	return act, nil
}

func (s *Service) newID() ([16]byte, error) {
	return office.NewID(s.random, s.node.Now().UnixMilli())
}

// respond wraps an answer, or says the error in words.
func respond[T any](m *T, err error) (*connect.Response[T], error) {
	if err != nil {
		return nil, fault.RPC(err)
	}
	return connect.NewResponse(m), nil
}

// once runs a decision of one event that makes nothing with an id of its own.
func (s *Service) once(ctx context.Context, op string, c *contract.Command, decide func(appliance.Turn, appliance.Who) (*contract.Event, error)) (*connect.Response[contract.Done], error) {
	who, _, err := s.who(op, c)
	if err != nil {
		return nil, fault.RPC(err)
	}
	who.Once = true
	seq, err := s.node.Do(ctx, who, func(t appliance.Turn) (appliance.Decision, error) {
		return appliance.One(decide(t, who))
	})
	return respond(&contract.Done{Sequence: seq}, err)
}

// lockedRandom lets many commands draw from one source.
type lockedRandom struct {
	mu   sync.Mutex
	from interface{ Read([]byte) (int, error) }
}

// Read implements io.Reader.
func (l *lockedRandom) Read(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.from.Read(p)
}

// settle is how long a command waits for headquarters' answer before it says that the wish is on its way.
const settle = 2 * time.Second
