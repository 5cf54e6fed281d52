package notify

import (
	"net/mail"
	"strings"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/notify/dispatch"
	"github.com/buurtloket/buurtloket/sync/contract"
)

type freshness = consensus.Freshness

// senderOf is whom mail is from on this node; of one that sends none, nobody who exists.
func senderOf(c Carrier) mail.Address {
	switch c := c.(type) {
	case *SMTP:
		return c.Sender
	case *Folder:
		return c.Sender
	}
	return mail.Address{Name: "Buurtloket", Address: "buurtloket@voorbeeld.invalid"}
}

// stages in Dutch, for colleagues.
var stages = map[dispatch.Stage]string{
	dispatch.Waiting: "wacht", dispatch.Claimed: "wordt verstuurd", dispatch.Begun: "wordt verstuurd", dispatch.Sent: "verstuurd",
	dispatch.Failed: "geweigerd", dispatch.Unknown: "onbekend", dispatch.Dropped: "niet verstuurd", dispatch.Bounced: "teruggekomen",
}

// reasons in Dutch.
var reasons = map[string]string{
	dispatch.TooLate: "te laat: het had geen zin meer", dispatch.TakenBack: "niet meer nodig", dispatch.NoWord: "de knoop die het verstuurde viel stil",
	dispatch.Era: "van voor het herstel van het hoofdkantoor", Erased: "de persoon is gewist", NoAddress: "geen bruikbaar adres",
	NotOf: "niet meer nodig", NoSurvey: "er is geen bevraging", NotConfigured: "niet ingesteld", QuietHours: "wacht op de ochtend",
	Unreachable: "de server antwoordt niet", "no-answer": "de server zei niet of hij het aannam", "unwritable": "de tekst kon niet gemaakt worden",
	"bounced": "teruggestuurd",
}

// say puts a reason into Dutch. A code of a server stays a code.
func say(reason string) string {
	if s, ok := reasons[reason]; ok {
		return s
	}
	if code, ok := strings.CutPrefix(reason, "smtp-"); ok {
		return "mailserver: " + code
	}
	if code, ok := strings.CutPrefix(reason, "http-"); ok {
		return "sms-dienst: " + code
	}
	return reason
}

// stands says in Dutch how a message stands, as this node sees it.
func (n *Notifier) stands(m *contract.Message) string {
	s := stages[m.Stage]
	switch {
	case m.Stage == dispatch.Waiting && m.Reason == "" && !n.Sends():
		return s + " (niet ingesteld)"
	case m.Reason != "":
		return s + " (" + say(m.Reason) + ")"
	}
	return s
}
