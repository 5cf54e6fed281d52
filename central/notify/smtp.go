package notify

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/smtp"
	"net/textproto"
	"regexp"
	"time"
)

// Security is how a line to a mail server is kept private.
type Security string

// The three.
const (
	StartTLS Security = "starttls" // the default: a server that cannot is told nothing
	Implicit Security = "tls"      // from the first byte
	Plain    Security = "none"     // for a server on this machine
)

// SMTP hands mail to one mail server, a line for each message. It speaks with net/smtp, because what matters here is at which
// step a line broke: before the final dot the server has nothing, after it only its answer tells.
type SMTP struct {
	Server         string                                                            // host:port
	Sender         mail.Address                                                      // whom mail is from, and where it comes back to
	User, Password string                                                            // none: nobody signs in. Needs privacy
	Security       Security                                                          // empty: StartTLS
	Hello          string                                                            // what this node calls itself; empty: localhost
	TLS            *tls.Config                                                       // nil: the system's authorities
	Dial           func(ctx context.Context, network, addr string) (net.Conn, error) // nil: net.Dialer
}

var _ Carrier = (*SMTP)(nil)

// Where implements Carrier.
func (s *SMTP) Where() string { return s.Server }

// Carry implements Carrier.
func (s *SMTP) Carry(ctx context.Context, p Parcel) error {
	mail, err := p.mail(s.Sender)
	if err != nil {
		return &NotTaken{Never, "unwritable", err}
	}
	c, hangUp, err := s.open(ctx)
	if err != nil {
		return &NotTaken{Away, reasonOf(err, "away"), quiet(err)}
	}
	defer hangUp()
	if err := c.Mail(s.Sender.Address); err != nil {
		return refused(err, Later)
	}
	if err := c.Rcpt(p.To); err != nil {
		return refused(err, Never)
	}
	w, err := c.Data()
	if err != nil {
		return refused(err, Never)
	}
	if _, err := w.Write(mail); err != nil {
		return refused(err, Later) // the final dot was not sent
	}
	if err := w.Close(); err != nil {
		var said *textproto.Error
		if errors.As(err, &said) {
			return refused(err, Never)
		}
		return fmt.Errorf("smtp: no answer after the message: %w", quiet(err))
	}
	_ = c.Quit() // the message is taken, whatever the server says now
	return nil
}

// open makes a line to the server and signs in.
func (s *SMTP) open(ctx context.Context) (c *smtp.Client, hangUp func(), err error) {
	dial := s.Dial
	if dial == nil {
		dial = new(net.Dialer).DialContext
	}
	host, _, err := net.SplitHostPort(s.Server)
	if err != nil {
		return nil, nil, err
	}
	conn, err := dial(ctx, "tcp", s.Server)
	if err != nil {
		return nil, nil, err
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) }) // what waits for the line ends
	end := func() { stop(); _ = conn.Close() }
	defer func() {
		if err != nil {
			end()
		}
	}()
	private := &tls.Config{}
	if s.TLS != nil {
		private = s.TLS.Clone()
	}
	if private.ServerName == "" {
		private.ServerName = host
	}
	if s.Security == Implicit {
		conn = tls.Client(conn, private)
	}
	if c, err = smtp.NewClient(conn, host); err != nil {
		return nil, nil, err
	}
	return c, end, s.enter(c, host, private)
}

// enter greets the server, makes the line private and signs in, as far as that is asked.
func (s *SMTP) enter(c *smtp.Client, host string, private *tls.Config) error {
	if s.Hello != "" {
		if err := c.Hello(s.Hello); err != nil {
			return err
		}
	}
	if s.Security == StartTLS || s.Security == "" {
		if err := c.StartTLS(private); err != nil {
			return err
		}
	}
	if s.User == "" {
		return nil
	}
	return c.Auth(smtp.PlainAuth("", s.User, s.Password, host))
}

// refused is what a server's answer means; of a 5xx what forever says. A line that broke before the message was given is as if
// nobody was there.
func refused(err error, forever Until) *NotTaken {
	var said *textproto.Error
	switch {
	case !errors.As(err, &said):
		return &NotTaken{Away, "away", quiet(err)}
	case said.Code == 421: // it is closing
		return &NotTaken{Away, reasonOf(err, ""), nil}
	case said.Code >= 500:
		return &NotTaken{forever, reasonOf(err, ""), nil}
	}
	return &NotTaken{Later, reasonOf(err, ""), nil}
}

var enhanced = regexp.MustCompile(`^[245]\.\d{1,3}\.\d{1,3}\b`)

// reasonOf is a server's answer as codes alone: its words may repeat the address.
func reasonOf(err error, otherwise string) string {
	var said *textproto.Error
	if !errors.As(err, &said) {
		return otherwise
	}
	reason := fmt.Sprintf("smtp-%03d", said.Code)
	if more := enhanced.FindString(said.Msg); more != "" {
		reason += "-" + more
	}
	return reason
}

// quiet is an error without a server's words.
func quiet(err error) error {
	var said *textproto.Error
	if errors.As(err, &said) {
		return errors.New(reasonOf(err, ""))
	}
	return err
}
