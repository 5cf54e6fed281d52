package forward

import (
	"context"
	"slices"
	"sync"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// courier takes commands to the leader: one call at a time, with everything that waits when it leaves, since a call
// costs as much as deciding on a booking. Nobody waits when nobody is away. The courier is one of those who have a
// command to bring; back with the answers, it gives the task to the next who waits. So there is no goroutine to end.
type courier struct {
	mu      sync.Mutex
	away    bool // somebody is on the way, or has just been given the task
	waiting []*errand
}

// errand is one command on its way.
type errand struct {
	command []byte
	turn    chan struct{} // buffered: the task is yours
	done    chan outcome  // buffered
}

// What one call carries at most; a single command always fits.
const (
	loadCommands = 256
	loadBytes    = 256 << 10
)

// bring has the command brought to the leader by call, alone or with others, and gives what became of it.
// A courier with commands of others stays with them when its own ctx ends, for at most Patience.
func (c *courier) bring(ctx context.Context, command []byte, call func(ctx context.Context, commands [][]byte) []outcome) outcome {
	e := &errand{command: command, turn: make(chan struct{}, 1), done: make(chan outcome, 1)}
	if !c.join(e) {
		select {
		case o := <-e.done:
			return o
		case <-e.turn:
		case <-ctx.Done():
			return c.leave(ctx, e)
		}
	}
	load := c.load()
	if len(load) > 1 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(context.WithoutCancel(ctx), Patience)
		defer cancel()
	}
	commands := make([][]byte, len(load))
	for i, l := range load {
		commands[i] = l.command
	}
	outcomes := call(ctx, commands)
	c.passOn()
	for i, l := range load {
		l.done <- outcomes[i]
	}
	return <-e.done
}

// join has e wait, or reports that it is the courier.
func (c *courier) join(e *errand) (me bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waiting = append(c.waiting, e)
	me = !c.away
	c.away = true
	return me
}

// load takes what waits, in order; the courier's own errand is the first.
func (c *courier) load() []*errand {
	c.mu.Lock()
	defer c.mu.Unlock()
	n, size := 1, len(c.waiting[0].command)
	for n < len(c.waiting) && n < loadCommands && size+len(c.waiting[n].command) <= loadBytes {
		size += len(c.waiting[n].command)
		n++
	}
	load := slices.Clone(c.waiting[:n])
	c.waiting = slices.Delete(c.waiting, 0, n)
	return load
}

// passOn gives the task to the next.
func (c *courier) passOn() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.away = len(c.waiting) > 0
	if c.away {
		c.waiting[0].turn <- struct{}{}
	}
}

// leave is the end of an errand whose caller waits no longer. What is on the way stays on the way.
func (c *courier) leave(ctx context.Context, e *errand) outcome {
	const op = "forward.Propose"
	c.mu.Lock()
	i := slices.Index(c.waiting, e)
	if i >= 0 {
		c.waiting = slices.Delete(c.waiting, i, i+1)
	}
	c.mu.Unlock()
	if i < 0 {
		return outcome{err: unknown(context.Cause(ctx))}
	}
	select {
	case <-e.turn: // given just now
		c.passOn()
	default:
	}
	return outcome{err: fault.New(op, fault.Unreachable).Because(context.Cause(ctx))}
}
