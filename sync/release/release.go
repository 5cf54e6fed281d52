// Package release says which release of Buurtloket a program is.
package release

import "runtime/debug"

// version is what the linker writes: `git describe` of what was built, as the Makefile gives it.
var version string

// Version names the release, or the commit, that this program was built from; empty when its builder did not say. Planners see
// it beside each counter, so that a counter that was left behind is found.
func Version() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return ""
}
