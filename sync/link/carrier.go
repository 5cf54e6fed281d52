package link

import (
	"errors"
	"io"
	"net/http"
	"sync"
)

// carrier is one open connection at the client's side, of either protocol.
type carrier struct {
	node     string
	protocol Protocol
	rt       http.RoundTripper
	done     <-chan struct{} // closed when the connection is gone
	cause    func() error    // why, once done
	shut     func()          // releases everything

	once   sync.Once
	mu     sync.Mutex
	flying int           // requests whose answer was not read to the end
	empty  chan struct{} // asked for by idle; closed when flying is 0
}

func (k *carrier) close() { k.once.Do(k.shut) }

func (k *carrier) alive() bool {
	select {
	case <-k.done:
		return false
	default:
		return true
	}
}

// send is RoundTrip, counted until the answer's body is closed.
func (k *carrier) send(req *http.Request) (*http.Response, error) {
	k.mu.Lock()
	k.flying++
	k.mu.Unlock()
	resp, err := k.rt.RoundTrip(req)
	if err != nil {
		k.landed()
		return nil, err
	}
	resp.Body = &countedBody{ReadCloser: resp.Body, landed: k.landed}
	return resp, nil
}

func (k *carrier) landed() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.flying--
	if k.flying == 0 && k.empty != nil {
		close(k.empty)
		k.empty = nil
	}
}

// idle is closed when no request is under way; ask once, when no new ones are sent here.
func (k *carrier) idle() <-chan struct{} {
	k.mu.Lock()
	defer k.mu.Unlock()
	ch := make(chan struct{})
	if k.flying == 0 {
		close(ch)
	} else {
		k.empty = ch
	}
	return ch
}

// countedBody tells once that it was closed.
type countedBody struct {
	io.ReadCloser
	landed func()
	once   sync.Once
}

// Close closes the body.
func (b *countedBody) Close() error {
	defer b.once.Do(b.landed)
	return b.ReadCloser.Close()
}

// errLost is the cause when a connection ended without saying why.
var errLost = errors.New("the connection ended")
