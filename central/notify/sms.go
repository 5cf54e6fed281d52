package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
)

// SMS hands short messages to a gateway: POST with a JSON object {"id", "to", "from", "text"} and the header Idempotency-Key. 2xx is
// taken; 429, 408 and 5xx are later; 401, 403 and 404 mean that nobody is let in; any other 4xx is never. Gateways differ: one that
// speaks otherwise needs a few lines before it, or a Carrier of its own.
type SMS struct {
	URL    string
	Token  string       // shown as bearer token; empty: none
	Sender string       // whom it is from, as the gateway knows it
	Client *http.Client // nil: http.DefaultClient
}

var _ Carrier = (*SMS)(nil)

// Where implements Carrier: without what may be a secret.
func (s *SMS) Where() string {
	u, err := url.Parse(s.URL)
	if err != nil {
		return "?"
	}
	return u.Scheme + "://" + u.Host + u.Path
}

// Carry implements Carrier.
func (s *SMS) Carry(ctx context.Context, p Parcel) error {
	body, err := json.Marshal(map[string]string{"id": p.ID, "to": p.To, "from": s.Sender, "text": p.Say.SMS})
	if err != nil {
		return &NotTaken{Never, "unwritable", err}
	}
	var left atomic.Bool // a byte of it may have left
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() { left.Store(true) }})
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL, bytes.NewReader(body))
	if err != nil {
		return &NotTaken{Away, "away", err}
	}
	q.GetBody = nil // else net/http repeats it by itself, because it has an idempotency key
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set("Idempotency-Key", p.ID)
	if s.Token != "" {
		q.Header.Set("Authorization", "Bearer "+s.Token)
	}
	client := s.Client
	if client == nil {
		client = http.DefaultClient
	}
	res, err := client.Do(q)
	if err != nil && !left.Load() {
		return &NotTaken{Away, "away", err}
	}
	if err != nil {
		return fmt.Errorf("sms: no answer: %w", err)
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, 64<<10)) // so that the line can be used again
	return judge(res.StatusCode)
}

// judge is what a gateway's answer means.
func judge(status int) error {
	no := &NotTaken{Reason: fmt.Sprintf("http-%d", status)}
	switch {
	case status >= 200 && status < 300:
		return nil
	case status == http.StatusUnauthorized, status == http.StatusForbidden, status == http.StatusNotFound, status < 400, status == http.StatusServiceUnavailable:
		no.Until = Away
	case status == http.StatusTooManyRequests, status == http.StatusRequestTimeout, status >= 500:
		no.Until = Later
	default:
		no.Until = Never
	}
	return no
}
