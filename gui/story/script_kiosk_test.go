//go:build story

package story_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// alone is what somebody at the self-service desk can ask of a counter: no session, no clerk.
type alone = contractconnect.KioskClient

// press makes one call at the self-service desk of a counter.
func press[Q, A any](k *counter, v func(alone, context.Context, *connect.Request[Q]) (*connect.Response[A], error), q *Q) (*A, error) {
	ctx, cancel := context.WithTimeout(k.c.t.Context(), patience)
	defer cancel()
	res, err := v(contractconnect.NewKioskClient(k.http, "http://counter"), ctx, connect.NewRequest(q))
	if err != nil {
		return nil, fault.FromRPC("story", err)
	}
	return res.Msg, nil
}

// presses are what can be done at the self-service desk; without one of them it is looked at.
func presses() map[string]func(*script, *counter, *line) (string, error) {
	return map[string]func(*script, *counter, *line) (string, error){
		"ticket": pressTicket, "checkin": pressCheckIn, "find": pressFind, "book": pressBook, "certify": pressCertify, "collect": pressCollect,
		"where": pressWhere, "help": pressHelp, "used": pressUsed,
	}
}

// sayKiosk: kiosk SITE, or kiosk SITE again, or kiosk SITE with one of the presses and what that takes.
func sayKiosk(s *script, w *line) (string, error) {
	k := w.counter()
	if len(w.args) == 0 {
		return s.kioskShows(k)
	}
	what := w.next("what is done there")
	if what == "again" {
		w.done()
		if s.again == nil {
			w.misuse("nothing was done before")
		}
		return s.again(k)
	}
	do, known := presses()[what]
	if !known {
		w.misuse("nobody can %q there", what)
	}
	return do(s, k, w)
}

// kioskShows is what the desk says before somebody touches it: how it is with the line and the site, and what cannot be done.
func (s *script) kioskShows(k *counter) (string, error) {
	ctx, cancel := context.WithTimeout(k.c.t.Context(), patience)
	defer cancel()
	stream, err := contractconnect.NewKioskClient(k.http, "http://counter").Watch(ctx, connect.NewRequest(&contract.WatchKioskRequest{}))
	if err != nil {
		return "", err
	}
	defer stream.Close()
	if !stream.Receive() {
		return "", fmt.Errorf("it shows nothing: %w", stream.Err())
	}
	v := stream.Msg()
	var out strings.Builder
	fmt.Fprintf(&out, "%s: verbinding %v, open %v, hulp %v\n", v.SiteName, v.Online, v.Open, v.Help)
	for _, site := range v.Sites {
		fmt.Fprintf(&out, "Locatie: %s: %s\n", site.Name, site.Say)
	}
	for _, a := range v.Abilities {
		if !a.Ok {
			fmt.Fprintf(&out, "Kan niet: %s: %s\n", a.Code, a.Say)
		}
	}
	for _, c := range v.Cards {
		fmt.Fprintf(&out, "Kaart: %s %s\n", sayCard(c.Stage), strings.TrimSpace(c.Name+" "+c.Say))
	}
	return out.String(), nil
}

// pressed makes a press that "again" repeats with the same act, and does it.
func (s *script) pressed(k *counter, do func(*counter) (string, error)) (string, error) {
	s.again = do
	return do(k)
}

func (s *script) newAct() []byte {
	id := s.city.newID()
	return id[:]
}

// pressTicket: kiosk SITE ticket PRODUCT [persons N] [as NAME].
func pressTicket(s *script, k *counter, w *line) (string, error) {
	name, q := w.after("as"), &contract.KioskIssueRequest{Act: s.newAct(), Persons: w.persons()}
	q.Product = w.next("a product")
	w.done()
	return s.pressed(k, func(k *counter) (string, error) {
		res, err := press(k, alone.Issue, q)
		return s.numbered(name, res, err)
	})
}

// pressCheckIn: kiosk SITE checkin NAME|card. By the code of an appointment, or by the card in the reader.
func pressCheckIn(s *script, k *counter, w *line) (string, error) {
	who, q := w.next("who, or card"), &contract.KioskCheckInRequest{Act: s.newAct()}
	w.done()
	if q.Code = s.guest(who).code; who == "card" {
		q.Card, q.Code = s.insertion(k), ""
	}
	return s.pressed(k, func(k *counter) (string, error) {
		res, err := press(k, alone.CheckIn, q)
		return s.numbered(who, res, err)
	})
}

