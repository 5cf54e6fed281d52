package central_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

const (
	racers = 200
	places = 10
)

// TestTwoHundredRaceForTenPlaces_A002_34: two hundred browsers at three nodes go for the ten places of one morning at once. Ten
// hold one and book it; all others are told and offered nothing that somebody else has. Nobody meets a broken page.
func TestTwoHundredRaceForTenPlaces_A002_34(t *testing.T) {
	t.Parallel()
	h, day := tenPlaces(t)
	transport := &http.Transport{MaxIdleConnsPerHost: racers}
	t.Cleanup(transport.CloseIdleConnections)
	client := &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	var won, lost atomic.Int64
	start, links := make(chan struct{}), make(chan string, racers)
	var all sync.WaitGroup
	for n := range racers {
		r := racer{client: client, base: "http://" + h.nodes[n%len(h.nodes)].PublicAddr(), from: net.IPv4(198, 51, byte(n>>8), byte(n)).String()}
		list, err := r.list(t.Context(), day)
		if err != nil {
			t.Fatal(err)
		}
		all.Go(func() {
			<-start
			link, err := r.race(t.Context(), list)
			switch {
			case err != nil:
				t.Errorf("racer %d: %v", n, err)
			case link != "":
				won.Add(1)
				links <- link
			default:
				lost.Add(1)
			}
		})
	}
	close(start)
	all.Wait()
	close(links)
	if won.Load() != places || lost.Load() != racers-places {
		t.Errorf("%d won, %d lost", won.Load(), lost.Load())
	}
	for link := range links { // at any node
		r := racer{client: client, base: "http://" + h.nodes[len(link)%len(h.nodes)].PublicAddr(), from: "198.51.100.1"}
		if a, err := r.do(t.Context(), "GET", link, nil); err != nil || a.status != 200 || !strings.Contains(a.body, "Uw afspraak is gemaakt") {
			t.Errorf("%s: %v, %v", link, a.status, err)
		}
	}
	held, booked := h.kept(t)
	if held != 0 || booked != places {
		t.Errorf("%d seats are held, %d are booked", held, booked)
	}
}

// tenPlaces is three nodes of a city with one counter that is open on one weekday, for ten visits.
func tenPlaces(t *testing.T) (*hq, office.Date) {
	t.Helper()
	plan, err := rulebook.Compile(rulebook.Default())
	if err != nil {
		t.Fatal(err)
	}
	day := plan.Today(time.Now()) + 2
	for {
		if _, off := calendar.HolidayOn(day); !off {
			break
		}
		day++
	}
	h := openHQWith(t, &contract.Plan{Version: 1, Rules: []*contract.Rule{{Id: "ochtend", Site: string(berchem), Weekdays: 1 << uint(day.Weekday()), From: 540, To: 540 + 10*places,
		Desks: 1, Mode: "appointment", ValidFrom: int32(day), ValidTo: int32(day), Assumed: true}}})
	return h, day
}

// racer is a browser without JavaScript.
type racer struct {
	client     *http.Client
	base, from string
}

type answer struct {
	status         int
	body, location string
}

func (r racer) do(ctx context.Context, method, path string, form url.Values) (a answer, err error) {
	q, err := http.NewRequestWithContext(ctx, method, r.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		return a, err
	}
	q.Header.Set("X-Forwarded-For", r.from)
	if form != nil {
		q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		q.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	res, err := r.client.Do(q)
	if err != nil {
		return a, err
	}
	b, err := io.ReadAll(res.Body)
	return answer{res.StatusCode, string(b), res.Header.Get("Location")}, errors.Join(err, res.Body.Close())
}

var (
	tokenField = regexp.MustCompile(`name="bezoek" value="([^"]+)"`)
	placeField = regexp.MustCompile(`name="plaats" value="([^"]+)"`)
)

// list is the page of the day's free moments.
func (r racer) list(ctx context.Context, day office.Date) (answer, error) {
	a, err := r.do(ctx, "GET", "/vrij?product=eid-aanvraag&enkel=1&dag="+day.String(), nil)
	if err == nil && a.status != http.StatusOK {
		err = errors.New(a.body)
	}
	return a, err
}

// race goes for a place of a list, and for what is offered instead, as long as something is; it gives the link of the
// appointment, or nothing when all is gone.
func (r racer) race(ctx context.Context, page answer) (string, error) {
	for range 4 * places {
		token, offers := tokenField.FindStringSubmatch(page.body), placeField.FindAllStringSubmatch(page.body, -1)
		if token == nil || len(offers) == 0 {
			return "", nil
		}
		place := offers[len(r.from)*7%len(offers)][1]
		held, err := r.do(ctx, "POST", "/vasthouden", url.Values{"bezoek": {token[1]}, "plaats": {place}})
		if err != nil || held.status != http.StatusSeeOther && held.status != http.StatusConflict {
			return "", errors.Join(err, errors.New(held.body))
		}
		if held.status == http.StatusConflict {
			page = held
			continue
		}
		form, err := r.do(ctx, "GET", held.location, nil)
		if err != nil {
			return "", err
		}
		signed := tokenField.FindStringSubmatch(form.body)
		if signed == nil {
			return "", errors.New("no form: " + form.body)
		}
		booked, err := r.do(ctx, "POST", "/boeken", url.Values{"bezoek": {signed[1]}, "naam": {"Iemand"}, "mail": {"iemand@voorbeeld.be"}})
		if err != nil || booked.status != http.StatusSeeOther {
			return "", errors.Join(err, errors.New("who held a place did not get it: "+booked.body))
		}
		return booked.location, nil
	}
	return "", errors.New("places are offered without end")
}

// kept counts the seats that are held and those that are booked, at one node that has everything.
func (h *hq) kept(t *testing.T) (held, booked int) {
	t.Helper()
	if err := h.nodes[0].Log().Read(t.Context(), func(r kv.Reader) error {
		for range r.Scan([]byte("H/"), nil) {
			held++
		}
		for range r.Scan([]byte("a/"), nil) {
			booked++
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return held, booked
}
