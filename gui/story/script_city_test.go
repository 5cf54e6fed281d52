//go:build story

package story_test

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// sayAt: at [DATE] TIME[:SECONDS], or at +SECONDS. From then on the clock runs; a look some seconds later in the minute than what it
// looks back on counts the same whole minutes each time.
func sayAt(s *script, w *line) (string, error) {
	if by, later := strings.CutPrefix(strings.Join(w.args, " "), "+"); later && s.city != nil {
		seconds, err := strconv.Atoi(by)
		if err != nil {
			w.misuse("%q is no number of seconds", by)
		}
		s.city.setClock(s.city.now().Add(time.Duration(seconds) * time.Second))
		return "", nil
	}
	var day office.Date
	if len(w.args) > 1 {
		day = w.date()
	} else if s.city != nil {
		day = office.DateOf(s.city.now())
	} else {
		w.misuse("wants the date too: no day has begun")
	}
	seconds := 0
	if i := len(w.args) - 1; i >= 0 && len(w.args[i]) == len("09:16:20") {
		var err error
		if seconds, err = strconv.Atoi(w.args[i][6:]); err != nil {
			w.misuse("%q is no time", w.args[i])
		}
		w.args[i] = w.args[i][:5]
	}
	now := day.At(w.minute(), brussels).Add(time.Duration(seconds) * time.Second)
	w.done()
	if s.city == nil {
		s.city = mustCity(s.t, now)
		return "", nil
	}
	s.city.setClock(now)
	return "", nil
}

// sayStaff: staff CLERK PIN NAME SITE… [as ROLE…] [for SKILL…].
func sayStaff(s *script, w *line) (string, error) {
	skills, roles := w.list("for"), w.list("as")
	id, pin, name := w.next("an id"), w.next("a PIN"), w.next("a name")
	file := filepath.Join(s.city.dir, "pin-"+id)
	if err := os.WriteFile(file, []byte(pin+"\n"), 0o600); err != nil {
		return "", err
	}
	args := []string{"clerk", id, "--name", name, "--pin-file", file, "--by", "ines"}
	for len(w.args) > 0 {
		args = append(args, "--site", w.site())
	}
	for _, r := range roles {
		args = append(args, "--role", r)
	}
	for _, k := range skills {
		args = append(args, "--skill", k)
	}
	return s.hq(args)
}

// sayCounter: counter SITE [with FILE].
func sayCounter(s *script, w *line) (string, error) {
	file, site := w.after("with"), w.site()
	w.done()
	if file != "" {
		s.plugIn(site, file)
	}
	s.counters[site] = s.city.mustCounter(site)
	return "", nil
}

// sayLine: line SITE down|up. The plug is pulled too, so that neither side waits for a timeout. With "cut" the cable is
// cut and nobody is told: for a while both sides believe that there is a line.
func sayLine(s *script, w *line) (string, error) {
	k, way := w.counter(), w.next("up or down")
	w.done()
	switch way {
	case "cut":
		k.cut()
	case "down":
		k.plug(false)
		k.mustBeOffline()
		k.cut()
	case "up":
		k.mend()
		k.plug(true)
		k.mustBeOnline()
	default:
		w.misuse("%q is none of up, down, cut", way)
	}
	return "", nil
}

// sayRestart: restart SITE. Nobody is signed in afterwards.
func sayRestart(s *script, w *line) (string, error) {
	k := w.counter()
	w.done()
	s.restart(k)
	return "", nil
}

func (s *script) restart(k *counter) {
	k.mustStop(s.t)
	s.signedOut(k)
	k.start("")
}

// kill is a power cut for the daemon of a counter, which then starts again.
func (s *script) kill(k *counter) {
	k.process.kill()
	s.signedOut(k)
	k.start("")
}

// signedOut forgets who was signed in at a counter that ended.
func (s *script) signedOut(k *counter) {
	for p := range s.desks {
		if p.site == k.site {
			delete(s.desks, p)
		}
	}
}

