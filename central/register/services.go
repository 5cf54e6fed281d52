package register

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"iter"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// What the government's catalogue says of our products is kept as it came, document by document, so that what we do not understand
// of it is given back as it was. Nothing here is worked with: seats and counters go by the catalogue of the program.

// Bounds of what is kept.
const (
	maxServices = 2000
	maxService  = 256 << 10 // bytes of one document
)

var keyServices = []byte("ipdc") // version(8)

func serviceKey(product string) []byte { return append([]byte("ipdc/"), product...) }

// putServices stores documents, all or none.
func (t *turn) putServices(c *contract.ServicesPut) *contract.HQReply {
	v := View{t.w, t.m}
	if version := v.ServicesVersion(); version != c.Seen {
		return refuse(fault.Conflict, fmt.Sprintf("ipdc/%d", version), "Iemand anders heeft de catalogus intussen gewijzigd. Er is niets gewijzigd.")
	}
	if c.By == "" || len(c.Services) == 0 || len(c.Services) > maxServices {
		return refuse(fault.Invalid, "ipdc", "Zeg wie de catalogus wijzigt, en wat er in staat.")
	}
	for _, s := range c.Services {
		if s.GetProduct() == "" || len(s.Document) > maxService || !json.Valid(s.Document) {
			return refuse(fault.Invalid, s.GetProduct(), fmt.Sprintf("Wat er van '%s' gezegd wordt kan niet bewaard worden. Er is niets gewijzigd.", s.GetProduct()))
		}
	}
	for _, s := range c.Services {
		save(t.w, serviceKey(s.Product), &contract.ServiceDocument{Product: s.Product, Document: s.Document, PutMs: t.atMS, By: c.By})
	}
	t.w.Put(keyServices, binary.BigEndian.AppendUint64(nil, c.Seen+1))
	return &contract.HQReply{Version: c.Seen + 1}
}

// ServicesVersion counts how often documents were put.
func (v View) ServicesVersion() uint64 {
	if b := v.r.Get(keyServices); len(b) == 8 {
		return binary.BigEndian.Uint64(b)
	}
	return 0
}

// Services yields what is kept, by product.
func (v View) Services() iter.Seq[*contract.ServiceDocument] {
	return func(yield func(*contract.ServiceDocument) bool) {
		for _, b := range v.r.Scan([]byte("ipdc/"), nil) {
			s := new(contract.ServiceDocument)
			if load1(b, s); !yield(s) {
				return
			}
		}
	}
}
