package program_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"
	"filippo.io/age"
	"google.golang.org/protobuf/encoding/protojson"

	"github.com/buurtloket/buurtloket/central"
	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/link/linktest"
)

// sealedBackup is a backup and the file with its key.
type sealedBackup struct{ file, key string }

// backups makes one that is sealed and one that is in the clear.
func backups(t *testing.T, d *demo) (sealed sealedBackup, open string) {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	sealed = sealedBackup{filepath.Join(dir, "hq.age"), filepath.Join(dir, "key")}
	open = filepath.Join(dir, "hq.backup")
	if err := os.WriteFile(sealed.key, []byte(key.String()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.tool(t, "backup", sealed.file, "--recipient", key.Recipient().String())
	if _, said := d.tool(t, "backup", open); !strings.Contains(said, "niet versleuteld") {
		t.Errorf("nobody is warned: %s", said)
	}
	for _, file := range []string{sealed.file, open} {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(file)
		if err != nil || info.Mode().Perm() != 0o600 || bytes.Contains(b, []byte("Eva Maes")) != (file == open) {
			t.Errorf("%s: mode %v, error %v", file, info.Mode(), err)
		}
	}
	return sealed, open
}

// unsealed tries a sealed backup without its key, and with another; then one in the clear, and a damaged one.
func unsealed(t *testing.T, sealed sealedBackup, open string) {
	other, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	wrong, damaged := filepath.Join(t.TempDir(), "wrong"), filepath.Join(t.TempDir(), "damaged")
	whole, err := os.ReadFile(open)
	if err == nil {
		whole[len(whole)/2] ^= 1
		err = os.WriteFile(damaged, whole, 0o600)
	}
	if err == nil {
		err = os.WriteFile(wrong, []byte(other.String()), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		want int
		args []string
	}{
		{2, []string{sealed.file}}, {3, []string{sealed.file, "--identity", wrong}}, {0, []string{open}}, {1, []string{damaged}},
		{3, []string{open, "--name", "hq1"}}, {2, []string{open, "--by", "an", "--second", "bart"}}, {3, []string{open + "x"}},
	} {
		args := append([]string{"restore", "--replaced", "--dir", filepath.Join(t.TempDir(), "new"), "--name", "hqnew", "--listen", "127.0.0.1:1"}, c.args...)
		if code, _, said := run(args...); code != c.want || said == "" {
			t.Errorf("%v: exit code %d, want %d: %s", c.args, code, c.want, said)
		}
	}
}

// restored makes a new headquarters of the backup and waits at its gate.
func restored(t *testing.T, old string, backup sealedBackup) {
	dir, addr := filepath.Join(t.TempDir(), "new"), linktest.FreeAddr(t)
	restore := func(args ...string) (int, string) {
		code, _, said := run(append([]string{"restore", backup.file, "--identity", backup.key, "--dir", dir, "--name", "hqnew", "--listen", addr}, args...)...)
		return code, said
	}
	if code, said := restore("--by", "an", "--second", "an"); code != 3 || !strings.Contains(said, "Twee verschillende planners") {
		t.Errorf("one planner: exit code %d: %s", code, said)
	}
	if code, said := restore("--by", "an", "--second", "bart"); code != 0 {
		t.Fatalf("exit code %d: %s", code, said)
	}
	authority, err := central.LoadAuthority(filepath.Join(old, "authority"), link.AuthorityOptions{})
	if err != nil {
		t.Fatal(err)
	}
	n, err := central.Open(central.Config{Name: "hqnew", Dir: dir, Listen: addr, Public: "127.0.0.1:0", Authority: authority, Token: token(t, old)})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- n.Run(ctx) }()
	defer func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	}()
	var era uint64
	machine := new(register.Machine)
	if err := n.Log().Read(ctx, func(r kv.Reader) error { era = machine.View(r).Era(); return nil }); err != nil || era != 2 {
		t.Fatalf("era %d, error %v", era, err)
	}
	atTheGate(t, n, era)
	withoutACounter(t, n, old)
}

// token is the planner's token of a demonstration.
func token(t *testing.T, dir string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "token"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(b))
}

