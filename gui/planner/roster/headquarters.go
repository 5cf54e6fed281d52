package roster

import (
	"context"

	"github.com/buurtloket/buurtloket/sync/contract"
)

// Headquarters is what the page asks of headquarters. Each call ends within its ctx; a refusal is a fault with words for the planner.
type Headquarters interface {
	Sites(context.Context, *contract.SitesRequest) (*contract.SitesResponse, error)
	RosterWeek(context.Context, *contract.RosterWeekRequest) (*contract.RosterWeekResponse, error)
	RosterCheck(context.Context, *contract.RosterSheet) (*contract.RosterWeekResponse, error)
	RosterPut(context.Context, *contract.RosterSheetPut) (*contract.RosterWeekResponse, error)
	RosterStaff(context.Context, *contract.RosterStaffRequest) (*contract.RosterStaffResponse, error)
	RosterPutStaff(context.Context, *contract.RosterBookPut) (*contract.RosterStaffResponse, error)
	RosterNeed(context.Context, *contract.RosterNeedRequest) (*contract.RosterNeedResponse, error)
	RosterPropose(context.Context, *contract.RosterSheet) (*contract.RosterProposeResponse, error)
	RosterHistory(context.Context, *contract.RosterHistoryRequest) (*contract.RosterHistoryResponse, error)
}
