package ticket_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance/paper/ticket"
	"github.com/buurtloket/buurtloket/hardware/receipt"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

var update = flag.Bool("update", false, "write the golden papers anew")

var offer = visit.Offer{
	"eid-aanvraag": {Dutch: "Identiteitskaart (eID) aanvragen", Level: 2},
	"lang":         {Dutch: "Wettiging van een handtekening op een volmacht voor het buitenland, met vertaling", Level: 2},
	"gesprek":      {Dutch: "Gesprek over schulden", Level: 4},
}

// widths are those of the papers on the market.
var widths = []receipt.Columns{receipt.Narrow, receipt.Wide42, receipt.Wide48}

func aVisit(products ...office.ProductID) visit.Visit {
	return visit.Visit{Ticket: 42, State: visit.Waiting, Products: products}
}

func aNumber(v visit.Visit) ticket.Number {
	return ticket.Number{Site: "Buurtloket Berchem", Visit: v, Offer: offer, Ahead: 3, Wait: visit.Wait{From: 10 * time.Minute, To: 20 * time.Minute}.String(),
		Now: time.Date(2026, 11, 26, 10, 5, 0, 0, time.UTC), Code: "BL1.kQ3v9cXw"}
}

func aSlip() ticket.Slip {
	return ticket.Slip{Site: "Buurtloket Berchem", Address: "Grotesteenweg 150, 2600 Berchem", Date: office.NewDate(2026, 11, 30),
		Start: 9*60 + 40, Bring: []string{"uw identiteitskaart", "een recente pasfoto"}, Code: "K7M4-2QXD",
		QR: "BL1.AAECAwQFBgcICQ", Now: time.Date(2026, 11, 23, 16, 30, 0, 0, time.UTC)}
}

func aClaim() ticket.Claim {
	return ticket.Claim{Site: "Buurtloket Berchem", Code: "YCQ-DRT", Until: office.NewDate(2026, 12, 7), Now: time.Date(2026, 11, 23, 16, 30, 0, 0, time.UTC)}
}

// mustPrint gives what a printer of so many columns puts on paper.
func mustPrint(tb testing.TB, p receipt.Ticket, c receipt.Columns) receipt.Slip {
	tb.Helper()
	e := receipt.NewEmulator(c)
	driver := receipt.New(receipt.Config{Open: e.Open, Columns: c})
	defer driver.Close()
	report, err := driver.Print(context.Background(), p)
	if err != nil || len(report.Replaced) > 0 {
		tb.Fatalf("%+v, %v", report, err)
	}
	slips := e.Slips()
	if len(slips) != 1 {
		tb.Fatalf("%d papers", len(slips))
	}
	return slips[0]
}

// TestGolden: every paper at every width, to the letter.
func TestGolden(t *testing.T) {
	far := aNumber(aVisit("lang"))
	far.Site = "Districtshuis en buurtloket Borgerhout-Extra Muros, ingang Moorkensplein"
	alone := aNumber(aVisit("eid-aanvraag"))
	alone.Ahead, alone.Wait, alone.Code = 0, visit.NoData, ""
	poor := aSlip()
	poor.Address, poor.Bring, poor.QR = "", nil, ""
	for name, p := range map[string]receipt.Ticket{
		"number": aNumber(aVisit("eid-aanvraag")).Ticket(), "private": aNumber(aVisit("eid-aanvraag", "gesprek")).Ticket(),
		"long": far.Ticket(), "alone": alone.Ticket(), "slip": aSlip().Ticket(), "poor-slip": poor.Ticket(), "claim": aClaim().Ticket(),
	} {
		for _, c := range widths {
			file := filepath.Join("testdata", fmt.Sprintf("%s-%d.txt", name, c))
			got := mustPrint(t, p, c).Text()
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil || got != string(want) {
				t.Errorf("%s: %v, on paper stands\n%s\nwant\n%s", file, err, got, want)
			}
		}
	}
}

