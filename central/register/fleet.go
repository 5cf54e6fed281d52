package register

import (
	"bytes"
	"encoding/binary"
	"slices"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// found makes the state of a new headquarters, once.
func (t *turn) found(c *contract.Found) *contract.HQReply {
	if (View{t.w, t.m}).Founded() {
		return done()
	}
	if _, err := rulebook.Compile(c.Plan); err != nil {
		return refusal(err, "plan")
	}
	save(t.w, keyPlan, c.Plan)
	save(t.w, keyHeadquarters, &contract.HeadquartersState{Era: firstEra})
	if c.PassKey != nil {
		return t.putPassKey(&contract.PassKeyPut{Key: c.PassKey})
	}
	return done()
}

// newEra closes the gate for every site: this store was restored from a backup.
func (t *turn) newEra(c *contract.NewEra) *contract.HQReply {
	h := t.headquarters()
	h.SoleBy, h.SoleSecond = c.By, c.Second
	h.Era, h.Grants = custody.Gate{Era: h.Era}.Restored(c.Beyond).Era, 0
	save(t.w, keyHeadquarters, h)
	t.messagesRestored()
	return done()
}

// lost takes two planners' word on a site's appliance: that it is lost, for ever, or that there is none.
func (t *turn) lost(c *contract.Lost) *contract.HQReply {
	if c.None {
		return t.openWithout(c)
	}
	site := office.SiteID(c.Site)
	st, s := loadSite(t.w, site)
	by := custody.Planners{First: office.ClerkID(c.By), Second: office.ClerkID(c.Second)}
	after, sweep, err := st.DeclareLost(t.gate(), by, t.reach())
	switch err {
	case nil:
	case custody.TwoPlanners:
		return refuse(fault.Denied, c.Site, "Twee verschillende planners moeten dit bevestigen.")
	default:
		return refuse(fault.NotFound, c.Site, "Van deze locatie is geen toestel bekend.")
	}
	s.Lost = true
	t.saveSite(site, after, s)
	t.forgetEquipment(site, st.Current.Incarnation)
	blocked, booked := t.sweep(site, sweep)
	return &contract.HQReply{Count: blocked, SecondCount: booked}
}

// openWithout opens the gate of a site that has no appliance to report to this era. What a report would tell, two planners
// state: none was connected there since the backup, so no seat of the site is in a hand that headquarters forgot. If one
// turns up all the same, having accepted grants, the site closes again (custody.Station.Begin).
func (t *turn) openWithout(c *contract.Lost) *contract.HQReply {
	site := office.SiteID(c.Site)
	st, s := loadSite(t.w, site)
	_, known := t.calendar().Site(site)
	switch {
	case !known:
		return refuse(fault.NotFound, c.Site, "Deze locatie is niet bekend.")
	case c.By == "" || c.Second == "" || c.By == c.Second:
		return refuse(fault.Denied, c.Site, "Twee verschillende planners moeten dit bevestigen.")
	case st.Open(t.gate()):
		return done()
	case st.Current.Incarnation != 0:
		return refuse(fault.Refused, c.Site, "Deze locatie heeft een toestel en gaat open zodra dat zich meldt. Is het er niet meer, verklaar het dan eerst verloren.")
	}
	open := custody.Enrol(t.gate())
	open.Closed, open.BlockedThrough = st.Closed, st.BlockedThrough // what a lost life may have booked stays blocked
	t.saveSite(site, open, s)
	return done()
}

// acceptRisk gives blocked seats back, seat by seat, on two planners' written word.
func (t *turn) acceptRisk(c *contract.RiskAccepted) *contract.HQReply {
	site := office.SiteID(c.Site)
	by := custody.Planners{First: office.ClerkID(c.By), Second: office.ClerkID(c.Second)}
	if c.Reason == "" {
		return refuse(fault.Invalid, c.Site, "Schrijf op waarom het risico wordt aanvaard.")
	}
	var n uint32
	for _, run := range c.Seats {
		if run.Check() != nil {
			return refuse(fault.Invalid, c.Site, "Deze plaatsen bestaan niet.")
		}
		for _, id := range t.together(site, run) {
			free, err := (View{t.w, t.m}).Seat(id).Unblock(by, t.gate().Era)
			if err == custody.TwoPlanners {
				return refuse(fault.Denied, c.Site, "Twee verschillende planners moeten dit bevestigen.")
			}
			if err == nil {
				t.putSeat(id, free)
				n++
			}
		}
	}
	return &contract.HQReply{Count: n}
}

// together lists the seats of a run, and those that an appointment on them takes besides: an appointment half on
// blocked seats could be given to its site neither whole nor as one to attend to.
func (t *turn) together(site office.SiteID, run *contract.Run) []office.SeatID {
	ids, seats := t.seatsAt(site, run)
	for _, seat := range seats {
		state := t.appointment(seat.Booking)
		if state == nil || state.Appointment.Place.Site != string(site) {
			continue
		}
		for _, id := range state.Appointment.Place.Seats() {
			if (View{t.w, t.m}).Seat(id).Booking == seat.Booking { // else it was moved, and that seat is another matter
				ids = append(ids, id)
			}
		}
	}
	slices.SortFunc(ids, office.SeatID.Compare)
	return slices.Compact(ids)
}

// code keeps the hash of an enrolment code.
func (t *turn) code(c *contract.EnrolCode) *contract.HQReply {
	if _, ok := t.calendar().Site(office.SiteID(c.Site)); !ok {
		return refuse(fault.NotFound, c.Site, "Deze locatie is niet bekend.")
	}
	save(t.w, codeKey(c.Hash), &contract.CodeState{Site: c.Site, ExpiresMs: c.ExpiresMs})
	return done()
}

// redeemed notes a certificate that is given: for a code, which is thereby used up — of two who come with the same one,
// one gets a certificate — or, without a code, for one that runs out. The code keeps the certificate, for a device that
// did not hear the answer.
func (t *turn) redeemed(c *contract.Redeemed) *contract.HQReply {
	if len(c.Hash) > 0 {
		code := View{t.w, t.m}.Code(c.Hash)
		switch {
		case code == nil:
			return refuse(fault.NotFound, c.Site, "Deze aansluitcode is niet bekend.")
		case code.Site != c.Site:
			return refuse(fault.Denied, c.Site, "Deze aansluitcode is voor een andere locatie.")
		case code.Used && code.Serial != c.Serial:
			return refuse(fault.Taken, c.Site, "Deze aansluitcode is al gebruikt.")
		case t.atMS > code.ExpiresMs:
			return refuse(fault.Refused, c.Site, "Deze aansluitcode is vervallen.")
		}
		code.Used, code.Serial, code.Key, code.Certificate = true, c.Serial, c.Key, c.Certificate
		save(t.w, codeKey(c.Hash), code)
	}
	t.w.Put(issuedKey(office.SiteID(c.Site), c.Serial), moment(t.atMS))
	return done()
}

// UsedBy reports whether a code was used by the key of this SHA-256.
func UsedBy(code *contract.CodeState, key []byte) bool {
	return code.GetUsed() && len(key) > 0 && bytes.Equal(code.Key, key)
}

// revoked withdraws a certificate, or with an empty serial every one that the site was given so far: those that are noted
// here by their serial, and those of which a headquarters restored from a backup knows nothing by the moment they were
// given. A device that is enrolled anew afterwards is welcome.
func (t *turn) revoked(c *contract.Revoked) *contract.HQReply {
	site := office.SiteID(c.Site)
	if c.Serial != "" {
		t.w.Put(revokedKey(site, c.Serial), []byte(c.By))
		return &contract.HQReply{Count: 1}
	}
	var serials []string
	prefix := issuedKey(site, "")
	for k := range t.w.Scan(prefix, nil) {
		serials = append(serials, string(k[len(prefix):]))
	}
	for _, serial := range serials {
		t.w.Put(revokedKey(site, serial), []byte(c.By))
	}
	until := t.atMS
	if before := t.w.Get(revokedKey(site, "")); before != nil {
		until = max(until, int64(binary.BigEndian.Uint64(before)))
	}
	t.w.Put(revokedKey(site, ""), append(moment(until), c.By...))
	return &contract.HQReply{Count: uint32(len(serials))}
}

// moment is wall time as stored under a key of its own: milliseconds since 1970, 8 bytes.
func moment(ms int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(ms)) }
