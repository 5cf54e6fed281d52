//go:build race

package boothtest

import "time"

// stall is longer where looking for a picture in noise costs a hundred times what it should.
const stall = 3 * time.Second
