package local

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// cardStages are the contract's stages in the screen's; one that this screen does not know is no card.
var cardStages = map[contract.CardStage]state.CardStage{contract.CardStage_CARD_STAGE_READING: state.CardReading,
	contract.CardStage_CARD_STAGE_READ: state.CardRead, contract.CardStage_CARD_STAGE_REFUSED: state.CardRefused}

// cardsOf reads what lies in the card readers.
func cardsOf(s *state.Snapshot, v *contract.View) {
	for _, r := range v.Cards {
		s.Cards = append(s.Cards, state.Card{Reader: r.Reader, Desk: office.Desk(r.Desk), Stage: cardStages[r.Stage], Say: r.Say,
			Name: r.Name, Number: r.Number, Insertion: r.Insertion})
	}
}

// SignInByCard implements state.Cards. Who signed in is told by the view that has it: a card has a name, no clerk.
func (c *Counter) SignInByCard(ctx context.Context, insertion uint64, pin string) (state.Receipt, error) {
	res, err := c.rpc.SignInByCard(ctx, connect.NewRequest(&contract.SignInByCardRequest{Desk: uint32(c.desk), Insertion: insertion, Pin: pin}))
	if err != nil {
		return state.Receipt{}, fault.FromRPC("local.SignInByCard", err)
	}
	c.mu.Lock()
	c.session, c.who, c.signed = res.Msg.Session, "", res.Msg.Sequence
	c.mu.Unlock()
	c.again()
	return state.Receipt{Sequence: res.Msg.Sequence}, nil
}

// adopt takes over who signed in by card, from the first view that can have it. It wants mu held.
func (c *Counter) adopt(v *contract.View) {
	if c.session == "" || c.who != "" || v.Sequence < c.signed {
		return
	}
	for _, p := range v.Signed {
		if office.Desk(p.Desk) == c.desk {
			c.who = office.ClerkID(p.Id)
		}
	}
}

// BindCard implements state.Cards.
func (c *Counter) BindCard(ctx context.Context, insertion uint64) (state.Receipt, error) {
	return finished(call(ctx, c, "local.BindCard", func(cmd *contract.Command) *contract.BindCardRequest {
		return &contract.BindCardRequest{Command: cmd, Insertion: insertion}
	}, c.rpc.BindCard))
}

// CheckInCard implements state.Cards.
func (c *Counter) CheckInCard(ctx context.Context, insertion uint64) (state.Receipt, error) {
	return ticketed(call(ctx, c, "local.CheckInCard", func(cmd *contract.Command) *contract.CheckInRequest {
		return &contract.CheckInRequest{Command: cmd, Card: insertion}
	}, c.rpc.CheckIn))
}

// CheckHolder implements state.Cards.
func (c *Counter) CheckHolder(ctx context.Context, insertion uint64, item office.DocumentNumber, who state.Collector) (state.Compared, error) {
	res, err := call(ctx, c, "local.CheckHolder", func(cmd *contract.Command) *contract.CheckHolderRequest {
		return &contract.CheckHolderRequest{Command: cmd, Insertion: insertion, Document: string(item), Collector: collectors[who]}
	}, c.rpc.CheckHolder)
	if err != nil {
		return state.Compared{}, err
	}
	return state.Compared{Same: res.Same, Say: res.Say, Evidence: res.Evidence, Born: office.Date(res.Born)}, nil
}
