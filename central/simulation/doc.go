// Package simulation holds no code of the product: its tests run a whole city in one process. Counters are real
// nodes with real journals on files, headquarters is the real register behind the real intake; between them lies
// a network that loses, delays, doubles and reorders, and under them a world in which processes are killed
// between any two steps, disks are put back or cloned, boxes are declared lost and headquarters wakes from a
// backup.
//
// One goroutine draws every choice from one seeded source and gives clocks and ids to all, so a seed tells the
// whole story: the same seed makes the same trace. A checker that sees everything notes what people were told —
// booked, moved, cancelled — and compares it with what both sides hold, during the run and when all is quiet
// again.
//
// # What is checked, and what shows that it is
//
// After each step: nobody is told that a seat is theirs where another was told so (I1); what headquarters may book no
// living box holds (I2); what was acknowledged is at headquarters (I3); identities only grow (I4); no internal fault
// reaches a person or ends an exchange. When all is quiet: every record of every life is at headquarters byte for
// byte, under one root (I3); journals verify, projections rebuild to what is live (I5); both sides agree on every
// seat, every appointment and every person; an appointment is in one place; every wish has one answer; and what
// people were told holds, or is a conflict that somebody is shown.
//
//	planted defect                                caught by
//	acknowledge before a quorum has it            I3, in passing
//	take a batch that skips records               I3, in passing
//	use an incarnation again after a restore      I1 or I2
//	book what is granted and not accepted         what people were told
//	answer before the commit                      what people were told
//
// What a disaster takes with it is forgiven, by name: words of a headquarters that woke from an older backup, records
// that were only on a disk that was put back, acts of a clone.
//
// # Running
//
//	go test ./central/simulation                                             a few seeds
//	SIMULATION=full go test ./central/simulation                             many
//	go test ./central/simulation -run TestSimulation -sim.seed=123 -sim.steps=400 -v   one, with its trace
//
// The package imports both floors, which no product code may; the rules of the house have a row for its tests.
package simulation
