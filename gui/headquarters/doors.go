// Package headquarters is the planner's screens' door to headquarters: the services of the contract for central staff, at whichever
// node answers.
package headquarters

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/gui/planner/fleet"
	"github.com/buurtloket/buurtloket/gui/planner/inbox"
	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// limit bounds one call at one node. It is longer than a node waits for its majority, so that the node's own words arrive.
const limit = 30 * time.Second

// Address is where headquarters is: the plain doors of its nodes, and the file with the planner's token. A running demonstration
// writes it as hq.json in its folder.
type Address struct {
	Public    []string `json:"public"`
	TokenFile string   `json:"token_file"`
}

// ReadAddress reads the hq.json of a demonstration's folder. It fails as Unreachable without one.
func ReadAddress(folder string) (Address, error) {
	const op = "headquarters.ReadAddress"
	var a Address
	b, err := os.ReadFile(filepath.Join(folder, "hq.json"))
	if err == nil {
		err = json.Unmarshal(b, &a)
	}
	if err != nil {
		return a, fault.New(op, fault.Unreachable).On(folder).Because(err).Tell("Het hoofdkantoor is niet gevonden.", "Start de demonstratie, of zeg met --hq waar het is.")
	}
	return a, nil
}

// Doors implements what the planner's pages ask of headquarters, over the nodes' plain doors. It is safe for concurrent use. The node that answered last is
// asked first.
type Doors struct {
	http  *http.Client
	nodes []door

	mu    sync.Mutex
	first int // the node that answered last
}

// door is the plain door of one node.
type door struct {
	contractconnect.BoardClient
	contractconnect.FleetClient
	contractconnect.InboxClient
	planning contractconnect.PlanningClient
	rosters  contractconnect.RostersClient
	hours    contractconnect.HoursClient
}

var (
	_ week.Headquarters  = (*Doors)(nil)
	_ fleet.Headquarters = (*Doors)(nil)
	_ inbox.Headquarters = (*Doors)(nil)
)

// Dial reaches headquarters. It fails on what cannot be an address or a token, and waits for nobody.
func Dial(a Address) (*Doors, error) {
	const op = "headquarters.Dial"
	if len(a.Public) == 0 {
		return nil, fault.New(op, fault.Invalid).Tell("Er is geen adres van het hoofdkantoor.", "Zeg met --hq waar het is.")
	}
	token := ""
	if a.TokenFile != "" {
		b, err := os.ReadFile(a.TokenFile)
		if err != nil {
			return nil, fault.New(op, fault.Denied).On(a.TokenFile).Because(err).Tell("De sleutel van de planner kan niet gelezen worden.", "Kijk of je op dit toestel mag plannen.")
		}
		token = strings.TrimSpace(string(b))
	}
	d := &Doors{http: &http.Client{Transport: bearer{token, http.DefaultTransport.(*http.Transport).Clone()}}}
	for _, url := range a.Public {
		if !strings.Contains(url, "://") {
			url = "http://" + url
		}
		d.nodes = append(d.nodes, door{contractconnect.NewBoardClient(d.http, url), contractconnect.NewFleetClient(d.http, url),
			contractconnect.NewInboxClient(d.http, url), contractconnect.NewPlanningClient(d.http, url),
			contractconnect.NewRostersClient(d.http, url), contractconnect.NewHoursClient(d.http, url)})
	}
	return d, nil
}

// Close lets go of the connections.
func (d *Doors) Close() { d.http.CloseIdleConnections() }

// bearer shows the planner's token with each request.
type bearer struct {
	token string
	*http.Transport
}

// RoundTrip implements http.RoundTripper.
func (b bearer) RoundTrip(r *http.Request) (*http.Response, error) {
	if b.token != "" {
		r = r.Clone(r.Context())
		r.Header.Set("Authorization", "Bearer "+b.token)
	}
	return b.Transport.RoundTrip(r)
}

// ask makes a call at the nodes in turn until one answers. What a node that lives says weighs more than the silence of another.
func ask[Q, A any](ctx context.Context, d *Doors, call func(door, context.Context, *connect.Request[Q]) (*connect.Response[A], error), q *Q) (*A, error) {
	const op = "headquarters"
	d.mu.Lock()
	first := d.first
	d.mu.Unlock()
	var failed error
	for i := range d.nodes {
		n := (first + i) % len(d.nodes)
		inner, cancel := context.WithTimeout(ctx, limit)
		res, err := call(d.nodes[n], inner, connect.NewRequest(q))
		cancel()
		if err == nil {
			d.mu.Lock()
			d.first = n
			d.mu.Unlock()
			return res.Msg, nil
		}
		said := fault.FromRPC(op, err)
		if failed == nil || connect.IsWireError(errors.Unwrap(said)) {
			failed = said
		}
		if ctx.Err() != nil || !fault.Is(said, fault.Unreachable) {
			return nil, said
		}
	}
	return nil, failed
}

// Week implements week.Headquarters.
func (d *Doors) Week(ctx context.Context, q *contract.BoardWeekRequest) (*contract.BoardWeekResponse, error) {
	return ask(ctx, d, door.Week, q)
}

// Try implements week.Headquarters.
func (d *Doors) Try(ctx context.Context, q *contract.BoardDraft) (*contract.BoardEffect, error) {
	return ask(ctx, d, door.Try, q)
}

// Commit implements week.Headquarters.
func (d *Doors) Commit(ctx context.Context, q *contract.BoardCommitRequest) (*contract.BoardCommitResponse, error) {
	return ask(ctx, d, door.Commit, q)
}

// Advise implements week.Headquarters.
func (d *Doors) Advise(ctx context.Context, q *contract.BoardAdviseRequest) (*contract.BoardAdviseResponse, error) {
	return ask(ctx, d, door.Advise, q)
}

// Glance implements fleet.Headquarters.
func (d *Doors) Glance(ctx context.Context, q *contract.FleetRequest) (*contract.FleetResponse, error) {
	return ask(ctx, d, door.Glance, q)
}

// DeclareLost implements fleet.Headquarters.
func (d *Doors) DeclareLost(ctx context.Context, q *contract.DeclareLostRequest) (*contract.DeclareLostResponse, error) {
	return ask(ctx, d, func(n door, ctx context.Context, r *connect.Request[contract.DeclareLostRequest]) (*connect.Response[contract.DeclareLostResponse], error) {
		return n.planning.DeclareLost(ctx, r)
	}, q)
}

// List implements inbox.Headquarters.
func (d *Doors) List(ctx context.Context, q *contract.InboxRequest) (*contract.InboxResponse, error) {
	return ask(ctx, d, door.List, q)
}

// Places implements inbox.Headquarters.
func (d *Doors) Places(ctx context.Context, q *contract.InboxPlacesRequest) (*contract.InboxPlacesResponse, error) {
	return ask(ctx, d, door.Places, q)
}

// Decide implements inbox.Headquarters.
func (d *Doors) Decide(ctx context.Context, q *contract.InboxDecideRequest) (*contract.InboxDecideResponse, error) {
	return ask(ctx, d, door.Decide, q)
}
