// Package vault is the register of the controlled documents of one site: who answers for each of them now,
// and every hand-over since the courier.
//
// A document has one custodian at any time, and custody passes by hand-overs that name both sides and leave
// evidence (sync/custody): courier → clerk → compartment → clerk → the person entitled. Handing out is the
// last of them; it is refused until the checklist of the document's kind is complete, and nothing is ever
// handed out twice. A site without a vault keeps no documents, and hands out only what a vault lent it for the
// day (A002-44, A002-45).
//
// It is made like package queue: decisions that write nothing, run inside the journal's append; a fold that
// takes everything from the event; readings. Who a document is for is personal data: the register holds only
// the commitment, the node finds the name beside it.
//
// # Rules are data
//
// [Procedures] say for each kind of document who collects it, what must be seen, when its term ends and what becomes
// of it then; every rule says how sure it is. The grounds of a proposal and the outcomes of what was looked into are
// tables too. No rule about a kind stands in code.
//
// # The ways a document goes
//
//   - In: [Register.Receive] counts a consignment in, by two people where the register is strict, against the list that
//     headquarters announced. What came too much, damaged, or for another site is taken, because somebody must answer
//     for it, and barred; what did not come stays announced, until headquarters takes it back.
//   - Out: [Register.HandOut]. An old document that is taken in with its number begins a chain of its own.
//   - For a day to a counter without vault and back: [Register.Depart], [Register.Receive] with the lender's name
//     there, Depart back, [Register.BringBack]. Between the two the document is in neither vault, in the carrier's
//     name. [Trips] raises the alarm of the evening.
//   - Away for good: [Register.Remind] begins the term, [Register.Propose] when it is over, and two people carry it out:
//     [Register.Destroy] or [Register.SendBack]. Clocks propose; they never act.
//   - Missing: [Register.ReportMissing] bars a document where the register has it; [Register.WorkOff] takes the bar
//     off when it is found.
//
// A count ([Register.CountIn]) is blind and changes no custody: each difference stays open until somebody gives a reason.
//
// # Once
//
// Decisions run one after another inside the journal, each on the state that the one before left, so of two desks
// that hand out one document the second is told that it is gone. The clerk lets go of the document when the
// answer is there, which is after the commit. If the program dies between:
//
//	before the commit   the register still has the document; the clerk has it in hand, and hands it out again
//	after the commit    the register says that it was handed out; the repeated command finds its act and succeeds,
//	                    a new one is told that it is gone: the clerk gives it to the person who stands there
//
// In neither case can a second person get it. A clerk who let go of it before the answer has made a difference that
// the next count shows.
//
// # Keys
//
// All keys begin with "v/"; no other package reads them. A number is a document's number, a day four bytes, big
// endian, of the civil day with its sign turned, so that keys sort as days do. Values are lines: numbers as signed
// varints, texts behind their length as unsigned varints.
//
//	v/d/ number                  the item as it stands: received, arrived, first and last reminder, reminders, bars,
//	                             length of the chain, day and hour of its trip, whether it is away, day of the proposal;
//	                             kind and name of the custodian; kind, holder, consignment, other site, trip, lender;
//	                             fate, ground, reason and clerk of the proposal
//	v/h/ number 0 n              the n-th hand-over, n in four bytes from 0: time, clerk, both parties, evidence
//	v/i/ number                  its kind; the item is on this site
//	v/c/ compartment 0 number    empty; the item lies there
//	v/t/ trip 0 number           empty; the item is out on the trip, or here by it
//	v/k/ consignment             what is still to come: for which site, by which lender, since when a part of it is
//	                             here, then number, kind and holder of each document
//	v/x/ number                  a difference: sort, compartment, since, clerk, since when it is right again
//	v/m/ number                  a report: kind, consignment, last place, reason, reference, clerks, day, day found
//	v/y/ compartment             the day of its last count; without compartment, of the whole vault
//	v/g/ day kind 0 door         how many of a kind went out through a door on a day
//	v/n                          the last count
//
// A count reads only the keys v/c/; a list of the stock reads v/i/ and v/d/, never a chain. [Verify] holds all of it
// against itself.
package vault
