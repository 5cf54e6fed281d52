package program_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/central/program"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
)

// What a city does with its headquarters in a week, told as one story: it takes seconds to found one.
func TestHeadquarters(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "hq")
	d := start(t, dir)

	var place *contract.Place
	t.Run("a citizen books with curl, and the phone desk sees it", func(t *testing.T) {
		place = free(t, d.at.Public[1], 1)[0]
		booked(t, d.at.Public[2], place)
		if out, _ := d.tool(t, "bookings", "list", berchem, dateOf(place)); !strings.Contains(out, "Eva Maes") {
			t.Errorf("the day does not show her:\n%s", out)
		}
		if code, out, _ := run("bookings", "list", berchem, dateOf(place), "--state", dir, "--json"); code != 0 || !json.Valid([]byte(out)) {
			t.Errorf("exit code %d, JSON:\n%s", code, out)
		}
	})
	t.Run("staff come by the plain door with the token, citizens without", func(t *testing.T) { doors(t, d) })
	t.Run("an enrolment code works once", func(t *testing.T) { enrolment(t, d) })
	t.Run("the phone desk books, moves and cancels", func(t *testing.T) { phoneDesk(t, d) })
	t.Run("the tables of the other tools", func(t *testing.T) { tables(t, d) })

	greeted(t, d.Node(0), 1)
	sealed, open := backups(t, d)
	d.stop()
	if _, err := os.Stat(filepath.Join(dir, "hq.json")); !os.IsNotExist(err) {
		t.Errorf("hq.json of a headquarters that stopped: %v", err)
	}
	if code, _, said := run("sites", "--state", dir); code != 4 || !strings.Contains(said, "central demo") {
		t.Errorf("without headquarters: exit code %d: %s", code, said)
	}

	t.Run("restarted, it knows everything and seeds nothing twice", func(t *testing.T) {
		again := start(t, dir)
		if out, _ := again.tool(t, "bookings", "list", berchem, dateOf(place)); strings.Count(out, "Eva Maes") != 1 ||
			strings.Count(out, "Lotte Wouters") > 1 {
			t.Errorf("the day after a restart:\n%s", out)
		}
		t.Run("a leader that dies while people book", func(t *testing.T) { leaderDies(t, again) })
		t.Run("without a majority nothing is decided", func(t *testing.T) { minority(t, again) })
	})
	t.Run("a backup that is sealed needs its key", func(t *testing.T) { unsealed(t, sealed, open) })
	t.Run("restored into a new era, it waits for each counter", func(t *testing.T) { restored(t, dir, sealed) })
}

// booked books with nothing but HTTP and JSON.
func booked(t *testing.T, addr string, place *contract.Place) {
	t.Helper()
	body := fmt.Sprintf(`{"id":"AAECAwQFBgcICQoLDA0ODw==","place":{"site":%q,"run":{"date":%d,"desk":%d,"start":%d,"count":1,"slotMinutes":10}},
		"products":["eid-aanvraag"],"person":{"name":"Eva Maes"}}`, place.Site, place.Run.Date, place.Run.Desk, place.Run.Start)
	res, err := http.Post("http://"+addr+"/buurtloket.v1.Booking/Book", "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK || !bytes.Contains(answer, []byte(`"code"`)) {
		t.Fatalf("%s: %s: %v", res.Status, answer, err)
	}
}

