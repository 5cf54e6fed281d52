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
//	plan                       Plan: rules, closures, regimes and terms in force
//	roster                     RosterState: staff of all sites, and what holds for them at each
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
//	w/ site 0 request          FeedEntry with the answer to a site's wish, until a clerk there has worked it
//	x/ act                     HQReply to a command that is done once, or to a site's wish
//
// # Plan
//
// What a planner puts is compiled, and refused when any part of it is wrong. What is stored is read: another version of
// this program may have put it, so what this one does not understand is set aside and counted ([View.Aside]), and a node
// never stops on it. A change lists the appointments that it leaves without their place, each with the reason
// ([View.Try] tells before); nobody is moved.
//
// # Documents
//
// Of each document there is a row for every site whose journal named it, folded in the order of that journal alone, so the
// index does not depend on the order in which journals come. Two rows that cannot both be (a document in two hands) are a
// conflict for a person; since one journal may lag behind another, a conflict that a later record explains is settled by
// it. A document is collected where its row says that it lies ([View.Lies]).
package register
