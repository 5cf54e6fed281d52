// Package certificate is the life of a certificate of the registers at a counter: asked for, made by headquarters, printed, and
// gone.
//
// It is made of decisions, a fold and readings, all pure. What moves over the line and what lies in files is the node's.
//
// # What stands where
//
// A certificate is named by the act that asked for it, which headquarters makes it once of. For whom it is — the national
// number and the name — stands in no record: it lies in a file of the counter (sync/blob), sealed under a key of its own,
// until headquarters has answered. The PDF then lies there the same way until it was printed and kept long enough. Both
// keys are personal data of one subject, which is the certificate itself. So headquarters, which gets keys with the journal,
// has nothing to open with them, and erasing the subject makes every copy of the files noise.
//
// # Stages
//
//	asked    it waits for headquarters, for as long as there is no line
//	ready    it is here; it waits for the printer, or for who asked
//	printed  a printer said so. A duplicate can still be had that day
//	refused  headquarters makes none, and said why
//	ended    nobody came for it within [Waits] days
//
// Printed is what a printer said of its original or of a duplicate, as appliance/paper journals it; a print that failed or of
// which nobody knows leaves it ready. The code of pickup is valid until it was printed.
//
// # A crash between any two steps
//
//	file, no record           the file is noise, its key is gone with the process: the next night removes it
//	asked, not made           it is asked for again when there is a line
//	made, and nobody heard    headquarters is asked again and gives the same bytes
//	ready, not printed        it waits, by its code
//	over, file there          nothing wants the file: the next night removes it
//
// # Keys
//
// All keys begin with "ce/"; no other package reads them.
//
//	ce/i/ certificate(16)           CertificateState
//	ce/o/ certificate(16)           empty; to be made by headquarters, the oldest first
//	ce/u/ pickup, without hyphens   certificate(16); asked or ready: the code is valid
//	ce/b/ digest(32)                certificate(16); this counter keeps the file
//	ce/k/ certificate(16)           empty; until its subject is erased
//	ce/d/ day(4) certificate(16)    empty; asked for on that civil day, its sign flipped
//	ce/p/ print(16)                 certificate(16); a print of it that has not ended
package certificate
