package rulebook_test

import (
	"testing"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// TestTheNormOfPublication_A000_10: a site's own, else that of every site, else a week; what no norm can be is refused, and set aside
// when it is stored.
func TestTheNormOfPublication_A000_10(t *testing.T) {
	p := rulebook.Default()
	if n := rulebook.NormOf(p, berchem); n != 7 {
		t.Errorf("without a norm %d days", n)
	}
	p.Norms = []*contract.NoticeNorm{{Site: berchem, Days: 14}, {Days: 10}}
	if own, other := rulebook.NormOf(p, berchem), rulebook.NormOf(p, "antwerpen-harmonie"); own != 14 || other != 10 {
		t.Errorf("%d and %d days", own, other)
	}
	if _, err := rulebook.Compile(p); err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string]*contract.NoticeNorm{"site": {Site: "maanloket", Days: 3}, "days": {Site: "buurtloket-groenenhoek", Days: 91}, "twice": {Days: 3}} {
		q := rulebook.Default()
		q.Norms = []*contract.NoticeNorm{{Days: 10}, bad}
		if _, err := rulebook.Compile(q); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
		if _, aside, err := rulebook.Read(q); err != nil || len(aside) != 1 {
			t.Errorf("%s: set aside %v, %v", name, aside, err)
		}
	}
}
