// Package notify tells citizens about their appointments and documents: by mail, or by SMS to who gave no mail address.
//
// # What is told
//
// The register decides that when a command is applied, and keeps it (central/register, central/notify/dispatch): nothing that was
// to be told is lost with a node. A [Notifier] is the sender of one node. It claims what is due, reads who it is for from the
// sealed person, writes the message in Dutch and hands it to a [Carrier]. Who was erased is told nothing; who left neither a mail
// address nor a mobile number neither. Neither names nor addresses nor what a mail server said stand in a command or a log: a
// server's words often repeat the address, so only its codes are kept.
//
// # Once
//
// Nodes need not agree on who sends: whoever claims first does. See dispatch for what becomes of a claim. The mail has a Message-ID
// made of the message's own id, and an SMS an idempotency key, so that whoever is handed one twice, because a person had it sent
// again, can tell. A mail server that is away is not asked for each message: what is due waits, and is asked of it after a while.
//
// # A sooner place
//
// Who waits for a sooner place is offered one that came free when a node that sends asks the register to look ([Notifier.Offer]), which it
// does not in the quiet hours. That message is of use for half of the time for which the place is held, and not later.
//
// # When there is nothing to send with
//
// A node without a mail server and an SMS gateway claims nothing. Messages then wait, are shown as such, and are dropped when they
// are of no use any more; after [dispatch.Keep] they are forgotten. So they do not pile up, and who sets up a mail server sends no
// confirmations of visits that are over.
//
// # Privacy
//
// Mail is plain text with the same words as plain HTML: nothing is loaded from anywhere, no link is particular to the mail but
// that of the appointment itself. Which language somebody speaks is not kept, so all get the Dutch text; a city may add marked
// translations for everybody.
package notify
