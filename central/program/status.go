package program

import (
	"context"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

func statusCommand(w World) *cobra.Command {
	return tool(w, &cobra.Command{Use: "status", Short: "How each node of headquarters is doing"}, runStatus)
}

// runStatus asks every node for itself. It fails only when none answers.
func runStatus(ctx context.Context, h *hq, _ []string) error {
	t := &table{head: []string{"KNOOP", "ADRES", "LEIDER", "TIJDPERK", "TERMIJN", "VASTGELEGD", "TOEGEPAST", "STEMMERS", "LOKETTEN", "CONFLICTEN", "STIL OF WEG", "DEURALARMEN"}}
	var last error
	answered := 0
	for _, d := range h.doors {
		s, err := askAt(ctx, d, door.Status, &contract.StatusRequest{})
		if err != nil {
			if last = err; !fault.Is(err, fault.Unreachable) {
				return err
			}
			t.add("", d.url, "onbereikbaar", "", "", "", "", "", "", "", "", "")
			continue
		}
		answered++
		if h.json {
			if err := h.showJSON(s); err != nil {
				return err
			}
		}
		t.add(s.Node, d.url, s.Leader, number(s.Era), number(s.Term), number(s.Commit), number(s.Applied),
			strings.Join(s.Voters, ","), number(s.Sites), number(s.Conflicts),
			number(s.DevicesDown), number(s.DoorAlarms))
	}
	if answered == 0 {
		return last
	}
	if h.json {
		return nil
	}
	return t.print(h.Out)
}

func number[N uint32 | uint64](n N) string { return strconv.FormatUint(uint64(n), 10) }
