package kiosk

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"strings"
	"sync"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/appliance/card"
	names "github.com/buurtloket/buurtloket/appliance/card/name"
	"github.com/buurtloket/buurtloket/appliance/selfservice"
	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/letter"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
	"github.com/buurtloket/buurtloket/sync/told"
)

// ruling is the rule of this site's self-service desk, read once for each plan and day.
type ruling struct {
	mu    sync.Mutex // guards what follows
	stamp [16]byte
	day   office.Date
	rule  *contract.KioskRule // nil: there is none
}

// rule is what headquarters decided for the self-service desk of this site today; nil when it decided nothing.
func (k *Service) rule(t appliance.Turn) *contract.KioskRule {
	stamp, day := booking.PlanStamp(t.View), office.DateOf(t.Now)
	r := &k.ruling
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.day != day || r.stamp != stamp {
		r.stamp, r.day, r.rule = stamp, day, rulebook.KioskOn(booking.Plan(t.View), k.room.Site.ID, day)
	}
	return r.rule
}

// whyNoLetter is why no letter with a PIN and PUK can be asked for.
func (k *Service) whyNoLetter(t appliance.Turn) told.Lines {
	if !k.rule(t).GetLetters() {
		return told.Of(told.LetterOff)
	}
	return nil
}

// AskLetter implements the Kiosk service. The act is the letter. Who it is for is read of the card that lies in the kiosk's reader, without
// a PIN, since all that comes of it goes to the address of that person, or to a counter; without a reader it is what somebody typed, and
// the register finds out whether that is one person. Of the person the record keeps what this counter alone can key.
func (k *Service) AskLetter(ctx context.Context, r *connect.Request[contract.KioskLetterRequest]) (*connect.Response[contract.KioskLetter], error) {
	out, err := k.askLetter(ctx, r.Msg)
	return respond(out, fault.Wrap("kiosk.AskLetter", err))
}

func (k *Service) askLetter(ctx context.Context, q *contract.KioskLetterRequest) (*contract.KioskLetter, error) {
	who, err := k.who(q.Act)
	if err != nil {
		return nil, err
	}
	id := selfservice.LetterID(who.Act)
	known, rule, err := k.letterNow(id)
	if err != nil {
		return nil, err
	}
	if known == nil { // a tap repeated may come when the card is gone
		if !rule.GetLetters() {
			return nil, told.Of(told.LetterOff).Fault("kiosk.AskLetter", fault.Refused)
		}
		wish, person, no, err := k.wisher(ctx, q, rule)
		if err != nil || no != nil {
			return no, err
		}
		wish.ID = id
		if err := k.wishes(ctx, who, wish, person); err != nil {
			return nil, err
		}
	}
	return k.letterStands(ctx, id)
}

// letterNow is a letter, nil when it was not asked for, and the rule of today.
func (k *Service) letterNow(id selfservice.LetterID) (s *contract.LetterState, rule *contract.KioskRule, err error) {
	err = k.node.Look(func(t appliance.Turn) (err error) {
		rule = k.rule(t)
		s, err = selfservice.Letter(t.View, id)
		return err
	})
	return s, rule, err
}

// wishes journals a wish.
func (k *Service) wishes(ctx context.Context, who appliance.Who, w selfservice.Wish, person *contract.LetterPerson) error {
	sealed, err := journal.Seal(k.random, w.ID.Subject(), contract.Encode(person))
	if err != nil {
		return err
	}
	w.Person = sealed.Commitment
	_, err = k.node.Do(ctx, who, func(t appliance.Turn) (appliance.Decision, error) {
		line, err := k.node.Line(t)
		if err != nil {
			return appliance.Decision{}, err
		}
		w.Offline, w.Again = line.GetState() == contract.Line_OFFLINE, letter.AgainOf(k.rule(t))
		d, err := appliance.One(w.Decide(t.View, t.Now))
		if len(d.Events) > 0 {
			d.Sealed = []journal.Sealed{sealed}
		}
		return d, err
	})
	return err
}

// wisher is who asks: by the card in the reader, or where there is no reader by what they say. No is the answer to who cannot be helped
// without a clerk.
func (k *Service) wisher(ctx context.Context, q *contract.KioskLetterRequest, rule *contract.KioskRule) (w selfservice.Wish, p *contract.LetterPerson, no *contract.KioskLetter, err error) {
	const op = "kiosk.wisher"
	if q.Card == 0 {
		return k.says(q, rule)
	}
	if k.cards == nil {
		return w, nil, nil, told.Of(told.NoReader, told.AskHelp).Fault(op, fault.Refused)
	}
	c, err := k.cards.Use(ctx, self, q.Card, eid.Names)
	defer c.Wipe()
	switch {
	case fault.Is(err, fault.Conflict):
		return w, nil, nil, told.Of(told.CardGone, told.CardAgain).Fault(op, fault.Refused).Because(err)
	case err != nil:
		return w, nil, nil, forVisitor(err, told.AskHelp)
	}
	if since := office.Date(rule.GetLetterNotSince()); since != 0 {
		if from, ok := card.Day(c.ValidFrom); ok && from >= since {
			return w, nil, k.byClerk(told.LetterNewCard), nil
		}
	}
	w.Card, w.Holder = true, k.cards.Holder(c.Number)
	return w, &contract.LetterPerson{Number: c.Number.Reveal(), Name: card.Name(c).Full()}, nil, nil
}

