package equipment

import "strings"

// words are what is the matter, and what somebody must do about it, in Dutch.
type words struct{ say, next string }

// names are the kinds of devices, as people call them.
var names = map[string]string{"vault": "Kluis", "camera": "Camera", "printer": "Documentprinter", "receipt": "Ticketprinter",
	"eid": "Kaartlezer", "scanner": "Scanner", "voice": "Stem"}

// Name is what people call a kind of device; one that has no name here is called by its code.
func Name(kind string) string {
	if n, ok := names[kind]; ok {
		return n
	}
	return "Toestel «" + kind + "»"
}

// Removed is the state of a device that is no longer plugged in; nothing more is said of it.
const Removed = "removed"

// states are the words of a device that gives no reason.
var states = map[string]words{
	"unknown":   {"heeft nog niet geantwoord", "Wacht even."},
	"ready":     {"klaar", ""},
	"busy":      {"bezig", ""},
	"attention": {"werkt, en vraagt aandacht", "Kijk wat het toestel op zijn scherm zegt."},
	"stopped":   {"staat stil", "Kijk wat het toestel op zijn scherm zegt."},
	"absent":    {"niet gevonden", "Kijk of het toestel aanstaat en of de kabel vastzit."},
}

// Down reports whether a device of this state takes its function away from the counter.
func Down(state string) bool { return state == "stopped" || state == "absent" }

// reasons are the words of what any device can say of itself.
var reasons = map[string]words{
	"paper-low":    {"het papier is bijna op", "Leg papier klaar."},
	"paper-out":    {"het papier is op", "Leg papier in de lade."},
	"paper-jam":    {"er zit papier vast", "Open het toestel en haal het papier eruit."},
	"ink-low":      {"de inkt is bijna op", "Leg een nieuwe cassette klaar."},
	"ink-out":      {"de inkt is op", "Steek er een nieuwe cassette in."},
	"cover-open":   {"het deksel staat open", "Sluit het deksel."},
	"door-open":    {"een deur staat open", "Sluit de deur."},
	"no-power":     {"er is geen stroom", "Kijk de stekker en de zekering na."},
	"no-card":      {"er zit geen kaart in", "Steek de kaart in de lezer."},
	"paused":       {"iemand heeft het toestel op pauze gezet", "Druk op de startknop van het toestel."},
	"hot":          {"het toestel is te warm en wacht even", "Wacht een paar minuten."},
	"frozen":       {"het beeld staat stil", "Zet het toestel uit en weer aan."},
	"protocol":     {"het antwoord is niet te begrijpen", "Zet het toestel uit en weer aan. Helpt dat niet, bel de beheerder."},
	"misfit":       {"op dit adres staat een ander toestel", "Bel de beheerder: het adres moet nagekeken worden."},
	"no-answer":    {"er komt geen antwoord", "Kijk of het toestel aanstaat en of de kabel vastzit."},
	"no-access":    {"het loket mag het toestel niet gebruiken", "Bel de beheerder: de toegang moet ingesteld worden."},
	"in-use":       {"iets anders gebruikt het toestel", "Sluit het andere programma, of wacht even."},
	"error":        {"het toestel meldt een fout en zegt niet welke", "Zet het toestel uit en weer aan. Helpt dat niet, bel de beheerder."},
	"cutter":       {"het mes zit vast", "Open het deksel, haal los papier weg en sluit het deksel."},
	"mute":         {"de kaart in de lezer antwoordt niet", "Draai de kaart om, met de chip naar binnen."},
	"no-program":   {"het programma dat geluid afspeelt staat niet op dit toestel", "Bel de beheerder: het moet geïnstalleerd worden."},
	"no-speech":    {"de gong werkt, maar nummers worden niet uitgesproken", "Bel de beheerder: het programma dat spreekt ontbreekt of werkt niet."},
	"no-sound":     {"het geluid kan niet afgespeeld worden", "Kijk of de luidspreker aan dit toestel vastzit. Helpt dat niet, bel de beheerder."},
	"unknown-card": {"dit is geen Belgische identiteitskaart", "Vraag de identiteitskaart."},
}

// own are the words of one kind for a reason.
var own = map[string]map[string]words{
	"receipt": {
		"paper-low": {"de rol is bijna op", "Leg een nieuwe rol klaar."},
		"paper-out": {"papier op", "Leg een nieuwe rol in."},
	},
	"vault": {
		"no-power":  {"de sloten hebben geen stroom; van de deuren is niets geweten", "Kijk de stekker en de zekering na. Kijk zelf of alle deuren dicht zijn."},
		"no-answer": {"er komt geen antwoord; van de deuren is niets geweten", "Kijk of de kluis aanstaat en of de kabel vastzit. Kijk zelf of alle deuren dicht zijn."},
		"door-open": {"een deur staat open", "Sluit de deur als je klaar bent."},
	},
	"eid":     {"no-access": {"het loket mag de kaartlezer niet gebruiken", "Bel de beheerder: de dienst van de kaartlezers laat ons niet toe."}},
	"scanner": {"protocol": {"wat binnenkomt is geen code", "Scan opnieuw. Blijft het zo, bel de beheerder: de snelheid klopt niet."}},
}

// without is how the work at a counter goes on while a device cannot be used.
var without = map[string]string{
	"vault":   "Documenten blijven liggen tot de kluis werkt; een teamverantwoordelijke kan ze met de sleutel openen en telt dan na.",
	"camera":  "Pasfoto's kunnen hier nu niet; al de rest werkt.",
	"printer": "Afdrukken wachten of gebeuren elders; al de rest werkt.",
	"receipt": "Tickets tonen hun nummer op het scherm.",
	"eid":     "Kijk de kaart zelf na en tik de gegevens in; aanmelden gaat met je pincode.",
	"scanner": "Tik nummers over met het toetsenbord.",
	"voice":   "Nummers staan op het scherm; roep zelf wie het niet ziet.",
}

// Say puts how a device is into Dutch: what is the matter, and what to do about it at the counter. While it cannot be used,
// next ends with how the work goes on without it. Of several reasons the first, the gravest, speaks.
func Say(kind, state string, why []string) (say, next string) {
	w := matter(kind, state, why)
	say, next = Name(kind)+": "+w.say+".", w.next
	if Down(state) {
		next = strings.TrimSpace(next + " " + without[kind])
	}
	return say, next
}

// Matter is what is the matter with a device, for a table in which the device has been named: "papier op".
func Matter(kind, state string, why []string) string { return matter(kind, state, why).say }

func matter(kind, state string, why []string) words {
	if len(why) > 0 && state != "ready" {
		return reason(kind, why[0])
	}
	if w, known := states[state]; known {
		return w
	}
	return words{"meldt «" + state + "»", "Kijk wat het toestel op zijn scherm zegt."}
}

// reason are the words for a reason. A code of a maker's own is shown as it is.
func reason(kind, code string) words {
	if w, ok := own[kind][code]; ok {
		return w
	}
	if w, ok := reasons[code]; ok {
		return w
	}
	return words{"het toestel meldt «" + code + "»", "Kijk in de handleiding van het toestel, of bel de beheerder."}
}
