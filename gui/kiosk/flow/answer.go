package flow

import (
	"context"
	"strings"

	"github.com/buurtloket/buurtloket/sync/contract"
)

// choose takes the choice with this number among all of the page's.
func (f *Flow) choose(n int) {
	v := &f.visit
	switch v.page {
	case Welcome:
		f.chooseGoal(n)
	case Product:
		v.product = f.offered()[n]
		f.withProduct()
	case Persons:
		v.persons = uint32(n + 1)
		f.withPersons()
	case Places, Refused:
		v.place = v.places[n]
		v.goal = toBook
		f.open(Name)
	case Certificate:
		if n == len(v.kinds) {
			v.goal = toFetch
			f.open(Pickup)
			return
		}
		v.kind = v.kinds[n]
		f.open(Card)
		if c := f.card(); c != nil && c.Stage == contract.CardStage_CARD_STAGE_READ {
			f.withCard(c)
		}
	case Fetch:
		if n == 0 {
			v.goal = toTicket
			f.listProducts()
			return
		}
		f.open(Pickup)
	case Where:
		v.goal = toBook
		if at := v.offers[n].First; at != nil {
			v.place, v.places = at, []*contract.FoundPlace{at}
			f.open(Name)
		}
	case Letter:
		f.chooseWay(n)
	case LetterRefused:
		f.toClerk()
	case Age:
		f.chooseAge(n)
	case Language:
		v.words = f.others()[n]
		f.turnBack()
	case Settings:
		f.chooseLooks(n)
	}
}

// turnBack goes back to the page before, as it was.
func (f *Flow) turnBack() {
	v := &f.visit
	to := v.trail[len(v.trail)-1]
	v.trail = v.trail[:len(v.trail)-1]
	f.turn(to)
}

func (f *Flow) chooseGoal(n int) {
	v := &f.visit
	v.goal = f.goals()[n]
	switch v.goal {
	case toCheckIn:
		f.open(Code)
	case toTicket, toBook, toFind:
		f.listProducts()
	case toCertificate:
		f.listCertificates()
	case toFetch:
		f.open(Fetch)
	case toLetter:
		f.open(Letter)
	}
}

// goals are what can be chosen first, in the order of the choices. There is room for six: where letters are asked for, what is collected
// by a code stands beside the certificates, and a document is collected with a number.
func (f *Flow) goals() []goal {
	if f.view.GetLetters() {
		return []goal{toCheckIn, toTicket, toBook, toCertificate, toLetter, toFind}
	}
	return []goal{toCheckIn, toTicket, toBook, toCertificate, toFetch, toFind}
}

func (f *Flow) chooseLooks(n int) {
	v := &f.visit
	switch n {
	case 0:
		v.looks.Large = !v.looks.Large
	case 1:
		v.looks.Contrast, v.looks.Dark = !v.looks.Contrast, false
	case 2:
		v.looks.Dark, v.looks.Contrast = !v.looks.Dark, false
	case 3:
		v.looks.Low = !v.looks.Low
	case 4:
		v.spoken = !v.spoken
		v.looks.Spoken = v.spoken
	case 5:
		v.loud = !v.loud
	}
}

func (f *Flow) listProducts() {
	f.do(f.words().Wait, func(ctx context.Context) (func(), error) {
		all, err := f.cfg.Counter.Products(ctx)
		return func() {
			f.visit.products = all
			f.open(Product)
		}, err
	})
}

func (f *Flow) listCertificates() {
	f.do(f.words().Wait, func(ctx context.Context) (func(), error) {
		all, err := f.cfg.Counter.Certificates(ctx)
		return func() {
			f.visit.kinds = all
			f.open(Certificate)
		}, err
	})
}

// offered are the products that can be chosen for what somebody came for.
func (f *Flow) offered() (out []*contract.ProductRow) {
	v := &f.visit
	fetch := len(v.trail) > 0 && v.trail[len(v.trail)-1] == Fetch
	for _, p := range v.products {
		if (v.goal == toFind || p.Offered) && (!fetch || p.HandOut) {
			out = append(out, p)
		}
	}
	return out
}

func (f *Flow) withProduct() {
	v := &f.visit
	if v.goal == toFind {
		q := &contract.KioskWhereRequest{Product: v.product.Id}
		f.do(f.words().Wait, func(ctx context.Context) (func(), error) {
			offers, err := f.cfg.Counter.Where(ctx, q)
			return func() {
				f.visit.offers = offers
				f.open(Where)
			}, err
		})
		return
	}
	f.open(Persons)
}

func (f *Flow) withPersons() {
	v := &f.visit
	if v.goal == toTicket {
		f.issue()
		return
	}
	f.search()
}

// wish draws the id of what is asked for now, once: pressed twice, it is one.
func (f *Flow) wish() ([]byte, bool) {
	v := &f.visit
	if v.act == nil {
		act, err := f.newAct()
		if err != nil {
			f.fail(err)
			return nil, false
		}
		v.act = act
	}
	return v.act, true
}

