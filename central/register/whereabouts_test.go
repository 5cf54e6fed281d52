package register_test

import (
	"bytes"
	"testing"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// onTrip has Berchem take the passport to Groenenhoek on a day.
func onTrip(day int) *contract.Departed {
	return &contract.Departed{Trip: "R1", To: string(hoek), Documents: []string{passport}, Date: int32(today) + int32(day)}
}

// TestATripIsCollectedWhereItIs (A002-43, A002-45): on the day of the trip at the counter that it went to, which has no vault,
// and nowhere else; from the next day on at home. Nothing else may be collected at a counter without a vault.
func TestATripIsCollectedWhereItIs_A002_43_A002_45(t *testing.T) {
	const collect = "reispas-afhalen"
	h := vaulted(t)
	visit := func(at office.SeatID, document string) *contract.HQReply {
		a := h.visit(at, collect)
		a.Channel = contract.Channel_CHANNEL_DESK
		return h.do(&contract.HQCommand{Kind: &contract.HQCommand_Book{Book: &contract.BookSeats{Appointment: a, Document: document}}})
	}
	h.says(berchem, received("Z1", passport, "EN810005"))
	h.refused(visit(there(2, 0), passport), fault.Refused)
	h.says(berchem, onTrip(2))
	if w, err := h.view().Whereabouts(passport); err != nil || w != (register.Whereabouts{Home: berchem, Out: hoek, Day: today + 2}) {
		t.Fatalf("%+v, %v", w, err)
	}
	h.refused(visit(seat(2, 0), passport), fault.Refused) // at home on the day of the trip
	h.refused(visit(there(3, 0), passport), fault.Refused)
	h.refused(visit(there(2, 0), "EN810005"), fault.Refused) // of no trip
	h.refused(visit(there(2, 0), ""), fault.Refused)         // not named: no vault
	for _, at := range []office.SeatID{there(2, 0), seat(3, 0)} {
		if err := register.Err("test", visit(at, passport)); err != nil {
			t.Errorf("at %s: %v", at, err)
		}
	}
	no := visit(there(2, 0), passport) // taken
	h.refused(no, fault.Taken)
	for _, p := range no.Alternatives {
		if day := office.Date(p.Run.Date); (p.Site == string(hoek)) != (day <= today+2) {
			t.Errorf("instead: %s on %s", p.Site, day)
		}
	}
	if len(no.Alternatives) == 0 {
		t.Error("nothing instead")
	}
	in := received("R1", passport)
	in.LentBy, in.Date = string(berchem), int32(today)+2
	h.says(hoek, in, &contract.HandedOut{Document: passport})
	if w, err := h.view().Whereabouts(passport); !fault.Is(err, fault.Refused) {
		t.Errorf("handed out there, and at %+v", w)
	}
}

// TestAHolderTravelsSealed (A002-45): who a document is for goes to the counter beside the announcement of its trip, under the
// commitment of the vault that lends it, also in a snapshot; when that person is erased nobody is told any more.
func TestAHolderTravelsSealed_A002_45(t *testing.T) {
	h := vaulted(t)
	holder, subject := bytes.Repeat([]byte{7}, 16), bytes.Repeat([]byte{8}, 16)
	in := received("Z1", passport)
	in.Items[0].Holder = holder
	h.size[1]++
	h.must(&contract.HQCommand{Kind: &contract.HQCommand_Taken{Taken: &contract.Taken{Site: string(berchem), Root: make([]byte, 32), Batch: &contract.Batch{
		Incarnation: 1, First: 1, Count: 1, Records: contract.JoinRecords([][]byte{contract.Encode(vaultEvent(in))}),
		Personal: []*contract.Sealed{{Commitment: holder, Subject: subject, Salt: make([]byte, 16), Plain: []byte("Wim")}}}}}})
	h.says(berchem, onTrip(0))
	last, _ := h.view().FeedPosition(hoek)
	for title, f := range map[string]*contract.Feed{"the announcement": h.view().Feed(hoek, last-1, today), "a snapshot": h.view().Feed(hoek, last+9, today)} {
		found := false
		for _, s := range f.GetPersonal() {
			found = found || bytes.Equal(s.Commitment, holder) && string(s.Plain) == "Wim"
		}
		if !found || bytes.Contains(bytes.Join(f.Entries, nil), []byte("Wim")) || !bytes.Contains(bytes.Join(f.Entries, nil), holder) {
			t.Errorf("%s: %v", title, f)
		}
	}
	h.taken(berchem, 1, &contract.Event{Kind: &contract.Event_Erased{Erased: &contract.Erased{Subject: subject}}})
	if f := h.view().Feed(hoek, last-1, today); len(f.GetPersonal()) != 0 {
		t.Errorf("erased, and told: %v", f.Personal)
	}
}
