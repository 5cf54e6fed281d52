// Package explore holds no code of the product: its tests walk every interleaving of a small world of
// counters and HQ through the functions of package custody, and check the invariants after each step.
//
// The world has an adversary for a network: whatever was ever sent stays deliverable, any number of times and
// in any order, so loss, delay, duplication and reordering are all the same thing here. Boxes are restored,
// cloned, declared lost while alive; HQ is restored from a backup taken at any moment. A crash loses nothing,
// because a step is one durable transaction and messages are lost anyway.
//
// Every rule the search needs is a field of a struct of functions. The real one is package custody; a mutant
// replaces one of them, and its test demands that a violating trace is found. CUSTODY_DEPTH=full raises the
// bounds for the longer checks.
package explore
