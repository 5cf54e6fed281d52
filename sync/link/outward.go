package link

import (
	"time"

	"github.com/quic-go/quic-go"
)

// outward is the one connection to another node, made when first needed, again when lost, and again for new streams when
// our certificate was renewed. The streams that ran over the old one stay there until it ends.
type outward struct {
	turn chan struct{} // held while looking at the rest or dialling
	now  *dialled
	old  *dialled // made with the certificate before
}

// dialled is one connection that we made.
type dialled struct {
	conn  *quic.Conn
	shown string    // serial number of our certificate
	ends  time.Time // when the first of both certificates ends
}

func newDialled(conn *quic.Conn, id *Identity) *dialled {
	d := &dialled{conn: conn, shown: id.peer.Serial, ends: id.Expires()}
	if theirs := conn.ConnectionState().TLS.PeerCertificates[0].NotAfter; theirs.Before(d.ends) {
		d.ends = theirs
	}
	return d
}

// alive reports whether there is a connection that was not lost.
func (d *dialled) alive() bool { return d != nil && d.conn.Context().Err() == nil }

func (d *dialled) close() {
	if d != nil {
		_ = d.conn.CloseWithError(0, "")
	}
}

// replace makes d the connection for new streams, and lets the present one run on.
func (out *outward) replace(d *dialled) {
	out.old.close() // two certificates old
	out.old, out.now = out.now, d
}

// close closes the connections with their streams.
func (out *outward) close() {
	out.now.close()
	out.old.close()
	out.now, out.old = nil, nil
}

// expire closes what has outlived a certificate.
func (out *outward) expire(now time.Time) (cut bool) {
	for _, d := range []*dialled{out.now, out.old} {
		if d.alive() && now.After(d.ends) {
			d.close()
			cut = true
		}
	}
	return cut
}

// each visits the connections to other nodes that nobody is making just now.
func (st *Streams) each(visit func(address string, out *outward)) {
	st.mu.Lock()
	defer st.mu.Unlock()
	for address, out := range st.lines {
		select {
		case out.turn <- struct{}{}:
			visit(address, out)
			<-out.turn
		default:
		}
	}
}

// expire ends the connections that we made and that a certificate of either end no longer covers, by our clock. The other
// end looks at ours only. Without this a leader whose clock is wrong would go on leading over lines from a better time,
// and nobody could reach it with what it has to decide.
func (st *Streams) expire() {
	st.each(func(address string, out *outward) {
		if out.expire(st.s.now()) {
			st.s.log.Info("line to a node closed: a certificate ended", "node", address)
		}
	})
}