// TestNothingHangsOver: no line is wider than its paper, and the number is the largest thing on it.
func TestNothingHangsOver(t *testing.T) {
	v := aVisit("lang")
	v.Ticket = 998
	for _, c := range widths {
		slip := mustPrint(t, aNumber(v).Ticket(), c)
		number := ""
		for _, r := range slip.Rows {
			width := 0
			for _, g := range r.Glyphs {
				if width += int(g.Width); g.Width == 6 {
					number += string(g.Rune)
				} else if g.Width > 2 {
					t.Errorf("%c is %d times as large", g.Rune, g.Width)
				}
			}
			if width > int(c) {
				t.Errorf("a row of %d columns on paper of %d", width, c)
			}
		}
		if number != v.Ticket.String() {
			t.Errorf("at %d columns the number is %q", c, number)
		}
	}
}

// TestPrivate: of a visit of level 4, or of which this version does not know the level, no product stands on paper.
func TestPrivate(t *testing.T) {
	for _, products := range [][]office.ProductID{{"gesprek"}, {"eid-aanvraag", "gesprek"}, {"eid-aanvraag", "onbekend"}, nil} {
		text := mustPrint(t, aNumber(aVisit(products...)).Ticket(), receipt.Wide48).Text()
		for _, p := range offer {
			if strings.Contains(text, p.Dutch) || strings.Contains(text, "onbekend") {
				t.Errorf("%v: %q stands on\n%s", products, p.Dutch, text)
			}
		}
	}
}

// TestTheWait: nothing is promised that nobody knows, and who is at a desk already does not wait.
func TestTheWait(t *testing.T) {
	for _, test := range []struct {
		ahead int
		wait  string
		state visit.State
		want  []string
		not   string
	}{
		{0, "", visit.Waiting, []string{"Er wacht niemand voor u."}, "wachttijd"},
		{1, visit.NoData, visit.Waiting, []string{"Er wacht 1 bezoeker voor u."}, "wachttijd"},
		{2, "10 tot 20 min", visit.Waiting, []string{"Er wachten 2 bezoekers voor u.", "Verwachte wachttijd: 10 tot 20 min."}, visit.NoData},
		{0, "", visit.Serving, nil, "wacht"},
	} {
		n := aNumber(aVisit("eid-aanvraag"))
		n.Ahead, n.Wait, n.Visit.State = test.ahead, test.wait, test.state
		text := mustPrint(t, n.Ticket(), receipt.Wide42).Text()
		for _, want := range test.want {
			if !strings.Contains(text, want) {
				t.Errorf("no %q on\n%s", want, text)
			}
		}
		if strings.Contains(text, test.not) {
			t.Errorf("%q on\n%s", test.not, text)
		}
	}
}

// TestTheCodes: the QR code holds what the caller gave, to the letter.
func TestTheCodes(t *testing.T) {
	for want, p := range map[string]receipt.Ticket{"BL1.kQ3v9cXw": aNumber(aVisit("lang")).Ticket(), "BL1.AAECAwQFBgcICQ": aSlip().Ticket()} {
		codes := mustPrint(t, p, receipt.Narrow).Codes()
		if len(codes) != 1 || codes[0].Kind != "qr" || codes[0].Text != want {
			t.Errorf("%+v, want %s", codes, want)
		}
	}
}

// TestWhatToBringFits: every line of the catalogue, on the narrowest paper, letter by letter.
func TestWhatToBringFits(t *testing.T) {
	for _, p := range catalogue.Products() {
		s := aSlip()
		s.Bring = catalogue.Bring(p.ID)
		text := strings.Join(strings.Fields(mustPrint(t, s.Ticket(), receipt.Narrow).Text()), " ")
		for _, line := range s.Bring {
			if !strings.Contains(text, "- "+line) {
				t.Errorf("%s: no %q on\n%s", p.ID, line, text)
			}
		}
	}
}
