package consensus

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// life is minted at random when a node's directory is first used. The same node id with another life is a
// node that lost its disk: it forgot its votes and acknowledgements, so the cluster must not count it again
// under that id.
type life [16]byte

// MarshalText implements encoding.TextMarshaler.
func (l life) MarshalText() ([]byte, error) { return []byte(hex.EncodeToString(l[:])), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (l *life) UnmarshalText(b []byte) error {
	n, err := hex.Decode(l[:], b)
	if err == nil && n != len(l) {
		err = errors.New("a life has 16 bytes")
	}
	return err
}

// identity is the file node.json: who this directory is and whom it has met.
type identity struct {
	ID   string `json:"id"`
	Life life   `json:"life"`
	// Started is set once raft has anything on disk: from then on an empty raft is a loss.
	Started bool `json:"started"`
	// Met binds the ids of other nodes to the life they first showed to this one.
	Met map[string]life `json:"met"`
}

const identityFile = "node.json"

// registry keeps the identity and its file in step. Safe for concurrent use.
type registry struct {
	path string
	mu   sync.Mutex
	me   identity
}

// openRegistry reads the identity of dir, or begins one when that is allowed.
func openRegistry(c Config) (*registry, error) {
	const op = "consensus.Open"
	r := &registry{path: filepath.Join(c.Dir, identityFile)}
	b, err := os.ReadFile(r.path)
	if errors.Is(err, fs.ErrNotExist) {
		return r, r.begin(c)
	}
	if err != nil {
		return nil, fault.New(op, fault.Internal).Because(err)
	}
	if err := json.Unmarshal(b, &r.me); err != nil {
		return nil, fault.New(op, fault.Corrupt).On(identityFile).Because(err)
	}
	if r.me.ID != c.NodeID {
		return nil, fault.New(op, fault.Invalid).On("the directory belongs to node " + r.me.ID)
	}
	return r, nil
}

// begin mints an identity for an unused directory. Without Bootstrap or Join an empty directory is taken
// for what it most likely is: a wiped or misplaced one.
func (r *registry) begin(c Config) error {
	const op = "consensus.Open"
	if len(c.Bootstrap) == 0 && !c.Join {
		return fault.New(op, fault.Refused).On(c.Dir).Because(
			errors.New("empty directory: a new cluster needs Bootstrap, a new node a new id and Join"))
	}
	if _, err := os.Stat(filepath.Join(c.Dir, raftDir)); err == nil {
		return fault.New(op, fault.Corrupt).On(c.Dir).Because(errors.New("raft's files without " + identityFile))
	}
	l, err := mintLife(c.Rand)
	if err != nil {
		return fault.New(op, fault.Internal).Because(err)
	}
	r.me = identity{ID: c.NodeID, Life: l, Met: map[string]life{}}
	return r.write()
}

func mintLife(from io.Reader) (l life, err error) {
	_, err = io.ReadFull(from, l[:])
	return l, err
}

// write replaces the file durably. The caller holds mu or is alone.
func (r *registry) write() error {
	b, err := json.MarshalIndent(r.me, "", "\t")
	if err != nil {
		return err
	}
	return writeDurably(r.path, append(b, '\n'))
}

// meet compares what a peer says of itself with what was first seen, and remembers a first meeting durably.
func (r *registry) meet(id string, l life) (same bool, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if known, ok := r.me.Met[id]; ok {
		return known == l, nil
	}
	if r.me.Met == nil {
		r.me.Met = map[string]life{}
	}
	r.me.Met[id] = l
	if err := r.write(); err != nil {
		delete(r.me.Met, id)
		return false, fmt.Errorf("remember peer: %w", err)
	}
	return true, nil
}

// started reports whether raft ever had something on disk here.
func (r *registry) started() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.me.Started
}

// markStarted notes that raft has something on disk.
func (r *registry) markStarted() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.me.Started {
		return nil
	}
	r.me.Started = true
	return r.write()
}

// writeDurably writes a file so that after a crash the old or the new content is there, whole.
func writeDurably(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".tmp-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = closing(err, f); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return syncDir(filepath.Dir(path))
}

// syncDir makes a rename durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return closing(d.Sync(), d)
}

// validPeer holds ids and addresses to what hello frames and raft addresses can carry.
func validPeer(p Peer) bool {
	return p.ID != "" && len(p.ID) < 256 && !strings.ContainsAny(p.ID, "@ \t\n") &&
		p.Addr != "" && len(p.Addr) < 1024
}
