package roster

// network is a graph of which the greatest flow from node 0 to node 1 is asked: Dinic's algorithm, by shortest paths in layers.
// With the few thousand edges of a week it takes milliseconds.
type network struct {
	edges []edge  // each followed by its reverse
	from  [][]int // edges by node
}

type edge struct{ to, left int }

// newNetwork has a source, a sink, and no other node yet.
func newNetwork() *network { return &network{from: make([][]int, 2)} }

const source, sink = 0, 1

func (n *network) node() int {
	n.from = append(n.from, nil)
	return len(n.from) - 1
}

// pipe lets so much through from a to b.
func (n *network) pipe(a, b, most int) {
	n.edges = append(n.edges, edge{b, most}, edge{a, 0})
	n.from[a] = append(n.from[a], len(n.edges)-2)
	n.from[b] = append(n.from[b], len(n.edges)-1)
}

// run fills the network and gives the flow.
func (n *network) run() (sum int) {
	for {
		level := n.levels()
		if level[sink] < 0 {
			return sum
		}
		next := make([]int, len(n.from))
		for {
			got := n.push(source, 1<<30, level, next)
			if got == 0 {
				break
			}
			sum += got
		}
	}
}

// levels is how far each node is from the source; -1: not to be reached.
func (n *network) levels() []int {
	level := make([]int, len(n.from))
	for i := range level {
		level[i] = -1
	}
	level[source] = 0
	queue := []int{source}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, e := range n.from[at] {
			if x := n.edges[e]; x.left > 0 && level[x.to] < 0 {
				level[x.to] = level[at] + 1
				queue = append(queue, x.to)
			}
		}
	}
	return level
}

// push sends what it can along one path of rising levels; next remembers per node which edges are used up.
func (n *network) push(at, most int, level, next []int) int {
	if at == sink {
		return most
	}
	for ; next[at] < len(n.from[at]); next[at]++ {
		e := n.from[at][next[at]]
		x := n.edges[e]
		if x.left == 0 || level[x.to] != level[at]+1 {
			continue
		}
		if got := n.push(x.to, min(most, x.left), level, next); got > 0 {
			n.edges[e].left -= got
			n.edges[e^1].left += got
			return got
		}
	}
	return 0
}
