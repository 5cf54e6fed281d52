package consensus

import "bytes"

// overlay is an ordered map of changes that stand over the state file: what was applied since the file was last
// written. It is a B-tree that copies on write. An overlay value never changes once it was published, so readers keep
// one as long as they like; the next batch is written through an [edit], which copies each node it meets once and
// changes its copy in place. Nothing is ever removed from it: a deleted key is a change too, since the file below may
// hold it. The zero value is empty.
type overlay struct {
	root *knot
	size int // bytes of keys and values ever put, those overwritten included: what bounds the memory
}

// change is the newest that is known of a key: its value, or that it is gone: then value is nil, which is not the same
// as empty.
type change struct{ key, value []byte }

// knot is a node of the tree: at most maxChanges changes in order, and in a branch the subtrees between them.
type knot struct {
	by      *owner // whose edit may change it in place
	changes []change
	below   []*knot // nil in a leaf
}

// maxChanges bounds a knot; odd, so that a full one splits into equal halves around its middle.
const maxChanges = 31

// edit is one batch at work on an overlay. The knots it made are its own until [edit.publish].
type edit struct {
	overlay
	me *owner
}

// owner tells one edit from another. Knots outlive the edit that made them, and must not keep its whole tree alive.
type owner struct{ _ byte }

// edit begins a batch; what it changes is not seen in o.
func (o overlay) edit() *edit { return &edit{o, new(owner)} }

// publish gives what the edit has made so far; what it changes from then on is not seen in that.
func (e *edit) publish() overlay {
	e.me = new(owner)
	return e.overlay
}

// get gives the change of a key, and whether there is one.
func (o overlay) get(key []byte) (c change, ok bool) {
	for k := o.root; k != nil; {
		i, found := k.find(key)
		if found {
			return k.changes[i], true
		}
		if k.below == nil {
			break
		}
		k = k.below[i]
	}
	return change{}, false
}

// from yields the changes whose key is not below start, in order, until yield says false.
func (o overlay) from(start []byte, yield func(change) bool) {
	if o.root != nil {
		o.root.walk(start, yield)
	}
}

// put sets a change. The bytes are kept; the caller no longer touches them.
func (e *edit) put(c change) {
	e.size += len(c.key) + len(c.value)
	switch root := e.root; {
	case root == nil:
		e.root = e.knot(false)
	case len(root.changes) == maxChanges:
		e.root = e.knot(true)
		e.root.below = append(e.root.below, root)
		e.split(e.root, 0)
	}
	e.root = e.own(e.root)
	for k := e.root; ; {
		i, found := k.find(c.key)
		if found {
			k.changes[i] = c
			return
		}
		if k.below == nil {
			k.changes = insert(k.changes, i, c)
			return
		}
		if len(k.below[i].changes) == maxChanges { // split on the way down, so that there is always room above
			e.split(k, i)
			switch order := bytes.Compare(c.key, k.changes[i].key); {
			case order == 0:
				k.changes[i] = c
				return
			case order > 0:
				i++
			}
		}
		k.below[i] = e.own(k.below[i])
		k = k.below[i]
	}
}

// knot makes an empty one that this edit owns.
func (e *edit) knot(branch bool) *knot {
	k := &knot{by: e.me, changes: make([]change, 0, maxChanges)}
	if branch {
		k.below = make([]*knot, 0, maxChanges+1)
	}
	return k
}

// own gives k itself if this edit made it, else a copy.
func (e *edit) own(k *knot) *knot {
	if k.by == e.me {
		return k
	}
	mine := e.knot(k.below != nil)
	mine.changes = append(mine.changes, k.changes...)
	mine.below = append(mine.below, k.below...)
	return mine
}

// split divides the full knot below[i] of k around its middle change, which moves up into k; k has room and is owned.
func (e *edit) split(k *knot, i int) {
	const middle = maxChanges / 2
	left := e.own(k.below[i])
	right := e.knot(left.below != nil)
	up := left.changes[middle]
	right.changes = append(right.changes, left.changes[middle+1:]...)
	clear(left.changes[middle:])
	left.changes = left.changes[:middle]
	if left.below != nil {
		right.below = append(right.below, left.below[middle+1:]...)
		clear(left.below[middle+1:])
		left.below = left.below[:middle+1]
	}
	k.changes, k.below = insert(k.changes, i, up), insert(k.below, i+1, right)
	k.below[i] = left
}

// insert puts v at place i of a slice that has room for it.
func insert[T any](s []T, i int, v T) []T {
	s = append(s, v)
	copy(s[i+1:], s[i:])
	s[i] = v
	return s
}

// find gives the place of key among the changes, or of the subtree to look in.
func (k *knot) find(key []byte) (at int, found bool) {
	low, high := 0, len(k.changes)
	for low < high {
		middle := int(uint(low+high) / 2)
		switch order := bytes.Compare(k.changes[middle].key, key); {
		case order == 0:
			return middle, true
		case order < 0:
			low = middle + 1
		default:
			high = middle
		}
	}
	return low, false
}

// walk is from for the subtree of k; false when yield ended it.
func (k *knot) walk(start []byte, yield func(change) bool) bool {
	i, found := k.find(start)
	for first := true; i <= len(k.changes); i, first = i+1, false {
		if k.below != nil && !(first && found) && !k.below[i].walk(start, yield) {
			return false
		}
		if i < len(k.changes) && !yield(k.changes[i]) {
			return false
		}
	}
	return true
}
