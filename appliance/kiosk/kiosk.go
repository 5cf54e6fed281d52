package kiosk

import (
	"context"
	"io"
	"sync"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/bulletin"
	"github.com/buurtloket/buurtloket/appliance/card"
	"github.com/buurtloket/buurtloket/appliance/devices"
	"github.com/buurtloket/buurtloket/appliance/follow"
	"github.com/buurtloket/buurtloket/appliance/help"
	"github.com/buurtloket/buurtloket/appliance/room"
	"github.com/buurtloket/buurtloket/appliance/selfservice"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Service implements the Kiosk service. Make it with New.
type Service struct {
	node    *appliance.Node
	room    *room.Room
	follow  follow.Follower
	counter Counter
	random  io.Reader

	cards   *card.Watch      // nil: no card is read here
	steward *devices.Steward // nil: nothing is plugged in
	key     card.Key         // of who asks for a letter without a card

	telling sync.Mutex // guards told, and lets one use be counted at a time
	told    selfservice.Told

	ruling ruling
}

var _ contractconnect.KioskHandler = (*Service)(nil)

// Config is what a self-service desk works with. All of it is needed.
type Config struct {
	Node    *appliance.Node
	Room    *room.Room
	Follow  follow.Follower
	Counter Counter
	Random  io.Reader // safe for concurrent use
}

// New makes the self-service desk of a counter: one service, however many of them there are. Nothing is plugged in yet.
func New(c Config) *Service {
	return &Service{node: c.Node, room: c.Room, follow: c.Follow, counter: c.Counter, random: c.Random}
}

// Equip says what is plugged in; call it before it serves.
func (k *Service) Equip(steward *devices.Steward) { k.steward = steward }

// EquipCards says which readers of identity cards stand here; call it before it serves.
func (k *Service) EquipCards(cards *card.Watch) { k.cards = cards }

// UseLetters gives what persons without a card are hashed with, who ask for letters: a key that never leaves this counter. Call it
// before it serves.
func (k *Service) UseLetters(key card.Key) { k.key = key }

// self is where the kiosk stands: its devices are those that are no desk's.
const self office.Desk = 0

// Watch implements the Kiosk service.
func (k *Service) Watch(ctx context.Context, _ *connect.Request[contract.WatchKioskRequest], stream *connect.ServerStream[contract.KioskView]) error {
	return k.follow.Run(ctx, func() (int64, error) {
		view, err := k.view(help.Kiosk(number(ctx)))
		if err != nil {
			return 0, fault.RPC(fault.Wrap("kiosk.Watch", err))
		}
		return view.NowMs, stream.Send(view)
	}, k.devicesChanged, k.cardsChanged)
}

// view is what can be done at a self-service desk as of one state.
func (k *Service) view(at help.Place) (out *contract.KioskView, err error) {
	err = k.node.Look(func(t appliance.Turn) error {
		line, err := k.node.Line(t)
		if err != nil {
			return err
		}
		out = &contract.KioskView{Site: string(k.room.Site.ID), SiteName: k.room.Site.Name, NowMs: t.Now.UnixMilli(), Online: line.GetState() != contract.Line_OFFLINE,
			Abilities: k.abilities(t), Help: k.helpComes(t, at)}
		if k.cards != nil {
			out.Cards = k.cards.Rows(self)
		}
		for _, site := range t.Plan.Around(k.room.Site.ID) {
			out.Sites = append(out.Sites, siteOf(t, site))
		}
		rule := k.rule(t)
		out.AskAge, out.Letters, out.LetterHome, out.LetterCardOnly = rule.GetAges(), rule.GetLetters(), rule.GetLetterHome(), rule.GetLetterCardOnly()
		out.Open = k.room.Site.Desks.Value > 0 && len(out.Sites) > 0 && out.Sites[0].Open
		out.Hours, _ = k.room.Hours(t)
		out.Closures, _ = k.room.Closures(t)
		out.Bulletin, err = bulletin.Showing(t.View, k.room.Site.ID, t.Now)
		out.News = newsOf(out.Bulletin)
		return err
	})
	return out, err
}

// devicesChanged is closed when a device is otherwise than the table said; nil: never.
func (k *Service) devicesChanged() <-chan struct{} {
	if k.steward == nil {
		return nil
	}
	return k.steward.Changed()
}

// cardsChanged is closed when something else lies in a reader; nil: never.
func (k *Service) cardsChanged() <-chan struct{} {
	if k.cards == nil {
		return nil
	}
	return k.cards.Changed()
}

// respond wraps an answer, or says the error in words.
func respond[T any](m *T, err error) (*connect.Response[T], error) {
	if err != nil {
		return nil, fault.RPC(err)
	}
	return connect.NewResponse(m), nil
}

// who names what a visitor asks for: nobody in particular, at no desk. An act that the screen did not draw is drawn here.
func (k *Service) who(act []byte) (appliance.Who, error) {
	if len(act) == 0 {
		id, err := office.NewID(k.random, k.node.Now().UnixMilli())
		return appliance.Who{Act: id}, err
	}
	id, err := contract.ID16[[16]byte](act)
	if err != nil {
		err = fault.New("kiosk.who", fault.Invalid).Because(err)
	}
	return appliance.Who{Act: id}, err
}