// sayNight: night SITE DATE, the morning's date. The counter starts a moment before its night, so that it has a line when
// the night begins, and the story goes on when the night has brought everything. What the night itself writes down must be
// at headquarters before the copy there is whole, and the counter looks again only after half a minute; the story lets it
// start once more instead.
func sayNight(s *script, w *line) (string, error) {
	k, morning := w.counter(), w.date()
	w.done()
	look := 3 * time.Second
	return "", within(s.t, patience, func() error {
		s.city.setClock(nightOf(k.site, morning).Add(-time.Second))
		s.restart(k)
		look += look / 2 // a machine may be so slow that a night takes longer
		return within(s.t, look, func() error {
			v, err := k.view()
			if err == nil && office.Date(v.Morning.GetNight()) != morning {
				err = fmt.Errorf("the last whole night is that of %s; its steps: %v", office.Date(v.Morning.GetNight()), v.Morning.GetSteps())
			}
			return err
		})
	})
}

// nightOf is when a site's night begins: sites are spread over an hour from two o'clock, as package night of the
// appliance does it, which a story cannot import. The hour of two comes every night but one.
func nightOf(site string, morning office.Date) time.Time {
	sum := sha256.Sum256([]byte(site))
	spread := time.Duration(binary.BigEndian.Uint64(sum[:8])%3600) * time.Second
	return morning.At(5*60, brussels).Add(-3 * time.Hour).Add(spread)
}

// saySynced: synced SITE. Each side has what the other had to say.
func saySynced(s *script, w *line) (string, error) {
	k := w.counter()
	w.done()
	eventually(s.t, k.site+" in step with headquarters", func() error {
		v, err := k.view()
		if err != nil {
			return err
		}
		row := k.row()
		if v.Line.State != contract.Line_ONLINE || v.Line.Waiting > 0 || v.Sequence != row.Cursor || row.Feed != row.FeedTaken {
			return fmt.Errorf("%v, %d events wait; %d of %d events, %d of %d entries", v.Line.State, v.Line.Waiting, row.Cursor, v.Sequence, row.FeedTaken, row.Feed)
		}
		return nil
	})
	return "", nil
}

// sayHQ: hq ARGUMENT…, as typed behind "central".
func sayHQ(s *script, w *line) (string, error) { return s.hq(w.rest()) }

func (s *script) hq(args []string) (string, error) {
	out, said, code := s.city.tool(args...)
	switch code {
	case 0:
		return out + said, nil
	case exitUnreachable:
		return out, errors.New(said)
	}
	return out, refusal{say: strings.TrimSpace(said), err: fmt.Errorf("exit %d", code)}
}

// sayCitizen: citizen books or sees SITE DATE TIME PRODUCT as NAME, citizen takes NAME, or citizen cancels NAME.
func sayCitizen(s *script, w *line) (string, error) {
	switch what := w.next("what the citizen does"); what {
	case "books":
		name := w.after("as")
		site, day, at, product := w.site(), w.date(), w.minute(), w.next("a product")
		w.done()
		return s.webBookAt(w, site, day, at, product, name)
	case "sees":
		return s.citizenSees(w)
	case "takes":
		return s.citizenTakes(w)
	case "cancels":
		name := w.next("who")
		w.done()
		id := s.city.newID()
		res, err := try(s.city, door.Cancel, &contract.PublicCancelRequest{Id: id[:], Appointment: s.guest(name).appointment, Reason: "op het web"})
		if err == nil && res.Pending {
			return name + ": gevraagd aan het loket\n", nil
		}
		return name + ": geannuleerd\n", refused(err)
	default:
		w.misuse("a citizen does not %s", what)
	}
	return "", nil
}

// sayCitizens: citizens book SITE DATE PRODUCT COUNT|all. They take the first that are free.
func sayCitizens(s *script, w *line) (string, error) {
	w.next("what they do")
	site, day, product, count := w.site(), w.date(), w.next("a product"), w.next("how many")
	w.done()
	wanted := 1 << 20
	if count != "all" {
		var err error
		if wanted, err = strconv.Atoi(count); err != nil {
			w.misuse("%q is no number", count)
		}
	}
	booked := 0
	for booked < wanted {
		found, err := s.free(site, day, product)
		if no := (refusal{}); errors.As(err, &no) && count == "all" {
			return fmt.Sprintf("%d afspraken. %s\n", booked, no.say), nil
		}
		if err != nil {
			return "", err
		}
		for _, p := range found[:min(len(found), wanted-booked)] {
			if _, err := s.webBook(p, product, fmt.Sprintf("Burger %d", booked+1)); err != nil {
				return "", err
			}
			booked++
		}
	}
	return fmt.Sprintf("%d afspraken\n", booked), nil
}

