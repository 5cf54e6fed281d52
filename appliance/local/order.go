package local

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// fillOrder shows the order of this room and its desks; where this version does not understand what headquarters decided of
// them, it says so, and what holds instead.
func (s *Service) fillOrder(t appliance.Turn, out *contract.View) {
	r := s.room.Rules(t)
	if r.Flaw != nil {
		out.Notices = append(out.Notices, &contract.Notice{Code: "order", Say: "Dit toestel begrijpt de volgorde niet die het hoofdkantoor voor de wachtrij koos: " +
			r.Flaw.Dutch + ". Het roept op in de gewone volgorde."})
	}
	for _, f := range r.Flaws {
		out.Notices = append(out.Notices, &contract.Notice{Code: "post", Say: fmt.Sprintf("Dit toestel begrijpt niet wat het hoofdkantoor over loket %s koos: %s. Het werkt als een gewoon loket.",
			f.ID[strings.LastIndexByte(f.ID, '/')+1:], f.Dutch)})
	}
	var kinds []visit.Kind
	for _, d := range slices.Sorted(maps.Keys(r.Posts)) {
		if p := r.Posts[d]; p.Kind != visit.Counter {
			kinds = append(kinds, p.Kind)
			out.Posts = append(out.Posts, &contract.PostRow{Desk: uint32(d), Kind: p.Kind.String(), Say: p.Kind.Words()})
		}
	}
	out.Order = r.Order.Words(kinds...)
}
