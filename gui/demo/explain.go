package demo

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// Explain tells people how to go on: at the window, and with curl. why is why there is no window; nil when there is one.
func (d *Demo) Explain(why error) {
	say := func(lines ...string) { fmt.Fprintln(d.cfg.Out, strings.Join(lines, "\n")) }
	say("", "Het hoofdkantoor (drie knooppunten) en de loketten "+strings.Join(Counters, " en ")+" draaien.",
		"De toestand staat in "+quoted(full(d.cfg.State))+" en blijft bewaard; `make reset` wist ze.")
	if why != nil {
		say("", fault.Sentence(why),
			"Zo open je het venster op een virtueel scherm (apt-get install xvfb x11-utils imagemagick):",
			fmt.Sprintf("  Xvfb :99 -screen 0 1280x800x24 & DISPLAY=:99 %s clerk --socket %s & sleep 3; DISPLAY=:99 import -window root venster.png",
				d.program("loket"), d.socket()))
	}
	say("", "Zo ga je aan de slag (alles is verzonnen: de medewerkers, de bezoekers, de documenten):",
		"  Meld je aan als an, pincode 1234. F11 meldt een bezoeker aan, F2 roept op, F5 zegt dat die er is, F4 is klaar.")
	if d.vault == nil {
		say("  Geef een document af: geef een nummer voor 'eID afhalen' (F8), roep op (F2, F5) en zoek met F9 op Wim.",
			"  Er is ook een zending onderweg: ontvang ze in de kluis (Ctrl+K).")
	} else {
		say("  In de kluis ligt nog niets: " + fault.Sentence(d.vault))
	}
	say("  F12 trekt de stekker naar het hoofdkantoor uit en steekt ze er weer in: alles aan het loket werkt verder.")
	d.explainDevices(say)
	say("", "Praten met het loket:", d.curl("Counter/SignIn", `{"clerk":"bart","pin":"1234","desk":2}`),
		d.curl("Counter/Agenda", `{}`), d.curl("Counter/Stock", `{}`),
		"Praten met het hoofdkantoor:",
		fmt.Sprintf(`  curl -s -H 'Content-Type: application/json' -d '{"products":["eid-aanvraag"],"channel":"CHANNEL_WEB"}' http://%s/buurtloket.v1.Booking/Search`,
			d.headq.Public[0]),
		fmt.Sprintf("  %s sites --state %s", d.program("central"), quoted(full(d.cfg.State))),
		"", "Ctrl-C haalt alles weer neer.")
}

// explainDevices tells what can be tried with the hardware.
func (d *Demo) explainDevices(say func(...string)) {
	var cards []string
	for _, p := range people {
		cards = append(cards, p.first)
	}
	paper := filepath.Join(d.cfg.State, Counters[0], paperFolder)
	sign := "  Met de kaart van An meld je je aan, zonder naam te kiezen."
	if d.card != nil || d.vault != nil {
		sign = "  Koppel de kaart van An aan haar naam (F1), en meld je er daarna mee aan."
	}
	say("", "De toestellen zijn nagebootst; Ctrl+M doet eraan wat een hand zou doen, en Ctrl+E zegt hoe het met ze gaat:",
		"  Haal het papier uit de ticketprinter en geef een nummer: het ticket geldt ook zonder papier.",
		"  Breek een deur van de kluis open, of haal de stroom eraf; laat een deur openstaan na het afgeven.",
		"  Steek een kaart in de lezer ("+strings.Join(cards, ", ")+"; pincode "+cardPIN+"), vervals ze, of trek ze te vroeg uit.",
		sign, "  Kies wie er voor de camera zit, of zet het beeld stil. Scan een document of de leverlijst.",
		"  Wat de printers afdrukken, ligt in "+quoted(full(paper))+": tickets als afbeelding, wat de stem riep als tekst, de rest als PDF.")
}

// curl is the line that makes one call at the first counter.
func (d *Demo) curl(method, body string) string {
	return fmt.Sprintf("  curl -s --unix-socket %s -H 'Content-Type: application/json' -d '%s' http://counter/buurtloket.v1.%s", d.socket(), body, method)
}

func (d *Demo) program(name string) string { return quoted(full(filepath.Join(d.cfg.Programs, name))) }

func (d *Demo) socket() string { return quoted(full(d.Socket(Counters[0]))) }

// full is a path that is right from every folder; where that cannot be told, as it was given.
func full(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

// quoted is a path as a shell takes it.
func quoted(path string) string {
	if !strings.ContainsFunc(path, func(r rune) bool { return !strings.ContainsRune(plain, r) }) {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}

// plain are the letters that mean nothing to a shell.
const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+"
