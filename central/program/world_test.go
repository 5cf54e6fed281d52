package program_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/program"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/office"
)

const (
	berchem = "buurtloket-berchem"
	hoek    = "buurtloket-groenenhoek"
	// limit is how long anything may take that a test waits for: sockets and elections are not in a test's hands.
	limit = 30 * time.Second
)

// demo is a running demonstration.
type demo struct {
	*program.Demo
	dir  string
	at   struct{ Nodes, Public []string }
	stop func()
}

// start runs a demonstration on a folder until the test ends or stop is called.
func start(t *testing.T, dir string) *demo {
	t.Helper()
	d, err := program.OpenDemo(program.DemoConfig{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- d.Run(ctx) }()
	out := &demo{Demo: d, dir: dir}
	stopped := false
	out.stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("run: %v", err)
		}
		if err := d.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}
	t.Cleanup(out.stop)
	select {
	case <-d.Ready():
	case <-time.After(limit):
		t.Fatal("headquarters does not answer")
	}
	b, err := os.ReadFile(filepath.Join(dir, "hq.json"))
	if err == nil {
		err = json.Unmarshal(b, &out.at)
	}
	if err != nil || len(out.at.Nodes) != 3 || len(out.at.Public) != 3 {
		t.Fatalf("hq.json: %s: %v", b, err)
	}
	return out
}

// leader is the number of the node that leads.
func (d *demo) leader(t *testing.T) int {
	t.Helper()
	for i := range d.at.Nodes {
		if _, _, me := d.Node(i).Raft().Leader(); me {
			return i
		}
	}
	t.Fatal("nobody leads")
	return 0
}

// run has the program do a command, as the shell would.
func run(args ...string) (code int, out, remarks string) {
	var stdout, stderr bytes.Buffer
	code = program.Main(context.Background(), args, program.World{Out: &stdout, Err: &stderr, Getenv: func(string) string { return "" }})
	return code, stdout.String(), stderr.String()
}

// tool runs a tool against the demonstration; it must succeed.
func (d *demo) tool(t *testing.T, args ...string) (out, remarks string) {
	t.Helper()
	code, out, remarks := run(append(args, "--state", d.dir)...)
	if code != 0 {
		t.Fatalf("central %s: exit code %d: %s", strings.Join(args, " "), code, remarks)
	}
	return out, remarks
}

// citizen is the public door of a node, as a web page has it.
func citizen(addr string) contractconnect.BookingClient {
	return contractconnect.NewBookingClient(http.DefaultClient, "http://"+addr)
}

// free finds places that a citizen can book at Berchem.
func free(t *testing.T, addr string, n int) []*contract.Place {
	t.Helper()
	res, err := citizen(addr).Search(t.Context(), connect.NewRequest(&contract.PublicSearchRequest{
		Products: []string{"eid-aanvraag"}, Sites: []string{berchem}, Limit: uint32(n)}))
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Msg.Places) < n {
		t.Fatalf("%d places, want %d", len(res.Msg.Places), n)
	}
	var places []*contract.Place
	for _, p := range res.Msg.Places[:n] {
		places = append(places, p.Place)
	}
	return places
}

// wish is a citizen's booking of a place.
func wish(place *contract.Place, id byte, n int) *contract.PublicBookRequest {
	q := &contract.PublicBookRequest{Id: make([]byte, 16), Place: place, Products: []string{"eid-aanvraag"},
		Person: &contract.Person{Name: "Test Persoon"}}
	q.Id[0], q.Id[1], q.Id[2], q.Id[15] = id, byte(n>>8), byte(n), 1
	return q
}

func dateOf(p *contract.Place) string { return office.Date(p.Run.Date).String() }
