package blob

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// MaxSize is how long a blob may be, in bytes.
const MaxSize = 16 << 20

// Store is a folder of blobs. It is safe for concurrent use by one process; what is said to be there is durable.
type Store struct {
	dir string
	mu  sync.Mutex // held while anything is written
}

// Open opens a folder, and makes it where there is none.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fault.New("blob.Open", fault.Internal).On(dir).Because(err)
	}
	return &Store{dir: dir}, nil
}

func (s *Store) path(d Digest) string { return filepath.Join(s.dir, d.String()) }

// Has reports whether a blob is here whole.
func (s *Store) Has(d Digest) bool {
	_, err := os.Stat(s.path(d))
	return err == nil
}

// Put keeps a blob and gives its name. One that is here already changes nothing.
func (s *Store) Put(content []byte) (Digest, error) {
	d := Of(content)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.Has(d) {
		return d, nil
	}
	if err := s.begin(d, len(content)); err != nil {
		return d, err
	}
	if err := os.WriteFile(s.part(d), content, 0o600); err != nil {
		return d, fault.New("blob.Put", fault.Internal).On(d.String()).Because(err)
	}
	return d, s.finish(d)
}

// Get gives a blob. One that is not here is NotFound; one that the disk changed is Conflict.
func (s *Store) Get(d Digest) ([]byte, error) {
	const op = "blob.Get"
	b, err := os.ReadFile(s.path(d))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fault.New(op, fault.NotFound).On(d.String())
	case err != nil:
		return nil, fault.New(op, fault.Internal).On(d.String()).Because(err)
	case Of(b) != d:
		return nil, fault.New(op, fault.Conflict).On(d.String()).Because(errors.New("the disk gives other bytes than were written"))
	}
	return b, nil
}

// Remove takes a blob away, and what there is of one that was coming. One that is not here is no error.
func (s *Store) Remove(d Digest) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, path := range []string{s.path(d), s.part(d)} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fault.New("blob.Remove", fault.Internal).On(d.String()).Because(err)
		}
	}
	return s.flush()
}

// All are the blobs that are here whole, by name.
func (s *Store) All() ([]Digest, error) { return s.list("blob.All", false) }

// Parts are the blobs of which only a beginning is here, by name.
func (s *Store) Parts() ([]Digest, error) { return s.list("blob.Parts", true) }

func (s *Store) list(op string, parts bool) (out []Digest, err error) {
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return nil, fault.New(op, fault.Internal).On(s.dir).Because(err)
	}
	for _, e := range entries {
		name, part := strings.CutSuffix(e.Name(), partSuffix)
		if part != parts {
			continue
		}
		d, err := ParseDigest(name)
		if err != nil {
			return nil, fault.Wrap(op, err)
		}
		out = append(out, d)
	}
	slices.SortFunc(out, func(a, b Digest) int { return strings.Compare(string(a[:]), string(b[:])) })
	return out, nil
}

// finish turns the part of a blob into the blob, if it is whole and as its name says. A part that is not is taken away:
// nothing can be added to it that mends it.
func (s *Store) finish(d Digest) error {
	const op = "blob.finish"
	file, err := os.OpenFile(s.part(d), os.O_RDWR, 0)
	if err != nil {
		return fault.New(op, fault.Internal).On(d.String()).Because(err)
	}
	b, err := os.ReadFile(s.part(d))
	if err == nil && Of(b) != d {
		return errors.Join(fault.New(op, fault.Conflict).On(d.String()).Because(errors.New("the bytes that came are others")), file.Close(), os.Remove(s.part(d)))
	}
	if err = errors.Join(err, file.Sync(), file.Close()); err == nil {
		err = os.Rename(s.part(d), s.path(d))
	}
	if err != nil {
		return fault.New(op, fault.Internal).On(d.String()).Because(err)
	}
	return s.flush()
}

// flush makes what was renamed or removed durable.
func (s *Store) flush() error {
	dir, err := os.Open(s.dir)
	if err == nil {
		err = errors.Join(dir.Sync(), dir.Close())
	}
	if err != nil {
		return fault.New("blob.flush", fault.Internal).On(s.dir).Because(err)
	}
	return nil
}

// begin refuses what is too large.
func (s *Store) begin(d Digest, size int) error {
	if size < 1 || size > MaxSize {
		return fault.New("blob.Put", fault.Invalid).On(d.String()).Because(fmt.Errorf("%d bytes; at most %d", size, MaxSize))
	}
	return nil
}
