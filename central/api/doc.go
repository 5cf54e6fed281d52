// Package api is the public API: what citizens do on the pages (central/portal), as JSON for programs, on every node. All of it is asked
// of central/citizen, as the pages ask it; here is only how it is written.
//
// # One list
//
// An operation is a function of a struct to a struct (operation.go). The same types read the request (input.go), write the answer and
// make the OpenAPI description (describe.go, schema.go), so that neither says what the other does not do.
//
// # One booking
//
// GET /free signs what was looked for into a visit; POST /holds makes a hold of it, POST /appointments an appointment. All three have one
// identity, so sent twice is once: the hold is the key of idempotency. Moving and cancelling take the header Idempotency-Key.
//
// # Refusals
//
// A refusal is a problem (RFC 9457) with the kind of fault as its code, a Dutch sentence for people, the codes of that sentence where
// there are any, and what can be had instead. The statuses are those of the pages.
//
// # Who is let in
//
// Everybody. Programs in pages of others may read (CORS for GET); what changes something is refused to them, as it is to forms of others.
// Acts are counted by client, together with those on the pages.
package api
