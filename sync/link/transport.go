package link

import (
	"errors"
	"io"
	"net/http"

	"github.com/quic-go/quic-go/http3"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// roundTripper is a client's line as net/http knows it.
type roundTripper struct{ c *Client }

// RoundTrip sends a request over whatever line is up. Like every RoundTripper it closes the request's body.
func (t roundTripper) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := t.try(req)
	if err != nil && rejected(err) {
		// HQ said that it did not look at it: a node that is stopping. Once more, if the body can be had again.
		if again := replay(req); again != nil {
			resp, err = t.try(again)
		}
	}
	if err == nil {
		return resp, nil
	}
	if ctxErr := req.Context().Err(); ctxErr != nil {
		return nil, ctxErr
	}
	return nil, t.c.to.refused("link.RoundTrip", "", err)
}

func (t roundTripper) try(req *http.Request) (*http.Response, error) {
	car, err := t.c.await(req)
	if err != nil {
		if req.Body != nil {
			_ = req.Body.Close() // the error that matters is why it was not sent
		}
		return nil, err
	}
	return car.send(req)
}

// await gives the line that is up, waiting as long as one is being tried.
func (c *Client) await(req *http.Request) (*carrier, error) {
	for {
		c.mu.Lock()
		car, state, changed := c.current, c.state, c.changed
		c.mu.Unlock()
		switch {
		case car != nil && car.alive():
			return car, nil
		case car == nil && !state.Trying:
			f := fault.New("link.RoundTrip", fault.Unreachable).Because(state.Err)
			if state.Err != nil {
				f.Kind = fault.KindOf(state.Err)
			}
			return nil, f
		}
		// A dead carrier that Run has not noticed yet is replaced by a change, too.
		select {
		case <-changed:
		case <-req.Context().Done():
			return nil, req.Context().Err()
		}
	}
}

// rejected tells that the request was certainly not processed (RFC 9114, section 8.1).
func rejected(err error) bool {
	var h3 *http3.Error
	return errors.As(err, &h3) && h3.Remote && h3.ErrorCode == http3.ErrCodeRequestRejected
}

// replay makes the request anew; nil when its body is gone.
func replay(req *http.Request) *http.Request {
	again := req.Clone(req.Context())
	if req.Body == nil || req.Body == http.NoBody {
		return again
	}
	if req.GetBody == nil {
		return nil
	}
	var body io.ReadCloser
	body, err := req.GetBody()
	if err != nil {
		return nil
	}
	again.Body = body
	return again
}
