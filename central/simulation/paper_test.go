package simulation_test

import (
	"crypto/sha256"
	"encoding/binary"
	"log/slog"
	"strings"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/central/passes"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/pass"
)

// townAuthority is the authority of every headquarters in the town, also of one that was restored.
type townAuthority struct{}

// Secret implements passes.Authority.
func (townAuthority) Secret(purpose string) ([]byte, error) {
	sum := sha256.Sum256([]byte("town " + purpose))
	return sum[:], nil
}

// signer signs booking codes for the process that headquarters is now.
func (hq *headquarters) signer() *passes.Signer {
	return passes.New(townAuthority{}, hq.machine, slog.New(slog.DiscardHandler))
}

// firstKey begins the keys of booking codes.
func (hq *headquarters) firstKey() *contract.PassKey {
	k, err := hq.signer().First()
	if err != nil {
		panic(err)
	}
	return k
}

// paper is the booking code that a citizen printed when they were told; nobody throws one away.
func (p *people) paper(text string) {
	if s, err := pass.Parse(text); err == nil {
		p.papers = append(p.papers, s)
	}
}

// shows has people come to a counter today with codes they have on paper, of whatever became of the appointment since. It
// draws nothing, so that the rest of a seed goes as it went. A visit needs no seat: custody must be as it is without them.
func (p *people) shows(b *box) (died bool) {
	var today office.Date
	b.look(func(t appliance.Turn) { today = office.DateOf(t.Now) })
	for n, s := range p.papers {
		if s.Date != today || s.Site != b.site || (p.w.step+n)%3 > 0 {
			continue
		}
		var visit office.VisitID
		binary.BigEndian.PutUint64(visit[:], uint64(p.w.step)+1)
		binary.BigEndian.PutUint64(visit[8:], uint64(n)+1)
		alone := false
		err := p.do(b, appliance.Who{Clerk: "an", Desk: 1, Act: visit}, func(t appliance.Turn) (appliance.Decision, error) {
			shown, err := booking.Show(t.Desk, s.Text())
			if err != nil {
				return appliance.Decision{}, err
			}
			arrival := queue.ArrivalOf(visit, shown.Appointment)
			arrival.Here = b.site
			e, err := queue.CheckIn(t.View, arrival, t.Now)
			if e != nil {
				e.GetCheckedIn().Pass = shown.Pass
				alone = shown.Pass != nil
			}
			return appliance.One(e, err)
		})
		p.said(b, "shows the code of "+short(s.Appointment[:]), err, false)
		if err == nil && alone {
			p.alone++
		}
		if killed(err) {
			return true
		}
	}
	return false
}

// aboutPaper reports whether a conflict is about a code that a counter believed: it excuses nothing that custody promises.
func aboutPaper(k *contract.ConflictState) bool { return strings.Contains(k.Say, "afspraakcode") }
