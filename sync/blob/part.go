package blob

import (
	"errors"
	"io/fs"
	"os"

	"github.com/buurtloket/buurtloket/sync/fault"
)

const partSuffix = ".part"

func (s *Store) part(d Digest) string { return s.path(d) + partSuffix }

// Offset is how much of a blob is here: what Add wants next. A whole blob has its size.
func (s *Store) Offset(d Digest) (int64, error) {
	for _, path := range []string{s.path(d), s.part(d)} {
		switch info, err := os.Stat(path); {
		case err == nil:
			return info.Size(), nil
		case !errors.Is(err, fs.ErrNotExist):
			return 0, fault.New("blob.Offset", fault.Internal).On(d.String()).Because(err)
		}
	}
	return 0, nil
}

// Add adds the next bytes of a blob of a size, and reports how much is here and whether the blob is now whole, which it is
// durably. Bytes that are here already are passed over, so that what was sent twice counts once; bytes that leave a gap are
// refused as Conflict, and the offset says where to go on. A part is not durable: after a crash less of it may be here.
func (s *Store) Add(d Digest, size, at int64, data []byte) (offset int64, whole bool, err error) {
	const op = "blob.Add"
	if size < 1 || size > MaxSize || at < 0 || at+int64(len(data)) > size {
		return 0, false, fault.New(op, fault.Invalid).On(d.String())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.Has(d) {
		return size, true, nil
	}
	if offset, err = s.Offset(d); err != nil {
		return 0, false, err
	}
	if offset > size { // somebody said another size before; the name decides
		return 0, false, errors.Join(fault.New(op, fault.Conflict).On(d.String()), os.Remove(s.part(d)))
	}
	if at > offset {
		return offset, false, fault.New(op, fault.Conflict).On(d.String())
	}
	data = data[min(int64(len(data)), offset-at):]
	if len(data) == 0 && offset < size {
		return offset, false, nil // nothing new: no file is made for a question
	}
	file, err := os.OpenFile(s.part(d), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = file.Write(data)
		err = errors.Join(err, file.Close())
	}
	if err != nil {
		return offset, false, fault.New(op, fault.Internal).On(d.String()).Because(err)
	}
	if offset += int64(len(data)); offset < size {
		return offset, false, nil
	}
	if err := s.finish(d); err != nil {
		return 0, false, err
	}
	return size, true, nil
}
