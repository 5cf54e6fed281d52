package program_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/pin"
	"github.com/buurtloket/buurtloket/sync/rulebook"
	"github.com/buurtloket/buurtloket/sync/socket"
)

// The counter of the benchmark has far more desks than any: a million bookings are then three years of days.
const (
	wideDesks   = 20
	wideDay     = wideDesks * 54 // seats
	million     = 1_000_000
	hourly      = 120 // bookings of a busy hour at those desks
	benchmarked = "135790"
)

// BenchmarkDaemonMillion starts the daemon as a process of its own, on a journal with a million bookings, and reports
// how long it takes until it answers, and what it has resident (VmRSS, pages of the file that the kernel lends it
// included) then and after an hour's worth of bookings through the socket. Making the journal takes some minutes.
func BenchmarkDaemonMillion(b *testing.B) {
	dir, tomorrow := b.TempDir(), office.DateOf(time.Now())+1
	program := filepath.Join(dir, "appliance")
	if out, err := exec.Command("go", "build", "-o", program, "../cmd/appliance").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	fillMillion(b, dir, tomorrow)
	from := 0
	for b.Loop() {
		d := mustStart(b, program, dir)
		b.ReportMetric(float64(d.took.Microseconds())/1000, "start-ms")
		b.ReportMetric(d.resident(b, "VmRSS"), "start-MiB")
		d.book(b, tomorrow, from, hourly)
		from += hourly
		b.ReportMetric(d.resident(b, "VmRSS"), "hour-MiB")
		b.ReportMetric(d.resident(b, "RssAnon"), "hour-own-MiB")
		d.stop(b)
	}
}

// fillMillion makes a journal of a million bookings on days that are past, and gives the counter tomorrow's seats.
func fillMillion(b *testing.B, dir string, tomorrow office.Date) {
	n, err := appliance.Open(appliance.Config{Site: site, Dir: dir})
	if err != nil {
		b.Fatal(err)
	}
	defer n.Close()
	ctx, number := context.Background(), uint64(0)
	tell := func(e *contract.FeedEntry) {
		number++
		e.Number = number
		if err := n.Shipping().Apply(ctx, &contract.Feed{First: number, Entries: [][]byte{contract.Encode(e)}}); err != nil {
			b.Fatal(err)
		}
	}
	hash, salt, err := pin.New(benchmarked, rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Plan{Plan: &contract.Plan{Version: 1, Rules: []*contract.Rule{
		rulebook.ToRule(calendar.Rule{ID: "wide", Site: site, Days: calendar.EveryDay, From: 9 * 60, To: 18 * 60,
			Mode: calendar.Appointment, Desks: wideDesks, FirstDesk: 1})}}}})
	tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Roster{Roster: &contract.Roster{Version: 1,
		Clerks: []*contract.Clerk{{Id: "ann", Name: "Ann", Roles: []string{"clerk"}, Pin: hash, PinSalt: salt}}}}})
	var life uint64
	if err := n.View(func(v journal.View) error { life = uint64(v.Life()); return nil }); err != nil {
		b.Fatal(err)
	}
	days := office.Date(million/wideDay + 1)
	for d := tomorrow - days; d <= tomorrow; d++ {
		tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Grant{Grant: &contract.Grant{To: life,
			Identity: &contract.Identity{Era: 1, Number: number}, Free: contract.Runs(seatsOf(d), 10)}}})
		if d < tomorrow {
			mustBookAll(b, n, seatsOf(d), number-1)
		}
	}
}

// seatsOf are a day's seats.
func seatsOf(d office.Date) (seats []office.SeatID) {
	for desk := office.Desk(1); desk <= wideDesks; desk++ {
		for k := range wideDay / wideDesks {
			seats = append(seats, office.SeatID{Site: site, Date: d, Desk: desk, Start: office.Minute(9*60 + 10*k)})
		}
	}
	return seats
}

