package local

import (
	"context"
	"errors"
	"sync"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/selfservice"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// kiosk serves the Kiosk service: what a visitor does alone. It asks for no session, so it takes none of what a clerk may add: no
// urgency, no desk that goes before the queue, no name to look for, no document. It books by the rules of citizens, and what it
// journals has no clerk and no desk.
type kiosk struct {
	service *Service

	telling sync.Mutex // guards told, and lets one use be counted at a time
	told    selfservice.Told
}

var _ contractconnect.KioskHandler = (*kiosk)(nil)

// self is where the kiosk stands: its devices are those that are no desk's.
const self office.Desk = 0

// Watch implements the Kiosk service.
func (k *kiosk) Watch(ctx context.Context, _ *connect.Request[contract.WatchKioskRequest], stream *connect.ServerStream[contract.KioskView]) error {
	s := k.service
	return s.follow(ctx, func() (int64, error) {
		view, err := k.view()
		if err != nil {
			return 0, fault.RPC(fault.Wrap("local.Kiosk", err))
		}
		return view.NowMs, stream.Send(view)
	}, s.devicesChanged, s.cards.changed)
}

// view is what can be done here as of one state.
func (k *kiosk) view() (out *contract.KioskView, err error) {
	s := k.service
	err = s.node.Look(func(t appliance.Turn) error {
		line, err := s.node.Line(t)
		if err != nil {
			return err
		}
		out = &contract.KioskView{Site: string(s.site.ID), SiteName: s.site.Name, NowMs: t.Now.UnixMilli(), Online: line.GetState() != contract.Line_OFFLINE,
			Abilities: k.abilities(t), Help: k.helpComes(t)}
		if s.cards.watch != nil {
			out.Cards = s.cards.watch.Rows(self)
		}
		for _, site := range t.Plan.Around(s.site.ID) {
			out.Sites = append(out.Sites, siteOf(t, site))
		}
		out.Open = s.site.Desks.Value > 0 && len(out.Sites) > 0 && out.Sites[0].Open
		out.Hours, _ = s.hours(t)
		out.Closures, _ = s.closures(t)
		return nil
	})
	return out, err
}

// who names what a visitor asks for: nobody in particular, at no desk.
func (k *kiosk) who(act []byte) (appliance.Who, error) {
	id, err := k.service.act(act)
	return appliance.Who{Act: id}, err
}

// forVisitor says a refusal as it is, and what a visitor can do about it instead of what a clerk could. Of what is no refusal a
// visitor is told nothing.
func forVisitor(err error, next string) error {
	var f *fault.Fault
	if err == nil || !errors.As(err, &f) || !fault.Is(err, fault.Refused) && !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Invalid) {
		return err
	}
	return fault.New("local.Kiosk", f.Kind).On(f.Subject).Because(err).Tell(f.Say, next)
}

// The ends of sentences that send a visitor on.
const (
	askForHelp = "Vraag hulp aan een medewerker."
	checkCode  = "Kijk de code na, of vraag hulp aan een medewerker."
)
