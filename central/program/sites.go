package program

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

func sitesCommand(w World) *cobra.Command {
	return tool(w, &cobra.Command{Use: "sites", Short: "The locations, and how their counters are doing"}, runSites)
}

func runSites(ctx context.Context, h *hq, _ []string) error {
	res, err := ask(ctx, h, door.Sites, &contract.SitesRequest{})
	if err != nil {
		return err
	}
	t := &table{head: []string{"LOCATIE", "NAAM", "TOESTEL", "TOESTAND", "RECORDS", "LAATST GEHOORD", "IN HANDEN", "GEBLOKKEERD", "BERICHTEN"}}
	for _, s := range res.Sites {
		heard, err := moment(s.HeardMs)
		if err != nil {
			return err
		}
		life := ""
		if s.Incarnation != 0 {
			life = office.Incarnation(s.Incarnation).String()
		}
		t.add(s.Id, s.Name, life, siteState(s), number(s.Cursor), heard, number(s.Held), number(s.Blocked),
			fmt.Sprintf("%d/%d", s.FeedTaken, s.Feed))
	}
	return h.show(res, t)
}

// siteState is how a counter is doing, in words; the gravest first.
func siteState(s *contract.SiteRow) string {
	var said []string
	for _, w := range []struct {
		is   bool
		word string
	}{{s.Lost, "verloren"}, {s.Frozen, "bevroren"}, {s.Incarnation == 0, "niet aangesloten"},
		{s.Incarnation == 0 && !s.Open, "dicht sinds het herstel"}, {s.Incarnation != 0 && !s.Open, "wacht op verslag"}, {s.Online, "verbonden"}} {
		if w.is {
			said = append(said, w.word)
		}
	}
	if len(said) == 0 {
		return "niet verbonden hier"
	}
	return strings.Join(said, ", ")
}
