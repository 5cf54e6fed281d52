package program

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/pass"
)

// passCommand prints the booking code of an appointment.
func passCommand(w World) *cobra.Command {
	return tool(w, &cobra.Command{Use: "pass APPOINTMENT", Short: "The booking code of an appointment, as its QR code holds it", Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) error {
			id, err := parseAppointment(args[0])
			if err != nil {
				return err
			}
			res, err := ask(ctx, h, door.Pass, &contract.PublicPassRequest{Appointment: id})
			if err != nil {
				return err
			}
			if h.json {
				return h.showJSON(res)
			}
			return h.showPass(res.Pass)
		})
}

// showPass prints a booking code by itself, so that a program that draws QR codes can have it.
func (h *hq) showPass(text string) error {
	if text == "" {
		h.remark("Er is nu geen afspraakcode: het hoofdkantoor heeft nog geen sleutel van deze tijd. De afspraak staat.")
		return nil
	}
	_, err := fmt.Fprintln(h.Out, text)
	return err
}

func passesCommand(w World) *cobra.Command {
	c := &cobra.Command{Use: "passes", Short: "The keys that sign booking codes", Args: understood(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(
		tool(w, &cobra.Command{Use: "list", Short: "Every key, the present one last", Args: cobra.NoArgs},
			func(ctx context.Context, h *hq, _ []string) error {
				res, err := ask(ctx, h, door.PassKeys, &contract.PassKeysRequest{})
				return h.showKeys(res, err)
			}),
		turnCommand(w))
	return c
}

func turnCommand(w World) *cobra.Command {
	q := new(contract.TurnPassKeyRequest)
	c := tool(w, &cobra.Command{Use: "turn", Short: "Begin a new key",
		Long: "Begins a new key for booking codes; every counter hears of it. Codes under the former key go on counting for as long as\n" +
			"anybody may come with one. When others may have that key, say --stop: then codes under it count for nothing from today\n" +
			"on, except where the counter knows the appointment. Who asks gets a new one: 'central bookings pass'.", Args: cobra.NoArgs},
		func(ctx context.Context, h *hq, _ []string) error {
			res, err := ask(ctx, h, door.TurnPassKey, q)
			return h.showKeys(res, err)
		})
	c.Flags().StringVar(&q.By, "by", "", "the planner who decides it")
	c.Flags().BoolVar(&q.Stop, "stop", false, "others may have the former keys: they end now")
	return c
}

func (h *hq) showKeys(res *contract.PassKeysResponse, err error) error {
	if err != nil {
		return err
	}
	t := &table{head: []string{"SLEUTEL", "TIJDPERK", "NUMMER", "VOOR AFSPRAKEN TOT EN MET"}}
	for _, k := range res.GetKeys().GetKeys() {
		last := ""
		if k.Last != 0 {
			last = office.Date(k.Last).String()
		}
		id := pass.IDOf(k.Public)
		t.add(fmt.Sprintf("%x", id[:]), fmt.Sprint(k.Identity.GetEra()), fmt.Sprint(k.Identity.GetNumber()), last)
	}
	return h.show(res, t)
}
