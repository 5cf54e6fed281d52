//go:build !race

package boothtest

import "time"

// stall is how long an emulated camera may be silent or still.
const stall = 300 * time.Millisecond
