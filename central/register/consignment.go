package register

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"google.golang.org/protobuf/proto"
)

// mostAnnounced is how many documents one consignment may have: as many as a counter takes in at once.
const mostAnnounced = 400

// Number reads the number of a document as typed or scanned: capitals, without spaces. The fault is Invalid.
func Number(text string) (string, error) {
	n, err := office.ParseDocumentNumber(text)
	if err != nil {
		return "", fault.New("register.Number", fault.Invalid).Because(err).Tell("Dit is geen documentnummer.", "Scan het opnieuw of tik het over.")
	}
	return string(n), nil
}

// announce tells a site of documents on their way. Announced again, a consignment replaces itself, as far as it has not
// come.
func (t *turn) announce(c *contract.ConsignmentPut) *contract.HQReply {
	site := office.SiteID(c.Site)
	told := proto.CloneOf(c.Consignment)
	if told == nil {
		told = new(contract.Consignment)
	}
	told.Id = strings.TrimSpace(told.Id)
	if told.Site == "" {
		told.Site = c.Site
	}
	if no := t.destination(site, told); no != nil {
		return no
	}
	if no := listed(told); no != nil {
		return no
	}
	for _, i := range told.Items {
		if no := t.elsewhere(site, told, i.Document); no != nil {
			return no
		}
	}
	t.tellConsignment(site, told)
	return done()
}

// destination refuses a consignment that cannot go to this site: without a vault nothing is kept, but a vault may lend for
// the day (A002-45).
func (t *turn) destination(site office.SiteID, c *contract.Consignment) *contract.HQReply {
	s, ok := t.calendar().Site(site)
	from, lends := t.calendar().Site(office.SiteID(c.LentBy))
	switch {
	case !ok:
		return refuse(fault.NotFound, string(site), "Deze locatie is niet bekend.")
	case c.Id == "" || len(c.Id) > 100 || !utf8.ValidString(c.Id):
		return refuse(fault.Invalid, string(site), "Het nummer van de zending ontbreekt, of is te lang.")
	case c.Site != string(site):
		return refuse(fault.Invalid, c.Id, fmt.Sprintf("Deze zending is voor %s, en wordt hier aan %s aangekondigd.", c.Site, site))
	case c.LentBy != "" && (!lends || !from.Vault.Value || c.LentBy == c.Site):
		return refuse(fault.Refused, c.Id, fmt.Sprintf("%s heeft geen kluis om uit te lenen.", c.LentBy))
	case c.LentBy == "" && !s.Vault.Value:
		return refuse(fault.Refused, string(site), "Deze locatie heeft geen kluis; er kan geen zending heen.")
	}
	return nil
}

// listed completes the two lists of a consignment from each other, and refuses numbers that stand twice or are none, and
// kinds that nobody keeps.
func listed(c *contract.Consignment) *contract.HQReply {
	var items []*contract.Item
	at := map[string]*contract.Item{}
	add := func(i *contract.Item) *contract.HQReply {
		text := i.Document
		n, err := Number(text)
		switch {
		case err != nil:
			return refuse(fault.Invalid, c.Id, fmt.Sprintf("'%s' is geen documentnummer.", text))
		case at[n] != nil:
			return refuse(fault.Invalid, c.Id, fmt.Sprintf("%s staat twee keer op de lijst.", n))
		case i.Kind != "" && !kept(i.Kind):
			return refuse(fault.Invalid, c.Id, fmt.Sprintf("%s: '%s' is geen soort document dat een kluis bewaart.", n, i.Kind))
		case !office.NumberOf(office.ProductID(i.Kind)).Fits(office.DocumentNumber(n)):
			return refuse(fault.Invalid, c.Id, fmt.Sprintf("%s is geen nummer van een identiteitskaart.", n))
		case len(i.Holder) != 0 && len(i.Holder) != 16:
			return refuse(fault.Invalid, c.Id, fmt.Sprintf("%s: de houder is niet goed aangeduid.", n))
		}
		at[n] = i
		i.Document = n
		items = append(items, i)
		return nil
	}
	for _, i := range c.Items {
		if no := add(i); no != nil {
			return no
		}
	}
	seen := map[string]bool{}
	for _, text := range c.Documents {
		n, err := Number(text)
		if err == nil && seen[n] {
			return refuse(fault.Invalid, c.Id, fmt.Sprintf("%s staat twee keer op de lijst.", n))
		}
		if seen[n] = true; err == nil && at[n] != nil {
			continue // told of in items
		}
		if no := add(&contract.Item{Document: text}); no != nil {
			return no
		}
	}
	if len(items) == 0 || len(items) > mostAnnounced {
		return refuse(fault.Invalid, c.Id, fmt.Sprintf("Een zending heeft één tot %d documenten.", mostAnnounced))
	}
	c.Items, c.Documents = items, nil
	for _, i := range items {
		c.Documents = append(c.Documents, i.Document)
	}
	return nil
}

