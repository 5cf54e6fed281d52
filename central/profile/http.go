package profile

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// HTTP hands notices to a connector: PUT {URL}/{act} with a JSON object, where act is 32 hexadecimal digits. PUT of the same again is
// the same. 2xx is taken; 400, 409, 410, 413, 415 and 422 are never; anything else is later.
//
//	{"citizen": "base64url of the keyed hash", "change": "made|moved|cancelled", "at": "RFC 3339",
//	 "appointment": {"id": "…", "code": "…", "start": "…", "end": "…", "site": "…", "address": "…", "products": ["…"], "url": "…"}}
type HTTP struct {
	URL    string       // without a slash at its end
	Token  string       // shown as bearer token; empty: none
	Client *http.Client // nil: one of its own
}

var _ Sender = (*HTTP)(nil)

// patience bounds one call.
const patience = 10 * time.Second

// plainClient follows nobody elsewhere: a notice is for the address that was set.
var plainClient = &http.Client{Timeout: patience, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

type wireNotice struct {
	Citizen     string          `json:"citizen"`
	Change      Change          `json:"change"`
	At          time.Time       `json:"at"`
	Appointment wireAppointment `json:"appointment"`
}

type wireAppointment struct {
	ID       string    `json:"id"`
	Code     string    `json:"code"`
	Start    time.Time `json:"start"`
	End      time.Time `json:"end"`
	Site     string    `json:"site"`
	Address  string    `json:"address,omitempty"`
	Products []string  `json:"products"`
	URL      string    `json:"url,omitempty"`
}

// Check says what is wrong with the settings; nil: nothing.
func (h *HTTP) Check() error {
	u, err := url.Parse(h.URL)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || strings.HasSuffix(h.URL, "/") || u.RawQuery != "" {
		return fmt.Errorf("%q is no address of a connector", h.URL)
	}
	return nil
}

// Hand implements Sender.
func (h *HTTP) Hand(ctx context.Context, n Notice) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	body, err := json.Marshal(wireNotice{base64.RawURLEncoding.EncodeToString(n.Holder), n.Change, n.At,
		wireAppointment{n.Appointment, n.Code, n.Start, n.End, n.Site, n.Address, n.Products, n.Link}})
	if err != nil {
		return &Refused{Code: "unwritable", Final: true, Err: err}
	}
	q, err := http.NewRequestWithContext(ctx, http.MethodPut, h.URL+"/"+hex.EncodeToString(n.Act[:]), bytes.NewReader(body))
	if err != nil {
		return &Refused{Code: away, Err: err}
	}
	q.Header.Set("Content-Type", "application/json")
	if h.Token != "" {
		q.Header.Set("Authorization", "Bearer "+h.Token)
	}
	client := h.Client
	if client == nil {
		client = plainClient
	}
	res, err := client.Do(q)
	if err != nil {
		return &Refused{Code: away, Err: err}
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, 64<<10)) // so that the line can be used again
	if res.StatusCode/100 == 2 {
		return nil
	}
	return &Refused{Code: fmt.Sprintf("http-%d", res.StatusCode), Final: never[res.StatusCode]}
}

// never are the answers after which the same notice will not be taken either.
var never = map[int]bool{http.StatusBadRequest: true, http.StatusConflict: true, http.StatusGone: true, http.StatusRequestEntityTooLarge: true,
	http.StatusUnsupportedMediaType: true, http.StatusUnprocessableEntity: true}
