package local_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/hardware/eid/virtual"
	"github.com/buurtloket/buurtloket/hardware/printer"
	"github.com/buurtloket/buurtloket/sync/attest"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// certify asks for a certificate with a card and a PIN.
func (k *standing) certify(act []byte, card uint64, pin string) (*contract.KioskCertificate, error) {
	return do(k, k.kiosk.Certify, func() *contract.KioskCertifyRequest {
		return &contract.KioskCertifyRequest{Act: act, Kind: attest.Household, Card: card, Pin: pin}
	})
}

func (k *standing) collects(act []byte, pickup string) (*contract.KioskCertificate, error) {
	return do(k, k.kiosk.Collect, func() *contract.KioskCollectRequest {
		return &contract.KioskCollectRequest{Act: act, Pickup: pickup}
	})
}

// TestACertificateAtTheKiosk: the card proves with its PIN whose it is; a wrong one asks for nothing and says how many tries are
// left. Without a line there is a code, which prints it later, once. No record and no log has a name, a number or a PIN.
func TestACertificateAtTheKiosk_A002_24(t *testing.T) {
	k := mustKiosk(t)
	mine := mustCard(t, virtual.Citizen)
	card := k.put(t, mine)
	if _, err := k.certify(k.act(), card, "9999"); !fault.Is(err, fault.Denied) || fault.Sentence(err) != "De pincode klopt niet. U hebt nog 2 pogingen." {
		t.Errorf("a wrong PIN: %v", err)
	}
	if _, err := k.certify(k.act(), card, "12"); !fault.Is(err, fault.Invalid) || mine.TriesLeft() != 2 {
		t.Errorf("no PIN: %v, %d tries", err, mine.TriesLeft())
	}
	if _, err := k.certify(k.act(), card+1, "1234"); !fault.Is(err, fault.Refused) {
		t.Errorf("another card: %v", err)
	}
	act := k.act()
	got, err := k.certify(act, card, "1234")
	row := got.GetCertificate()
	if err != nil || row.Stage != contract.CertificateStage_CERTIFICATE_STAGE_ASKED || row.Pickup == "" || !strings.Contains(got.Say, row.Pickup) {
		t.Fatalf("%v, %v", got, err)
	}
	k.pull(t)
	if again, err := k.certify(act, card, "1234"); err != nil || again.Certificate.Pickup != row.Pickup {
		t.Errorf("the tap repeated when the card is out: %v, %v", again, err)
	}
	eventually(t, "the slip is out", func() bool { return len(k.roll.Slips()) == 1 })
	if _, err := k.collects(k.act(), row.Pickup); !fault.Is(err, fault.Refused) || !strings.HasSuffix(fault.Sentence(err), "Kom later terug, of vraag hulp aan een medewerker.") {
		t.Errorf("before it was made: %v", err)
	}
	k.made(press{})
	if _, err := k.collects(k.act(), "ZZZ-ZZZ"); !fault.Is(err, fault.NotFound) {
		t.Errorf("by a wrong code: %v", err)
	}
	if got, err := k.collects(k.act(), row.Pickup); err != nil || got.Certificate.Pickup != "" || !strings.HasPrefix(got.Say, "Uw document") {
		t.Fatalf("%v, %v", got, err)
	}
	eventually(t, "it is printed", func() bool { return len(k.sheet.Tray()) == 1 })
	if !bytes.Contains(k.sheet.Tray()[0], []byte("Noël")) {
		t.Errorf("it is %q", k.sheet.Tray()[0])
	}
	said := string(k.log.bytes())
	for _, e := range k.events() {
		said += e.String()
	}
	for _, secret := range []string{"Specimen", "85073003328", "1234\"", "9999"} {
		if strings.Contains(said, secret) {
			t.Errorf("%q stands in a record or the log", secret)
		}
	}
	shown, err := k.kiosk.Certificates(context.Background(), connect.NewRequest(new(contract.KioskProductsRequest)))
	if err != nil || len(shown.Msg.Rows) != 0 || len(shown.Msg.Kinds) != len(attest.Kinds()) {
		t.Errorf("%v, %v", shown, err)
	}
}

// TestACertificateThatSticksIsWithdrawn: what does not come out now must not come out before the next visitor.
func TestACertificateThatSticksIsWithdrawn(t *testing.T) {
	k := mustKiosk(t)
	card := k.put(t, mustCard(t, virtual.Citizen))
	act := k.act()
	first, err := k.certify(act, card, "1234")
	if err != nil {
		t.Fatal(err)
	}
	k.made(press{})
	k.sheet.Break(printer.OutOfPaper) // and nobody was told of it yet
	got, err := k.collects(k.act(), first.Certificate.Pickup)
	if err != nil || got.Certificate.Pickup != first.Certificate.Pickup || !strings.Contains(got.Say, "niet af") {
		t.Fatalf("%v, %v", got, err)
	}
	if prints := k.mustView().Prints; len(prints) == 0 || prints[0].Stage != contract.PrintStage_PRINT_STAGE_FAILED {
		t.Errorf("the papers are %v", prints)
	}
	k.sheet.Repair(printer.OutOfPaper)
	if got, err = k.collects(k.act(), first.Certificate.Pickup); err != nil || got.Certificate.Pickup != "" {
		t.Fatalf("%v, %v", got, err)
	}
	eventually(t, "it is printed", func() bool { return len(k.sheet.Tray()) == 1 })
}

// TestACertificateThatIsRefusedAtTheKiosk says so to a visitor.
func TestACertificateThatIsRefusedAtTheKiosk(t *testing.T) {
	k := mustKiosk(t)
	card, act := k.put(t, mustCard(t, virtual.Citizen)), k.act()
	if _, err := k.certify(act, card, "1234"); err != nil {
		t.Fatal(err)
	}
	k.made(press{refuse: attest.NotHere})
	got, err := k.certify(act, card, "1234")
	if err != nil || got.Certificate.Stage != contract.CertificateStage_CERTIFICATE_STAGE_REFUSED || !strings.Contains(got.Certificate.Say, "waar u woont") {
		t.Errorf("%v, %v", got, err)
	}
}
