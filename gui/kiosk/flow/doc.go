// Package flow is a visit to the self-service desk without a screen: one question a page, what may be answered, and what is
// done with the answers.
//
// # One person at a time
//
// A visit begins with the first touch and ends with the last page, with nobody there, or when the card is pulled. Then
// everything of it is gone: answers, names, numbers, and the answers that were still under way, which belong to no visit any
// more. The voice falls silent. The language, the looks and the volume go back to the usual ones too, and are kept with no person (facts 2.9).
//
// # Time
//
// Who does nothing for [Patience] is asked whether they need more time; who does not answer within [Warning] has gone. A page
// that waits for headquarters or for paper does not count.
//
// # Threads
//
// [Flow.Run] owns every goroutine. Everything else may be called from any goroutine and never waits for the daemon; the
// picture is [Flow.Shown], and [Flow.OnChanged] tells when there is another.
package flow
