package consensus_test

import (
	"testing"

	"go.uber.org/goleak"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/consensus/logtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestContract(t *testing.T) {
	t.Parallel()
	t.Run("Solo", func(t *testing.T) {
		t.Parallel()
		logtest.Run(t, func(*testing.T) consensus.Log { return consensus.NewSolo(logtest.Toy{}) })
	})
	// The one alone gives every command its own entry, the three share entries.
	for name, n := range map[string]int{"One": 1, "Three": 3} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			logtest.Run(t, func(t *testing.T) consensus.Log {
				c := mustCluster(t, n, func(c *consensus.Config) {
					if n == 1 {
						c.BatchCommands = 1
					}
				})
				return c.nodes[c.leader()]
			})
		})
	}
}
