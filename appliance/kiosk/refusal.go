package kiosk

import (
	"errors"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/told"
)

// forVisitor says a refusal as it is, and what a visitor can do about it instead of what a clerk could. Of what is no refusal a
// visitor is told nothing. Say is the refusal as a code; without one it has the code that it came with, or that of the rule that spoke.
func forVisitor(err error, next told.Code, say ...told.Code) error {
	var f *fault.Fault
	if err == nil || !errors.As(err, &f) || !fault.Is(err, fault.Refused) && !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Invalid) {
		return err
	}
	out := fault.New("kiosk.forVisitor", f.Kind).On(f.Subject).Because(err).Tell(f.Say, told.Say(next).Dutch())
	lines := told.Of(say...)
	if len(lines) == 0 && len(f.Codes) > 0 {
		lines = told.Parse(f.Codes[:1])
	}
	if len(lines) == 0 {
		lines = told.Of(ruleOf(err))
	}
	if len(lines) > 0 {
		out.Coded(append(lines, told.Of(next)...).Strings()...)
	}
	return out
}

// ruleOf is what the calendar refused by, as a visitor may hear it in another language; empty when it was not the calendar.
func ruleOf(err error) told.Code {
	switch calendar.CodeOf(err) {
	case calendar.Fine, calendar.PhotoNeeded, calendar.NoAppointmentNeeded:
		return ""
	case calendar.ByAppointment:
		return told.RuleAppoint
	case calendar.Closed, calendar.PastClosing:
		return told.RuleShut
	case calendar.NotThere, calendar.NoVault, calendar.UnknownProduct, calendar.UnknownSite, calendar.NotNear, calendar.NotStepFree:
		return told.RuleNotHere
	case calendar.NotThen, calendar.NotYet, calendar.Past, calendar.SameDay, calendar.TooSoon, calendar.BeyondHorizon:
		return told.RuleNotNow
	case calendar.NoLonger:
		return told.RuleOver
	case calendar.StaffOnly, calendar.UrgencyNeeded, calendar.TodayOnly:
		return told.RuleStaff
	case calendar.TooMany, calendar.TooLong, calendar.NotTogether:
		return told.RuleTooMany
	}
	return told.RuleOther
}
