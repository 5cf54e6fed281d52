// Package register is headquarters' memory: the authoritative calendar of seats, the appointments, the sites'
// journals as received, their feeds, the plan and the conflicts — as one deterministic state machine.
//
// [Machine.Apply] takes one command of the raft log and changes the state; every node that applies the same
// commands holds the same bytes. It reads no clock and draws nothing at random: time rides in the command.
// The rules of custody are those of sync/custody, the rules of the calendar those of sync/calendar; this
// package loads values, lets the rules decide, and stores what they gave.
//
// # Keys
//
// Numbers are big endian so that they sort; a site's name ends with 0x00 where something follows.
//
//	h                          HeadquartersState: era, last grant and conflict number
//	plan                       Plan: rules, closures, regimes, terms, orders of queues and desks of a kind in force
//	n/ version(8)              PlanNote: who put what in the place of what, in the change that made this version
//	bulletin                   version(8) of the latest step of any item of news
//	bulletin/i/ name           BulletinEntry: a piece of news or an activity, on its way
//	bulletin/n/ version(8)     BulletinNote: who wrote, approved or withdrew which; for good
//	roster                     RosterState: staff of all sites, and what holds for them at each
//	procedure/p/ product       Procedure, as it was ever published: all its versions
//	procedure/r/ number(8)     ProcedureRemark: what a clerk said, and the answer
//	procedure/a/ act(16)       the number (8) of the remark that this act made
//	passkeys                   PassKeys: the public halves of the keys of booking codes, in the order in which they began
//	s/ site                    SiteState
//	f/ site 0 number(8)        FeedEntry, number from 1
//	F/ site                    feed position: last(8) first(8) taken(8) snapshot(8)
//	l/ site 0 life(8)          LifeState: cursor of one life
//	j/ site 0 life(8) seq(8)   a record's stored bytes
//	t/ seat                    a seat's custody, see seat.go; absent: HQ's, free, never granted
//	r/ seat                    a seat that was asked back of its site: when(8); until its day passes to the site
//	a/ appointment(16)         AppointmentState
//	d/ document 0 site         DocumentState: where the site's journal has it
//	k/ document                number(8) of the conflict over it, while there is one
//	p/ commitment(16)          Sealed: personal data
//	u/ subject(16) commitment(16)   what belongs to one person, so that it can be erased
//	c/ number(8)               ConflictState
//	e/ hash                    CodeState: an enrolment code
//	i/ site 0 serial           a certificate that was given: when(8)
//	v/ site 0 serial           a revoked certificate: by whom
//	v/ site 0                  all of them were revoked that were given until when(8), by whom
//	o/ site 0 consignment      Consignment: announced, not yet received
//	b/ site 0 consignment      TakenBack: of what was announced, taken back before it came
//	w/ site 0 request          FeedEntry with the answer to a site's wish, until a clerk there has worked it
//	x/ act                     HQReply to a command that is done once, or to a site's wish
//	m/ digest(32) site         PhotoState: what the site's journal says of the photo with these bytes
//	y/ site 0 photo(16)        digest(32) of a site's photo
//	q/ subject(16) m/…         the photos of one person, each by its key above; until the person is erased
//	D/ site 0 kind 0 id        DeviceState: the last that the journal of the site's present life says of a device
//	U/ site 0 door(2)          DoorUnseen: a door that the present life cannot see
//	L/ site 0 life(8) door(2) kind   DoorAlarmKept: an alarm about a door that nobody has settled
//	N/ site 0 number(8)        DoorNote: a refusal or an emergency at the site's doors; the last fifty
//	z/ when(8) command(8)      PhotoReading: who asked to see which photo, and why; for good
//	A/ site 0 act(16)          CertificateSeal: what is known of a certificate that the act asked for; for good
//	V/ code                    the key above of the certificate with this code of verification
//	K/u/ site 0 day(4) kiosk(4) line(1) what 0 product 0 outcome   count(8) of uses of a self-service desk; line 1: there was none
//	K/t/ site 0 day(4) a or l code   count(8) of who told this age, or used this language
//	P/s/ site 0 letter(16)     LetterRow: a letter with a PIN and PUK that was asked for
//	P/o/ asked(8) site 0 letter(16)  the key above of one that the register is still to answer
//	P/h/ holder(32)            when(8) and the key above of the last letter for whoever has this keyed hash
//	G/ appointment(16)         HoldState: a place kept for an appointment that may come of it
//	M/t/ thread                MessageThread: what was told, and is to be, about a thing: a appointment(16), or d site 0 document
//	M/d/ when(8) thread        something is due in that thread
//	M/v/ site 0 visit(16)      the thread of the appointment that a visit came of, while it lasts
//	C/a/ appointment(16)       CitizenLink: whose of those who sign in it is
//	C/h/ holder(32) appointment(16)  that, by who signs in: a keyed hash; until the person of the appointment is erased
//	B/n/ appointment(16)       ProfileNotice: what a profile elsewhere is told of it, the last
//	B/d/ when(8) appointment(16)  that notice is due
//	ipdc                       version(8) of the documents that follow
//	ipdc/ product              ServiceDocument: what the government's catalogue says of a product
//	H/ seat                    whose hold is on a seat: appointment(16) until(8)
//	agenda/ site / desk(1)     AgendaState: which links to the agenda of that desk are good
//	S/u/ week(4) key(16)       an answer about a visit of that week was counted; its key is a keyed sum of the appointment
//	S/c/ site 0 product 0 week(4)   SurveyRow: answers of a week; product empty: all
//	S/r/ week(4) index(8)      SurveyRemark: what somebody wrote, for half a year
//	S/o/ appointment(16)       who has it wants no questions after it
//	W/a/ appointment(16)       WaitingState: it would rather come sooner, and what is offered to it
//	W/f/ seat                  WaitingFreed: came free while somebody waited, until nobody is to be told of it any more
//	W/n                        number(8) of the last who asked
//	W/t/ site                  WaitingTally: what became of offers of places there
//
// # Plan
//
// What a planner puts is compiled, and refused when any part of it is wrong. What is stored is read: another version of
// this program may have put it, so what this one does not understand is set aside and counted ([View.Aside]), and a node
// never stops on it. A change lists the appointments that it leaves without their place, each with the reason
// ([View.Try] tells before); nobody is moved. A change may carry a guard, the version and the appointments that its maker saw, and
// seats to ask back: all of it holds at the moment it is applied, or nothing changes. Every change is noted for good, with who
// decided it ([View.History]).
//
// # Documents
//
// Of each document there is a row for every site whose journal named it, folded in the order of that journal alone, so the
// index does not depend on the order in which journals come. Two rows that cannot both be (a document in two hands) are a
// conflict for a person; since one journal may lag behind another, a conflict that a later record explains is settled by
// it. A document is collected where its row says that it lies ([View.Lies]), also when a counter wishes the booking from
// afar. What was announced can be taken back until it has come; who received it before the word arrived has it, and a person
// is told.
//
// # Devices and doors
//
// How a device is, and which doors cannot be seen, is knowledge of one life of a site, and only as old as its last records.
// When the life is over — restored, replaced, declared lost — it is forgotten: the next life tells all anew, and of a lost one
// nobody knows anything. An alarm about a door is a question to a person: at its counter it can be settled while the life
// lasts, afterwards it is a conflict, also when its record comes later; if the counter had settled it, a later record says so and settles
// the conflict. Refusals and emergencies stay, as many as are kept; all of them stand in the journals.
//
// # Booking codes
//
// The register holds the public halves of their keys, nothing that signs. A key has an identity as a grant has, era and number, and
// the next one is the only that is taken: nodes that propose it at once propose the same. A check-in that a counter made on a
// code alone is compared with the appointment as it stands here when the record comes, and where they differ a person decides.
//
// # Messages
//
// What citizens are told follows from what changed: [turn.keepAppointment] is the one place where an appointment is stored, and
// records of visits and vaults tell the rest. A history that a site tells after a restore is no news, and what was due when
// headquarters woke from a backup may have gone before: it is unknown, and shown. The life of a message is that of
// central/notify/dispatch; who is told is read from the sealed person when it is sent, so that who was erased is told nothing.
//
// # Holds
//
// A hold keeps a place for a citizen who is still filling in a page. It is no custody: the seats stay headquarters'. Until it is
// booked, let go of, or over by the time of the command that asks, its seats are offered to nobody, booked for nobody else and
// given to no site; nothing else looks at it. Whatever takes a held seat away — a recall of the day, a restore, a closing — is
// told to the citizen when they confirm, as to anybody who comes too late.
//
// # Citizens who signed in
//
// An appointment may be with the others of whoever signed in at the pages: by a hash that is keyed with what is in no state. It is
// one person's, and goes with the person of the appointment. Whose holder agreed, a profile elsewhere is told how it stands: one
// notice for each appointment, the later in the place of the earlier, sent under the name of its act or known as unsent.
//
// # The waiting list
//
// Who has an appointment may wait for a place on an earlier day. A seat that comes free while anybody waits is noted where seats are
// stored, whatever freed it: the end of a visit, a move, what a site gives back. A look offers it, by the rules of central/waiting: a
// hold under the identity of that appointment, longer than a page's, and one message. So custody knows nothing of it: moving there is
// a move like any other, that the hold lets through. Declined or over, the hold ends and the next who waits is told; a wish ends with
// its appointment. No row names anybody.
//
// # Survey
//
// An answer about a visit is counted by site, product and week, and is then nobody's. The command that brings it names no appointment.
//
// # People
//
// Who an appointment is for is forgotten when a site says so that erased them, unless the appointment is to come or another
// site's ([View.Person]): a counter that an appointment left erases its own copy at once.
package register
