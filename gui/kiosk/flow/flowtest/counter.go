// Package flowtest is a daemon in memory that behaves, for tests of the self-service desk.
package flowtest

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/gui/kiosk/flow"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/told"
)

// Morning is when every test begins: Thursday 26 November 2026, just after ten.
var Morning = time.Date(2026, time.November, 26, 10, 4, 0, 0, time.UTC)

// Today is its date.
var Today = office.DateOf(Morning)

// Known is the code of an appointment that the counter expects; any other is refused.
const Known = "K7M2-4PQX"

// PIN is that of the card that can be put in.
const PIN = "1234"

// Counter is the daemon of the library De Poort. It is safe for concurrent use.
type Counter struct {
	mu    sync.Mutex
	view  *contract.KioskView
	shows map[int]func()
	next  int
	gone  chan struct{} // closed when the daemon goes
	scans chan *contract.ScanRow
	done  map[string]bool // acts that were seen

	// What it answers; set them with Set.
	NoWalkIn   bool // the rules of today let nobody in without appointment
	Offline    bool // headquarters cannot be reached
	Broken     bool // every call fails
	Full       bool // there is no place anywhere
	NoPrinter  bool
	Jam        bool
	Tickets    int                          // given
	Booked     []*contract.KioskBookRequest // in order, each act once
	Helped     int
	Uses       []*contract.KioskUsedRequest
	Insertions uint64
	NewCard    bool                           // the card is of those for which there is no letter
	Letters    []*contract.KioskLetterRequest // in order, each act once
}

var _ flow.Counter = (*Counter)(nil)

// New is a counter at which everything works.
func New() *Counter {
	until := func(open bool, min uint32) *contract.KioskSite {
		return &contract.KioskSite{Open: open, Until: min, NextDate: int32(Today + 1), NextFrom: 540}
	}
	site := func(id, name string, s *contract.KioskSite) *contract.KioskSite {
		s.Site, s.Name = id, name
		return s
	}
	span := func(from, to uint32) []*contract.HallSpan { return []*contract.HallSpan{{From: from, To: to}} }
	return &Counter{
		shows: map[int]func(){}, gone: make(chan struct{}), scans: make(chan *contract.ScanRow), done: map[string]bool{},
		view: &contract.KioskView{Site: "kiosk-de-poort", SiteName: "bibliotheek De Poort", NowMs: Morning.UnixMilli(), Online: true, Open: true,
			Cards: []*contract.CardRow{{Reader: "kiosk"}},
			Sites: []*contract.KioskSite{
				site("kiosk-de-poort", "bibliotheek De Poort", until(true, 1080)), site("buurtloket-berchem", "Buurtloket Berchem", until(true, 960)),
				site("buurtloket-groenenhoek", "Buurtloket Groenenhoek", until(false, 0)), site("stadsloket-harmonie", "Stadsloket Harmonie", until(true, 1200)),
			},
			Hours:    []*contract.HallHours{{Of: "self_service", Spans: span(540, 1080)}, {Of: "reception", NextDate: int32(Today + 1), NextFrom: 600}},
			Closures: []*contract.HallClosure{{FromDate: int32(Today + 29), ToDate: int32(Today + 36), Reason: "eindejaarssluiting"}}},
	}
}

// Set changes what the counter answers, and shows it.
func (c *Counter) Set(change func(*Counter, *contract.KioskView)) {
	c.mu.Lock()
	change(c, c.view)
	c.view.Online = !c.Offline
	var shows []func()
	for _, show := range c.shows {
		shows = append(shows, show)
	}
	c.mu.Unlock()
	for _, show := range shows {
		show()
	}
}

// Insert puts a card in the reader; Pull takes it out.
func (c *Counter) Insert() {
	c.Set(func(c *Counter, v *contract.KioskView) {
		c.Insertions++
		v.Cards = []*contract.CardRow{{Reader: "kiosk", Stage: contract.CardStage_CARD_STAGE_READ, Insertion: c.Insertions, Name: "A. Peeters", Number: "••.••.••-•••.42"}}
	})
}

// Pull takes the card out.
func (c *Counter) Pull() {
	c.Set(func(c *Counter, v *contract.KioskView) {
		v.Cards = []*contract.CardRow{{Reader: "kiosk", Insertion: c.Insertions}}
	})
}

// Go ends the daemon's present life.
func (c *Counter) Go() {
	c.mu.Lock()
	defer c.mu.Unlock()
	close(c.gone)
	c.gone = make(chan struct{})
}

// Read holds a code before the scanner.
func (c *Counter) Read(kind, text string) { c.scans <- &contract.ScanRow{Kind: kind, Text: text} }

