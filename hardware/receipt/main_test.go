package receipt_test

import (
	"testing"

	"go.uber.org/goleak"
)

// TestMain holds the driver to its word that nothing of a call outlives it.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
