package devices

import (
	"strings"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/hardware/receipt"
)

// words are what is the matter, and what somebody must do about it, in Dutch.
type words struct{ say, next string }

// reasons is the one table of words for what a device can say. A kind with words of its own for a reason has them in own.
var reasons = map[device.Reason]words{
	device.PaperLow:     {"het papier is bijna op", "Leg papier klaar."},
	device.PaperOut:     {"het papier is op", "Leg papier in de lade."},
	device.PaperJam:     {"er zit papier vast", "Open het toestel en haal het papier eruit."},
	device.InkLow:       {"de inkt is bijna op", "Leg een nieuwe cassette klaar."},
	device.InkOut:       {"de inkt is op", "Steek er een nieuwe cassette in."},
	device.CoverOpen:    {"het deksel staat open", "Sluit het deksel."},
	device.DoorOpen:     {"een deur staat open", "Sluit de deur."},
	device.NoPower:      {"er is geen stroom", "Kijk de stekker en de zekering na."},
	device.NoCard:       {"er zit geen kaart in", "Steek de kaart in de lezer."},
	device.Paused:       {"iemand heeft het toestel op pauze gezet", "Druk op de startknop van het toestel."},
	device.Hot:          {"het toestel is te warm en wacht even", "Wacht een paar minuten."},
	device.Frozen:       {"het beeld staat stil", "Zet het toestel uit en weer aan."},
	device.Unreadable:   {"het antwoord is niet te begrijpen", "Zet het toestel uit en weer aan. Helpt dat niet, bel de beheerder."},
	device.Misfitted:    {"op dit adres staat een ander toestel", "Bel de beheerder: het adres moet nagekeken worden."},
	device.OutOfReach:   {"er komt geen antwoord", "Kijk of het toestel aanstaat en of de kabel vastzit."},
	device.NotAllowed:   {"het loket mag het toestel niet gebruiken", "Bel de beheerder: de toegang moet ingesteld worden."},
	device.InUse:        {"iets anders gebruikt het toestel", "Sluit het andere programma, of wacht even."},
	device.Unspecified:  {"het toestel meldt een fout en zegt niet welke", "Zet het toestel uit en weer aan. Helpt dat niet, bel de beheerder."},
	receipt.CutterStuck: {"het mes zit vast", "Open het deksel, haal los papier weg en sluit het deksel."},
	eid.UpsideDown:      {"de kaart in de lezer antwoordt niet", "Draai de kaart om, met de chip naar binnen."},
	eid.OtherCard:       {"dit is geen Belgische identiteitskaart", "Vraag de identiteitskaart."},
}

// own are the words of one kind for a reason.
var own = map[Kind]map[device.Reason]words{
	Receipt: {
		device.PaperLow: {"de rol is bijna op", "Leg een nieuwe rol klaar."},
		device.PaperOut: {"papier op", "Leg een nieuwe rol in."},
	},
	Vault: {
		device.NoPower:    {"de sloten hebben geen stroom; van de deuren is niets geweten", "Kijk de stekker en de zekering na. Kijk zelf of alle deuren dicht zijn."},
		device.OutOfReach: {"er komt geen antwoord; van de deuren is niets geweten", "Kijk of de kluis aanstaat en of de kabel vastzit. Kijk zelf of alle deuren dicht zijn."},
		device.DoorOpen:   {"een deur staat open", "Sluit de deur als je klaar bent."},
	},
	EID:     {device.NotAllowed: {"het loket mag de kaartlezer niet gebruiken", "Bel de beheerder: de dienst van de kaartlezers laat ons niet toe."}},
	Scanner: {device.Unreadable: {"wat binnenkomt is geen code", "Scan opnieuw. Blijft het zo, bel de beheerder: de snelheid klopt niet."}},
}

// states are the words of a device that gives no reason.
var states = map[device.State]words{
	device.Unknown:   {"heeft nog niet geantwoord", "Wacht even."},
	device.Ready:     {"klaar", ""},
	device.Busy:      {"bezig", ""},
	device.Attention: {"werkt, en vraagt aandacht", "Kijk wat het toestel op zijn scherm zegt."},
	device.Stopped:   {"staat stil", "Kijk wat het toestel op zijn scherm zegt."},
	device.Absent:    {"niet gevonden", "Kijk of het toestel aanstaat en of de kabel vastzit."},
}

// without is how the work goes on while a device cannot be used.
var without = map[Kind]string{
	Vault:   "Documenten blijven liggen tot de kluis werkt; een teamverantwoordelijke kan ze met de sleutel openen en telt dan na.",
	Camera:  "Pasfoto's kunnen hier nu niet; al de rest werkt.",
	Printer: "Afdrukken wachten of gebeuren elders; al de rest werkt.",
	Receipt: "Tickets tonen hun nummer op het scherm.",
	EID:     "Kijk de kaart zelf na en tik de gegevens in; aanmelden gaat met je pincode.",
	Scanner: "Tik nummers over met het toetsenbord.",
}

// Say puts how a device is into Dutch: what is the matter, and what to do about it. While it cannot be used, next ends with
// how the work goes on without it.
func Say(k Kind, h device.Health) (say, next string) {
	w := states[device.Unknown]
	if known, ok := states[h.State]; ok {
		w = known
	}
	if len(h.Reasons) > 0 && h.State != device.Ready {
		w = wordsOf(k, h.Reasons[0])
	}
	say, next = k.Dutch()+": "+w.say+".", w.next
	if !h.State.Usable() && h.State != device.Unknown {
		next = strings.TrimSpace(next + " " + without[k])
	}
	return say, next
}

// wordsOf are the words for a reason. A code of a maker's own is shown as it is.
func wordsOf(k Kind, r device.Reason) words {
	if w, ok := own[k][r]; ok {
		return w
	}
	if w, ok := reasons[r]; ok {
		return w
	}
	return words{"het toestel meldt «" + string(r) + "»", "Kijk in de handleiding van het toestel, of bel de beheerder."}
}