// Watch implements flow.Counter.
func (c *Counter) Watch(ctx context.Context, show func(*contract.KioskView)) error {
	c.mu.Lock()
	c.next++
	n, gone := c.next, c.gone
	send := func() {
		c.mu.Lock()
		v := &contract.KioskView{Site: c.view.Site, SiteName: c.view.SiteName, NowMs: c.view.NowMs, Online: c.view.Online, Open: c.view.Open,
			Abilities: c.view.Abilities, Cards: c.view.Cards, Sites: c.view.Sites, Hours: c.view.Hours, Closures: c.view.Closures, Help: c.view.Help, Bulletin: c.view.Bulletin,
			AskAge: c.view.AskAge, Letters: c.view.Letters, LetterHome: c.view.LetterHome, LetterCardOnly: c.view.LetterCardOnly}
		c.mu.Unlock()
		show(v)
	}
	c.shows[n] = send
	c.mu.Unlock()
	send()
	defer func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.shows, n)
	}()
	select {
	case <-ctx.Done():
		return nil
	case <-gone:
		return fault.New("flowtest.Watch", fault.Unreachable)
	}
}

// Scans implements flow.Counter.
func (c *Counter) Scans(ctx context.Context, take func(*contract.ScanRow)) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case s := <-c.scans:
			take(s)
		}
	}
}

// broken is the fault of a counter that does not work.
func (c *Counter) broken() error {
	if c.Broken {
		return fault.New("flowtest", fault.Internal)
	}
	return nil
}

// Products implements flow.Counter.
func (c *Counter) Products(context.Context) (out []*contract.ProductRow, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, name := range []string{"Identiteitskaart aanvragen", "Identiteitskaart ophalen", "Reispas aanvragen", "Reispas ophalen", "Rijbewijs aanvragen",
		"Rijbewijs ophalen", "Adreswijziging doorgeven", "Attest woonst", "Parkeerkaart bewoner"} {
		out = append(out, &contract.ProductRow{Id: fmt.Sprint("product-", i), Name: name, Offered: i != 8, WalkIn: i%3 == 0, HandOut: i%2 == 1 && i < 6})
	}
	return out, c.broken()
}

// ticket gives a number.
func (c *Counter) ticket(act []byte) *contract.KioskTicket {
	if !c.done[string(act)] {
		c.done[string(act)] = true
		c.Tickets++
	}
	out := &contract.KioskTicket{Ticket: fmt.Sprintf("A%03d", c.Tickets), Ahead: 3, ExpectFrom: 10, ExpectTo: 25, Paper: contract.KioskTicket_ON_ITS_WAY}
	switch {
	case c.NoPrinter:
		out.Paper = contract.KioskTicket_NO_PRINTER
	case c.Jam:
		out.Paper = contract.KioskTicket_FAILED
	}
	return out
}

// CheckIn implements flow.Counter.
func (c *Counter) CheckIn(_ context.Context, q *contract.KioskCheckInRequest) (*contract.KioskTicket, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.broken(); err != nil {
		return nil, err
	}
	if q.Card == 0 && q.Code != Known {
		return nil, fault.New("flowtest.CheckIn", fault.NotFound).Tell("Deze code is niet van vandaag of niet van hier.", "Kijk de code na, of vraag hulp.")
	}
	return c.ticket(q.Act), nil
}

// Issue implements flow.Counter.
func (c *Counter) Issue(_ context.Context, q *contract.KioskIssueRequest) (*contract.KioskTicket, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.broken(); err != nil {
		return nil, err
	}
	if c.NoWalkIn {
		return &contract.KioskTicket{Refused: "Zonder afspraak kan dit vandaag niet.", Instead: "Kom op maandag tussen 9 en 12 uur, of maak een afspraak.", Places: c.places()}, nil
	}
	return c.ticket(q.Act), nil
}

func (c *Counter) places() (out []*contract.FoundPlace) {
	if c.Full {
		return nil
	}
	for i := range 8 {
		site, name := "buurtloket-berchem", "Buurtloket Berchem"
		if i%3 == 2 {
			site, name = "stadsloket-harmonie", "Stadsloket Harmonie"
		}
		out = append(out, &contract.FoundPlace{SiteName: name, Sure: i%3 != 2 || !c.Offline, Pending: c.Offline && i%3 == 2,
			Place: &contract.Place{Site: site, Run: &contract.Run{Date: int32(Today) + int32(i/2), Desk: 1, Start: uint32(600 + 30*i), Count: 1}}})
	}
	return out
}

