// Package roster is the planner's page of who works where and when, without a screen: one site in one week, people by days, what
// nobody covers, what breaks a rule. What a planner changes is a draft first: headquarters is asked what it would do after each
// change, and keeps it only when it is saved. A proposal of headquarters becomes part of the draft, or nothing.
//
// Headquarters decides what breaks a rule (central/roster); here is no rule. What is only guessed here is who is offered first for a
// gap, and how much of it: headquarters says at once what that breaks.
//
// A draft is of a version. When somebody else saved the week meanwhile, what the planner added and took away is done again on what
// stands now, and the planner is told who it was.
//
// Roster is safe for concurrent use; its methods return at once, and what takes time is done by Run.
package roster
