package linktest

import (
	"container/heap"
	"net"
	"time"
)

const heldBack = 10 * time.Millisecond // by Way.Reorder

// readUDP takes packets from clients, each client with a socket of its own towards the target.
func (p *Proxy) readUDP() {
	buf := make([]byte, 64<<10)
	for {
		n, from, err := p.udp.ReadFromUDP(buf)
		if err != nil {
			select {
			case <-p.closed:
				return
			default:
				continue // an ICMP answer to something we sent
			}
		}
		to := p.track(from)
		if to == nil {
			continue
		}
		p.cast(p.up, p.faults().Up, buf[:n], func(b []byte) { to.Write(b) })
	}
}

func (p *Proxy) faults() Faults {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.onUDP
}

// track gives the socket towards the target that belongs to a client.
func (p *Proxy) track(from *net.UDPAddr) *net.UDPConn {
	p.mu.Lock()
	defer p.mu.Unlock()
	if c := p.tracks[from.String()]; c != nil {
		return c
	}
	select {
	case <-p.closed:
		return nil
	default:
	}
	to, err := net.ResolveUDPAddr("udp", p.target)
	if err != nil {
		return nil
	}
	c, err := net.DialUDP("udp", nil, to)
	if err != nil {
		return nil
	}
	p.tracks[from.String()] = c
	p.busy.Go(func() { p.back(c, from) })
	return c
}

// back takes the target's packets to one client.
func (p *Proxy) back(c *net.UDPConn, client *net.UDPAddr) {
	buf := make([]byte, 64<<10)
	for {
		n, err := c.Read(buf)
		if err != nil {
			select {
			case <-p.closed:
				return
			default:
				// "Connection refused": the target is not there now. It may come back on the same port.
				time.Sleep(time.Millisecond)
				continue
			}
		}
		p.cast(p.down, p.faults().Down, buf[:n], func(b []byte) { p.udp.WriteToUDP(b, client) })
	}
}

// cast throws the dice for one packet.
func (p *Proxy) cast(l *lane, w Way, b []byte, send func([]byte)) {
	p.count(len(b))
	p.mu.Lock()
	drop, twice, late := p.dice.Float64() < w.Drop, p.dice.Float64() < w.Duplicate, p.dice.Float64() < w.Reorder
	wait := w.Delay
	if w.Jitter > 0 {
		wait += time.Duration(p.dice.Int64N(int64(w.Jitter)))
	}
	p.mu.Unlock()
	if w.Block || drop {
		return
	}
	if late {
		wait += heldBack
	}
	if wait == 0 && !twice {
		send(b)
		return
	}
	copied := append([]byte(nil), b...)
	copies := 1
	if twice {
		copies = 2
	}
	for range copies {
		l.put(packet{due: time.Now().Add(wait), bytes: copied, send: send}, p.closed)
	}
}

// packet is one that waits.
type packet struct {
	due   time.Time
	seq   uint64
	bytes []byte
	send  func([]byte)
}

// lane sends packets when they are due, in one direction.
type lane struct {
	in    chan packet
	queue packets // owned by run
}

func newLane() *lane { return &lane{in: make(chan packet, 1024)} }

func (l *lane) put(p packet, closed <-chan struct{}) {
	select {
	case l.in <- p:
	case <-closed:
	}
}

func (l *lane) run(closed <-chan struct{}) {
	var seq uint64
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		wait := time.Hour
		if len(l.queue) > 0 {
			wait = time.Until(l.queue[0].due)
		}
		timer.Reset(wait)
		select {
		case <-closed:
			return
		case p := <-l.in:
			seq++
			p.seq = seq
			heap.Push(&l.queue, p)
		case <-timer.C:
			for len(l.queue) > 0 && !l.queue[0].due.After(time.Now()) {
				p := heap.Pop(&l.queue).(packet)
				p.send(p.bytes)
			}
		}
	}
}

// packets is a heap by due time, then by arrival.
type packets []packet

func (q packets) Len() int { return len(q) }
func (q packets) Less(i, j int) bool {
	if !q[i].due.Equal(q[j].due) {
		return q[i].due.Before(q[j].due)
	}
	return q[i].seq < q[j].seq
}
func (q packets) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *packets) Push(x any)   { *q = append(*q, x.(packet)) }
func (q *packets) Pop() any {
	old := *q
	last := old[len(old)-1]
	*q = old[:len(old)-1]
	return last
}
