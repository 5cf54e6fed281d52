package outbox

import (
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"log/slog"
	"time"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/letter"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Config is what an Outbox is made of. Log, Machine, Secret and Leads are required.
type Config struct {
	Log     consensus.Log
	Machine *register.Machine
	Sender  Sender      // nil: there is nobody to ask, and letters wait
	Secret  []byte      // shared by all nodes, of at least 32 bytes of chance
	Leads   func() bool // whether this node does the work
	Now     func() time.Time
	Logger  *slog.Logger
}

// Outbox has letters sent.
type Outbox struct {
	Config
	key []byte
}

// New makes an Outbox. The fault is Invalid for a secret that is none.
func New(c Config) (*Outbox, error) {
	key, err := hkdf.Key(sha256.New, c.Secret, nil, "buurtloket letter holder", 32)
	if err != nil || len(c.Secret) < 32 {
		return nil, fault.New("outbox.New", fault.Invalid).Because(err)
	}
	return &Outbox{c, key}, nil
}

// every is how soon a letter that was asked for is looked at, and patience bounds one round of all that wait.
const (
	every    = time.Second
	patience = 30 * time.Second
)

// Run hands letters over until ctx ends.
func (o *Outbox) Run(ctx context.Context) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		if o.Sender == nil || !o.Leads() {
			continue
		}
		round, cancel := context.WithTimeout(ctx, patience)
		if err := o.Step(round); err != nil && ctx.Err() == nil {
			o.Logger.Info("letters wait", "err", err)
		}
		cancel()
	}
}

// open is a letter that the register is to be asked about, with who it is for; nil when that is not known any more.
type open struct {
	row    *contract.LetterRow
	person *contract.LetterPerson
}

// Step asks the register about every letter once, the oldest first, and notes what it says. It stops when there is nobody to ask; another
// fault holds nobody else up.
func (o *Outbox) Step(ctx context.Context) error {
	var waiting []open
	err := o.Log.Stale(func(r kv.Reader, _ consensus.Freshness) error {
		v := o.Machine.View(r)
		for row := range v.OpenLetters() {
			one := open{row: row}
			if sealed := v.Person(row.Person); sealed != nil {
				p, err := contract.Decode(sealed.Plain, new(contract.LetterPerson))
				if err == nil {
					one.person = p
				}
			}
			waiting = append(waiting, one)
		}
		return nil
	})
	var failed []error
	for _, one := range waiting {
		if err := o.one(ctx, one); err != nil {
			if failed = append(failed, err); fault.Is(err, fault.Unreachable) {
				break
			}
		}
	}
	return fault.Wrap("outbox.Step", errors.Join(append(failed, err)...))
}

// one brings a letter as far as it goes now.
func (o *Outbox) one(ctx context.Context, l open) error {
	if l.person == nil {
		return o.refuse(ctx, l.row, letter.Erased)
	}
	number, refused, err := o.Sender.Find(ctx, Wish{Number: l.person.Number, Name: l.person.Name, Born: office.Date(l.person.Born), At: time.UnixMilli(l.row.AskedMs)})
	if err != nil {
		return err
	}
	if refused != "" {
		return o.refuse(ctx, l.row, refused)
	}
	if len(l.row.Holder) == 0 {
		row, err := o.note(ctx, &contract.LetterPut{Site: l.row.Site, Letter: l.row.Letter, Holder: o.holder(number)})
		if err != nil || row.GetStage() == contract.LetterStage_LETTER_STAGE_REFUSED {
			return err
		}
		l.row = row
	}
	said := Letter{Site: office.SiteID(l.row.Site), ID: [16]byte(l.row.Letter), Number: number}
	if l.row.Stage == contract.LetterStage_LETTER_STAGE_ACCEPTED {
		said.Since = time.UnixMilli(l.row.ChangedMs)
	}
	stage, why, err := o.Sender.Send(ctx, said)
	if err != nil || stage <= l.row.Stage {
		return err
	}
	_, err = o.note(ctx, &contract.LetterPut{Site: l.row.Site, Letter: l.row.Letter, Stage: stage, Reason: why})
	return err
}

func (o *Outbox) refuse(ctx context.Context, row *contract.LetterRow, why letter.Reason) error {
	_, err := o.note(ctx, &contract.LetterPut{Site: row.Site, Letter: row.Letter, Stage: contract.LetterStage_LETTER_STAGE_REFUSED, Reason: why})
	return err
}

// note has what is known of a letter noted, and gives its row as it stands then.
func (o *Outbox) note(ctx context.Context, p *contract.LetterPut) (*contract.LetterRow, error) {
	const op = "outbox.note"
	reply, err := forward.Command(ctx, o.Log, &contract.HQCommand{AtMs: o.Now().UnixMilli(), Kind: &contract.HQCommand_Letter{Letter: p}})
	if err == nil {
		err = register.Err(op, reply)
	}
	return reply.GetLetter(), fault.Wrap(op, err)
}

// holder is the keyed hash of a person.
func (o *Outbox) holder(number string) []byte {
	mac := hmac.New(sha256.New, o.key)
	mac.Write([]byte(number))
	return mac.Sum(nil)
}
