package local_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/gui/local"
	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// daemon is a Counter service that keeps a view and one session a desk, and remembers what it was asked.
type daemon struct {
	contractconnect.UnimplementedCounterHandler

	mu       sync.Mutex
	view     *contract.View
	changed  chan struct{}
	sessions map[string]uint32 // desks by session
	asked    []any
	booked   *contract.BookResponse
	fail     error // of every command
	lens     error // what the camera breaks with
}

func newDaemon() *daemon {
	return &daemon{view: view(), changed: make(chan struct{}), sessions: map[string]uint32{}}
}

// view is a small counter: An at desk 1, as the journal has it.
func view() *contract.View {
	return &contract.View{Site: "buurtloket-berchem", SiteName: "Buurtloket Berchem", NowMs: 1_800_000_000_000, Sequence: 7,
		Line: &contract.Line{State: contract.Line_ONLINE}, Today: &contract.AgendaDay{Date: 20000},
		Staff:  []*contract.StaffRow{{Id: "an", Name: "An Peeters"}, {Id: "bart", Name: "Bart Maes"}},
		Signed: []*contract.SignedRow{{Desk: 1, Id: "an", Name: "An Peeters"}, {Desk: 2, Id: "bart", Name: "Bart Maes"}}}
}

// change shows another view.
func (d *daemon) change(alter func(*contract.View)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	alter(d.view)
	close(d.changed)
	d.changed = make(chan struct{})
}

// answer is what bookings are told from now on, or what every command fails with.
func (d *daemon) answer(booked *contract.BookResponse, fail error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.booked, d.fail = booked, fail
}

// forget ends every session, as a restart or another window at the same desk does.
func (d *daemon) forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.sessions = map[string]uint32{}
}

// last is the newest thing asked.
func (d *daemon) last() any {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.asked[len(d.asked)-1]
}

func (d *daemon) Watch(ctx context.Context, r *connect.Request[contract.WatchRequest], s *connect.ServerStream[contract.View]) error {
	d.note(r.Msg)
	for {
		d.mu.Lock()
		changed, now := d.changed, contract.Encode(d.view)
		d.mu.Unlock()
		v, err := contract.Decode(now, new(contract.View))
		if err != nil {
			return err
		}
		if err := s.Send(v); err != nil {
			return err
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil
		}
	}
}

func (d *daemon) note(asked any) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked = append(d.asked, asked)
}

