// Package floors holds no code of the product: its tests hold the rules of the house.
//
// The house has five floors, one per folder at the top, and few doors between them: who may import whom, which one
// package speaks to each heavy dependency, which names are not given. The rules stand as tables in rules_test.go,
// each row with its reason, so that whoever meets a failure reads why before thinking of a way around. A rule that
// turns out wrong is changed there, in the same change that needs it.
//
// The tests read the import clauses of every Go file below the floors, whatever its build tags, and start no
// subprocess. Folders that Go itself passes over (testdata, names with a leading dot or underscore) are passed over.
package floors
