package program

import (
	"os"

	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/keyfile"
	"github.com/buurtloket/buurtloket/hardware/tpm"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// chip is whether and where a command uses the machine's security chip.
type chip struct{ use, address string }

// at adds the flag that says where the chip is, and for the daemon the one that says whether it seals keys.
func (c *chip) at(cmd *cobra.Command, seals bool) {
	if seals {
		cmd.Flags().StringVar(&c.use, "tpm", preset("BUURTLOKET_TPM", "auto"), "seal the device's keys in its TPM: auto (where there is one), off, require")
	}
	cmd.Flags().StringVar(&c.address, "tpm-device", preset("BUURTLOKET_TPM_DEVICE", tpm.DefaultAddress), "the TPM: a device, unix:/path or tcp:host:port")
}

// give puts the chip into a node's configuration, and gives what lets go of it. A command that is no daemon opens what is sealed and
// seals nothing that is not.
func (c *chip) give(cfg *appliance.Config) (done func() error, err error) {
	switch c.use {
	case "off":
		return func() error { return nil }, nil
	case "auto":
		cfg.Sealing = keyfile.IfPossible
	case "require":
		cfg.Sealing = keyfile.Required
	case "":
		cfg.Sealing = keyfile.OpenOnly
	default:
		return nil, fault.New("appliance.tpm", fault.Invalid).On(c.use).Tell("Dit is geen keuze voor de TPM.", "Gebruik --tpm auto, off of require.")
	}
	one := tpm.New(tpm.Open(c.address))
	cfg.Chip = one
	return one.Close, nil
}

// preset is what the environment says, or what holds when it says nothing.
func preset(name, otherwise string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	return otherwise
}
