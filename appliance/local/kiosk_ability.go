package local

import (
	"slices"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/devices"
	"github.com/buurtloket/buurtloket/appliance/paper"
	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/sync/attest"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// abilities are what can be done at the kiosk now, and of what cannot, why.
func (k *kiosk) abilities(t appliance.Turn) (out []*contract.KioskAbility) {
	card, sheets := k.whyNoCard(), k.whyNoSheets()
	certificate := whyNot(k.whyNoCertificate(t), sheets, card)
	for _, a := range []struct{ code, say string }{
		{"check-in", k.whyNoDesk()},
		{"ticket", k.whyNoDesk()},
		{"book", k.whyNoBooking()},
		{"certificate", certificate},                                   // without a line it waits, and that is no reason
		{"pin-letter", "Een pin- of pukbrief vraagt u aan een loket."}, // headquarters has nobody to ask for one
		{"collect", both(k.whyNoDesk(), sheets)},
		{"where", ""},
		{"help", k.whyNoHelp(t)},
		{"paper", k.whyNoPaper()},
		{"card", card},
	} {
		out = append(out, &contract.KioskAbility{Code: a.code, Ok: a.say == "", Say: a.say})
	}
	return out
}

// whyNot is the first reason that there is.
func whyNot(reasons ...string) string {
	for _, r := range reasons {
		if r != "" {
			return r
		}
	}
	return ""
}

// both is a reason only where there are two: the one thing or the other can be done.
func both(a, b string) string {
	if a == "" || b == "" {
		return ""
	}
	return a
}

func (k *kiosk) whyNoDesk() string {
	if k.service.site.Desks.Value == 0 {
		return "Hier is geen loket met medewerkers. Kijk waar u wel terecht kunt."
	}
	return ""
}

func (k *kiosk) whyNoBooking() string {
	if k.service.node.Custody() != nil {
		return "Een afspraak maken kan hier nu niet. " + askForHelp
	}
	return ""
}

func (k *kiosk) whyNoCertificate(t appliance.Turn) string {
	if len(k.kinds(t)) == 0 {
		return "Attesten en akten zijn er niet op deze locatie."
	}
	return ""
}

// kinds are the certificates that this site gives out and that need nobody to make them.
func (k *kiosk) kinds(t appliance.Turn) (out []attest.Kind) {
	site, today := k.service.site, office.DateOf(t.Now)
	for _, kind := range attest.Kinds() {
		p, ok := t.Plan.Product(kind.Product)
		if ok && p.SelfService.Value == office.SelfServiceFull && site.Serves(p.Cluster.Value) && p.Offered.Contains(today) {
			out = append(out, kind)
		}
	}
	return out
}

func (k *kiosk) whyNoCard() string {
	watch := k.service.cards.watch
	if watch == nil || len(watch.Rows(self)) == 0 {
		return "Hier is geen kaartlezer."
	}
	for _, row := range watch.Rows(self) {
		if _, ill := k.ill(devices.EID, row.Reader); !ill {
			return ""
		}
	}
	return "De kaartlezer werkt nu niet."
}

// whyNoSheets is why no document can be printed now.
func (k *kiosk) whyNoSheets() string {
	name, err := paper.PrinterFor(k.service.node.Printers(), paper.Certificate)
	if err != nil {
		return "Hier is geen printer voor documenten."
	}
	if why, ill := k.ill(devices.Printer, name); ill {
		return sayPaper("documenten", why)
	}
	return ""
}

// whyNoPaper is why not all that should come on paper does.
func (k *kiosk) whyNoPaper() string {
	printers := k.service.node.Printers()
	name, prompt := paper.AtOnce(printers, paper.Ticket)
	if prompt {
		if why, ill := k.ill(devices.Receipt, name); ill {
			return sayPaper("nummers", why) + " Uw nummer staat op het scherm."
		}
	}
	if _, err := paper.PrinterFor(printers, paper.Certificate); err == nil {
		return k.whyNoSheets()
	}
	if !prompt {
		return "Hier is geen printer. Uw nummer staat op het scherm."
	}
	return ""
}

func sayPaper(of string, why device.Reason) string {
	if why == device.PaperOut {
		return "Het papier van de printer voor " + of + " is op."
	}
	return "De printer voor " + of + " werkt nu niet."
}

// ill reports whether a device said that it cannot work, and why first.
func (k *kiosk) ill(kind devices.Kind, id string) (why device.Reason, ill bool) {
	steward := k.service.equipment.steward
	if steward == nil {
		return "", false
	}
	table := steward.Table()
	i := slices.IndexFunc(table, func(r devices.Row) bool { return r.Kind == kind && r.ID == id })
	if i < 0 || table[i].Since.IsZero() || table[i].Health.State.Usable() {
		return "", false
	}
	return append(slices.Clone(table[i].Health.Reasons), "")[0], true
}
