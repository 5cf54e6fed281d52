// Package inbox is the planner's page of disputes without a screen: what cannot both be true, with what each side has, and what a person
// can do about it. It decides nothing: each decision is one step at headquarters, with who and why, made on what this page showed or
// refused. When headquarters does not answer the list stays, with its age, and nothing can be decided.
//
// Inbox is safe for concurrent use; its methods return at once, and what takes time is done by Run.
package inbox
