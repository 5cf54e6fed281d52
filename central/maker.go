package central

import (
	"github.com/buurtloket/buurtloket/central/certificate"
	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/outbox"
	"github.com/buurtloket/buurtloket/central/register"
)

// newMaker makes what makes certificates. Its keys come from the one secret that all nodes share and no backup has: the
// authority's key.
func newMaker(cfg Config, log consensus.Log, machine *register.Machine) (*certificate.Maker, error) {
	_, secret, err := cfg.Authority.PEM()
	if err != nil {
		return nil, err
	}
	keys, err := certificate.KeysOf(secret)
	if err != nil {
		return nil, err
	}
	return certificate.New(certificate.Config{Log: log, Machine: machine, Keys: keys, Register: cfg.Persons, Address: cfg.Verify, Symbol: cfg.Symbol,
		Now: cfg.Now}), nil
}

// newOutbox makes what has letters sent, on the node that leads. Whose they are is keyed with that same secret.
func newOutbox(cfg Config, log consensus.Log, machine *register.Machine, raft consensus.Log) (*outbox.Outbox, error) {
	_, secret, err := cfg.Authority.PEM()
	if err != nil {
		return nil, err
	}
	leads := func() bool { _, _, isMe := raft.Leader(); return isMe }
	return outbox.New(outbox.Config{Log: log, Machine: machine, Sender: cfg.Letters, Secret: secret, Leads: leads, Now: cfg.Now, Logger: cfg.Logger})
}
