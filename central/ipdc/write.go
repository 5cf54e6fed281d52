package ipdc

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/office"
)

// idOf names a product that has no name of its own in the government's catalogue yet.
func idOf(p office.ProductID) string { return "urn:buurtloket:product:" + string(p) }

// contextOfOurs says what the names in our files mean, as the model of IPDC/LPDC does, so that a file can be read without a network.
var contextOfOurs = json.RawMessage(`{"Instantie":"https://productencatalogus.data.vlaanderen.be/ns/ipdc-lpdc#InstancePublicService",` +
	`"naam":{"@id":"http://purl.org/dc/terms/title","@container":"@language"},` +
	`"linkedConcept":{"@id":"http://purl.org/dc/terms/source","@type":"@id"},` +
	`"startDienstVerlening":{"@id":"http://schema.org/startDate","@type":"http://www.w3.org/2001/XMLSchema#dateTime"},` +
	`"eindeDienstVerlening":{"@id":"http://schema.org/endDate","@type":"http://www.w3.org/2001/XMLSchema#dateTime"},` +
	`"buurtloket":"urn:buurtloket:ns:"}`)

// Write is a file of all products and of all else that is stored, always the same for the same. Its lines are for people too.
func Write(c *catalogue.Catalogue, stored Stored, zone *time.Location) ([]byte, error) {
	top, ok := object(stored[Whole])
	if !ok {
		top = fields{fieldContext: contextOfOurs}
	}
	var graph []json.RawMessage
	for _, p := range c.Products {
		graph = append(graph, written(merged(p, stored[string(p.ID)], zone)))
	}
	for _, key := range slices.Sorted(maps.Keys(stored)) {
		if strings.HasPrefix(key, "@id ") {
			graph = append(graph, stored[key])
		} else if _, ok := c.Product(office.ProductID(key)); !ok && key != Whole { // of a product that this version has no more
			graph = append(graph, stored[key])
		}
	}
	list, err := json.Marshal(graph)
	if err != nil {
		return nil, err
	}
	top[fieldGraph] = list
	var out bytes.Buffer
	if err := json.Indent(&out, written(top), "", "  "); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// merged is what is stored of a product with our own fields as they are now; what is not stored yet is written from the program.
func merged(p office.Product, raw []byte, zone *time.Location) fields {
	f, ok := object(raw)
	if !ok {
		f = fields{fieldID: quoted(idOf(p.ID)), fieldType: quoted(instance), fieldName: quoted(namesOf(p))}
		if p.IPDC != "" {
			f[fieldConcept] = quoted(p.IPDC)
		}
		if p.Offered.From != 0 {
			f[fieldStart] = quoted(p.Offered.From.At(0, zone).Format(time.RFC3339))
		}
		if p.Offered.To != 0 {
			f[fieldEnd] = quoted((p.Offered.To + 1).At(0, zone).Format(time.RFC3339))
		}
	}
	maps.Copy(f, ownFields(p))
	return f
}

func namesOf(p office.Product) map[string]string {
	names := map[string]string{"nl": p.Dutch}
	if p.English != "" {
		names["en"] = p.English
	}
	return names
}

// ownFields are what the program says of a product.
func ownFields(p office.Product) fields {
	return fields{fieldProduct: quoted(string(p.ID)), ours + "cluster": quoted(string(p.Cluster.Value)), ours + "minutes": quoted(p.Duration.Value.Minutes),
		ours + "minutesPerExtraPerson": quoted(p.Duration.Value.PerExtraPerson), ours + "durationAssumed": quoted(p.Duration.Assumed),
		ours + "photo": quoted(p.Photo.Value), ours + "collectedHere": quoted(p.Vault.Value), ours + "walkIn": quoted(p.WalkIn.Value)}
}
