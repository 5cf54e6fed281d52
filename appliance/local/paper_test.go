package local_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/local"
	"github.com/buurtloket/buurtloket/appliance/paper"
	"github.com/buurtloket/buurtloket/hardware/printer"
	"github.com/buurtloket/buurtloket/hardware/receipt"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/socket"
)

// printing is a counter with both printers, emulated, and somebody who takes papers to them.
type printing struct {
	*counter
	roll  *receipt.Emulator
	sheet *printer.Emulator
}

func mustPrinting(t *testing.T) *printing { return mustPrinters(t, false, nil) }

// mustPrinters is a counter whose ticket printer gives numbers by itself, or not. cards are those of its reader.
func mustPrinters(t *testing.T, tickets bool, cards local.Holder) *printing {
	t.Helper()
	p := &printing{roll: receipt.NewEmulator(receipt.Wide42), sheet: printer.NewEmulator(printer.EmulatorConfig{})}
	ipp, err := printer.New(printer.Config{Address: printer.EmulatorAddress, Client: p.sheet.Client()})
	if err != nil {
		t.Fatal(err)
	}
	return p.with(t, receipt.New(receipt.Config{Open: p.roll.Open}), ipp, tickets, cards)
}

// with opens the counter, and serves it.
func (p *printing) with(t *testing.T, thermal receipt.Printer, ipp printer.Printer, tickets bool, cards local.Holder) *printing {
	t.Helper()
	p.counter = mustCounter(t, func(c *appliance.Config) {
		c.Printers = map[string]paper.Outlet{"onthaal": paper.Roll{Printer: thermal, Tickets: tickets}, "documenten": paper.Sheet{Printer: ipp}}
	})
	path := filepath.Join(folder(t), "p.sock")
	server, err := local.Listen(path, p.node, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	server.UseCards(cards)
	p.http = socket.Client(path)
	p.client = contractconnect.NewCounterClient(p.http, "http://counter")
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 2)
	go func() { done <- server.RunPaper(ctx) }()
	go func() { done <- server.Run(ctx) }()
	t.Cleanup(func() { // before the node closes
		p.http.CloseIdleConnections()
		cancel()
		for range cap(done) {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
	})
	p.session = p.mustSignIn("ann", 1)
	return p
}

// print asks for a paper, or for its duplicate, and waits until it is at its end.
func (p *printing) print(of paper.Subject, again bool) (*contract.PrintRow, error) {
	p.tb.Helper()
	q := &contract.PrintRequest{Command: p.command(), Of: &contract.PrintSubject{Kind: contract.PrintKind(of.Kind), Date: int32(of.Day), Edition: of.Edition}}
	if of.ID != [16]byte{} {
		q.Of.Id = of.ID[:]
	}
	ask := p.client.Print
	if again {
		ask = p.client.Reprint
	}
	r, err := ask(context.Background(), connect.NewRequest(q))
	if err != nil {
		return nil, fault.FromRPC("test", err)
	}
	for limit := time.Now().Add(10 * time.Second); ; {
		changed, _ := p.node.Changed()
		row := p.mustRow(r.Msg.Print.Print)
		if row.Stage > contract.PrintStage_PRINT_STAGE_SENT || row.Reason != "" {
			return row, nil
		}
		select {
		case <-changed:
		case <-time.After(time.Until(limit)):
			p.tb.Fatalf("it stays %v", row)
		}
	}
}

// mustRow reads a print in the list of today.
func (p *printing) mustRow(id []byte) *contract.PrintRow {
	p.tb.Helper()
	r, err := p.client.Prints(context.Background(), connect.NewRequest(&contract.PrintsRequest{Command: p.command()}))
	if err != nil {
		p.tb.Fatal(err)
	}
	for _, row := range r.Msg.Prints {
		if bytes.Equal(row.Print, id) {
			return row
		}
	}
	p.tb.Fatalf("print %x is in no list", id)
	return nil
}

// TestATicketOnPaper: the number that the queue gave, once, and then a duplicate that says so.
func TestATicketOnPaper(t *testing.T) {
	p := mustPrinting(t)
	issued := p.mustIssue()
	of := paper.Subject{Kind: paper.Ticket, ID: [16]byte(issued.Visit)}
	row, err := p.print(of, false)
	if err != nil || row.Stage != contract.PrintStage_PRINT_STAGE_PRINTED || row.Ticket != issued.Ticket || row.Clerk != "ann" {
		t.Fatalf("%v, %v", row, err)
	}
	if again, err := p.print(of, false); err != nil || !bytes.Equal(again.Print, row.Print) {
		t.Errorf("asked for again: %v, %v", again, err)
	}
	if again, err := p.print(of, true); err != nil || !again.Duplicate || !strings.Contains(again.Say, "duplicaat") {
		t.Errorf("a duplicate: %v, %v", again, err)
	}
	slips := p.roll.Slips()
	if len(slips) != 2 {
		t.Fatalf("%d papers", len(slips))
	}
	for i, s := range slips {
		text := strings.ReplaceAll(s.Text(), " ", "")
		if !strings.Contains(text, issued.Ticket) || !strings.Contains(text, "BuurtloketBerchem") || strings.Contains(text, paper.Mark) != (i == 1) {
			t.Errorf("paper %d is\n%s", i, s.Text())
		}
	}
	if n := len(p.mustView().Prints); n != 0 {
		t.Errorf("%d papers are shown to everybody, and all came out", n)
	}
}

// TestATicketWithoutPaper: the ticket stands, the screen says its number and why, and it waits for paper.
func TestATicketWithoutPaper(t *testing.T) {
	p := mustPrinting(t)
	p.roll.Break(receipt.OutOfPaper)
	issued := p.mustIssue()
	row, err := p.print(paper.Subject{Kind: paper.Ticket, ID: [16]byte(issued.Visit)}, false)
	if err != nil || row.Stage != contract.PrintStage_PRINT_STAGE_QUEUED || !strings.Contains(row.Say, "het papier is op") ||
		!strings.Contains(row.Visitor, issued.Ticket) || len(p.roll.Slips()) != 0 {
		t.Errorf("%v, %v", row, err)
	}
	view := p.mustView()
	if len(view.Waiting) != 1 || view.Waiting[0].Ticket != issued.Ticket || len(view.Prints) != 1 {
		t.Errorf("the queue is %v, the papers are %v", view.Waiting, view.Prints)
	}
}

// TestTheDaySheetOnPaper: the document printer has it, and a second one says that it is a duplicate.
func TestTheDaySheetOnPaper(t *testing.T) {
	p := mustPrinting(t)
	of := paper.OfDay(monday)
	for _, again := range []bool{false, true} {
		if row, err := p.print(of, again); err != nil || row.Stage != contract.PrintStage_PRINT_STAGE_PRINTED || row.Device != "documenten" {
			t.Fatalf("%v, %v", row, err)
		}
	}
	tray := p.sheet.Tray()
	if len(tray) != 2 {
		t.Fatalf("%d papers", len(tray))
	}
	for i, pdf := range tray {
		if !bytes.Contains(pdf, []byte("Dagblad Buurtloket Berchem")) || bytes.Contains(pdf, []byte(paper.Mark)) != (i == 1) {
			t.Errorf("paper %d of %d bytes is another", i, len(pdf))
		}
	}
	if row, err := p.print(paper.OfDay(monday-1), false); !fault.Is(err, fault.Refused) {
		t.Errorf("the sheet of yesterday: %v, %v", row, err)
	}
}

// TestTheSlipOfAnAppointment: when, where and the code; nobody's name. Of what is not here nothing is queued.
func TestTheSlipOfAnAppointment(t *testing.T) {
	p := mustPrinting(t)
	q := p.wish(monday, 10*60)
	booked := p.mustBook(q)
	of := paper.Subject{Kind: paper.Confirmation, ID: booked.Appointment.AppointmentID()}
	if row, err := p.print(of, false); err != nil || row.Stage != contract.PrintStage_PRINT_STAGE_PRINTED {
		t.Fatalf("%v, %v", row, err)
	}
	text := p.roll.Slips()[0].Text()
	for _, want := range []string{"maandag 23 november 2026", "1   0   :   0   0", "Buurtloket Berchem", "Uw code"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q on\n%s", want, text)
		}
	}
	if strings.Contains(text, q.Person.GetName()) {
		t.Errorf("a name on\n%s", text)
	}
	before := p.size()
	for _, of := range []paper.Subject{{Kind: paper.Confirmation, ID: [16]byte{1}}, {Kind: paper.Ticket, ID: [16]byte{1}}} {
		_, err := p.print(of, false)
		p.mustRefuse(fault.NotFound, before, err)
	}
}

