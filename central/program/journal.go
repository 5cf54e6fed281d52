package program

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"connectrpc.com/connect"
	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

func journalCommand(w World) *cobra.Command {
	q := &contract.JournalRequest{From: 1}
	var life string
	c := tool(w, &cobra.Command{Use: "journal SITE", Short: "What headquarters holds of a counter's journal", Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) (err error) {
			q.Site = args[0]
			if life != "" {
				if q.Incarnation, err = strconv.ParseUint(life, 16, 64); err != nil {
					return invalid("central.journal", err, "Dit is geen nummer van een toestel.", "Kijk met 'central sites'.")
				}
			}
			return runJournal(ctx, h, q)
		})
	c.Flags().Uint64Var(&q.From, "from", 1, "first sequence")
	c.Flags().StringVar(&life, "life", "", "an earlier life of the counter's store, in hexadecimal")
	return c
}

// runJournal prints each record's place, length and the hash of its stored bytes; as JSON also the bytes.
func runJournal(ctx context.Context, h *hq, q *contract.JournalRequest) error {
	t := &table{head: []string{"TOESTEL", "NUMMER", "BYTES", "SHA-256"}}
	var failed error
	for _, d := range h.doors {
		stream, err := d.Journal(ctx, connect.NewRequest(q))
		if err == nil {
			for stream.Receive() {
				r := stream.Msg()
				sum := sha256.Sum256(r.Body)
				t.add(office.Incarnation(r.Incarnation).String(), number(r.Sequence), strconv.Itoa(len(r.Body)), hex.EncodeToString(sum[:]))
				if h.json {
					if err := h.showJSON(r); err != nil {
						return err
					}
				}
				q.From = r.Sequence + 1 // the next node, when this one goes away
			}
			err = stream.Err()
			_ = stream.Close() // what it had to say was in Err
		}
		if failed = fault.FromRPC("central.journal", err); failed == nil || !fault.Is(failed, fault.Unreachable) {
			break
		}
	}
	if failed != nil || h.json {
		return failed
	}
	return t.print(h.Out)
}
