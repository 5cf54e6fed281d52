package catalogue

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

//go:embed data/bring.json
var bringJSON []byte

// bringing is the file of what to bring, format "bring/1".
type bringing struct {
	Schema string                        `json:"schema"`
	Usual  []string                      `json:"usual"`
	Bring  map[office.ProductID][]string `json:"bring"`
}

var embeddedBring = sync.OnceValue(func() bringing {
	b, err := readBring(bringJSON, Embedded())
	if err != nil {
		panic(err)
	}
	return b
})

// Bring is what who comes for these products must have with them, a line each in Dutch, in the order of the products; nothing is
// said twice. Of a product that the embedded catalogue says nothing of it is the usual.
func Bring(products ...office.ProductID) (out []string) {
	b := embeddedBring()
	for _, p := range products {
		lines, said := b.Bring[p]
		if !said {
			lines = b.Usual
		}
		for _, l := range lines {
			if !slices.Contains(out, l) {
				out = append(out, l)
			}
		}
	}
	return out
}

// readBring reads the file; a product that the catalogue does not have is Invalid.
func readBring(text []byte, c *Catalogue) (b bringing, err error) {
	if err = json.Unmarshal(text, &b); err == nil && b.Schema != "bring/1" {
		err = fmt.Errorf("schema %q", b.Schema)
	}
	for p := range b.Bring {
		if _, known := c.Product(p); !known && err == nil {
			err = fmt.Errorf("no product %q", p)
		}
	}
	if err != nil {
		return b, fault.New("catalogue.readBring", fault.Invalid).Because(err)
	}
	return b, nil
}