// says is who asks by what they say of themselves. Where there is a reader a card says it better, and where the rule wants one a clerk
// sees who it is.
func (k *Service) says(q *contract.KioskLetterRequest, rule *contract.KioskRule) (w selfservice.Wish, p *contract.LetterPerson, no *contract.KioskLetter, err error) {
	const op, longest = "kiosk.says", 100
	switch {
	case len(k.whyNoCard()) == 0:
		return w, nil, nil, told.Of(told.LetterNeedCard, told.AskHelp).Fault(op, fault.Refused)
	case rule.GetLetterCardOnly():
		return w, nil, k.byClerk(told.NoReader, told.SeeClerk), nil
	}
	p = &contract.LetterPerson{Name: strings.TrimSpace(q.Name), Born: q.Born}
	if p.Name == "" || len(p.Name) > longest {
		return w, nil, nil, told.Of(told.NameMissing, told.NameType).Fault(op, fault.Invalid)
	}
	today := office.DateOf(k.node.Now())
	if born := office.Date(p.Born); born < office.NewDate(1890, time.January, 1) || born > today {
		return w, nil, nil, told.Of(told.BornWrong).Fault(op, fault.Invalid)
	}
	w.Holder = k.keyed(names.Key(p.Name) + "\x00" + office.Date(p.Born).String())
	return w, p, nil, nil
}

func (k *Service) keyed(text string) (sum [32]byte) {
	mac := hmac.New(sha256.New, k.key[:])
	mac.Write([]byte(text))
	mac.Sum(sum[:0])
	return sum
}

// byClerk is the answer to who needs a clerk, which offers a number where clerks are.
func (k *Service) byClerk(why ...told.Code) *contract.KioskLetter {
	say := told.Of(why...)
	out := &contract.KioskLetter{Stage: contract.LetterStage_LETTER_STAGE_REFUSED, Clerk: len(k.whyNoDesk()) == 0}
	out.Say, out.Told = say.Dutch(), say.Contract()
	return out
}

// patience is how long a visitor is kept for what the register says.
const patience = 4 * time.Second

// letterStands tells how a letter stands. While there is a line it waits a moment for what the register says.
func (k *Service) letterStands(ctx context.Context, id selfservice.LetterID) (*contract.KioskLetter, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		changed, line := k.node.Changed()
		online := false
		var s *contract.LetterState
		var rule *contract.KioskRule
		if err := k.node.Look(func(t appliance.Turn) (err error) {
			l, err := k.node.Line(t)
			if err != nil {
				return err
			}
			online, rule = l.GetState() != contract.Line_OFFLINE, k.rule(t)
			s, err = selfservice.Letter(t.View, id)
			return err
		}); err != nil {
			return nil, err
		}
		if s.GetTold() != nil || !online {
			return k.letterSays(s, online, rule), nil
		}
		select {
		case <-ctx.Done():
			return k.letterSays(s, online, rule), nil
		case <-changed:
		case <-line:
		}
	}
}

// letterRefusals are what a visitor hears of the register's reasons: what happened, and what to do.
var letterRefusals = map[letter.Reason][]told.Code{letter.NotHere: {told.LetterAway}, letter.NoPerson: {told.LetterNobody, told.SeeClerk},
	letter.OtherName: {told.LetterNobody, told.SeeClerk}, letter.Clerk: {told.SeeClerk}}

// letterSays is how a letter stands in words.
func (k *Service) letterSays(s *contract.LetterState, online bool, rule *contract.KioskRule) *contract.KioskLetter {
	stage := s.GetTold().GetStage()
	where := told.LetterDesk
	if rule.GetLetterHome() {
		where = told.LetterHome
	}
	var say told.Lines
	switch {
	case stage == contract.LetterStage_LETTER_STAGE_REFUSED && s.Told.Reason == letter.Again:
		say = told.Of(told.LetterTaken, where) // there is one on its way to them
		stage = contract.LetterStage_LETTER_STAGE_ACCEPTED
	case stage == contract.LetterStage_LETTER_STAGE_REFUSED:
		codes, ok := letterRefusals[s.Told.Reason]
		if !ok {
			codes = []told.Code{told.LetterNone, told.AskHelp}
		}
		return k.byClerk(codes...)
	case stage == contract.LetterStage_LETTER_STAGE_SENT:
		say = told.Of(told.LetterSent, where)
	case stage == contract.LetterStage_LETTER_STAGE_ACCEPTED:
		say = told.Of(told.LetterTaken, where)
	case online:
		say = told.Of(told.LetterWaits, where)
	default:
		say = told.Of(told.LetterOffline, where)
	}
	return &contract.KioskLetter{Stage: stage, Say: say.Dutch(), Told: say.Contract()}
}
