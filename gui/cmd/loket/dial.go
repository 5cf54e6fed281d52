package main

import (
	"context"
	"io"

	"github.com/buurtloket/buurtloket/gui/local"
	"github.com/buurtloket/buurtloket/gui/state"
)

// dial reaches the counter's service.
func dial(ctx context.Context, socket string) (state.Counter, io.Closer, error) {
	c, err := local.Dial(ctx, socket)
	return c, c, err
}
