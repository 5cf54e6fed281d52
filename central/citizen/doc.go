// Package citizen is what anybody may ask of headquarters without being known there: words that find a product, a sheet, opening hours,
// free moments that suit; a place held for a while, more time, an appointment, another moment, an end. The pages (central/portal) and
// the programs of others (central/api) ask all of it here, so that both have the same rules, the same links and one count of what a
// client does. It decides nothing that is fought over: that is the register's.
//
// # One booking
//
// Who looks gets an identity, signed with what they look for. Everything that comes of it — a hold, a longer one, an appointment — is
// under that identity, so that sent twice is once, on whatever node and in whatever way it comes.
//
// # Links
//
// Who has the link of an appointment may change and cancel it; nobody else can make one. It is the appointment's identity with a
// keyed sum over it, under a key that all nodes derive from the secret they share, and names nobody.
//
// # What is asked of whom
//
// A name, and an address for mail or a telephone number. No national number: one that is written anywhere is refused and forgotten.
package citizen