// Search implements flow.Counter.
func (c *Counter) Search(context.Context, *contract.SearchRequest) (*contract.SearchResponse, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return &contract.SearchResponse{Places: c.places()}, c.broken()
}

// Book implements flow.Counter.
func (c *Counter) Book(_ context.Context, q *contract.KioskBookRequest) (*contract.BookResponse, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.broken(); err != nil {
		return nil, err
	}
	if !c.done[string(q.Act)] {
		c.done[string(q.Act)] = true
		c.Booked = append(c.Booked, q)
	}
	return &contract.BookResponse{Code: Known, Pending: c.Offline, Appointment: &contract.Appointment{Id: q.Act, Place: q.Place}}, nil
}

// Certificates implements flow.Counter.
func (c *Counter) Certificates(context.Context) ([]*contract.CertificateKind, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return []*contract.CertificateKind{{Code: "woonst", Name: "Attest van hoofdverblijfplaats"}, {Code: "gezin", Name: "Attest van gezinssamenstelling"},
		{Code: "geboorte", Name: "Afschrift van de geboorteakte"}}, c.broken()
}

// Certify implements flow.Counter.
func (c *Counter) Certify(_ context.Context, q *contract.KioskCertifyRequest) (*contract.KioskCertificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.broken(); err != nil {
		return nil, err
	}
	if q.Pin != PIN {
		return nil, fault.New("flowtest.Certify", fault.Denied).Tell("Deze pincode klopt niet.", "U hebt nog 2 pogingen.")
	}
	row := &contract.CertificateRow{Certificate: q.Act, Kind: q.Kind, Name: "Attest van hoofdverblijfplaats", Stage: contract.CertificateStage_CERTIFICATE_STAGE_READY}
	if c.Jam {
		row.Pickup = "K7M2"
	}
	if c.Offline {
		row.Stage, row.Pickup = contract.CertificateStage_CERTIFICATE_STAGE_ASKED, "K7M2"
	}
	return &contract.KioskCertificate{Certificate: row}, nil
}

// Collect implements flow.Counter.
func (c *Counter) Collect(_ context.Context, q *contract.KioskCollectRequest) (*contract.KioskCertificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if q.Pickup != "K7M2" {
		return nil, fault.New("flowtest.Collect", fault.NotFound).Tell("Deze code is hier niet bekend.", "Kijk de code na.")
	}
	return &contract.KioskCertificate{Certificate: &contract.CertificateRow{Name: "Attest van hoofdverblijfplaats", Stage: contract.CertificateStage_CERTIFICATE_STAGE_PRINTED}}, c.broken()
}

// AskLetter implements flow.Counter. What a person said is forgotten by who asked, so a copy of it is kept.
func (c *Counter) AskLetter(_ context.Context, q *contract.KioskLetterRequest) (*contract.KioskLetter, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.broken(); err != nil {
		return nil, err
	}
	if c.NewCard && q.Card != 0 {
		say := told.Of(told.LetterNewCard)
		return &contract.KioskLetter{Stage: contract.LetterStage_LETTER_STAGE_REFUSED, Say: say.Dutch(), Told: say.Contract(), Clerk: true}, nil
	}
	if !c.done[string(q.Act)] {
		c.done[string(q.Act)] = true
		c.Letters = append(c.Letters, &contract.KioskLetterRequest{Act: q.Act, Card: q.Card, Name: q.Name, Born: q.Born})
	}
	say := told.Of(told.LetterTaken, told.LetterDesk)
	if c.Offline {
		say = told.Of(told.LetterOffline, told.LetterDesk)
	}
	return &contract.KioskLetter{Say: say.Dutch(), Told: say.Contract()}, nil
}

// Where implements flow.Counter.
func (c *Counter) Where(context.Context, *contract.KioskWhereRequest) (out []*contract.KioskOffer, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.Full {
		return nil, c.broken()
	}
	for i, s := range c.view.Sites[1:] {
		o := &contract.KioskOffer{Site: s}
		if i == 0 {
			o.First = c.places()[0]
		}
		out = append(out, o)
	}
	return out, c.broken()
}

// CallHelp implements flow.Counter.
func (c *Counter) CallHelp(context.Context, *contract.KioskHelpRequest) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.Helped++
	return c.broken()
}

// Used implements flow.Counter.
func (c *Counter) Used(_ context.Context, q *contract.KioskUsedRequest) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.Uses = append(c.Uses, q)
	return c.broken()
}

// Forget drops what the counter remembers of those who came, for tests of many.
func (c *Counter) Forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.done)
	c.Booked, c.Uses, c.Letters = nil, nil, nil
}

// Look reads the counter under its lock.
func (c *Counter) Look(f func(*Counter)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f(c)
}