// insertion is the card in the reader of the self-service desk.
func (s *script) insertion(k *counter) (n uint64) {
	for _, c := range k.mustView().Cards {
		n = max(n, c.Insertion)
	}
	return n
}

// numbered tells of a number, or why there is none and which places there are instead.
func (s *script) numbered(name string, res *contract.KioskTicket, err error) (string, error) {
	if err != nil {
		return "", refused(err)
	}
	if res.Refused != "" {
		say := strings.TrimSpace(res.Refused + " " + res.Instead)
		for _, p := range res.Places {
			say += fmt.Sprintf("\nVrij: %s in %s", sayWhen(p.Place), p.SiteName)
		}
		return "", refusal{say: say}
	}
	if name != "" {
		s.guest(name).ticket = res.Ticket
	}
	return fmt.Sprintf("%s, %d wachten ervoor, %s\n", res.Ticket, res.Ahead, [...]string{"geen papier", "op papier", "papier mislukt"}[res.Paper]), nil
}

// searched reads PRODUCT DATE [at SITE] and searches that day by the rules of citizens.
func (s *script) searched(k *counter, w *line) (*contract.SearchResponse, string, error) {
	site := k.site
	if at := w.after("at"); at != "" {
		site = (&line{s: s, verb: w.verb, args: []string{at}}).site()
	}
	product, day := w.next("a product"), w.date()
	res, err := press(k, alone.Search, &contract.SearchRequest{Products: []string{product}, Persons: 1, From: int32(day), To: int32(day), Limit: 50, Sites: []string{site}})
	return res, product, refused(err)
}

// pressFind: kiosk SITE find PRODUCT DATE [at SITE].
func pressFind(s *script, k *counter, w *line) (string, error) {
	found, _, err := s.searched(k, w)
	if err != nil {
		return "", err
	}
	w.done()
	var out strings.Builder
	for _, p := range found.Places {
		first := p.Place.Run.First(office.SiteID(p.Place.Site))
		fmt.Fprintf(&out, "%s %s %s, zeker %v, aan te vragen %v\n", calendar.SayDate(first.Date), first.Start, p.SiteName, p.Sure, p.Pending)
	}
	return out.String() + found.Scope + "\n", nil
}

// pressBook: kiosk SITE book PRODUCT DATE TIME [at SITE] [behind OTHER] as NAME. Behind: that citizen books the same place on the
// web while it is on the screen here.
func pressBook(s *script, k *counter, w *line) (string, error) {
	name, other := w.after("as"), w.after("behind")
	found, product, err := s.searched(k, w)
	if err != nil {
		return "", err
	}
	q := &contract.KioskBookRequest{Act: s.newAct(), Place: w.moment(found), Product: product, Persons: 1, Person: &contract.Person{Name: name + " Voorbeeld", Phone: "0470 00 00 00"}}
	w.done()
	if other != "" {
		if _, err := s.webBook(q.Place, product, other); err != nil {
			return "", err
		}
	}
	return s.pressed(k, func(k *counter) (string, error) {
		res, err := press(k, alone.Book, q)
		return s.booked(name, q.Place, res, err)
	})
}

// pressCertify: kiosk SITE certify KIND PIN as NAME. Of whose card is in the reader.
func pressCertify(s *script, k *counter, w *line) (string, error) {
	name, kind, pin := w.after("as"), w.next("a kind"), w.next("a PIN")
	w.done()
	q := &contract.KioskCertifyRequest{Act: s.newAct(), Kind: kind, Card: s.insertion(k), Pin: pin}
	return s.pressed(k, func(k *counter) (string, error) {
		res, err := press(k, alone.Certify, q)
		return s.made(name, res, err)
	})
}

// pressCollect: kiosk SITE collect NAME. By the code that they were given.
func pressCollect(s *script, k *counter, w *line) (string, error) {
	name := w.next("who")
	w.done()
	q := &contract.KioskCollectRequest{Act: s.newAct(), Pickup: s.guest(name).pickup}
	return s.pressed(k, func(k *counter) (string, error) {
		res, err := press(k, alone.Collect, q)
		return s.made(name, res, err)
	})
}

func (s *script) made(name string, res *contract.KioskCertificate, err error) (string, error) {
	if err != nil {
		return "", refused(err)
	}
	if code := res.Certificate.GetPickup(); code != "" {
		s.guest(name).pickup = code
	}
	return res.Say + "\n", nil
}

