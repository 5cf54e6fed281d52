// Package name compares the name on an identity card with one that somebody typed: in an appointment, or on a list of
// documents. It is pure.
//
// People are typed as they say it over the phone: "Peeters Saïda", "saida PEETERS", "S. Peeters", "mevr. Van den Berghe". So case,
// accents, hyphens, spaces, apostrophes and the order do not count; a given name may be the first, any other that is written
// out, or initials. What never agrees is another given name, or another surname.
//
// Two people may have one name. That a name agrees proves nothing: it finds whom to ask.
package name