func doors(t *testing.T, d *demo) {
	for _, c := range []struct {
		path, token string
		want        int
	}{
		{"Planning/Status", "", http.StatusUnauthorized}, {"Planning/Status", "Bearer x", http.StatusUnauthorized},
		{"Planning/Status", "Bearer ", http.StatusUnauthorized}, {"Booking/Search", "", http.StatusOK}, {"Booking/Search", "Bearer x", http.StatusUnauthorized},
	} {
		r, err := http.NewRequestWithContext(t.Context(), "POST", "http://"+d.at.Public[0]+"/buurtloket.v1."+c.path, strings.NewReader(`{"products":["eid-aanvraag"]}`))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		if c.token != "" {
			r.Header.Set("Authorization", c.token)
		}
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		if res.Body.Close(); res.StatusCode != c.want {
			t.Errorf("%s with %q: %s, want %d", c.path, c.token, res.Status, c.want)
		}
	}
	info, err := os.Stat(filepath.Join(d.dir, "token"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the token's file: %v, %v", info.Mode(), err)
	}
	// Who only says to be staff is a citizen: nothing today.
	res, err := citizen(d.at.Public[0]).Search(t.Context(), connect.NewRequest(&contract.PublicSearchRequest{
		Products: []string{"eid-aanvraag"}, Sites: []string{berchem}, Limit: 1, Channel: contract.Channel_CHANNEL_PHONE}))
	if err != nil {
		t.Fatal(err)
	}
	out, _ := d.tool(t, "bookings", "search", "--product", "eid-aanvraag", "--site", berchem, "--limit", "1")
	if first := dateOf(res.Msg.Places[0].Place); strings.Contains(out, first) {
		t.Errorf("the first place of a citizen is on %s, of staff:\n%s", first, out)
	}
}

func enrolment(t *testing.T, d *demo) {
	out, _ := d.tool(t, "enroll", berchem, "--valid", "5")
	code, err := link.ParseCode(strings.TrimSpace(out))
	if err != nil {
		t.Fatal(err)
	}
	device := link.Device{Site: berchem, Serial: "doos-1"}
	if _, err := link.Enroll(t.Context(), d.at.Nodes, code, device, link.EnrolOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := link.Enroll(t.Context(), d.at.Nodes[1:], code, device, link.EnrolOptions{}); !fault.Is(err, fault.Taken) {
		t.Errorf("used twice: %v", err)
	}
	if code, _, said := run("enroll", "nergens", "--state", d.dir); code != 3 || !strings.Contains(said, "niet bekend") {
		t.Errorf("an unknown site: exit code %d: %s", code, said)
	}
}

func phoneDesk(t *testing.T, d *demo) {
	day := dateOf(free(t, d.at.Public[0], 1)[0])
	list := func() string { out, _ := d.tool(t, "bookings", "list", berchem, day); return out }
	d.tool(t, "bookings", "book", berchem, day, "--product", "eid-afhalen", "--name", "Karel Bel")
	id := ""
	for line := range strings.Lines(list()) {
		if strings.Contains(line, "Karel Bel") {
			cells := strings.Fields(line)
			id = cells[len(cells)-1]
		}
	}
	before := list()
	d.tool(t, "bookings", "move", id, berchem, day, "--product", "eid-afhalen")
	if after := list(); before == after || strings.Count(after, "Karel Bel") != 1 {
		t.Errorf("moved:\n%s", after)
	}
	d.tool(t, "bookings", "cancel", id, "--reason", "ziek")
	if after := list(); strings.Contains(after, "Karel Bel") {
		t.Errorf("cancelled:\n%s", after)
	}
	for want, args := range map[int][]string{
		3: {"bookings", "book", berchem, day, "03:03", "--product", "eid-afhalen"},
		2: {"bookings", "cancel", "K7M4"},
	} {
		if code, _, said := run(append(args, "--state", d.dir)...); code != want || said == "" {
			t.Errorf("%v: exit code %d, want %d: %s", args, code, want, said)
		}
	}
}

func tables(t *testing.T, d *demo) {
	if out, _ := d.tool(t, "status"); strings.Count(out, "hq1,hq2,hq3") != 3 {
		t.Errorf("status:\n%s", out)
	}
	if out, _ := d.tool(t, "sites"); !strings.Contains(out, "niet aangesloten") {
		t.Errorf("sites:\n%s", out)
	}
	if out, _ := d.tool(t, "rules", "--site", berchem); !strings.Contains(out, "demonstratie") {
		t.Errorf("rules:\n%s", out)
	}
	d.tool(t, "rules", "put", "zaterdagochtend", "--site", "buurtloket-groenenhoek", "--days", "za", "--from", "09:00", "--to", "12:00", "--by", "an")
	if out, _ := d.tool(t, "rules", "--site", "buurtloket-groenenhoek"); !strings.Contains(out, "zaterdagochtend") {
		t.Errorf("rules:\n%s", out)
	}
	d.tool(t, "rules", "remove", "zaterdagochtend", "--by", "an")
	if out, _ := d.tool(t, "conflicts"); strings.Count(out, "\n") != 1 {
		t.Errorf("conflicts:\n%s", out)
	}
	if code, _, said := run("lost", berchem, "--by", "an", "--second", "an", "--state", d.dir); code != 3 || !strings.Contains(said, "Twee verschillende") {
		t.Errorf("one planner: exit code %d: %s", code, said)
	}
	if code, _, said := run("bookings", "liist"); code != 2 || said == "" {
		t.Errorf("a word that is no command: exit code %d: %s", code, said)
	}
}

// leaderDies has pairs of citizens race for the same places through all doors, each asking again with the same id
// until there is an answer, while the leader is taken away. Each place goes to one of the two, and what they were told
// is what headquarters has.
func leaderDies(t *testing.T, d *demo) {
	const rivals, seats = 2, 60
	places := free(t, d.at.Public[0], seats)
	var won [rivals][seats]bool
	var answers atomic.Int32
	var all sync.WaitGroup
	dying := make(chan struct{})
	for r := range rivals {
		for lane := range 3 {
			all.Go(func() {
				for n := lane; n < seats; n += 3 {
					won[r][n] = insist(t, d, wish(places[n], byte(r+1), n), lane)
					if answers.Add(1) == rivals*seats/4 {
						close(dying)
					}
				}
			})
		}
	}
	<-dying
	gone := d.leader(t)
	if err := d.Stop(gone); err != nil {
		t.Errorf("stop the leader: %v", err)
	}
	all.Wait()
	here := d.at.Public[(gone+1)%3]
	for n, p := range places {
		if won[0][n] == won[1][n] {
			t.Errorf("place %d: won by the first %t, by the second %t", n, won[0][n], won[1][n])
		}
		winner := byte(1)
		if won[1][n] {
			winner = 2
		}
		res, err := citizen(here).Book(t.Context(), connect.NewRequest(wish(p, winner, n)))
		if err != nil || res.Msg.Appointment.Place.Run.Start != p.Run.Start {
			t.Fatalf("place %d, asked again by who won: %v, %v", n, res, err)
		}
	}
	seen := 0
	for day := range days(places) {
		out, _ := d.tool(t, "bookings", "list", berchem, day)
		seen += strings.Count(out, "Test Persoon")
	}
	if seen != seats {
		t.Errorf("%d appointments in the agenda, want %d", seen, seats)
	}
}

func days(places []*contract.Place) map[string]bool {
	out := map[string]bool{}
	for _, p := range places {
		out[dateOf(p)] = true
	}
	return out
}

// insist asks every door in turn until one answers yes or no.
func insist(t *testing.T, d *demo, q *contract.PublicBookRequest, door int) bool {
	for began := time.Now(); time.Since(began) < limit; door++ {
		_, err := citizen(d.at.Public[door%3]).Book(t.Context(), connect.NewRequest(q))
		switch err := fault.FromRPC("test", err); {
		case err == nil:
			return true
		case fault.Is(err, fault.Taken):
			return false
		case !fault.Is(err, fault.Unreachable):
			t.Errorf("booking: %v", err)
			return false
		}
	}
	t.Error("no answer in time")
	return false
}

// minority takes a second node away: the last one says so, in the time it was given, and decides nothing.
func minority(t *testing.T, d *demo) {
	last, others := -1, 0
	for i := range d.at.Nodes {
		if d.Node(i).Raft().Status().State == "Shutdown" {
			continue
		}
		if others++; others == 1 {
			if err := d.Stop(i); err != nil {
				t.Fatal(err)
			}
			continue
		}
		last = i
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	_, err := forward.Command(ctx, d.Node(last).Log(), &contract.HQCommand{Kind: &contract.HQCommand_Plan{Plan: &contract.PlanPut{
		Change: &contract.PlanPut_RemoveRule{RemoveRule: "none"}}}})
	if !fault.Is(err, fault.Unreachable) || !strings.Contains(fault.Sentence(err), "hoofdkantoor") {
		t.Errorf("error %v: %s", err, fault.Sentence(err))
	}
	stale := citizen(d.at.Public[last])
	if _, err := stale.Search(t.Context(), connect.NewRequest(&contract.PublicSearchRequest{Products: []string{"eid-aanvraag"}})); err != nil {
		t.Errorf("what is only shown: %v", err)
	}
}

// With a first port given, six in a row are taken, also in a new folder.
func TestBasePort(t *testing.T) {
	for base := 17010; base < 17100; base += 10 {
		dir := t.TempDir()
		d, err := program.OpenDemo(program.DemoConfig{Dir: dir, BasePort: base})
		if fault.Is(err, fault.Refused) {
			continue // somebody has one of them
		}
		if err != nil {
			t.Fatal(err)
		}
		if addr, public := d.Node(2).Addr(), d.Node(2).PublicAddr(); addr != fmt.Sprintf("127.0.0.1:%d", base+2) || public != fmt.Sprintf("127.0.0.1:%d", base+5) {
			t.Errorf("base port %d: the third node is at %s and %s", base, addr, public)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
		return
	}
	t.Fatal("no ports are free")
}

// A folder keeps its ports, because nodes remember each other's address.
func TestFolderKeepsItsPorts(t *testing.T) {
	dir := t.TempDir()
	kept := `{"nodes":["127.0.0.1:1","127.0.0.1:2","127.0.0.1:3"],"public":["127.0.0.1:4","127.0.0.1:5","127.0.0.1:6"]}`
	if err := os.WriteFile(filepath.Join(dir, "addresses.json"), []byte(kept), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := program.OpenDemo(program.DemoConfig{Dir: dir, BasePort: 4000}); !fault.Is(err, fault.Invalid) {
		t.Errorf("other ports: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "addresses.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := program.OpenDemo(program.DemoConfig{Dir: dir}); !fault.Is(err, fault.Corrupt) {
		t.Errorf("a damaged file: %v", err)
	}
}
