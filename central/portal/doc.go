// Package portal is the citizens' door: the pages on which somebody finds the first free moment that suits, books it, moves it and
// cancels it, with nothing but a browser.
//
// # Pages, not a program
//
// Every page is HTML made here; each step is a link or a form, so that it works without JavaScript, with a screen reader and
// on an old telephone. One script of our own counts down the time of a held place. There is no cookie, no account, no
// third party and nothing that follows anybody: what a page must remember stands in its forms and links, signed. Only who wants to
// sign in, where a city offers that, gets the cookies of that (central/signin).
//
// # The way of a visitor
//
//	/                     what do you need?                           need.go
//	/product/{id}         the sheet: at home first, what to bring     sheet.go
//	/vrij?…               free moments, the first that suits first    moments.go
//	POST /vasthouden      the place is held for ten minutes           hold.go
//	/gegevens?b=…         who comes, with the time that is left       details.go
//	POST /boeken          the appointment                             details.go
//	/afspraak/{link}      the code, what to bring, change, cancel     appointment.go, move.go
//	/afspraak/…/vroeger   the waiting list for a sooner moment        sooner.go
//	/vragen/{link}        how was it? after a visit, once             survey.go
//	/locaties             where and when we are open, how busy it is   places.go, busy.go
//	/aanmelden?terug=…    to the identity provider, and back          signin.go
//	/mijn                 the appointments of who signed in           mine.go
//	POST /afspraak/{link}/bewaren  with those, or off them            mine.go
//
// The other languages have the same pages below /fr, /en and /de.
//
// # One booking
//
// The list of moments draws the identity of the appointment that may come of it, and signs it into its form. All places of the
// list share it. So whoever clicks twice, goes back and picks another place, or sends the last form again has one hold and one
// appointment: the register knows the identity (central/register). What a page offers is decided anew when it is asked for; a
// place that went meanwhile is answered with the next best.
//
// # Links
//
// Who has the link of an appointment may change and cancel it; nobody else can make one. It is the appointment's identity
// with a keyed sum over it, under a key that all nodes derive from the secret they share. It shows neither name nor address. A
// link that is none, one used twice, one of an appointment that is over: each is answered in words.
//
// # What is asked of whom
//
// A name, and an address for mail or a telephone number. No national number: one that is typed is refused, and not shown
// again. Personal data is in no address, no log and no page but the one on which it is typed.
//
// # Against abuse
//
// Forms are taken from our own pages only (http.CrossOriginProtection, and the signed identity that each form must have). A
// client has so many acts a minute, more than a family or a library needs; who has none left is told when to come back.
package portal