// pressWhere: kiosk SITE where PRODUCT.
func pressWhere(s *script, k *counter, w *line) (string, error) {
	product := w.next("a product")
	w.done()
	res, err := press(k, alone.Where, &contract.KioskWhereRequest{Product: product})
	if err != nil {
		return "", refused(err)
	}
	var out strings.Builder
	for _, o := range res.Offers {
		first := "geen plaats bekend"
		if o.First != nil {
			first = sayWhen(o.First.Place)
		}
		fmt.Fprintf(&out, "%s: %s; %s\n", o.Site.Name, o.How, first)
	}
	return out.String(), nil
}

// pressHelp: kiosk SITE help.
func pressHelp(s *script, k *counter, w *line) (string, error) {
	w.done()
	q := &contract.KioskHelpRequest{Act: s.newAct()}
	return s.pressed(k, func(k *counter) (string, error) {
		_, err := press(k, alone.CallHelp, q)
		return "", refused(err)
	})
}

// pressUsed: kiosk SITE used WHAT OUTCOME COUNT [language CODE] [killed]. So many uses, each told twice. Killed: the daemon is
// killed among the first telling, and starts again before the second.
func pressUsed(s *script, k *counter, w *line) (string, error) {
	language, killed := w.after("language"), false
	what, outcome, number := w.next("what"), w.next("how it ended"), w.next("how often")
	if len(w.args) > 0 {
		killed = w.next("killed") == "killed"
	}
	w.done()
	count, err := strconv.Atoi(number)
	if err != nil {
		w.misuse("%q is no number", number)
	}
	var uses []*contract.KioskUsedRequest
	for range count {
		uses = append(uses, &contract.KioskUsedRequest{Act: s.newAct(), What: what, Outcome: outcome, Language: language})
	}
	var dying sync.WaitGroup
	for i, q := range uses {
		if killed && i == count/2 {
			dying.Go(func() { _ = k.cmd.Process.Kill() }) // somewhere in the next ones
		}
		if _, err := press(k, alone.Used, q); err != nil && !killed {
			return "", refused(err)
		}
	}
	if dying.Wait(); killed {
		s.kill(k)
	}
	for _, q := range uses {
		if _, err := press(k, alone.Used, q); err != nil {
			return "", refused(err)
		}
	}
	return "", nil
}

// sayPowerCut: power-cut SITE. The daemon is killed, and starts again. Nobody is signed in afterwards.
func sayPowerCut(s *script, w *line) (string, error) {
	k := w.counter()
	w.done()
	s.kill(k)
	return "", nil
}

// sayKioskUse: kiosk-use SITE [DESK]. How often the self-service desk was used today, a line a count.
func sayKioskUse(s *script, w *line) (string, error) {
	d := w.desk()
	w.done()
	res, err := do(d.counter, screen.KioskUse, &contract.KioskUseRequest{Command: d.act()})
	if err != nil {
		return "", refused(err)
	}
	var out strings.Builder
	for _, r := range res.Rows {
		count := fmt.Sprint(r.Count)
		if r.Withheld {
			count = "minder dan 10"
		}
		fmt.Fprintf(&out, "%s %s: %s\n", r.By, r.Code, count)
	}
	return out.String(), nil
}

// saySeeHelp: see-help SITE [DESK]. Somebody goes to who asked for help at the self-service desk.
func saySeeHelp(_ *script, w *line) (string, error) {
	d := w.desk()
	w.done()
	_, err := do(d.counter, screen.SeeHelp, &contract.SeeHelpRequest{Command: d.act()})
	return "", refused(err)
}

// sayDisplay: display SITE. All that the display in the waiting room is told, as the contract writes it, and the calls in Dutch.
func sayDisplay(_ *script, w *line) (string, error) {
	k := w.counter()
	w.done()
	ctx, cancel := context.WithTimeout(k.c.t.Context(), patience)
	defer cancel()
	stream, err := contractconnect.NewHallClient(k.http, "http://counter").Watch(ctx, connect.NewRequest(&contract.WatchHallRequest{}))
	if err != nil {
		return "", err
	}
	defer stream.Close()
	if !stream.Receive() {
		return "", fmt.Errorf("it shows nothing: %w", stream.Err())
	}
	v := stream.Msg()
	var out strings.Builder
	for _, c := range v.Calls {
		fmt.Fprintf(&out, "Nu: %s loket %d %s\n", c.Ticket, c.Desk, c.Product)
	}
	fmt.Fprintf(&out, "Straks: %s\n", strings.Join(v.Next, " "))
	return out.String() + "Alles: " + v.String() + "\n", nil
}
