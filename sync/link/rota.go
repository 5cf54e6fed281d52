package link

import "time"

// rota is the order in which nodes are tried, and what was learned of them. Owned by Client.Run.
type rota struct {
	addresses []string
	at        int
	noUDP     map[string]time.Time // until when HTTP/3 need not be tried first there
}

func newRota(addresses []string) *rota {
	return &rota{addresses: addresses, noUDP: make(map[string]time.Time)}
}

func (r *rota) current() string { return r.addresses[r.at] }

func (r *rota) advance() { r.at = (r.at + 1) % len(r.addresses) }

// note remembers by which protocol a node was reached.
func (r *rota) note(node string, p Protocol, retry time.Duration) {
	if p == HTTP2 {
		r.noUDP[node] = time.Now().Add(retry)
	} else {
		delete(r.noUDP, node)
	}
}

// udpBlocked tells that HTTP/3 did not get through to this node a short while ago.
func (r *rota) udpBlocked(node string) bool { return time.Now().Before(r.noUDP[node]) }
