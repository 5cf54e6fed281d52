package api_test

import (
	"strings"
	"testing"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/api"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// TestLinksToAnAgendaAreWithdrawn: those given so far end, those given since are good, and other desks keep theirs.
func TestLinksToAnAgendaAreWithdrawn(t *testing.T) {
	c := mustCity(t)
	staff := c.api.Agendas()
	link := func(desk uint32) string {
		r, err := staff.Link(t.Context(), connect.NewRequest(&contract.AgendaLinkRequest{Site: "buurtloket-berchem", Desk: desk}))
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimPrefix(r.Msg.Path, api.Path)
	}
	withdraw := func(site string, desk uint32, by string) error {
		_, err := staff.Withdraw(t.Context(), connect.NewRequest(&contract.AgendaWithdrawRequest{Site: site, Desk: desk, By: by}))
		return fault.FromRPC("test", err)
	}
	before, other := link(1), link(2)
	for name, no := range map[string]struct {
		err  error
		want fault.Kind
	}{
		"nobody says who": {withdraw("buurtloket-berchem", 1, ""), fault.Invalid},
		"no such site":    {withdraw("nergens", 1, "ines"), fault.NotFound},
		"no desk":         {withdraw("buurtloket-berchem", 0, "ines"), fault.NotFound},
		"desk 257":        {withdraw("buurtloket-berchem", 257, "ines"), fault.NotFound}, // is not desk 1
	} {
		if !fault.Is(no.err, no.want) {
			t.Errorf("%s: %v", name, no.err)
		}
	}
	c.ask(200, "GET", before, nil, nil)
	if err := withdraw("buurtloket-berchem", 1, "ines"); err != nil {
		t.Fatal(err)
	}
	c.ask(404, "GET", before, nil, nil)
	c.ask(200, "GET", other, nil, nil)
	c.ask(200, "GET", link(1), nil, nil)
}
