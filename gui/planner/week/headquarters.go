package week

import (
	"context"

	"github.com/buurtloket/buurtloket/sync/contract"
)

// Headquarters is the planner's board at headquarters. Each call ends within its ctx; a refusal is a fault with words for the
// planner. Its calls may be made from any goroutine.
type Headquarters interface {
	Week(context.Context, *contract.BoardWeekRequest) (*contract.BoardWeekResponse, error)
	Try(context.Context, *contract.BoardDraft) (*contract.BoardEffect, error)
	Commit(context.Context, *contract.BoardCommitRequest) (*contract.BoardCommitResponse, error)
	Advise(context.Context, *contract.BoardAdviseRequest) (*contract.BoardAdviseResponse, error)
}
