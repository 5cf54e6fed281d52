package demo_test

import (
	"context"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/buurtloket/buurtloket/gui/demo"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// central and appliance are programs that write down how they were started and stopped, and do nothing else.
const (
	central = `#!/bin/sh
trap 'echo "stop central" >>"$TRACE"; exit 0' TERM
echo "start central $*" >>"$TRACE"
echo '{"nodes":["h:1","h:2"],"public":["h:9"],"token_file":"none"}' >"$3/hq.json"
while :; do sleep 0.02; done
`
	appliance = `#!/bin/sh
trap 'echo "stop $3" >>"$TRACE"; exit 0' TERM
echo "start $*" >>"$TRACE"
while :; do sleep 0.02; done
`
	taken = `#!/bin/sh
echo "start $1" >>"$TRACE"
echo "opening" >&2
echo "Poort 7613 is al in gebruik. Sluit het programma dat ze heeft." >&2
exit 1
`
)

// city is a folder with such programs and one for the state, in which both counters are enrolled and answer.
type city struct {
	t   *testing.T
	cfg demo.Config
	out *strings.Builder
}

func mustCity(t *testing.T) *city {
	t.Helper()
	dir, err := os.MkdirTemp("", "demo") // short: a socket's path must be
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	c := &city{t: t, out: new(strings.Builder)}
	c.cfg = demo.Config{Programs: filepath.Join(dir, "bin"), State: filepath.Join(dir, "s"), Out: c.out}
	t.Setenv("TRACE", filepath.Join(dir, "trace"))
	c.write(filepath.Join(c.cfg.Programs, "central"), central)
	c.write(filepath.Join(c.cfg.Programs, "appliance"), appliance)
	return c
}

func (c *city) write(path, content string) {
	c.t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o700); err != nil {
		c.t.Fatal(err)
	}
}

// enrol gives both counters a certificate, and a socket that answers once their program is up.
func (c *city) enrol() {
	c.t.Helper()
	for _, site := range demo.Counters {
		c.write(filepath.Join(c.cfg.State, site, "device.pem"), "certificate")
		done := make(chan struct{})
		go func() {
			defer close(done)
			c.answer(site)
		}()
		c.t.Cleanup(func() { <-done })
	}
}

// answer waits for a counter's program and answers in its stead, until the test ends.
func (c *city) answer(site string) {
	for !slices.ContainsFunc(c.trace(), func(line string) bool { return strings.HasPrefix(line, "start serve --site "+site+" ") }) {
		select {
		case <-c.t.Context().Done():
			return
		case <-time.After(5 * time.Millisecond):
		}
	}
	l, err := net.Listen("unix", filepath.Join(c.cfg.State, site+".sock"))
	if err != nil {
		c.t.Error(err)
		return
	}
	mux := http.NewServeMux()
	mux.Handle(contractconnect.NewCounterHandler(contractconnect.UnimplementedCounterHandler{}))
	s := &http.Server{Handler: mux}
	context.AfterFunc(c.t.Context(), func() { _ = s.Close() })
	_ = s.Serve(l)
}

func (c *city) start() (*demo.Demo, error) {
	ctx, cancel := context.WithTimeout(c.t.Context(), 20*time.Second)
	defer cancel()
	return demo.Start(ctx, c.cfg)
}

// trace is what the programs wrote down.
func (c *city) trace() []string {
	b, err := os.ReadFile(os.Getenv("TRACE"))
	if err != nil && !os.IsNotExist(err) {
		c.t.Error(err)
	}
	return strings.Split(strings.TrimSpace(string(b)), "\n")
}

