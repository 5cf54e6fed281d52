package program

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// restoration is the flags of a restore.
type restoration struct {
	World
	dir, name, listen string
	identity          string
	beyond            uint64
	by, second        string
	replaced          bool
}

func restoreCommand(w World) *cobra.Command {
	r := &restoration{World: w}
	c := &cobra.Command{Use: "restore FILE", Args: understood(cobra.ExactArgs(1)),
		Short: "Make the first node of a new headquarters out of a backup, in a new era",
		Long: "Makes the first node of a new headquarters out of a backup, offline. Start it with 'central serve' under the same\n" +
			"name, folder and address; add others with 'central nodes join'. The old headquarters must never run again.\n\n" +
			"Until a counter has reported what it holds, nothing can be booked there. Two planners who know that no counter was\n" +
			"replaced or declared lost since the backup was made say so with --by and --second: then the seats that a counter's\n" +
			"report does not mention are given back. If a counter was replaced, or nobody knows, say --replaced: those seats stay\n" +
			"blocked. A location that has no counter is opened with 'central open'.",
		RunE: func(_ *cobra.Command, args []string) error { return r.run(args[0]) }}
	f := c.Flags()
	f.StringVar(&r.dir, "dir", "", "folder of the new node, absent or empty")
	f.StringVar(&r.name, "name", "", "name of the new node; none that headquarters ever had")
	f.StringVar(&r.listen, "listen", "", "address of the new node, as others dial it: host:port")
	f.StringVar(&r.identity, "identity", "", "file with the age key, for a sealed backup")
	f.Uint64Var(&r.beyond, "beyond", 0, "greatest era that anybody remembers, when that is not the backup's own")
	f.BoolVar(&r.replaced, "replaced", false, "a counter was replaced since the backup, or nobody knows")
	bindPlanners(c, &r.by, &r.second)
	return c
}

// check refuses a restore that does not say what must be said.
func (r *restoration) check() error {
	const op = "central.restore"
	switch {
	case r.dir == "" || r.name == "" || r.listen == "":
		return invalid(op, nil, "Zeg met --dir, --name en --listen waar de nieuwe knoop komt.", "")
	case r.replaced && (r.by != "" || r.second != ""):
		return invalid(op, nil, "--replaced gaat niet samen met --by en --second: zij verklaren dat er niets vervangen werd.", "")
	case !r.replaced && (r.by == "" || r.second == "" || r.by == r.second):
		return fault.New(op, fault.Denied).Because(errors.New("two planners are needed")).
			Tell("Twee verschillende planners moeten verklaren dat sinds de backup geen toestel vervangen werd.",
				"Noem hen met --by en --second, of zeg --replaced.")
	}
	return nil
}

func (r *restoration) run(file string) error {
	const op = "central.restore"
	if err := r.check(); err != nil {
		return err
	}
	f, err := os.Open(file)
	if err != nil {
		return fault.New(op, fault.NotFound).On(file).Because(err).Tell("Deze backup is er niet.", "Kijk de naam na.")
	}
	defer f.Close()
	in, err := unsealing(f, r.identity)
	if err != nil {
		return err
	}
	first := contract.Encode(&contract.HQCommand{AtMs: r.Now().UnixMilli(), Kind: &contract.HQCommand_NewEra{
		NewEra: &contract.NewEra{Beyond: r.beyond, By: r.by, Second: r.second}}})
	reply, err := consensus.RestoreBackup(consensus.Restoration{Dir: filepath.Join(r.dir, "raft"), NodeID: r.name, Addr: r.listen,
		Machine: &register.Machine{Quota: register.DefaultQuota}, First: first, Rand: r.Random}, in)
	if err != nil {
		return r.sayWhy(op, err)
	}
	said, err := contract.Decode(reply, new(contract.HQReply))
	if err != nil {
		return fault.New(op, fault.Internal).Because(err)
	}
	if err := register.Err(op, said); err != nil {
		return err
	}
	cl := &client{World: r.World}
	cl.remark("Klaar. Start de knoop met 'central serve --name %s --dir %s --listen %s', met de oude map van de sleutels (--authority).", r.name, r.dir, r.listen)
	cl.remark("Aan elk loket kan pas weer geboekt worden als het zich gemeld heeft. Een locatie zonder toestel gaat open met 'central open'.")
	return nil
}

// sayWhy puts a failed restore into words.
func (r *restoration) sayWhy(op string, err error) error {
	f := fault.New(op, fault.KindOf(err)).Because(err)
	switch f.Kind {
	case fault.Corrupt:
		return f.Tell("Deze backup is beschadigd of is geen backup; er is niets mee gedaan.", "Neem een andere. Maak de map "+r.dir+" eerst leeg.")
	case fault.Taken:
		return f.Tell("De naam "+r.name+" had het oude hoofdkantoor al.", "Kies met --name een nieuwe naam en maak de map leeg.")
	case fault.Invalid:
		return f.Tell("De map moet leeg zijn, en naam en adres geldig.", "Kijk --dir, --name en --listen na.")
	}
	return f
}
