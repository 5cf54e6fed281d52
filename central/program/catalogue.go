package program

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"connectrpc.com/connect"
	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/central/ipdc"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

func catalogueCommand(w World) *cobra.Command {
	c := &cobra.Command{Use: "catalogue", Short: "Products as the government's catalogue (IPDC) describes them", Args: understood(cobra.NoArgs),
		Long: "Products, their duration and where they are done come with the program. What the government's catalogue says of them —\n" +
			"descriptions, conditions, costs, links — is kept as it came, given back by export, and used nowhere else.",
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(exportCatalogueCommand(w), importCatalogueCommand(w))
	return c
}

// ofServices makes a call of the door to services one that ask makes.
func ofServices[Q, A any](call func(contractconnect.ServicesClient, context.Context, *connect.Request[Q]) (*connect.Response[A], error)) func(door, context.Context, *connect.Request[Q]) (*connect.Response[A], error) {
	return func(d door, ctx context.Context, q *connect.Request[Q]) (*connect.Response[A], error) {
		return call(d.services, ctx, q)
	}
}

// services is what is stored, and its version.
func (h *hq) services(ctx context.Context) (ipdc.Stored, uint64, error) {
	res, err := ask(ctx, h, ofServices(contractconnect.ServicesClient.Read), &contract.ReadServicesRequest{})
	stored := ipdc.Stored{}
	for _, s := range res.GetServices() {
		stored[s.Product] = s.Document
	}
	return stored, res.GetVersion(), err
}

// townZone is the zone of our calendar.
func townZone() (*time.Location, error) {
	p, err := calendar.NewPlan(catalogue.Embedded().Config(0))
	if err != nil {
		return nil, fault.Wrap("central.catalogue", err)
	}
	return p.Zone(), nil
}

func exportCatalogueCommand(w World) *cobra.Command {
	return tool(w, &cobra.Command{Use: "export FILE", Short: "Write all products as an IPDC-shaped JSON-LD file; - is standard output", Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) error {
			stored, _, err := h.services(ctx)
			if err != nil {
				return err
			}
			zone, err := townZone()
			if err != nil {
				return err
			}
			b, err := ipdc.Write(catalogue.Embedded(), stored, zone)
			if err != nil {
				return fault.New("central.catalogue", fault.Internal).Because(err)
			}
			if args[0] == "-" {
				_, err = h.Out.Write(b)
				return err
			}
			if err := os.WriteFile(args[0], b, 0o644); err != nil {
				return invalid("central.catalogue", err, "Het bestand kan niet geschreven worden.", "")
			}
			h.remark("%d producten staan in %s.", len(catalogue.Products()), args[0])
			return nil
		})
}

func importCatalogueCommand(w World) *cobra.Command {
	var apply bool
	var by string
	c := tool(w, &cobra.Command{Use: "import FILE", Short: "Say what such a file would change; with --apply, do it", Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) error {
			if apply && by == "" {
				return invalid("central.catalogue", nil, "Zeg met --by wie de catalogus wijzigt.", "")
			}
			data, err := os.ReadFile(args[0])
			if err != nil {
				return invalid("central.catalogue", err, "Het bestand kan niet gelezen worden.", "")
			}
			return h.importCatalogue(ctx, data, apply, by)
		})
	c.Flags().BoolVar(&apply, "apply", false, "change it; otherwise it is only said what would change")
	c.Flags().StringVar(&by, "by", "", "who changes it")
	return c
}

// mostPut is the most bytes of documents that one call takes.
const mostPut = 900 << 10

// importCatalogue says what a file changes, and does it when asked to.
func (h *hq) importCatalogue(ctx context.Context, data []byte, apply bool, by string) error {
	stored, version, err := h.services(ctx)
	if err != nil {
		return err
	}
	zone, err := townZone()
	if err != nil {
		return err
	}
	f, flaws, err := ipdc.Read(data, catalogue.Embedded(), stored)
	for _, flaw := range flaws {
		fmt.Fprintf(h.Err, "%s: %s\n", flaw.Where, flaw.Say)
	}
	if err != nil {
		return err
	}
	changes := ipdc.Compare(f, catalogue.Embedded(), stored, zone)
	put := &contract.PutServicesRequest{Seen: version, By: by}
	size := 0
	for _, c := range changes {
		if c.Does() {
			put.Services = append(put.Services, &contract.ServiceDocument{Product: c.Key, Document: c.Raw})
			size += len(c.Raw) + len(c.Key) + 16
		}
	}
	if size > mostPut {
		return invalid("central.catalogue", fmt.Errorf("%d bytes", size), "Er wijzigt te veel tegelijk.", "Deel het bestand in stukken: wat er niet in staat blijft zoals het is.")
	}
	if err := h.showCatalogueChanges(changes); err != nil {
		return err
	}
	if len(put.Services) == 0 {
		h.remark("Er is niets te wijzigen.")
		return nil
	}
	if !apply {
		h.remark("Er is nog niets gewijzigd. Doe het met --apply --by NAAM.")
		return nil
	}
	id, err := office.NewID(h.Random, h.Now().UnixMilli())
	if err != nil {
		return err
	}
	put.Act = id[:]
	res, err := ask(ctx, h, ofServices(contractconnect.ServicesClient.Put), put)
	if err == nil {
		h.remark("Bewaard: %d beschrijvingen, versie %d.", len(put.Services), res.Version)
	}
	return err
}

// showCatalogueChanges says for each object what it does.
func (h *hq) showCatalogueChanges(changes []ipdc.Change) error {
	t := &table{head: []string{"WAT", "NAAM", "WIJZIGT", "BLIJFT ZOALS HET PROGRAMMA HET ZEGT"}}
	for _, c := range changes {
		what := strings.Join(c.Fields, ", ")
		if c.Foreign && c.New && c.Key != ipdc.Whole {
			what = "wordt bewaard; het is geen product van ons"
		}
		t.add(c.Title(), c.Name, what, strings.Join(c.Ignored, ", "))
	}
	if len(t.rows) == 0 {
		return nil
	}
	return t.print(h.Out)
}
