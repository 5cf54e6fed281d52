package program

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/buurtloket/buurtloket/central"
	crowd "github.com/buurtloket/buurtloket/central/busy"
	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
)

// serving is the settings of one node.
type serving struct {
	name, dir, listen, advertise, public string
	authority, tokenFile                 string
	founders                             []string
	join                                 bool
	telling                              telling
	busyLimit                            time.Duration
	signing                              signing
}

func serveCommand(w World) *cobra.Command {
	s := new(serving)
	c := &cobra.Command{Use: "serve", Args: understood(cobra.NoArgs), Short: "Run one node of headquarters",
		Long: "Runs one node of headquarters until it is interrupted.\n\n" +
			"Each setting can be given as a flag, in the environment (--token-file is BUURTLOKET_TOKEN_FILE), or in the file\n" +
			"named by --config; in that order. 'central serve --example' prints such a file."}
	f := c.Flags()
	f.StringVar(&s.name, "name", "", "name of this node, for ever its own: letters, digits, hyphens")
	f.StringVar(&s.dir, "dir", "", "folder for all of its files")
	f.StringVar(&s.listen, "listen", "", "address for counters and other nodes, TCP and UDP: host:port")
	f.StringVar(&s.advertise, "advertise", "", "address that others dial, when it is not the one listened on")
	f.StringVar(&s.public, "public", "127.0.0.1:7613", "address of the plain door; loopback, or behind the city's own proxy")
	f.StringVar(&s.authority, "authority", "", "folder with the authority's certificate and key, the same on every node; default authority in --dir")
	f.StringVar(&s.tokenFile, "token-file", "", "file with the planner's token; made when it is not there; default token in --dir")
	f.StringSliceVar(&s.founders, "founders", nil, "all nodes of a new headquarters, this one among them, as name@host:port; later ignored")
	f.BoolVar(&s.join, "join", false, "wait to be added to a headquarters that exists ('central nodes join')")
	f.DurationVar(&s.busyLimit, "busy-limit", crowd.DefaultLimit, "how old may be what citizens are told of how busy a location is now; older, it is told as the past")
	s.telling.bind(f)
	s.signing.bind(f)
	level := logLevel(c)
	config := f.String("config", "", "file with settings")
	example := f.Bool("example", false, "print a file with every setting, and stop")
	c.RunE = func(c *cobra.Command, _ []string) error {
		if *example {
			return writeExample(w, f)
		}
		if err := settle(f, *config, w.Getenv); err != nil {
			return err
		}
		collectLess(w)
		return s.run(c.Context(), w, *level)
	}
	return c
}

// unset are the flags that are no settings.
var unset = map[string]bool{"config": true, "example": true, "help": true}

// writeExample prints the flags as a commented file.
func writeExample(w World, f *pflag.FlagSet) (err error) {
	_, err = fmt.Fprintln(w.Out, "# Settings of one node of headquarters, for 'central serve --config FILE'. A line without # sets something.")
	f.VisitAll(func(flag *pflag.Flag) {
		if !unset[flag.Name] && err == nil {
			_, err = fmt.Fprintf(w.Out, "\n# %s\n#%s = %s\n", flag.Usage, flag.Name, strings.Trim(flag.DefValue, "[]"))
		}
	})
	return err
}

// settle fills in what was not typed: from the environment, else from the file.
func settle(f *pflag.FlagSet, file string, getenv func(string) string) error {
	settings, err := readSettings(file)
	if err != nil {
		return err
	}
	for name := range settings {
		if f.Lookup(name) == nil || unset[name] {
			return invalid("central.serve", fmt.Errorf("%s: setting %q", file, name), "Deze instelling bestaat niet: "+name+".",
				"Kijk met 'central serve --example'.")
		}
	}
	f.VisitAll(func(flag *pflag.Flag) {
		value := getenv("BUURTLOKET_" + strings.ToUpper(strings.ReplaceAll(flag.Name, "-", "_")))
		if value == "" {
			value = settings[flag.Name]
		}
		if err != nil || value == "" || flag.Changed || unset[flag.Name] {
			return
		}
		if serr := f.Set(flag.Name, value); serr != nil {
			err = invalid("central.serve", serr, "De instelling "+flag.Name+" klopt niet.", "")
		}
	})
	return err
}

// readSettings reads lines "name = value"; a line that begins with # says nothing.
func readSettings(file string) (map[string]string, error) {
	out := map[string]string{}
	if file == "" {
		return out, nil
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, fault.New("central.serve", fault.NotFound).On(file).Because(err).
			Tell("Het bestand met instellingen is er niet.", "Kijk --config na.")
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, value, ok := strings.Cut(line, "=")
		if !ok {
			return nil, invalid("central.serve", fmt.Errorf("%s:%d: want name = value", file, n),
				fmt.Sprintf("Regel %d van %s is niet begrepen.", n, file), "Schrijf naam = waarde.")
		}
		out[strings.TrimSpace(name)] = strings.TrimSpace(value)
	}
	return out, lines.Err()
}

// run opens the node, serves until ctx ends, and closes it.
func (s *serving) run(ctx context.Context, w World, level string) error {
	cfg, err := s.config(w, level)
	if err != nil {
		return err
	}
	n, err := central.Open(cfg)
	if err != nil {
		return err
	}
	fmt.Fprintf(w.Err, "Knoop %s luistert op %s; de gewone deur is http://%s.\n", s.name, n.Addr(), n.PublicAddr())
	return either(n.Run(ctx), n.Close())
}

// config turns the settings into a node's.
func (s *serving) config(w World, level string) (cfg central.Config, err error) {
	const op = "central.serve"
	if s.name == "" || s.dir == "" || s.listen == "" {
		return cfg, invalid(op, nil, "Zeg met --name, --dir en --listen welke knoop dit is.", "Kijk met 'central serve --help'.")
	}
	cfg = central.Config{Name: s.name, Dir: s.dir, Listen: s.listen, Advertise: s.advertise, Public: s.public, Join: s.join,
		Now: w.Now, Random: w.Random}
	for _, text := range s.founders {
		name, addr, ok := strings.Cut(text, "@")
		if !ok {
			return cfg, invalid(op, fmt.Errorf("founder %q", text), "Een stichter is niet begrepen.", "Schrijf naam@host:poort.")
		}
		cfg.Founders = append(cfg.Founders, consensus.Peer{ID: name, Addr: addr})
	}
	if s.authority == "" {
		s.authority = filepath.Join(s.dir, "authority")
	}
	if s.tokenFile == "" {
		s.tokenFile = filepath.Join(s.dir, "token")
	}
	cfg.BusyLimit = s.busyLimit
	if cfg.Messages, err = s.telling.messages(); err != nil {
		return cfg, err
	}
	if cfg.Citizens, err = s.signing.citizens(s.telling.portal); err != nil {
		return cfg, err
	}
	if cfg.Logger, err = logger(w, level); err != nil {
		return cfg, err
	}
	if cfg.Authority, err = central.LoadAuthority(s.authority, link.AuthorityOptions{Now: w.Now, Random: w.Random}); err != nil {
		return cfg, err
	}
	cfg.Token, err = keepToken(s.tokenFile, w)
	return cfg, err
}
