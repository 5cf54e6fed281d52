package state

import (
	"context"
	"image"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Booth is the part of [Counter] that is about photos. No picture is kept by it: who looks gets them, and that is all.
type Booth interface {
	// Preview looks through the camera: show gets one picture after the other, never two at a time, until ctx ends (then
	// its error is nil or ctx's) or the camera does (then the fault says in words what is the matter). One screen of the
	// site looks at a time; for another it is Taken.
	Preview(ctx context.Context, show func(Picture)) error
	// Capture takes the newest picture and judges it. The zero visit is nobody in the queue. What was taken waits at the
	// counter until it is kept or dropped, another is taken at this desk, or its time is over.
	Capture(ctx context.Context, visit office.VisitID) (Shot, error)
	// KeepPhoto keeps what was taken. Without consent it is refused, and without a reason where a check failed or there
	// is no visit.
	KeepPhoto(ctx context.Context, id PhotoID, consent bool, reason string) (Receipt, error)
	// DropPhoto forgets what was taken; what is not there any more is no error.
	DropPhoto(ctx context.Context, id PhotoID) error
	// Photos lists the photos of a visit that were kept, in the order in which they were taken.
	Photos(ctx context.Context, visit office.VisitID) ([]Photo, error)
}

// PhotoID names a photo.
type PhotoID [16]byte

// Picture is one picture of the preview, with where the photo's edge and the head should be, in points of it.
type Picture struct {
	Image      image.Image // nil: there is none
	Edge, Head image.Rectangle
}

// Shot is a photo that was taken and not kept yet.
type Shot struct {
	ID      PhotoID
	Checks  []PhotoCheck // in the order in which a clerk reads them
	Good    bool         // nothing was found wrong
	Preview image.Image  // the photo as it would be kept, small; nil: nothing can be kept of this
}

// PhotoCheck is one thing that was looked at. Say, what is wrong and what to ask of the visitor, is empty when it is good.
type PhotoCheck struct {
	Code  string
	Good  bool
	Say   string
	Value float64 // the figure that was found
}

// Photo is one that was kept, and what happened to it since.
type Photo struct {
	ID     PhotoID
	Failed int    // how many checks it did not pass
	Reason string // why it was kept all the same; empty: none was given, or it was erased
	Steps  []PhotoStep
}

// PhotoStep is one thing that happened to a photo, in a sentence.
type PhotoStep struct {
	At  time.Time
	Say string
}
