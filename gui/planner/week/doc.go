// Package week is the planner's screen without a screen: the week board, what the planner has in hand, the draft and what it
// would do. It decides no plan: headquarters weighs each draft and commits it whole or not at all; this package says what was
// answered, in words.
//
// A planner looks at a week, or at one day of it by half hours (Zoom): fields are days or half hours then, and all else is the same.
// They lift hours of one desk off a field and put them down on another, or drag them there (Drop). That is a move of the draft, and headquarters
// is asked at once what the draft does (Headquarters.Try). Nothing changes anywhere until the draft is committed, with the
// version of the plan that it was weighed against and with the appointments that the planner saw would be hit. A change that
// was committed is taken back by a draft too.
//
// # Promises
//
// What is put in words is of one moment: a board and an effect of the same plan. A draft whose effect is not known cannot be
// committed. A move that headquarters refuses is not in the draft, and the hours stay in hand. Losing headquarters keeps the
// draft, and the board with its age.
//
// Week is safe for concurrent use; its methods return at once, and what takes time is done by Run.
package week
