package rehearsal

// breakable is an emulator whose faults are on or off.
type breakable[F any] interface {
	Break(F)
	Repair(F)
	Broken(F) bool
}

// breaks are the switches of faults that have only on and off.
func breaks[F any](e breakable[F], all []named[F]) (out []lever) {
	for _, n := range all {
		out = append(out, lever{code: n.code, say: n.say, state: func() (bool, string) { return e.Broken(n.fault), "" },
			pull: func(on bool, _ string) error {
				if on {
					e.Break(n.fault)
				} else {
					e.Repair(n.fault)
				}
				return nil
			}})
	}
	return out
}

// named is a fault with its words.
type named[F any] struct {
	fault     F
	code, say string
}
