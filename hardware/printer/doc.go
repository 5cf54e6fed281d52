// Package printer drives the document printer of a counter: certificates, lists and the day's report, as PDF on A4.
//
// The printer is any that speaks the Internet Printing Protocol 2.0 over HTTP, which is nearly all that have a network
// plug; it takes PDF as it is, so nothing here draws a page. It is found by its address in the counter's configuration
// and in no other way: a counter must never print a visitor's paper on whatever printer announces itself.
//
// # What is known of a print
//
// [Printer.Print] gives a [Job] when the printer took the document, and an error of package device when it did not or when
// nobody knows. Every print carries a name of its own that the caller chose and has written down before the call. So a
// print whose answer was lost, or whose program died, is looked up again by that name ([Printer.Find]); the printer's list
// of jobs decides, not a guess. See [Printer] for what each answer of Find means.
//
// # On the wire
//
// RFC 8010 (encoding) and RFC 8011 (model and semantics). A request is an HTTP POST of type application/ipp; its body is a
// message and, for Print-Job, the document right behind it. Numbers are big-endian.
//
//	2  version, 02 00
//	2  operation (request) or status (answer)
//	4  request number, from 1; the answer repeats it
//	   groups, each:
//	1    group tag, 00-0F without 03
//	     values, each:
//	1      value tag, 10-FF
//	2      length of the name; 0 when this is one more value of the attribute before (1setOf)
//	       name
//	2      length of the value, at most 32767
//	       value
//	1  03, the end; what follows is the document
//
// A collection is a value with tag 34, then for each member a value with tag 4A that holds the member's name and the
// member's values without name, then a value with tag 37. They nest; here at most [MaxDepth] deep.
//
// Ports: ipp and ipps use 631 unless the address says another; http and https theirs.
package printer