// TestATicketByItself: where the printer gives numbers, one comes out with the number, once, in the same commit; who is served
// from that moment on gets none, and a printer that is out of paper takes nobody's number away.
func TestATicketByItself(t *testing.T) {
	p := mustPrinters(t, true, nil)
	q := &contract.IssueRequest{Command: p.command(), Products: []string{"eid-aanvraag"}, Urgency: contract.Urgency_URGENCY_URGENT}
	issue := func(q *contract.IssueRequest) *contract.TicketResponse {
		t.Helper()
		r, err := p.client.Issue(context.Background(), connect.NewRequest(q))
		if err != nil {
			t.Fatal(err)
		}
		return r.Msg
	}
	before := p.size()
	first := issue(q)
	if again := issue(q); again.Ticket != first.Ticket {
		t.Fatalf("%v, then %v", first, again)
	}
	eventually(t, "it is printed", func() bool { return len(p.mustView().Prints) == 0 && len(p.roll.Slips()) == 1 })
	if text := strings.ReplaceAll(p.roll.Slips()[0].Text(), " ", ""); !strings.Contains(text, first.Ticket) || strings.Contains(text, paper.Mark) {
		t.Errorf("it is\n%s", text)
	}
	if n := p.size() - before; n != 4 { // the visit, and the print: queued, sent, ended
		t.Errorf("%d records", n)
	}
	straight := &contract.IssueRequest{Command: p.command(), Products: []string{"eid-aanvraag"}, Urgency: contract.Urgency_URGENCY_URGENT, StraightTo: 1}
	if issue(straight); len(p.mustView().Prints) != 0 {
		t.Error("who is at the desk gets a number on paper")
	}
	booked := p.mustBook(p.wish(monday, 10*60))
	in, err := p.client.CheckIn(context.Background(), connect.NewRequest(&contract.CheckInRequest{Command: p.command(), Appointment: booked.Appointment.Id}))
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, "that of the appointment is out", func() bool { return len(p.roll.Slips()) == 2 })
	if text := strings.ReplaceAll(p.roll.Slips()[1].Text(), " ", ""); !strings.Contains(text, in.Msg.Ticket) {
		t.Errorf("it is\n%s", text)
	}
	p.roll.Break(receipt.OutOfPaper)
	q = &contract.IssueRequest{Command: p.command(), Products: []string{"eid-aanvraag"}, Urgency: contract.Urgency_URGENCY_URGENT}
	number := issue(q).Ticket
	eventually(t, "it waits for paper", func() bool {
		all := p.mustView().Prints
		return len(all) == 1 && strings.Contains(all[0].Visitor, number) && strings.Contains(all[0].Say, "het papier is op")
	})
	if view := p.mustView(); len(p.roll.Slips()) != 2 || !slices.ContainsFunc(view.Waiting, func(v *contract.VisitRow) bool { return v.Ticket == number }) {
		t.Errorf("%s does not wait: %v", number, view.Waiting)
	}
}

