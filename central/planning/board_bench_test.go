package planning_test

import (
	"crypto/rand"
	"fmt"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/fleet"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/central/planning"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// BenchmarkBoard is the board and a draft at the service, over a register that has every seat of eight weeks stored: each site
// was given all of its seats, so that no place is free and every search looks to its end. The first board after a start reads
// them all ("cold"). The state is in memory; in a node it lies in a mapped file.
func BenchmarkBoard(b *testing.B) {
	stored := rulebook.Default()
	for _, r := range stored.Rules {
		if r.Mode == "appointment" && r.Desks > 2 {
			r.Desks = 48
		}
	}
	machine := &register.Machine{Quota: register.Quota{Days: 56, Share: 1, Hands: 20 * 60}}
	log := consensus.NewSolo(machine)
	do := func(c *contract.HQCommand) uint32 {
		c.AtMs = now.UnixMilli()
		reply, err := forward.Command(b.Context(), log, c)
		if err == nil {
			err = register.Err("bench", reply)
		}
		if err != nil {
			b.Fatal(err)
		}
		return reply.Count
	}
	do(&contract.HQCommand{Kind: &contract.HQCommand_Found{Found: &contract.Found{Plan: stored, Era: 1}}})
	seats := uint32(0)
	for i, site := range []string{berchem, hoek, "antwerpen-harmonie", "lier-stadskantoor", "ac-snelbalie"} {
		do(&contract.HQCommand{Kind: &contract.HQCommand_Greeted{Greeted: &contract.Greeted{Site: site, Incarnation: uint64(i + 1), Era: 1, Key: make([]byte, 32)}}})
		seats += do(&contract.HQCommand{Kind: &contract.HQCommand_TopUp{TopUp: &contract.TopUp{Site: site}}})
	}
	authority, err := link.NewAuthority(link.AuthorityOptions{})
	if err != nil {
		b.Fatal(err)
	}
	clock := func() time.Time { return now }
	f := fleet.New(authority, rand.Reader, clock)
	f.Use(log, machine)
	board := func() *planning.Board {
		return planning.NewBoard(planning.New(log, &seat{}, machine, f, clock, rand.Reader))
	}
	week := func(p *planning.Board) {
		if _, err := p.Week(b.Context(), req(&contract.BoardWeekRequest{})); err != nil {
			b.Fatal(err)
		}
	}
	b.Run(fmt.Sprintf("week cold/%d seats", seats), func(b *testing.B) {
		for b.Loop() {
			week(board())
		}
	})
	p := board()
	week(p)
	b.Run("week", func(b *testing.B) {
		for b.Loop() {
			week(p)
		}
	})
	b.Run("try", func(b *testing.B) {
		d := &contract.BoardDraft{Moves: []*contract.BoardMove{{FromSite: "antwerpen-harmonie", FromDate: int32(tuesday), Desk: 12, From: 600, To: 720,
			ToSite: hoek, ToDate: int32(tuesday + office.Date(2)), At: 600}}}
		for b.Loop() {
			if _, err := p.Try(b.Context(), req(d)); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("advise", func(b *testing.B) {
		for b.Loop() {
			if _, err := p.Advise(b.Context(), req(&contract.BoardAdviseRequest{})); err != nil {
				b.Fatal(err)
			}
		}
	})
}