// mustBookAll journals a booking of each seat, some hundreds in a commit.
func mustBookAll(b *testing.B, n *appliance.Node, seats []office.SeatID, grant uint64) {
	for len(seats) > 0 {
		part := seats[:min(len(seats), 500)]
		seats = seats[len(part):]
		_, err := n.Do(context.Background(), appliance.Who{Clerk: "ann", Desk: 1}, func(t appliance.Turn) (d appliance.Decision, err error) {
			for _, seat := range part {
				id, err := office.NewID(rand.Reader, t.Now.UnixMilli())
				if err != nil {
					return d, err
				}
				d.Events = append(d.Events, &contract.Event{Kind: &contract.Event_Booked{Booked: &contract.Booked{
					Appointment: &contract.Appointment{Id: id[:], Place: &contract.Place{Site: site, Run: contract.NewRun(seat, 1, 10)},
						Products: []string{"eid-aanvraag"}, Persons: 1, Channel: contract.Channel_CHANNEL_DESK, Person: make([]byte, 16)},
					Grants: []*contract.Identity{{Era: 1, Number: grant}}}}})
			}
			return d, nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// daemon is the running process.
type daemon struct {
	process *exec.Cmd
	client  contractconnect.CounterClient
	http    *http.Client
	took    time.Duration // from its start until it answered
}

// mustStart starts the daemon and waits until it answers.
func mustStart(b *testing.B, program, dir string) *daemon {
	d := &daemon{process: exec.Command(program, "serve", "--site", site, "--dir", dir), http: socket.Client(filepath.Join(dir, "counter.sock"))}
	d.client = contractconnect.NewCounterClient(d.http, "http://counter")
	d.process.Stderr = os.Stderr
	said, err := d.process.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	if err := d.process.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = d.process.Process.Kill() }) // it has ended, unless the benchmark failed
	if _, err := bufio.NewReader(said).ReadString('\n'); err != nil {
		b.Fatal(err)
	}
	if _, err := d.client.Agenda(context.Background(), connect.NewRequest(new(contract.AgendaRequest))); err != nil {
		b.Fatal(err)
	}
	d.took = time.Since(began)
	return d
}

// book signs in and books seats of a day, one after the other.
func (d *daemon) book(b *testing.B, day office.Date, from, count int) {
	ctx := context.Background()
	in, err := d.client.SignIn(ctx, connect.NewRequest(&contract.SignInRequest{Clerk: "ann", Pin: benchmarked, Desk: 1}))
	if err != nil {
		b.Fatal(err)
	}
	seats := seatsOf(day)
	for k := range count {
		seat := seats[(from+k)%len(seats)]
		act, err := office.NewID(rand.Reader, time.Now().UnixMilli())
		if err != nil {
			b.Fatal(err)
		}
		if _, err := d.client.Book(ctx, connect.NewRequest(&contract.BookRequest{Command: &contract.Command{Session: in.Msg.Session, Act: act[:]},
			Products: []string{"eid-aanvraag"}, Persons: 1, Person: &contract.Person{Name: "Saïda Peeters", Phone: "03 000 00 00"},
			Place: &contract.Place{Site: site, Run: contract.NewRun(seat, 1, 10)}})); err != nil {
			b.Fatal(err)
		}
	}
}

// resident is a figure of the process's memory in MiB.
func (d *daemon) resident(b *testing.B, what string) float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", d.process.Process.Pid))
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		var kib float64
		if _, err := fmt.Sscanf(line, what+": %f kB", &kib); err == nil {
			return kib / 1024
		}
	}
	b.Fatalf("no %s", what)
	return 0
}

// stop ends the daemon as the system does.
func (d *daemon) stop(b *testing.B) {
	d.http.CloseIdleConnections()
	if err := d.process.Process.Signal(syscall.SIGTERM); err != nil {
		b.Fatal(err)
	}
	if err := d.process.Wait(); err != nil {
		b.Fatal(err)
	}
}
