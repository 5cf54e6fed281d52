package kiosk

import (
	"slices"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/devices"
	"github.com/buurtloket/buurtloket/appliance/paper"
	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/sync/attest"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/told"
)

// abilities are what can be done at the kiosk now, and of what cannot, why.
func (k *Service) abilities(t appliance.Turn) (out []*contract.KioskAbility) {
	card, sheets := k.whyNoCard(), k.whyNoSheets()
	certificate := whyNot(k.whyNoCertificate(t), sheets, card)
	var help told.Lines
	if k.whyNoHelp(t) != "" {
		help = told.Of(told.NoClerk)
	}
	for _, a := range []struct {
		code string
		why  told.Lines
	}{
		{"check-in", k.whyNoDesk()},
		{"ticket", k.whyNoDesk()},
		{"book", k.whyNoBooking()},
		{"certificate", certificate}, // without a line it waits, and that is no reason
		{"pin-letter", k.whyNoLetter(t)},
		{"collect", both(k.whyNoDesk(), sheets)},
		{"where", nil},
		{"help", help},
		{"paper", k.whyNoPaper()},
		{"card", card},
	} {
		out = append(out, &contract.KioskAbility{Code: a.code, Ok: len(a.why) == 0, Say: a.why.Dutch(), Told: a.why.Contract()})
	}
	return out
}

// whyNot is the first reason that there is.
func whyNot(reasons ...told.Lines) told.Lines {
	for _, r := range reasons {
		if len(r) > 0 {
			return r
		}
	}
	return nil
}

// both is a reason only where there are two: the one thing or the other can be done.
func both(a, b told.Lines) told.Lines {
	if len(a) == 0 || len(b) == 0 {
		return nil
	}
	return a
}

func (k *Service) whyNoDesk() told.Lines {
	if k.room.Site.Desks.Value == 0 {
		return told.Of(told.NoDesk)
	}
	return nil
}

func (k *Service) whyNoBooking() told.Lines {
	if k.node.Custody() != nil {
		return told.Of(told.NoBooking, told.AskHelp)
	}
	return nil
}

func (k *Service) whyNoCertificate(t appliance.Turn) told.Lines {
	if len(k.kinds(t)) == 0 {
		return told.Of(told.NoCertificates)
	}
	return nil
}

// kinds are the certificates that this site gives out and that need nobody to make them.
func (k *Service) kinds(t appliance.Turn) (out []attest.Kind) {
	site, today := k.room.Site, office.DateOf(t.Now)
	for _, kind := range attest.Kinds() {
		p, ok := t.Plan.Product(kind.Product)
		if ok && p.SelfService.Value == office.SelfServiceFull && site.Serves(p.Cluster.Value) && p.Offered.Contains(today) {
			out = append(out, kind)
		}
	}
	return out
}

func (k *Service) whyNoCard() told.Lines {
	if k.cards == nil || len(k.cards.Rows(self)) == 0 {
		return told.Of(told.NoReader)
	}
	for _, row := range k.cards.Rows(self) {
		if _, ill := k.ill(devices.EID, row.Reader); !ill {
			return nil
		}
	}
	return told.Of(told.ReaderIll)
}

// whyNoSheets is why no document can be printed now.
func (k *Service) whyNoSheets() told.Lines {
	name, err := paper.PrinterFor(k.node.Printers(), paper.Certificate)
	if err != nil {
		return told.Of(told.NoSheets)
	}
	why, ill := k.ill(devices.Printer, name)
	switch {
	case !ill:
		return nil
	case why == device.PaperOut:
		return told.Of(told.SheetsOut)
	}
	return told.Of(told.SheetsIll)
}

// whyNoPaper is why not all that should come on paper does.
func (k *Service) whyNoPaper() told.Lines {
	printers := k.node.Printers()
	name, prompt := paper.AtOnce(printers, paper.Ticket)
	if prompt {
		switch why, ill := k.ill(devices.Receipt, name); {
		case ill && why == device.PaperOut:
			return told.Of(told.RollOut, told.NumberShown)
		case ill:
			return told.Of(told.RollIll, told.NumberShown)
		}
	}
	if _, err := paper.PrinterFor(printers, paper.Certificate); err == nil {
		return k.whyNoSheets()
	}
	if !prompt {
		return told.Of(told.NoPrinter, told.NumberShown)
	}
	return nil
}

// ill reports whether a device said that it cannot work, and why first.
func (k *Service) ill(kind devices.Kind, id string) (why device.Reason, ill bool) {
	if k.steward == nil {
		return "", false
	}
	table := k.steward.Table()
	i := slices.IndexFunc(table, func(r devices.Row) bool { return r.Kind == kind && r.ID == id })
	if i < 0 || table[i].Since.IsZero() || table[i].Health.State.Usable() {
		return "", false
	}
	return append(slices.Clone(table[i].Health.Reasons), "")[0], true
}