func (d *daemon) SignIn(_ context.Context, r *connect.Request[contract.SignInRequest]) (*connect.Response[contract.SignInResponse], error) {
	d.note(r.Msg)
	if r.Msg.Pin != "1234" {
		return nil, fault.RPC(fault.New("daemon.SignIn", fault.Denied).Tell("De naam of de pincode klopt niet.", ""))
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.sessions["s"] = r.Msg.Desk
	return connect.NewResponse(&contract.SignInResponse{Session: "s", Sequence: 8}), nil
}

// command is what every command goes through.
func command[A any](d *daemon, asked any, c *contract.Command, answer func() *A) (*connect.Response[A], error) {
	d.note(asked)
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, ok := d.sessions[c.GetSession()]; !ok || len(c.GetAct()) != 16 {
		return nil, fault.RPC(fault.New("daemon", fault.Denied).Tell("Je bent niet meer aangemeld.", "Meld je opnieuw aan."))
	}
	if d.fail != nil {
		return nil, fault.RPC(d.fail)
	}
	return connect.NewResponse(answer()), nil
}

func done() *contract.Done             { return &contract.Done{Sequence: 9} }
func ticket() *contract.TicketResponse { return &contract.TicketResponse{Ticket: "A007", Sequence: 9} }
func called() *contract.VisitResponse {
	return &contract.VisitResponse{Visit: &contract.VisitRow{Ticket: "A007"}, Sequence: 9}
}

func (d *daemon) SignOut(_ context.Context, r *connect.Request[contract.Command]) (*connect.Response[contract.Done], error) {
	return command(d, r.Msg, r.Msg, done)
}

func (d *daemon) Call(_ context.Context, r *connect.Request[contract.CallRequest]) (*connect.Response[contract.VisitResponse], error) {
	return command(d, r.Msg, r.Msg.Command, called)
}

func (d *daemon) Recall(_ context.Context, r *connect.Request[contract.VisitCommand]) (*connect.Response[contract.VisitResponse], error) {
	return command(d, r.Msg, r.Msg.Command, called)
}

func (d *daemon) Miss(_ context.Context, r *connect.Request[contract.VisitCommand]) (*connect.Response[contract.VisitResponse], error) {
	return command(d, r.Msg, r.Msg.Command, called)
}

func (d *daemon) Serve(_ context.Context, r *connect.Request[contract.VisitCommand]) (*connect.Response[contract.VisitResponse], error) {
	return command(d, r.Msg, r.Msg.Command, called)
}

func (d *daemon) Finish(_ context.Context, r *connect.Request[contract.VisitCommand]) (*connect.Response[contract.VisitResponse], error) {
	return command(d, r.Msg, r.Msg.Command, called)
}

func (d *daemon) CheckIn(_ context.Context, r *connect.Request[contract.CheckInRequest]) (*connect.Response[contract.TicketResponse], error) {
	return command(d, r.Msg, r.Msg.Command, ticket)
}

func (d *daemon) Issue(_ context.Context, r *connect.Request[contract.IssueRequest]) (*connect.Response[contract.TicketResponse], error) {
	return command(d, r.Msg, r.Msg.Command, ticket)
}

func (d *daemon) Book(_ context.Context, r *connect.Request[contract.BookRequest]) (*connect.Response[contract.BookResponse], error) {
	return command(d, r.Msg, r.Msg.Command, func() *contract.BookResponse { return d.booked })
}

func (d *daemon) Cancel(_ context.Context, r *connect.Request[contract.CancelRequest]) (*connect.Response[contract.BookResponse], error) {
	return command(d, r.Msg, r.Msg.Command, func() *contract.BookResponse { return d.booked })
}

func (d *daemon) HandOut(_ context.Context, r *connect.Request[contract.HandOutRequest]) (*connect.Response[contract.Done], error) {
	return command(d, r.Msg, r.Msg.Command, done)
}

func (d *daemon) Leave(_ context.Context, r *connect.Request[contract.VisitCommand]) (*connect.Response[contract.VisitResponse], error) {
	return command(d, r.Msg, r.Msg.Command, called)
}

func (d *daemon) Move(_ context.Context, r *connect.Request[contract.MoveRequest]) (*connect.Response[contract.BookResponse], error) {
	return command(d, r.Msg, r.Msg.Command, func() *contract.BookResponse { return d.booked })
}

func (d *daemon) Receive(_ context.Context, r *connect.Request[contract.ReceiveRequest]) (*connect.Response[contract.Done], error) {
	return command(d, r.Msg, r.Msg.Command, done)
}

func (d *daemon) Store(_ context.Context, r *connect.Request[contract.StoreRequest]) (*connect.Response[contract.Done], error) {
	return command(d, r.Msg, r.Msg.Command, done)
}

func (d *daemon) Count(_ context.Context, r *connect.Request[contract.CountRequest]) (*connect.Response[contract.CountResponse], error) {
	return command(d, r.Msg, r.Msg.Command, func() *contract.CountResponse {
		return &contract.CountResponse{Missing: []string{"590-2"}, Surplus: []string{"590-1"}}
	})
}

func (d *daemon) DaySheet(_ context.Context, r *connect.Request[contract.DaySheetRequest]) (*connect.Response[contract.DaySheetResponse], error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, ok := d.sessions[r.Msg.Session]; !ok {
		return nil, fault.RPC(fault.New("daemon", fault.Denied).Tell("Je bent niet meer aangemeld.", "Meld je opnieuw aan."))
	}
	return connect.NewResponse(&contract.DaySheetResponse{Name: "dagblad-berchem-2026-11-26.pdf", Pdf: []byte("%PDF")}), nil
}

func (d *daemon) WorkAnswer(_ context.Context, r *connect.Request[contract.WorkAnswerRequest]) (*connect.Response[contract.Done], error) {
	return command(d, r.Msg, r.Msg.Command, func() *contract.Done { return &contract.Done{Sequence: 10} })
}

func (d *daemon) SetLine(_ context.Context, r *connect.Request[contract.SetLineRequest]) (*connect.Response[contract.Done], error) {
	d.note(r.Msg)
	return connect.NewResponse(done()), nil
}

func (d *daemon) Search(_ context.Context, r *connect.Request[contract.SearchRequest]) (*connect.Response[contract.SearchResponse], error) {
	d.note(r.Msg)
	place := func(desk uint32) *contract.Place {
		return &contract.Place{Site: "buurtloket-berchem", Run: &contract.Run{Date: 20001, Desk: desk, Start: 600, Count: 2, SlotMinutes: 15}}
	}
	return connect.NewResponse(&contract.SearchResponse{Scope: "alles", Places: []*contract.FoundPlace{
		{Place: place(1), SiteName: "Berchem", Sure: true, Warnings: []string{"Breng een pasfoto mee."}},
		{Place: place(2), SiteName: "Berchem"}, {Place: place(3), SiteName: "Berchem", Pending: true}}}), nil
}

func (d *daemon) Products(context.Context, *connect.Request[contract.ProductsRequest]) (*connect.Response[contract.ProductsResponse], error) {
	return connect.NewResponse(&contract.ProductsResponse{Products: []*contract.ProductRow{
		{Id: "eid-aanvraag", Name: "eID aanvragen", Offered: true}, {Id: "huwelijk", Name: "Huwelijk"}}}), nil
}

func (d *daemon) Stock(_ context.Context, r *connect.Request[contract.StockRequest]) (*connect.Response[contract.StockResponse], error) {
	d.note(r.Msg)
	choice := func(code string) *contract.Step_Choice {
		return &contract.Step_Choice{Code: code, Words: "woorden van " + code}
	}
	coming := &contract.Delivery{Consignment: "Z-1", Items: []*contract.ReceiveRequest_NewItem{{Document: "590-7"},
		{Document: "590-8", Kind: "eid-afhalen", Holder: &contract.Person{Name: "Noor"}}}}
	return connect.NewResponse(&contract.StockResponse{Announced: []*contract.Delivery{coming}, Rows: []*contract.StockRow{{Document: "590-1", Kind: "eid-afhalen",
		KindName: "Identiteitskaart", Name: "Lotte Maes", Compartment: "B3", Collectors: []string{"holder", "mandate", "neighbour"},
		Steps: []*contract.Step{{Choices: []*contract.Step_Choice{choice("letter-seen")}},
			{Choices: []*contract.Step_Choice{choice("done"), choice("postponed")}, Collectors: []string{"mandate"}},
			{Choices: []*contract.Step_Choice{choice("nod")}, Collectors: []string{"neighbour"}}}}}}), nil
}

// world is an adapter of desk 1 at a daemon.
type world struct {
	t       *testing.T
	daemon  *daemon
	socket  string
	server  *httptest.Server
	counter *local.Counter
	seen    chan state.Snapshot
}

func mustWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, daemon: newDaemon(), socket: filepath.Join(t.TempDir(), "c.sock"), seen: make(chan state.Snapshot, 100)}
	w.start()
	t.Cleanup(w.stop)
	w.counter = local.Dial(w.socket, 1)
	t.Cleanup(w.counter.Close)
	return w
}

