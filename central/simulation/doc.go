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
// # Running
//
//	go test ./central/simulation                                             a few seeds
//	SIMULATION=full go test ./central/simulation                             many
//	go test ./central/simulation -run TestSimulation -sim.seed=123 -sim.steps=400 -v   one, with its trace
//
// The package imports both floors, which no product code may; the rules of the house have a row for its tests.
package simulation