func (f *Flow) issue() {
	act, ok := f.wish()
	if !ok {
		return
	}
	q := &contract.KioskIssueRequest{Act: act, Product: f.visit.product.Id, Persons: f.visit.persons}
	f.do(f.words().Wait, func(ctx context.Context) (func(), error) {
		t, err := f.cfg.Counter.Issue(ctx, q)
		return func() { f.ticketed(t) }, err
	})
}

func (f *Flow) checkIn(code string, card uint64) {
	act, ok := f.wish()
	if !ok {
		return
	}
	q := &contract.KioskCheckInRequest{Act: act, Code: code, Card: card}
	f.do(f.words().Wait, func(ctx context.Context) (func(), error) {
		t, err := f.cfg.Counter.CheckIn(ctx, q)
		return func() { f.ticketed(t) }, err
	})
}

// ticketed shows a number, or why there is none and which places there are instead.
func (f *Flow) ticketed(t *contract.KioskTicket) {
	v := &f.visit
	v.ticket, v.places = t, t.Places
	if t.Ticket == "" {
		f.open(Refused)
		return
	}
	f.open(Ticket)
}

// mostPlaces is how many places are looked for: three pages.
const mostPlaces = 3 * MostChoices

func (f *Flow) search() {
	v := &f.visit
	q := &contract.SearchRequest{Products: []string{v.product.Id}, Persons: v.persons, Limit: mostPlaces}
	f.do(f.words().Wait, func(ctx context.Context) (func(), error) {
		found, err := f.cfg.Counter.Search(ctx, q)
		return func() {
			f.visit.places = found.Places
			f.open(Places)
		}, err
	})
}

// next goes on with what was typed, or with the one thing that a page is about.
func (f *Flow) next() {
	v, w := &f.visit, f.words()
	typed := strings.TrimSpace(string(v.entry))
	if v.page.last() {
		f.finish()
		return
	}
	switch v.page {
	case Code:
		if len(strings.ReplaceAll(typed, "-", "")) < 8 {
			v.wrong = w.CodeShort
			return
		}
		f.checkIn(typed, 0)
	case Name:
		if len([]rune(typed)) < 2 {
			v.wrong = w.NameShort
			return
		}
		v.name = typed
		if v.goal == toLetter {
			f.open(Born)
			return
		}
		f.open(Reach)
	case Reach:
		if typed != "" && !reachable(typed) {
			v.wrong = w.ReachWrong
			return
		}
		v.reach = typed
		f.open(Check)
	case Check:
		f.book()
	case Born:
		f.withBorn(typed)
	case LetterCheck:
		f.askLetter()
	case PIN:
		if len(typed) < 4 {
			v.wrong = w.PINShort
			return
		}
		f.certify(typed)
	case Pickup:
		if len(typed) < 4 {
			v.wrong = w.PickupShort
			return
		}
		f.collect(typed)
	}
}

// reachable reports whether a text can be a telephone number or an address of mail.
func reachable(s string) bool {
	if at := strings.IndexByte(s, '@'); at > 0 {
		dot := strings.LastIndexByte(s, '.')
		return dot > at+1 && dot < len(s)-1 && !strings.Contains(s, " ")
	}
	digits := 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune("+ ./-", r):
			return false
		}
	}
	return digits >= 9 && digits <= 15
}

func (f *Flow) book() {
	act, ok := f.wish()
	if !ok {
		return
	}
	v := &f.visit
	p := &contract.Person{Name: v.name}
	if strings.Contains(v.reach, "@") {
		p.Mail = v.reach
	} else {
		p.Phone = v.reach
	}
	q := &contract.KioskBookRequest{Act: act, Place: v.place.Place, Persons: max(v.persons, 1), Person: p}
	if v.product != nil {
		q.Product = v.product.Id
	}
	f.do(f.words().Wait, func(ctx context.Context) (func(), error) {
		b, err := f.cfg.Counter.Book(ctx, q)
		return func() {
			f.visit.booked = b
			f.open(Booked)
		}, err
	})
}

// withCard goes on once the card is read.
func (f *Flow) withCard(c *contract.CardRow) {
	v := &f.visit
	v.insertion = c.Insertion
	if v.goal == toLetter {
		v.name, v.born = c.Name, 0
		f.open(LetterCheck)
		return
	}
	f.open(PIN)
}

func (f *Flow) certify(pin string) {
	act, ok := f.wish()
	if !ok {
		return
	}
	q := &contract.KioskCertifyRequest{Act: act, Kind: f.visit.kind.Code, Card: f.visit.insertion, Pin: pin}
	f.do(f.words().PaperPrinting, func(ctx context.Context) (func(), error) {
		c, err := f.cfg.Counter.Certify(ctx, q)
		q.Pin = ""
		return func() { f.certified(c) }, err
	})
}

func (f *Flow) collect(code string) {
	act, ok := f.wish()
	if !ok {
		return
	}
	q := &contract.KioskCollectRequest{Act: act, Pickup: code}
	f.do(f.words().PaperPrinting, func(ctx context.Context) (func(), error) {
		c, err := f.cfg.Counter.Collect(ctx, q)
		return func() { f.certified(c) }, err
	})
}

func (f *Flow) certified(c *contract.KioskCertificate) {
	f.visit.certificate = c
	f.open(Paper)
}
