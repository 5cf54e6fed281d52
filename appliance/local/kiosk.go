package local

import (
	"context"
	"errors"
	"sync"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/card"
	"github.com/buurtloket/buurtloket/appliance/help"
	"github.com/buurtloket/buurtloket/appliance/selfservice"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/told"
)

// kiosk serves the Kiosk service: what a visitor does alone. It asks for no session, so it takes none of what a clerk may add: no
// urgency, no desk that goes before the queue, no name to look for, no document. It books by the rules of citizens, and what it
// journals has no clerk and no desk.
type kiosk struct {
	service *Service

	telling sync.Mutex // guards told, and lets one use be counted at a time
	told    selfservice.Told

	ruling ruling
	key    card.Key // of who asks for a letter without a card
}

var _ contractconnect.KioskHandler = (*kiosk)(nil)

// self is where the kiosk stands: its devices are those that are no desk's.
const self office.Desk = 0

// Watch implements the Kiosk service.
func (k *kiosk) Watch(ctx context.Context, _ *connect.Request[contract.WatchKioskRequest], stream *connect.ServerStream[contract.KioskView]) error {
	s := k.service
	return s.follow(ctx, func() (int64, error) {
		view, err := k.view(help.Kiosk(kioskNumber(ctx)))
		if err != nil {
			return 0, fault.RPC(fault.Wrap("local.Kiosk", err))
		}
		return view.NowMs, stream.Send(view)
	}, s.devicesChanged, s.cards.changed)
}

// view is what can be done at a self-service desk as of one state.
func (k *kiosk) view(at help.Place) (out *contract.KioskView, err error) {
	s := k.service
	err = s.node.Look(func(t appliance.Turn) error {
		line, err := s.node.Line(t)
		if err != nil {
			return err
		}
		out = &contract.KioskView{Site: string(s.site.ID), SiteName: s.site.Name, NowMs: t.Now.UnixMilli(), Online: line.GetState() != contract.Line_OFFLINE,
			Abilities: k.abilities(t), Help: k.helpComes(t, at)}
		if s.cards.watch != nil {
			out.Cards = s.cards.watch.Rows(self)
		}
		for _, site := range t.Plan.Around(s.site.ID) {
			out.Sites = append(out.Sites, siteOf(t, site))
		}
		rule := k.rule(t)
		out.AskAge, out.Letters, out.LetterHome, out.LetterCardOnly = rule.GetAges(), rule.GetLetters(), rule.GetLetterHome(), rule.GetLetterCardOnly()
		out.Open = s.site.Desks.Value > 0 && len(out.Sites) > 0 && out.Sites[0].Open
		out.Hours, _ = s.hours(t)
		out.Closures, _ = s.closures(t)
		out.Bulletin, err = s.bulletin(t)
		out.News = newsOf(out.Bulletin)
		return err
	})
	return out, err
}

// who names what a visitor asks for: nobody in particular, at no desk.
func (k *kiosk) who(act []byte) (appliance.Who, error) {
	id, err := k.service.act(act)
	return appliance.Who{Act: id}, err
}

// forVisitor says a refusal as it is, and what a visitor can do about it instead of what a clerk could. Of what is no refusal a
// visitor is told nothing. Say is the refusal as a code; without one it has the code that it came with, or that of the rule that spoke.
func forVisitor(err error, next told.Code, say ...told.Code) error {
	var f *fault.Fault
	if err == nil || !errors.As(err, &f) || !fault.Is(err, fault.Refused) && !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Invalid) {
		return err
	}
	out := fault.New("local.Kiosk", f.Kind).On(f.Subject).Because(err).Tell(f.Say, told.Say(next).Dutch())
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
