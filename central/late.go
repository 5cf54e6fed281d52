package central

import (
	"net/http"
	"sync/atomic"
)

// late is a handler that is set after the server that carries it: the cluster needs the server's port to be made,
// and the handlers need the cluster. Until then it answers that it is too early.
type late struct{ h atomic.Pointer[http.Handler] }

func (l *late) set(h http.Handler) { l.h.Store(&h) }

// ServeHTTP implements http.Handler.
func (l *late) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h := l.h.Load(); h != nil {
		(*h).ServeHTTP(w, r)
		return
	}
	http.Error(w, "starting", http.StatusServiceUnavailable)
}
