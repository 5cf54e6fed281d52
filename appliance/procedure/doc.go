// Package procedure is how products are done at this counter: which version of a procedure is in force here, what was ticked of it
// in each visit, which clerk has not yet read what is new, and what they say of it (A000-04, A003-21, A003-38). The rules
// themselves are those of sync/procedure.
//
// A visit follows the version that it began with: the one in force at the first tick. A step that our own records prove — a
// document handed out, a photo kept — is done without a tick. What is not done stops nothing.
//
// A clerk knows what was in force when they first signed in here, and what they have read since. What is in force now and is not
// that, is new to them until they have read it, however many shifts pass. A shift is a day: locking the desk, or going out for
// lunch, begins none.
//
// # Keys
//
// All keys begin with "pc/"; no other package reads them.
//
//	pc/p/ product              contract.Procedure as headquarters tells it; known_ms of a version is when it came here
//	pc/v/ visit(16) product    contract.VisitSteps
//	pc/a/ visit(16)            contract.VisitActs
//	pc/d                       the civil day of the last tick (4, big endian): on another, what is older than KeepDays goes
//	pc/s/ clerk                contract.ClerkShifts
//	pc/r/ clerk / product      the version that the clerk has read (4, big endian)
//	pc/o/ act(16)              contract.ProcedureRemark: what was said here, with its answer once there is one
package procedure
