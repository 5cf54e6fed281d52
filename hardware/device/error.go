package device

import "errors"

// Outcome is what is known of an act that failed.
type Outcome uint8

// The outcomes. The zero value is the careful one.
const (
	Uncertain Outcome = iota // the order may have left: it was done, or done in part, or not
	NotDone                  // nothing happened at the device
)

// Error is an act that failed. Its text is for logs and for whoever repairs; people at the counter are told in the
// words of the appliance.
type Error struct {
	Op      string  // package and act, as "vault.Open"
	Outcome Outcome // whether it may have happened all the same
	Reason  Reason  // why, when the device or the line said so
	Err     error   // the cause
}

// Error implements error.
func (e *Error) Error() string {
	text := e.Op + ": "
	if e.Outcome == Uncertain {
		text = e.Op + ": it is not known whether it happened: "
	}
	switch {
	case e.Err == nil:
		return text + string(e.Reason)
	case e.Reason == "":
		return text + e.Err.Error()
	}
	return text + string(e.Reason) + ": " + e.Err.Error()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Refused reports whether an error says for certain that nothing happened at the device, so that the act may be tried
// again. It is false for nil and for an error that is not of this package.
func Refused(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Outcome == NotDone
}

// ReasonOf is the reason an error gives, or Unspecified.
func ReasonOf(err error) Reason {
	var e *Error
	if errors.As(err, &e) && e.Reason != "" {
		return e.Reason
	}
	return Unspecified
}
