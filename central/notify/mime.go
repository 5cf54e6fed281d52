package notify

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"
	"time"
)

// Attachment is a file that goes with a mail.
type Attachment struct {
	Name, Type string // as "afspraak.ics", "text/calendar; charset=utf-8"
	Body       []byte
}

// mail writes a parcel as RFC 5322 wants it: the text, the same as HTML, and what goes with it. It is the same bytes each time.
func (p Parcel) mail(from mail.Address) ([]byte, error) {
	to, err := mail.ParseAddress(p.To)
	if err != nil || strings.ContainsAny(p.To+p.ID, "\r\n") {
		return nil, fmt.Errorf("this is no mail address")
	}
	_, domain, ok := strings.Cut(from.Address, "@")
	if !ok {
		return nil, fmt.Errorf("the sender has no mail address")
	}
	var out bytes.Buffer
	head := func(name, value string) { fmt.Fprintf(&out, "%s: %s\r\n", name, value) }
	head("From", from.String())
	head("To", (&mail.Address{Address: to.Address}).String())
	head("Subject", mime.QEncoding.Encode("utf-8", p.Say.Subject))
	head("Date", p.At.Format(time.RFC1123Z))
	head("Message-ID", "<"+p.ID+"@"+domain+">")
	head("Auto-Submitted", "auto-generated") // RFC 3834: no holiday answers
	head("Content-Language", p.Say.Languages)
	head("MIME-Version", "1.0")
	mixed := multipart.NewWriter(&out)
	if err := mixed.SetBoundary("mixed-" + p.ID); err != nil {
		return nil, err
	}
	fmt.Fprintf(&out, "Content-Type: multipart/mixed; boundary=%q\r\n\r\n", mixed.Boundary())
	if err := p.Say.alternatives(mixed, "alternative-"+p.ID); err != nil {
		return nil, err
	}
	for _, a := range p.Say.Attachments {
		if err := a.write(mixed); err != nil {
			return nil, err
		}
	}
	err = mixed.Close()
	return out.Bytes(), err
}

// alternatives writes the text, and the same as HTML.
func (l Letter) alternatives(mixed *multipart.Writer, boundary string) error {
	w, err := mixed.CreatePart(textproto.MIMEHeader{"Content-Type": {"multipart/alternative; boundary=\"" + boundary + "\""}})
	if err != nil {
		return err
	}
	both := multipart.NewWriter(w)
	if err := both.SetBoundary(boundary); err != nil {
		return err
	}
	for _, body := range []struct{ kind, text string }{{"text/plain", l.Text}, {"text/html", l.HTML}} {
		part, err := both.CreatePart(textproto.MIMEHeader{"Content-Type": {body.kind + "; charset=utf-8"}, "Content-Transfer-Encoding": {"quoted-printable"}})
		if err != nil {
			return err
		}
		q := quotedprintable.NewWriter(part)
		if _, err := io.WriteString(q, strings.ReplaceAll(body.text, "\n", "\r\n")); err != nil {
			return err
		}
		if err := q.Close(); err != nil {
			return err
		}
	}
	return both.Close()
}

// write appends an attachment in lines of base64.
func (a Attachment) write(mixed *multipart.Writer) error {
	w, err := mixed.CreatePart(textproto.MIMEHeader{"Content-Type": {a.Type}, "Content-Transfer-Encoding": {"base64"},
		"Content-Disposition": {`attachment; filename="` + a.Name + `"`}})
	if err != nil {
		return err
	}
	text := base64.StdEncoding.EncodeToString(a.Body)
	for len(text) > 0 {
		n := min(76, len(text))
		if _, err := io.WriteString(w, text[:n]+"\r\n"); err != nil {
			return err
		}
		text = text[n:]
	}
	return nil
}