// withoutACounter opens a site that nobody can report for: two planners say so, and only there where there is none.
func withoutACounter(t *testing.T, n *central.Node, old string) {
	t.Helper()
	tool := func(args ...string) (int, string, string) {
		return run(append(args, "--hq", n.PublicAddr(), "--token-file", filepath.Join(old, "token"))...)
	}
	if _, out, _ := tool("sites"); strings.Count(out, "dicht sinds het herstel") == 0 {
		t.Errorf("no site is said to be closed:\n%s", out)
	}
	for _, c := range []struct {
		code int
		say  string
		args []string
	}{
		{3, "Twee verschillende planners", []string{hoek, "--by", "an"}},
		{3, "Twee verschillende planners", []string{hoek, "--by", "an", "--second", "an"}},
		{3, "niet bekend", []string{"nergens", "--by", "an", "--second", "bart"}},
		{2, "niet begrepen", nil},
		{0, hoek, []string{hoek, "--by", "an", "--second", "bart"}},
		{0, berchem, []string{hoek, berchem, "--by", "an", "--second", "bart"}}, // both are open now: said twice does no harm
	} {
		if code, _, said := tool(append([]string{"open"}, c.args...)...); code != c.code || !strings.Contains(said, c.say) {
			t.Errorf("open %v: exit code %d, want %d and %q: %s", c.args, code, c.code, c.say, said)
		}
	}
	if _, out, _ := tool("sites", "--json"); !openIn(t, out, hoek) {
		t.Errorf("not open:\n%s", out)
	}
}

// openIn reports whether a site is open in what "sites --json" prints.
func openIn(t *testing.T, out, site string) bool {
	t.Helper()
	var res contract.SitesResponse
	if err := protojson.Unmarshal([]byte(out), &res); err != nil {
		t.Fatal(err)
	}
	for _, s := range res.Sites {
		if s.Id == site {
			return s.Open
		}
	}
	return false
}

func atTheGate(t *testing.T, n *central.Node, era uint64) {
	t.Helper()
	place := nextWeek(t, n)
	door := citizen(n.PublicAddr())
	_, err := door.Book(t.Context(), connect.NewRequest(wish(place, 9, 9)))
	if err := fault.FromRPC("test", err); !fault.Is(err, fault.Unreachable) || !strings.Contains(fault.Sentence(err), "nog niet gemeld") {
		t.Errorf("before the report: %v", err)
	}
	greeted(t, n, era)
	propose(t, n, &contract.HQCommand{Kind: &contract.HQCommand_Report{Report: &contract.ReportTaken{Site: berchem,
		Report: &contract.Report{Incarnation: 7, Era: era}}}})
	if _, err := door.Book(t.Context(), connect.NewRequest(wish(place, 9, 9))); err != nil {
		t.Errorf("after the report: %v", err)
	}
}

// greeted has Berchem's counter say hello.
func greeted(t *testing.T, n *central.Node, era uint64) {
	t.Helper()
	propose(t, n, &contract.HQCommand{Kind: &contract.HQCommand_Greeted{Greeted: &contract.Greeted{Site: berchem, Incarnation: 7, Era: era,
		Key: make([]byte, 32)}}})
}

func propose(t *testing.T, n *central.Node, c *contract.HQCommand) {
	t.Helper()
	c.AtMs = time.Now().UnixMilli()
	reply, err := forward.Command(t.Context(), n.Log(), c)
	if err == nil {
		err = register.Err("test", reply)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// nextWeek is a place at Berchem on some day to come; the search offers none while the gate is closed.
func nextWeek(t *testing.T, n *central.Node) *contract.Place {
	t.Helper()
	var place *contract.Place
	machine := new(register.Machine)
	err := n.Log().Stale(func(r kv.Reader, _ consensus.Freshness) error {
		v := machine.View(r)
		today := v.Calendar().Today(time.Now())
		for d := today + 1; d < today+14 && place == nil; d++ {
			for _, id := range v.Calendar().Day(berchem, d).Seats() {
				if v.Seat(id).Free() {
					place = &contract.Place{Site: berchem, Run: contract.NewRun(id, 1, 10)}
					break
				}
			}
		}
		return nil
	})
	if err != nil || place == nil {
		t.Fatalf("no place: %v", err)
	}
	return place
}
