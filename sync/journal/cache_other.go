//go:build !linux

package journal

import "os"

// dropCache does nothing here; appliances run Linux.
func dropCache(*os.File) {}
