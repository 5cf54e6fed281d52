package program

import (
	"cmp"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/buurtloket/buurtloket/central"
	"github.com/buurtloket/buurtloket/central/notify"
	"github.com/buurtloket/buurtloket/central/register"
)

// telling is the settings by which a node sends messages to citizens.
type telling struct {
	server, security, from, user, passwordFile string
	sms, smsTokenFile, smsSender               string
	folder, quiet, portal, survey              string
	languages                                  []string
	aMinute                                    int
	waiting                                    time.Duration
}

func (s *telling) bind(f *pflag.FlagSet) {
	f.StringVar(&s.server, "smtp", "", "mail server for messages to citizens, host:port; empty: this node sends no mail")
	f.StringVar(&s.security, "smtp-security", string(notify.StartTLS), "how the line to it is kept private: starttls, tls, or none (a server on this machine)")
	f.StringVar(&s.from, "smtp-from", "", `sender of mail, as "Buurtloket <loket@stad.be>"; mail comes back to it`)
	f.StringVar(&s.user, "smtp-user", "", "who signs in at the mail server; empty: nobody")
	f.StringVar(&s.passwordFile, "smtp-password-file", "", "file with the password for that")
	f.StringVar(&s.sms, "sms", "", "address of the SMS gateway, https://…; empty: this node sends no SMS")
	f.StringVar(&s.smsTokenFile, "sms-token-file", "", "file with the token that it wants")
	f.StringVar(&s.smsSender, "sms-sender", "Buurtloket", "whom an SMS is from")
	f.StringVar(&s.folder, "mail-folder", "", "put mail and SMS into this folder instead of sending them, to look at")
	f.StringVar(&s.quiet, "sms-quiet", notify.DefaultQuiet.String(), "hours without SMS, from-until; empty: none")
	f.StringVar(&s.portal, "portal-address", "", "address of the citizens' pages as citizens see them, https://…; empty: messages have no links")
	f.StringVar(&s.survey, "survey", "", "where visitors say how it was: pages (our own, which takes --portal-address), or an address in which {locatie} becomes the location; empty: nobody is asked")
	f.DurationVar(&s.waiting, "waiting-hold", defaultWaiting, "how long a place that came free is held for whoever waits for a sooner one, and is told; 0: no waiting list. All nodes the same")
	f.StringSliceVar(&s.languages, "message-languages", nil, "translations below the Dutch text of each mail: fr, en, de")
	f.IntVar(&s.aMinute, "messages-a-minute", 60, "at most so many messages a minute from this node")
}

// messages turns the settings into a node's.
func (s *telling) messages() (m central.Messages, err error) {
	const op = "central.serve"
	m = central.Messages{AMinute: s.aMinute, Portal: s.portal, Survey: s.survey, Waiting: s.waiting}
	if s.waiting != 0 && (s.waiting < register.HoldFor || s.waiting > 24*time.Hour) {
		return m, invalid(op, nil, "Zo lang kan een plaats niet vrijgehouden worden.", "Kies --waiting-hold van 10m tot 24h, of 0.")
	}
	for _, l := range s.languages {
		m.Languages = append(m.Languages, notify.Language(l))
	}
	if m.Quiet, err = notify.ParseQuiet(s.quiet); err != nil {
		return m, invalid(op, err, "De stille uren zijn niet begrepen.", "Schrijf ze als 21:00-08:00.")
	}
	from := &mail.Address{Name: "Buurtloket", Address: "buurtloket@voorbeeld.invalid"}
	if s.from != "" || s.server != "" {
		if from, err = mail.ParseAddress(s.from); err != nil {
			return m, invalid(op, err, "De afzender van mail is niet begrepen.", `Schrijf --smtp-from "Buurtloket <loket@stad.be>".`)
		}
	}
	m.Sender = cmp.Or(from.Name, "Buurtloket")
	if s.folder != "" {
		m.Mail = &notify.Folder{Dir: s.folder, Sender: *from}
		m.SMS = &notify.Folder{Dir: s.folder, Sender: *from, SMS: true}
		return m, nil
	}
	if s.server != "" {
		if m.Mail, err = s.smtp(*from); err != nil {
			return m, err
		}
	}
	if s.sms != "" {
		token, err := secretOf(s.smsTokenFile)
		if err != nil {
			return m, err
		}
		m.SMS = &notify.SMS{URL: s.sms, Token: token, Sender: s.smsSender}
	}
	return m, nil
}

func (s *telling) smtp(from mail.Address) (notify.Carrier, error) {
	password, err := secretOf(s.passwordFile)
	if err != nil {
		return nil, err
	}
	switch security := notify.Security(s.security); security {
	case notify.StartTLS, notify.Implicit, notify.Plain:
		host, _ := os.Hostname()
		return &notify.SMTP{Server: s.server, Sender: from, User: s.user, Password: password, Security: security, Hello: host}, nil
	}
	return nil, invalid("central.serve", nil, "Deze beveiliging van mail bestaat niet.", "Kies starttls, tls of none.")
}

// defaultWaiting is long enough to read a mail at work, and to ask somebody else on the same day.
const defaultWaiting = 2 * time.Hour

// secretOf reads a secret from its file; no file, no secret.
func secretOf(file string) (string, error) {
	if file == "" {
		return "", nil
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return "", invalid("central.serve", err, "Het bestand "+filepath.Base(file)+" kan niet gelezen worden.", "")
	}
	return strings.TrimSpace(string(b)), nil
}

// demoPostbox is the folder of a demonstration where mail and SMS to citizens lie, to look at: nothing leaves it.
const demoPostbox = "post"

// messages is how a node of the demonstration sends.
func (d *Demo) messages(i int) central.Messages {
	from := mail.Address{Name: "Buurtloket (demonstratie)", Address: "demonstratie@voorbeeld.invalid"}
	dir := filepath.Join(d.cfg.Dir, demoPostbox)
	return central.Messages{Mail: &notify.Folder{Dir: dir, Sender: from}, SMS: &notify.Folder{Dir: dir, Sender: from, SMS: true}, Sender: from.Name,
		Quiet: notify.DefaultQuiet, AMinute: 600, Portal: "http://" + d.at.Public[i], Waiting: defaultWaiting}
}

// demoMail is the mail address of somebody invented; every third has none, and is told by SMS.
func demoMail(name string) string {
	first, last, _ := strings.Cut(strings.ToLower(name), " ")
	if len(name)%3 == 0 {
		return ""
	}
	return first + "." + strings.ReplaceAll(last, " ", "") + "@voorbeeld.invalid"
}
