package appliance

import (
	"context"

	"github.com/buurtloket/buurtloket/appliance/night"
	"github.com/buurtloket/buurtloket/sync/office"
)

// RPCFault lets the tests see which ends of an exchange count as a line that broke.
var RPCFault = rpcFault

// SweepPhotos is the last thing that the retention of a night does.
func (n *Node) SweepPhotos() error { return n.sweepPhotos() }

// SweepCertificates is the same for what certificates need.
func (n *Node) SweepCertificates() error { return n.sweepCertificates() }

// NightStep does one step of this night, as far as it can be done now.
func (n *Node) NightStep(step night.Code) night.Outcome {
	return nightWork{n}.Do(context.Background(), step, office.DateOf(n.Now()))
}
