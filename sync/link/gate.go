package link

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// hello is the path of a client's first request on a line: the answer proves that HQ accepted it.
const hello = "/buurtloket.link/hello"

// gate stands before the handler, for every request of both protocols.
func (s *Server) gate(w http.ResponseWriter, r *http.Request) {
	l, ok := r.Context().Value(lineKey{}).(*line)
	if !ok { // cannot happen: every accepted connection has its line
		http.Error(w, "no line", http.StatusInternalServerError)
		return
	}
	if err := s.welcome(l); fault.Is(err, fault.Unreachable) {
		writeFault(w, http.StatusServiceUnavailable, err)
		return
	} else if err != nil {
		s.log.Warn("request refused", "peer", l.peer.String(), "err", err)
		writeRefusal(w, err)
		l.cutSoon()
		return
	}
	if !s.inside.enter() {
		writeFault(w, http.StatusServiceUnavailable, fault.New("link.Run", fault.Unreachable))
		return
	}
	defer s.inside.leave()
	if r.URL.Path == hello {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	if !streaming(r) {
		if r.ContentLength > s.Limits.BodyBytes {
			writeFault(w, http.StatusRequestEntityTooLarge, fault.New("link.Body", fault.Exhausted))
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, s.Limits.BodyBytes)
	}
	s.Handler.ServeHTTP(w, r)
}

// turnstile counts requests being handled, so that a server that stops can wait for the last; net/http does not.
type turnstile struct {
	mu     sync.Mutex
	inside int
	shut   bool
	empty  chan struct{} // made by wait, closed when the last one leaves
}

func (t *turnstile) enter() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.shut {
		t.inside++
	}
	return !t.shut
}

func (t *turnstile) leave() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.inside--; t.inside == 0 && t.shut {
		close(t.empty)
	}
}

// wait lets nobody in any more and waits until everybody is out. It is called once.
func (t *turnstile) wait() {
	t.mu.Lock()
	t.shut, t.empty = true, make(chan struct{})
	if t.inside == 0 {
		close(t.empty)
	}
	t.mu.Unlock()
	<-t.empty
}

// streaming tells a stream of enveloped RPC messages: it may run for days, and each message in it is bounded
// by the RPC layer, so a total makes no sense.
func streaming(r *http.Request) bool {
	kind := r.Header.Get("Content-Type")
	return strings.HasPrefix(kind, "application/connect+") || strings.HasPrefix(kind, "application/grpc")
}

// writeRefusal answers 403.
func writeRefusal(w http.ResponseWriter, err error) { writeFault(w, http.StatusForbidden, err) }

// rpcCodes are the names that RPC clients know the kinds under.
var rpcCodes = map[fault.Kind]string{
	fault.Denied:      "permission_denied",
	fault.Exhausted:   "resource_exhausted",
	fault.Unreachable: "unavailable",
}

// writeFault answers in the form of a unary Connect error, so that RPC clients understand it; the message is
// the sentence for people, never the cause. The kind stands beside it, where fault.FromRPC looks.
func writeFault(w http.ResponseWriter, status int, err error) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Buurtloket-Kind", fault.KindOf(err).String())
	w.WriteHeader(status)
	body := struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	}{orElse(rpcCodes[fault.KindOf(err)], "unknown"), fault.Sentence(err)}
	// A failed write means that the other end left: it will not read an error either.
	_ = json.NewEncoder(w).Encode(body)
}
