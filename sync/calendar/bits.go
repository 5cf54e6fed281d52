package calendar

// set is a set of small numbers: the products of a plan, by index.
type set []uint64

// newSet is an empty set for numbers below n.
func newSet(n int) set { return make(set, (n+63)/64) }

func (s set) add(i int)      { s[i/64] |= 1 << (i % 64) }
func (s set) has(i int) bool { return s[i/64]>>(i%64)&1 == 1 }

// covers reports whether every member of o is one of s; both are of the same plan.
func (s set) covers(o set) bool {
	for i, w := range o {
		if w&^s[i] != 0 {
			return false
		}
	}
	return true
}

// meets reports whether s and o have a member in common.
func (s set) meets(o set) bool {
	for i, w := range o {
		if w&s[i] != 0 {
			return true
		}
	}
	return false
}

// empty reports whether the set has no member.
func (s set) empty() bool {
	for _, w := range s {
		if w != 0 {
			return false
		}
	}
	return true
}

// laneWords is how many words the longest lane needs: a day of the shortest slots.
const laneWords = (24*60/int(MinSlot) + 63) / 64

// runs keeps of w only the bits at which n consecutive set bits begin; bits past the last word count as
// clear. It doubles the known run length at each step, so a visit of eight slots costs three.
func runs(w []uint64, n int) {
	known := 1
	for known*2 <= n {
		andShifted(w, known)
		known *= 2
	}
	if known < n {
		andShifted(w, n-known)
	}
}

// runsOfWord is runs for a single word.
func runsOfWord(w uint64, n int) uint64 {
	known := 1
	for known*2 <= n {
		w &= w >> known
		known *= 2
	}
	if known < n {
		w &= w >> (n - known)
	}
	return w
}

// andShifted intersects w with itself moved down by k bits. Going upwards, a word is read as a source
// before it is written.
func andShifted(w []uint64, k int) {
	jump, shift := k/64, k%64
	for i := range w {
		var moved uint64
		if i+jump < len(w) {
			moved = w[i+jump] >> shift
		}
		if shift > 0 && i+jump+1 < len(w) {
			moved |= w[i+jump+1] << (64 - shift)
		}
		w[i] &= moved
	}
}
