package citizen

import (
	"io"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// chance draws identities. It is safe for concurrent use, whatever its source is.
type chance struct {
	mu     sync.Mutex
	source io.Reader
}

func (c *chance) id(now time.Time) ([]byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	id, err := office.NewID(c.source, now.UnixMilli())
	if err != nil {
		return nil, fault.New("citizen.NewID", fault.Internal).Because(err)
	}
	return id[:], nil
}
