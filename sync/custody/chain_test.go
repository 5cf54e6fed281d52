package custody_test

import (
	"errors"
	"testing"

	"github.com/buurtloket/buurtloket/sync/custody"
)

// TestEveryChainHasOneNamedCustodian tries every hand-over after every legal chain of up to four (I6).
func TestEveryChainHasOneNamedCustodian(t *testing.T) {
	parties := []custody.Party{{}, {Kind: custody.Clerk}, {Kind: 99, Name: "x"}, {Kind: custody.Courier, Name: "post"},
		{Kind: custody.Clerk, Name: "an"}, {Kind: custody.Compartment, Name: "1A"}, {Kind: custody.Holder, Name: "receipt 7"},
		{Kind: custody.Destruction, Name: "certificate 3"}}
	named := func(p custody.Party) bool {
		return p.Name != "" && p.Kind >= custody.Courier && p.Kind <= custody.Destruction
	}
	chains := 0
	var walk func(c custody.Custody, path []custody.Handover)
	walk = func(c custody.Custody, path []custody.Handover) {
		chains++
		for _, from := range parties {
			for _, to := range parties {
				for _, evidence := range []string{"", "scan"} {
					h := custody.Handover{From: from, To: to, Evidence: evidence}
					after, err := c.Pass(h)
					legal := named(from) && named(to) && from != to && evidence != "" &&
						(len(path) == 0 || path[len(path)-1].To == from) &&
						from.Kind != custody.Holder && from.Kind != custody.Destruction
					if legal != (err == nil) {
						t.Fatalf("after %v: %+v: %v", path, h, err)
					}
					if err != nil {
						if after != c {
							t.Fatalf("a refused hand-over changed the chain: %+v", h)
						}
						continue
					}
					if after.Custodian != to || after.Length != uint64(len(path)+1) {
						t.Fatalf("after %+v: %+v", h, after)
					}
					if len(path) < 4 {
						walk(after, append(path[:len(path):len(path)], h))
					}
				}
			}
		}
	}
	walk(custody.Custody{}, nil)
	t.Logf("%d chains", chains)
}

func TestChainReasons(t *testing.T) {
	post, an, box := custody.Party{Kind: custody.Courier, Name: "post"}, custody.Party{Kind: custody.Clerk, Name: "an"}, custody.Party{Kind: custody.Compartment, Name: "1A"}
	holder := custody.Party{Kind: custody.Holder, Name: "receipt 7"}
	c, err := custody.Custody{}.Pass(custody.Handover{From: post, To: an, Evidence: "scan"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Pass(custody.Handover{From: box, To: an, Evidence: "scan"}); !errors.Is(err, custody.NotCustodian) {
		t.Errorf("not from the custodian: %v", err)
	}
	if _, err := c.Pass(custody.Handover{From: an, To: box}); !errors.Is(err, custody.Unnamed) {
		t.Errorf("without evidence: %v", err)
	}
	if c, err = c.Pass(custody.Handover{From: an, To: holder, Evidence: "signature"}); err != nil || !c.Ended() {
		t.Fatalf("handed out: %+v %v", c, err)
	}
	if _, err := c.Pass(custody.Handover{From: holder, To: an, Evidence: "scan"}); !errors.Is(err, custody.ChainEnded) {
		t.Errorf("after the end: %v", err)
	}
}
