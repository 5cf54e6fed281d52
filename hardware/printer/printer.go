package printer

import (
	"context"
	"errors"
	"io"

	"github.com/buurtloket/buurtloket/hardware/device"
)

// PDF is the format of every document of a counter.
const PDF = "application/pdf"

// Printer is the treaty of a document printer. All calls may be made at any time from any goroutine, beside each other;
// each returns by the end of its ctx. Errors are *device.Error.
//
// Nothing here is durable: the caller writes down the document's name before Print, and the job's identity after.
//
// The states of Health: Ready (idle), Busy (printing; a new document queues), Attention (it prints and wants care, as
// when paper runs low), Stopped (paper is out, it is jammed, open, or refuses jobs), Absent, and Unknown when what answers
// is no printer that can be understood. Health never repeats the texts of a printer, which can name other people's documents.
type Printer interface {
	device.Device

	// Print hands over one document, once. It asks first whether the printer can and will take it, and refuses — NotDone,
	// nothing sent — when it is Stopped, when it does not take the format, or when it would not take such a job: a paper must
	// not come out later, before another visitor, because somebody has put paper in. A Busy printer queues it.
	//
	// It returns when the printer has taken the whole document; the job is then rarely at its end: follow it with Job.
	//
	// An Uncertain error says that the order may have left. It is never repeated by itself, and the caller does not repeat it
	// either: it calls Find with the document's name until that has answered.
	Print(ctx context.Context, d Document) (Job, error)

	// Job asks once how a job is: a step of following it, called again until State.Ended. It compares the name too, because
	// printers number their jobs anew after a restart. ErrNoJob says that the printer knows no such job any more; what
	// became of it is then not known. An error that is not ErrNoJob says nothing of the job: ask again later.
	Job(ctx context.Context, id ID) (Job, error)

	// Find looks a print up by the name of its document, among the jobs that the printer has and had. This is how a caller
	// learns what became of an Uncertain Print:
	//
	//   - a job: it was taken, and the job says how far it is; it must not be sent again;
	//   - ErrNoJob: the printer does not know it. When it has run on without a break since the Print and was asked within its
	//     memory — minutes to hours, printers differ —, it was never taken; a printer that was switched off in between has
	//     forgotten the job and may have printed it. A person looks in the tray before it is printed again;
	//   - another error: nothing was learnt. Ask again.
	Find(ctx context.Context, name string) (Job, error)

	// Cancel asks the printer to stop a job. Pages can still come out, and a job can still end as JobDone, so it is followed
	// to its end afterwards. A job that has ended or is not known gives ErrNoJob, NotDone.
	Cancel(ctx context.Context, id ID) error
}

// ErrNoJob says that a printer knows no job of this number and name.
var ErrNoJob = errors.New("the printer knows no such job")

// MaxName bounds the name of a document, in bytes: what every printer keeps whole (RFC 8011, section 5.1.3).
const MaxName = 255

// Document is one thing to print. A second copy is a second Document with a name of its own, so that each sheet with an
// identity has its own line in the journal.
type Document struct {
	// Name is unique for each print, at most MaxName bytes of printable ASCII. It shows on the panel of the printer and in its
	// log: an identifier, never personal data.
	Name string
	// Format is the media type; empty means PDF.
	Format string
	// Body is read once, from begin to end, and is not closed.
	Body io.Reader
	// Size is the number of bytes of Body, or 0 when it is not known beforehand: it is then sent in chunks, which old
	// printers do not all take.
	Size int64
	// Media is the paper by its name in PWG 5101.1, as "iso_a4_210x297mm"; empty leaves it to the printer.
	Media string
}

// ID says which job of a printer is meant.
type ID struct {
	Number int32  // the printer's own number, from 1; it counts anew after a restart
	Name   string // the document's name
}

// Job is a print as the printer tells of it.
type Job struct {
	ID      ID
	State   JobState
	Reasons []device.Reason // why it is held, stopped or aborted, when the printer says
	Sheets  int32           // sheets of paper out so far, 0 when the printer does not count them
}

// JobState is how far a print is.
type JobState uint8

// The states. The zero value promises nothing.
const (
	JobUnknown  JobState = iota // the printer gave none that has a meaning here
	JobWaiting                  // pending, behind others
	JobHeld                     // held until somebody releases it at the printer
	JobPrinting                 // processing
	JobStopped                  // it stands still because the printer does: paper, cover, jam
	JobCanceled                 // ended by a person or by Cancel; pages may be out
	JobAborted                  // ended by the printer; pages may be out
	JobDone                     // the printer says that all sheets are in the tray
)

// Ended reports whether the state is the last one.
func (s JobState) Ended() bool { return s >= JobCanceled }

// String is the word of a log.
func (s JobState) String() string {
	names := [...]string{"unknown", "waiting", "held", "printing", "stopped", "canceled", "aborted", "done"}
	if int(s) < len(names) {
		return names[s]
	}
	return names[JobUnknown]
}