// kept reports whether a product is the collection of a document that was kept in a vault.
func kept(kind string) bool {
	p, ok := catalogue.Embedded().Product(office.ProductID(kind))
	return ok && p.Vault.Value
}

// elsewhere refuses a document that cannot be on its way: a site has it already, it is gone for good, or another
// consignment brings it.
func (t *turn) elsewhere(site office.SiteID, c *contract.Consignment, number string) *contract.HQReply {
	for d := range (View{t.w, t.m}).Document(number) {
		switch {
		case d.State == DocumentSentBack || d.State == DocumentMissing || d.LentBy != "" && d.State == DocumentAway:
		case d.Site == string(site) && lying(d) && d.Trip == "": // announced after it came: then it is surplus there no more
		case c.LentBy != "" && d.Site == c.LentBy && inHand(d):
		case inHand(d):
			return refuse(fault.Taken, c.Id, fmt.Sprintf("%s ligt al in %s.", number, d.Site))
		default:
			return refuse(fault.Taken, c.Id, fmt.Sprintf("%s is er niet meer: uitgereikt of vernietigd in %s.", number, d.Site))
		}
	}
	for k, b := range t.w.Scan([]byte("o/"), nil) {
		o := new(contract.Consignment)
		load1(b, o)
		if string(k) != string(announcedKey(site, c.Id)) && slices.Contains(o.Documents, number) {
			return refuse(fault.Taken, c.Id, fmt.Sprintf("%s is al aangekondigd met zending %s.", number, o.Id))
		}
	}
	return nil
}

// tellConsignment keeps a consignment until it has come, and tells the site it goes to.
func (t *turn) tellConsignment(site office.SiteID, c *contract.Consignment) {
	save(t.w, announcedKey(site, c.Id), c)
	t.comesAfterAll(site, c)
	t.tell(site, &contract.FeedEntry{Kind: &contract.FeedEntry_Consignment{Consignment: c}})
}

// arrived takes documents off what is still to come to a site; nothing is left of a consignment that came whole.
func (t *turn) arrived(site office.SiteID, consignment string, numbers []string) {
	c, key := new(contract.Consignment), announcedKey(site, consignment)
	if consignment == "" || !load(t.w, key, c) {
		return
	}
	came := func(n string) bool { return slices.Contains(numbers, n) }
	c.Documents = slices.DeleteFunc(c.Documents, came)
	c.Items = slices.DeleteFunc(c.Items, func(i *contract.Item) bool { return came(i.Document) })
	if len(c.Documents) == 0 {
		t.w.Delete(key)
		return
	}
	save(t.w, key, c)
}

// Announced yields what is still to come to a site, or to all of them when empty.
func (v View) Announced(site office.SiteID) []*contract.Consignment {
	prefix := []byte("o/")
	if site != "" {
		prefix = announcedKey(site, "")
	}
	var out []*contract.Consignment
	for _, b := range v.r.Scan(prefix, nil) {
		c := new(contract.Consignment)
		load1(b, c)
		out = append(out, c)
	}
	return out
}
