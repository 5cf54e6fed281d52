package printer

import "fmt"

// Tag marks a group or the kind of a value. Tags that have no name here are kept as they came.
type Tag uint8

// The groups of RFC 8010, section 3.5.1.
const (
	TagOperation   Tag = 0x01
	TagJob         Tag = 0x02
	tagEnd         Tag = 0x03
	TagPrinter     Tag = 0x04
	TagUnsupported Tag = 0x05
)

// The kinds of values of RFC 8010, section 3.5.2. Those below 0x20 say why there is no value.
const (
	tagFirstValue   Tag = 0x10
	TagUnsupValue   Tag = 0x10
	TagUnknown      Tag = 0x12
	TagNoValue      Tag = 0x13
	TagInteger      Tag = 0x21
	TagBoolean      Tag = 0x22
	TagEnum         Tag = 0x23
	TagOctets       Tag = 0x30
	TagDateTime     Tag = 0x31
	TagResolution   Tag = 0x32
	TagRange        Tag = 0x33
	TagCollection   Tag = 0x34
	TagTextWithLang Tag = 0x35
	TagNameWithLang Tag = 0x36
	tagEndCollect   Tag = 0x37
	TagText         Tag = 0x41
	TagName         Tag = 0x42
	TagKeyword      Tag = 0x44
	TagURI          Tag = 0x45
	TagScheme       Tag = 0x46
	TagCharset      Tag = 0x47
	TagLanguage     Tag = 0x48
	TagMediaType    Tag = 0x49
	tagMember       Tag = 0x4A
)

// Operation is what a request asks for (RFC 8011, section 5.4.15).
type Operation uint16

// The operations that a counter uses.
const (
	PrintJob             Operation = 0x0002
	ValidateJob          Operation = 0x0004
	CancelJob            Operation = 0x0008
	GetJobAttributes     Operation = 0x0009
	GetJobs              Operation = 0x000A
	GetPrinterAttributes Operation = 0x000B
)

// Status is how a printer answered (RFC 8011, appendix B).
type Status uint16

// The statuses that mean something to a counter; others go by their class.
const (
	statusOK             Status = 0x0000
	statusBadRequest     Status = 0x0400
	statusForbidden      Status = 0x0401
	statusNotAuthentic   Status = 0x0402
	statusNotAuthorized  Status = 0x0403
	statusNotPossible    Status = 0x0404
	statusNotFound       Status = 0x0406
	statusGone           Status = 0x0407
	statusFormat         Status = 0x040A
	statusAttributes     Status = 0x040B
	statusInternal       Status = 0x0500
	statusNoOperation    Status = 0x0501
	statusUnavailable    Status = 0x0502
	statusNoVersion      Status = 0x0503
	statusNotAccepting   Status = 0x0506
	statusBusy           Status = 0x0507
	statusDeactivated    Status = 0x050A
	statusTooManyJobs    Status = 0x050B
	statusFirstError     Status = 0x0400
	statusFirstServer    Status = 0x0500
	statusFirstAboveThat Status = 0x0600
)

// String is the number, as the standard lists it.
func (s Status) String() string { return fmt.Sprintf("IPP status %04x", uint16(s)) }

// ok reports whether the printer did what was asked; it may have ignored attributes it does not know.
func (s Status) ok() bool { return s < 0x0100 }

// refuses reports whether the status alone says that a request was not carried out at all. An internal or device error can
// come when pages are out already.
func (s Status) refuses() bool {
	switch s {
	case statusNoOperation, statusUnavailable, statusNoVersion, statusNotAccepting, statusBusy, statusDeactivated, statusTooManyJobs:
		return true
	}
	return s >= statusFirstError && s < statusFirstServer
}