// free are the places that a citizen finds on the web, at a node that knows what happened until now. None is a refusal
// with its reason.
func (s *script) free(site string, day office.Date, product string) ([]*contract.Place, error) {
	s.city.mustSettle()
	res, err := try(s.city, door.Search, &contract.PublicSearchRequest{Products: []string{product}, Persons: 1, Sites: []string{site},
		From: int32(day), To: int32(day), Limit: 100, Channel: contract.Channel_CHANNEL_WEB})
	if err != nil {
		return nil, refused(err)
	}
	if len(res.Places) == 0 {
		return nil, refusal{say: res.Why}
	}
	var out []*contract.Place
	for _, p := range res.Places {
		out = append(out, p.Place)
	}
	return out, nil
}

// webBookAt books the first place at a time.
func (s *script) webBookAt(w *line, site string, day office.Date, at office.Minute, product, name string) (string, error) {
	found, err := s.free(site, day, product)
	if err != nil {
		return "", err
	}
	for _, p := range found {
		if office.Minute(p.Run.Start) == at {
			return s.webBook(p, product, name)
		}
	}
	w.misuse("nothing is free at %s; there is %s", at, sayStarts(found))
	return "", nil
}

func (s *script) webBook(p *contract.Place, product, name string) (string, error) {
	full := name
	if !strings.Contains(name, " ") {
		full += " Voorbeeld"
	}
	res, err := try(s.city, door.Book, s.city.web(p, product, full))
	if err != nil {
		return "", refused(err)
	}
	g := s.guest(name)
	g.appointment, g.code, g.pass = res.Appointment.Id, res.Code, res.Pass
	return fmt.Sprintf("%s: %s\n", name, sayWhen(p)), nil
}

// sayWhen is a place as people say it.
func sayWhen(p *contract.Place) string {
	first := p.Run.First(office.SiteID(p.Site))
	return fmt.Sprintf("%s om %s", calendar.SayDate(first.Date), first.Start)
}

// sayStarts lists the times of places.
func sayStarts(all []*contract.Place) string {
	var out []string
	for _, p := range all {
		out = append(out, office.Minute(p.Run.Start).String())
	}
	return strings.Join(out, ", ")
}

// sayUntil: until REGEXP COMMAND…. It tries the command until its output matches.
func sayUntil(s *script, w *line) (string, error) {
	pattern, name := w.next("an expression"), w.next("a command")
	re, err := regexp.Compile("(?m)" + pattern)
	if err != nil {
		return "", err
	}
	v, known := words()[name]
	if !known {
		w.misuse("there is no command %s", name)
	}
	var out string
	err = within(s.t, patience, func() (err error) {
		out, err = v(s, &line{s: s, verb: name, args: append([]string(nil), w.args...)})
		if err == nil && !re.MatchString(out) {
			err = fmt.Errorf("%q does not come; there is\n%s", pattern, out)
		}
		return err
	})
	return out, err
}

// sayAgree: agree SITE DATE…. Both sides have the same agenda of these days and the same journal, byte by byte; nothing
// is double and nothing is left to settle. The counter is stopped by it.
func sayAgree(s *script, w *line) (string, error) {
	k := w.counter()
	var days []office.Date
	for len(w.args) > 0 {
		days = append(days, w.date())
	}
	events := k.mustAgree(days...)
	seen := map[string]int{}
	for _, e := range events {
		if kind := fmt.Sprintf("%T", e.Kind); e.Kind != nil {
			seen[strings.TrimPrefix(kind, "*contract.Event_")]++
		}
	}
	delete(s.counters, k.site)
	var out strings.Builder
	for _, kind := range slices.Sorted(keys(seen)) {
		fmt.Fprintf(&out, "%s %d\n", kind, seen[kind])
	}
	return out.String(), nil
}