// TestPrintsThatAreShown: those under way, also of yesterday, and those that ended otherwise than on paper, for a while.
func TestPrintsThatAreShown(t *testing.T) {
	p := mustPrinting(t)
	for range 3 {
		if _, err := p.print(paper.Subject{Kind: paper.Ticket, ID: [16]byte(p.mustIssue().Visit)}, false); err != nil {
			t.Fatal(err)
		}
	}
	shown := func() int { return len(p.mustView().Prints) }
	if shown() != 0 {
		t.Fatal("what is on paper is shown")
	}
	p.roll.Break(receipt.OutOfPaper)
	if _, err := p.print(paper.Subject{Kind: paper.Ticket, ID: [16]byte(p.mustIssue().Visit)}, false); err != nil || shown() != 1 {
		t.Fatalf("%v, %d are shown", err, shown())
	}
	p.set(p.clock().Add(3 * time.Minute)) // nobody waits for it any more
	eventually(t, "it is given up", func() bool {
		all := p.mustView().Prints
		return len(all) == 1 && all[0].Stage == contract.PrintStage_PRINT_STAGE_FAILED
	})
	p.roll.Repair(receipt.OutOfPaper)
	if _, err := p.print(paper.Subject{Kind: paper.Ticket, ID: [16]byte(p.mustIssue().Visit)}, false); err != nil || shown() != 1 {
		t.Errorf("%v, with one more on paper %d are shown", err, shown())
	}
	p.set(p.clock().Add(10 * time.Minute))
	if shown() != 0 {
		t.Error("it is shown for ever")
	}
}

// TestTheSlipSaysWhatToBring: of each thing, once, in the order of the booking.
func TestTheSlipSaysWhatToBring(t *testing.T) {
	p := mustPrinting(t)
	q := p.wish(monday, 10*60)
	booked := p.mustBook(q)
	if _, err := p.print(paper.Subject{Kind: paper.Confirmation, ID: booked.Appointment.AppointmentID()}, false); err != nil {
		t.Fatal(err)
	}
	text := p.roll.Slips()[0].Text()
	for _, line := range append(catalogue.Bring(booked.Appointment.ProductIDs()...), "Breng mee:") {
		if words := strings.Fields(line); !strings.Contains(strings.Join(strings.Fields(text), " "), strings.Join(words, " ")) {
			t.Errorf("no %q on\n%s", line, text)
		}
	}
	codes := p.roll.Slips()[0].Codes()
	if len(codes) != 1 || codes[0].Kind != "qr" || codes[0].Text != booked.Code {
		t.Errorf("without a line its QR code is %v", codes)
	}
}

// paperOf is the paper of a certificate.
func paperOf(row *contract.CertificateRow) paper.Subject {
	return paper.OfCertificate([16]byte(row.Certificate))
}
