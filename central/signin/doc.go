// Package signin lets citizens sign in at an identity provider by OpenID Connect (that of the Flemish government, ACM/IDM, or any
// other), and keeps them signed in for a short while. It is the one door to what speaks that protocol. Nobody has to sign in.
//
// # The way
//
//	[SignIn.Begin]   sends somebody to the provider: authorization code flow with PKCE (S256), state and nonce
//	[SignIn.Finish]  takes them back: the code for tokens, the id_token checked, and a session
//	[SignIn.Session] whose request it is, at whatever node
//	[SignIn.Leave]   forgets them; [SignIn.LeaveAt] is where to sign out at the provider too
//
// # What is kept
//
// At headquarters nothing. What must be remembered lies in two cookies, sealed (XChaCha20-Poly1305) under keys that all nodes derive
// from the secret they share, so any node reads what another wrote: HttpOnly, SameSite=Lax, Secure and with the prefix __Host- where
// the pages are behind TLS. The state of an attempt travels through the provider, sealed, and counts only in the browser that has the
// cookie of that attempt: nobody is signed in by a link that somebody else sent. A session is 30 minutes without a page, 4 hours at most.
//
// Of who it is there is a name and an address, when the provider tells them, to fill in a form; and a [Session.Holder]: an HMAC of
// what the provider calls them, keyed with the same secret. That hash alone leaves this package. Tokens are looked at and dropped, and
// no claim is logged.
//
// # What is believed
//
// An id_token that the provider's keys sign by an algorithm of signatures (never "none", never one with a shared secret), of this issuer, for this
// client and no other party, with the nonce of this attempt, not over and not of the future. Clocks may differ by [Leeway]; a
// difference that comes near it is logged, since a clock that drifts ends every sign-in at once.
//
// A provider that does not answer is asked again by whoever comes next; meanwhile everybody books without.
package signin