// start serves the daemon, as a process that starts does.
func (w *world) start() {
	w.t.Helper()
	listener, err := net.Listen("unix", w.socket)
	if err != nil {
		w.t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle(contractconnect.NewCounterHandler(w.daemon))
	w.server = httptest.NewUnstartedServer(mux)
	_ = w.server.Listener.Close() // it listens on the network unless told otherwise
	w.server.Listener = listener
	w.server.Start()
}

func (w *world) stop() {
	w.server.CloseClientConnections()
	w.server.Close()
}

// watch watches until the test ends or the daemon does; the channel tells how it ended.
func (w *world) watch() <-chan error {
	w.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	var wg sync.WaitGroup
	wg.Go(func() { ended <- w.counter.Watch(ctx, func(s state.Snapshot) { w.seen <- s }) })
	w.t.Cleanup(func() { cancel(); wg.Wait() })
	return ended
}

// until waits for a snapshot as wanted.
func (w *world) until(what string, ok func(state.Snapshot) bool) state.Snapshot {
	w.t.Helper()
	deadline := time.After(5 * time.Second)
	for {
		select {
		case s := <-w.seen:
			if ok(s) {
				return s
			}
		case <-deadline:
			w.t.Fatalf("%s was not shown", what)
		}
	}
}

// signIn signs An in and waits until that is shown.
func (w *world) signIn() {
	w.t.Helper()
	if _, err := w.counter.SignIn(w.t.Context(), "an", "1234"); err != nil {
		w.t.Fatal(err)
	}
	w.until("who signed in", func(s state.Snapshot) bool { return at(s, 1) == "an" })
}
