package simulation_test

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// short is the end of an id.
func short(id any) string {
	switch b := id.(type) {
	case []byte:
		if len(b) == 16 {
			return hex.EncodeToString(b[13:])
		}
	case [16]byte:
		return hex.EncodeToString(b[13:])
	case office.AppointmentID:
		return hex.EncodeToString(b[13:])
	}
	return fmt.Sprint(id)
}

// sayPlace writes a place so that seatsAt can read it.
func sayPlace(p *contract.Place) string {
	return fmt.Sprintf("%s+%d", p.Run.First(office.SiteID(p.Site)), p.Run.Len())
}

// seatsAt are the seats of a place as sayPlace wrote it.
func seatsAt(place string) []office.SeatID {
	at, count, _ := strings.Cut(place, "+")
	first, err := office.ParseSeatID(at)
	if err != nil {
		return nil
	}
	n, _ := strconv.Atoi(count)
	out := make([]office.SeatID, n)
	for i := range out {
		out[i] = first
		out[i].Start += office.Minute(10 * i)
	}
	return out
}

func sayUp(m *contract.Uplink) string {
	switch k := m.Kind.(type) {
	case *contract.Uplink_Hello:
		return fmt.Sprintf("hello from life %016x with %d records, feed %d, era %d", k.Hello.Incarnation, k.Hello.Size, k.Hello.Feed, k.Hello.Era)
	case *contract.Uplink_Batch:
		return fmt.Sprintf("records %d+%d of life %016x", k.Batch.First, k.Batch.Count, k.Batch.Incarnation)
	case *contract.Uplink_Report:
		return fmt.Sprintf("report of %d hands, %d records, to era %d", len(k.Report.Hands), k.Report.Size, k.Report.Era)
	case *contract.Uplink_Feed:
		return fmt.Sprintf("feed taken to %d", k.Feed.Through)
	}
	return "?"
}

func sayDown(m *contract.Downlink) string {
	switch k := m.Kind.(type) {
	case *contract.Downlink_Welcome:
		return fmt.Sprintf("welcome in era %d, %d records known, report: %t", k.Welcome.Era, k.Welcome.Cursor.GetSize(), k.Welcome.Report)
	case *contract.Downlink_Ack:
		return fmt.Sprintf("%d records acknowledged", k.Ack.Size)
	case *contract.Downlink_Feed:
		var what []string
		for _, b := range k.Feed.Entries {
			e, err := contract.Decode(b, new(contract.FeedEntry))
			if err == nil {
				what = append(what, sayEntry(e))
			}
		}
		return fmt.Sprintf("feed from %d: %s", k.Feed.First, strings.Join(what, ", "))
	case *contract.Downlink_Frozen:
		return "frozen: " + k.Frozen.Code
	}
	return "?"
}

func sayEntry(e *contract.FeedEntry) string {
	switch k := e.Kind.(type) {
	case *contract.FeedEntry_Grant:
		return fmt.Sprintf("grant %d.%d to %04x (%d runs, %d booked, %d attended)", k.Grant.Identity.Era, k.Grant.Identity.Number,
			k.Grant.To>>48, len(k.Grant.Free), len(k.Grant.Booked), len(k.Grant.Attended))
	case *contract.FeedEntry_Recall:
		return "recall"
	case *contract.FeedEntry_Ask:
		return "ask to end " + short(k.Ask.Cancel)
	case *contract.FeedEntry_Answer:
		if k.Answer.Accepted != nil {
			return "yes to " + short(k.Answer.Request)
		}
		return "no to " + short(k.Answer.Request)
	case *contract.FeedEntry_Appointment:
		return fmt.Sprintf("appointment %s.%d at %s, cancelled: %t", short(k.Appointment.Appointment.Id), k.Appointment.Appointment.Leg,
			sayPlace(k.Appointment.Appointment.Place), k.Appointment.Cancelled)
	case *contract.FeedEntry_Snapshot:
		return fmt.Sprintf("snapshot (%d grants, %d appointments, %d answers)", len(k.Snapshot.Grants), len(k.Snapshot.Appointments), len(k.Snapshot.Answers))
	}
	return "other"
}