// Headquarters comes first and goes last; each counter is told where its nodes are.
func TestOrderOfStartAndStop(t *testing.T) {
	c := mustCity(t)
	c.enrol()
	d, err := c.start()
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
	serve := func(site string) string {
		s := filepath.Join(c.cfg.State, site)
		return "start serve --site " + site + " --dir " + s + " --hq h:1,h:2 --socket " + s + ".sock --demo"
	}
	want := []string{"start central demo --state " + c.cfg.State, serve("buurtloket-berchem"), serve("buurtloket-groenenhoek"),
		"stop buurtloket-groenenhoek", "stop buurtloket-berchem", "stop central"}
	if got := c.trace(); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// A program that ends by itself is told with its own last words, and what was started before it is taken down.
func TestAPortThatIsTaken(t *testing.T) {
	for name, trouble := range map[string]struct {
		program string
		trace   []string
	}{
		"headquarters": {"central", []string{"start demo"}},
		"a counter":    {"appliance", []string{"start central", "start serve", "stop central"}},
	} {
		t.Run(name, func(t *testing.T) {
			c := mustCity(t)
			c.write(filepath.Join(c.cfg.Programs, trouble.program), taken)
			c.write(filepath.Join(c.cfg.State, demo.Counters[0], "device.pem"), "certificate")
			_, err := c.start()
			if say := fault.Sentence(err); !strings.Contains(say, "Het zei: Poort 7613 is al in gebruik.") || !strings.Contains(say, ".log") {
				t.Errorf("said %q", say)
			}
			got := c.trace()
			if len(got) != len(trouble.trace) {
				t.Fatalf("%q", got)
			}
			for i := range got {
				if !strings.HasPrefix(got[i], trouble.trace[i]) {
					t.Errorf("%q, want %q", got, trouble.trace)
				}
			}
		})
	}
}

func TestAProgramThatIsMissing(t *testing.T) {
	c := mustCity(t)
	if err := os.Remove(filepath.Join(c.cfg.Programs, "central")); err != nil {
		t.Fatal(err)
	}
	if _, err := c.start(); !strings.Contains(fault.Sentence(err), "Het programma central staat niet naast loket. Bouw alles met `make build`.") {
		t.Errorf("said %q", fault.Sentence(err))
	}
}

// A program that ends later ends the demonstration.
func TestWaitTellsOfTheDead(t *testing.T) {
	c := mustCity(t)
	c.enrol()
	c.write(filepath.Join(c.cfg.Programs, "appliance"), strings.Replace(appliance, "while :; do sleep 0.02; done",
		`[ "$3" = buurtloket-berchem ] || while :; do sleep 0.02; done
until grep -q "site buurtloket-groenenhoek" "$TRACE"; do sleep 0.02; done
echo "De schijf is vol."; exit 1`, 1))
	d, err := c.start()
	if err == nil {
		err = d.Wait(t.Context())
		if err := d.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}
	if say := fault.Sentence(err); !strings.Contains(say, "Het programma van buurtloket-berchem is gestopt. Het zei: De schijf is vol.") {
		t.Errorf("said %q", say)
	}
}

// A folder that cannot be used is refused in words before anything is started.
func TestFoldersThatAreRefused(t *testing.T) {
	for name, trouble := range map[string]struct {
		spoil func(*city)
		say   string
	}{
		"another version": {func(c *city) { c.write(filepath.Join(c.cfg.State, "layout"), "7\n") }, "is van een andere versie van Buurtloket"},
		"too long":        {func(c *city) { c.cfg.State += strings.Repeat("x", 80) }, "te lang"},
		"a file":          {func(c *city) { c.write(c.cfg.State, "x") }, "kan niet gemaakt worden"},
	} {
		t.Run(name, func(t *testing.T) {
			c := mustCity(t)
			trouble.spoil(c)
			_, err := c.start()
			if say := fault.Sentence(err); !strings.Contains(say, trouble.say) || !strings.Contains(say, "--state") {
				t.Errorf("said %q", say)
			}
			if got := c.trace(); got[0] != "" {
				t.Errorf("started all the same: %q", got)
			}
		})
	}
}

// A folder is of this version from its first start on.
func TestAFolderIsUsedAgain(t *testing.T) {
	c := mustCity(t)
	c.enrol()
	for range 2 {
		d, err := c.start()
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}
}

var curlLine = regexp.MustCompile(`curl -s (?:--unix-socket (\S+|'[^']+') )?-H 'Content-Type: application/json' -d '([^']*)' http://([^/]+)/([\w.]+)/(\w+)$`)

// Without a display it says so, and every curl line is a call of the contract, as a shell takes it.
func TestExplainWithoutADisplay(t *testing.T) {
	c := mustCity(t)
	c.cfg.State = filepath.Join(filepath.Dir(c.cfg.State), "my state")
	c.enrol()
	d, err := c.start()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	d.Explain(fault.New("x", fault.Refused).Tell("Er is hier geen beeldscherm.", "Doe iets."))
	said := c.out.String()
	for _, want := range []string{"Er is hier geen beeldscherm. Doe iets.", "Xvfb :99", "make reset", "pincode 1234", "Ctrl-C", "'" + c.cfg.State + "'", "Ctrl+M",
		filepath.Join(c.cfg.State, demo.Counters[0], "papier")} {
		if !strings.Contains(said, want) {
			t.Errorf("it does not say %q:\n%s", want, said)
		}
	}
	calls := 0
	for line := range strings.Lines(said) {
		if !strings.HasPrefix(line, "  curl") {
			continue
		}
		calls++
		checkCall(t, d, strings.TrimSpace(line))
	}
	if calls < 3 {
		t.Errorf("%d curl lines", calls)
	}
}

// checkCall holds a curl line against the contract.
func checkCall(t *testing.T, d *demo.Demo, line string) {
	t.Helper()
	m := curlLine.FindStringSubmatch(line)
	if m == nil {
		t.Fatalf("no call: %s", line)
	}
	if host := m[3]; host == "counter" && strings.Trim(m[1], "'") != d.Socket(demo.Counters[0]) || host != "counter" && host != "h:9" {
		t.Errorf("to %q at %q", m[1], host)
	}
	found, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName(m[4] + "." + m[5]))
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	input, err := protoregistry.GlobalTypes.FindMessageByName(found.(protoreflect.MethodDescriptor).Input().FullName())
	if err != nil {
		t.Fatal(err)
	}
	if err := protojson.Unmarshal([]byte(m[2]), input.New().Interface()); err != nil {
		t.Errorf("%s: %v", line, err)
	}
}

// With a window it says nothing of a missing one.
func TestExplainWithADisplay(t *testing.T) {
	c := mustCity(t)
	c.enrol()
	d, err := c.start()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	d.Explain(nil)
	if said := c.out.String(); strings.Contains(said, "Xvfb") || !strings.Contains(said, "F12") {
		t.Errorf("said %s", said)
	}
}
