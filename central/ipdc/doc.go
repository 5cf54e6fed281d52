// Package ipdc writes our catalogue of products as a file in the shape of the government's (IPDC, of which LPDC is a municipality's own
// part), and reads such files back: JSON-LD, of which we know the fields of an Instantie that domain facts name, and keep all others.
//
// # What is whose
//
// Products themselves — which there are, how long they take, what counters and seats know of them — come with the program, and no file
// changes them. What the government's catalogue says of them — descriptions, conditions, costs, links, dates, the concept that they
// are instances of — belongs to whoever keeps it there. So headquarters stores, for each product, the object of the file as it came,
// byte for byte but for white space, and gives it back in the next file with our own fields beside it. Objects that are about nothing of ours
// are kept and given back as well. Nothing is merged, so nothing that we do not understand can be lost.
//
// Our fields have the prefix "buurtloket:". They are written anew each time from the program, except those that this version does
// not know. A product is found by "buurtloket:product", else by the @id under which it is stored or written here, else by the concept.
//
// # Reading
//
// A file is taken whole or not at all: [Read] tells everything that is wrong with it. A name twice in one object is wrong, because
// half of it would be lost. Then [Compare] tells what would change, and the register stores it, if nobody was quicker ([Door]).
package ipdc
