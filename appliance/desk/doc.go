// Package desk is who may be a screen of this counter from another machine, over the LAN of the office: a desk, a display of the
// waiting room, or a self-service desk, each at a numbered [Place].
//
// The screens of the appliance itself come in by its unix socket, which only its owner can open. A screen on another machine
// shows a certificate instead. The counter is its own authority for these: headquarters has no part in it, so a screen can be
// added, replaced or put out while the line is down. The steps:
//
//	code, err := r.Invite(ctx, clerk, desk.At(2))  // a code of nine groups of four, for one machine, for half an hour
//	chain, err := r.Redeem(hash, request)    // the machine used it: it is desk 2 from now on
//	err = r.Check(peer)                      // on every request, and for every line that is open
//	chain, err = r.Renew(peer, request)      // long before the certificate ends
//	err = r.Revoke(ctx, clerk, desk.At(2))   // out, at once
//
// Codes, certificates and the handshake are those of package link. A certificate carries its place, and the name of the
// admission it was given for, the pass. What counts is whether the register still has that pass at that place: a
// certificate that was put out stays out however long it is valid, and so does each one that was renewed from it. One place
// has one screen; a newer one takes over. What a screen may do follows from its role, and is decided where it is served.
//
// Every change is a fact of the journal first (DeskInvited, DeskJoined, DeskLeft), then in the file, then told. The act that
// names a fact follows from its pass, so a change that was cut off between the two can be asked again.
//
// # The file
//
// Who is let in does not stand in the journal but beside it, with the authority's key, in desks.pem, which is replaced as a
// whole: a copy of the journal that is put back must let nobody back in. Whoever has this file can be any desk of this
// counter, so it has mode 0600, and belongs in no copy that leaves the appliance. Without it the counter makes a new authority,
// and every screen needs a new code. It is text, these PEM blocks in this order:
//
//	PRIVATE KEY             the authority's key, PKCS #8; one
//	CERTIFICATE             the authority's certificate; one
//	BUURTLOKET SCREEN       for each screen, desks before displays before self-service desks, by number: the pass, 16 bytes,
//	                        with the headers
//	                          Desk, or Display, or Kiosk   its number
//	                          Joined   when, RFC 3339 in UTC
//	                          Seen     when it was heard of last, to the hour; missing: never
//	BUURTLOKET INVITATION   for each place with a code that has not expired, in the same order: the hash of the code, 32 bytes,
//	                        of which the first 16 are the pass, with the headers
//	                          Desk, or Display, or Kiosk   its number
//	                          Expires  when, RFC 3339 in UTC
//	                          Key      once used: SHA-256 of the public key it was used for, in hexadecimal
//
// Any other block, or header that cannot be read, makes the file Corrupt: it is of a newer program, or damaged.
package desk
