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
//	plan                       Plan: rules and closures in force
//	roster                     RosterState: staff of all sites
//	s/ site                    SiteState
//	f/ site 0 number(8)        FeedEntry, number from 1
//	F/ site                    feed position: last(8) first(8) taken(8) snapshot(8)
//	l/ site 0 life(8)          LifeState: cursor of one life
//	j/ site 0 life(8) seq(8)   a record's stored bytes
//	t/ seat                    a seat's custody, see seat.go; absent: HQ's, free, never granted
//	r/ seat                    a seat that was asked back of its site: when(8); until its day passes to the site
//	a/ appointment(16)         AppointmentState
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
package register
