// Package passes signs booking codes at headquarters, in the same way at every node.
//
// The public halves of the keys stand in the register and go to every counter with its feed. The private halves stand
// nowhere: each node makes them of the authority's key and the key's identity (era and number). So they survive whatever the
// authority survives — a leader that is gone, a node that is new, a restored backup, which holds no secret — and whoever
// finds a backup can sign nothing.
//
// A key ends when its era does, when the authority is another, or when a planner says so; the next node that looks begins
// the next one. Two nodes that look at once begin the same.
package passes

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"log/slog"
	"sync"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/pass"
)

// Authority is what keys are made of; *link.Authority is one.
type Authority interface {
	Secret(purpose string) ([]byte, error)
}

// Signer signs for one node. It is safe for concurrent use.
type Signer struct {
	authority Authority
	machine   *register.Machine
	log       *slog.Logger

	mu   sync.Mutex // guards what follows
	of   identity
	last ed25519.PrivateKey // of the identity above: nearly always the one that is wanted
}

type identity struct{ era, number uint64 }

// New makes the signer of one node.
func New(a Authority, m *register.Machine, log *slog.Logger) *Signer {
	return &Signer{authority: a, machine: m, log: log}
}

// Text is the booking code of an appointment as it stands; empty when it cannot be signed now — the present key is another
// authority's, or of another era — or has no room in a pass. A booking stands without it.
func (s *Signer) Text(r kv.Reader, a *contract.Appointment) string {
	now := s.machine.View(r).PassKey()
	if now == nil || a == nil {
		return ""
	}
	key, err := s.key(now.Identity)
	if err == nil && !key.Public().(ed25519.PublicKey).Equal(ed25519.PublicKey(now.Public)) {
		err = fmt.Errorf("the key is of another authority")
	}
	text := ""
	if err == nil {
		text, err = pass.Text(a, key)
	}
	if err != nil {
		s.log.Warn("an appointment has no booking code", "appointment", a.AppointmentID().String(), "err", err)
	}
	return text
}

// First is the key with which a new headquarters begins.
func (s *Signer) First() (*contract.PassKey, error) { return s.make(register.FirstPassKey()) }

// Next is the key that follows the present one.
func (s *Signer) Next(v register.View) (*contract.PassKey, error) { return s.make(v.NextPassKey()) }

// Ensure begins a key where the present one is not of this era, or not of this authority. It is asked at every start.
func (s *Signer) Ensure(ctx context.Context, log consensus.Log, atMS int64) error {
	var next *contract.PassKey
	err := log.Stale(func(r kv.Reader, _ consensus.Freshness) error {
		v := s.machine.View(r)
		if now := v.PassKey(); now != nil {
			if key, err := s.key(now.Identity); err != nil || key.Public().(ed25519.PublicKey).Equal(ed25519.PublicKey(now.Public)) {
				return err
			}
		}
		var err error
		next, err = s.Next(v)
		return err
	})
	if err != nil || next == nil {
		return err
	}
	s.log.Info("a new key for booking codes", "era", next.Identity.Era, "number", next.Identity.Number)
	reply, err := forward.Command(ctx, log, &contract.HQCommand{AtMs: atMS, Kind: &contract.HQCommand_PassKey{
		PassKey: &contract.PassKeyPut{Key: next}}})
	if err != nil {
		return err
	}
	return register.Err("passes.Ensure", reply)
}

func (s *Signer) make(id *contract.Identity) (*contract.PassKey, error) {
	key, err := s.key(id)
	if err != nil {
		return nil, err
	}
	return &contract.PassKey{Identity: id, Public: key.Public().(ed25519.PublicKey)}, nil
}

// key makes the private half of a key, or remembers it.
func (s *Signer) key(id *contract.Identity) (ed25519.PrivateKey, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	of := identity{id.GetEra(), id.GetNumber()}
	if s.last != nil && s.of == of {
		return s.last, nil
	}
	seed, err := s.authority.Secret(fmt.Sprintf("booking codes %d/%d", of.era, of.number))
	if err != nil {
		return nil, err
	}
	s.of, s.last = of, ed25519.NewKeyFromSeed(seed)
	return s.last, nil
}
