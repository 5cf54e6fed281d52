package citizen

import (
	"errors"
	"net/http"

	"github.com/buurtloket/buurtloket/sync/fault"
)

var statuses = map[fault.Kind]int{fault.Invalid: http.StatusBadRequest, fault.NotFound: http.StatusNotFound, fault.Refused: http.StatusConflict,
	fault.Taken: http.StatusConflict, fault.NotHeld: http.StatusConflict, fault.Conflict: http.StatusConflict, fault.Denied: http.StatusForbidden,
	fault.Unreachable: http.StatusServiceUnavailable, fault.Exhausted: http.StatusTooManyRequests}

// StatusOf is the HTTP status of a fault; what is nobody's fault but ours is 500.
func StatusOf(err error) int {
	var many *TooMany
	if errors.As(err, &many) {
		return http.StatusTooManyRequests
	}
	if status := statuses[fault.KindOf(err)]; status != 0 {
		return status
	}
	return http.StatusInternalServerError
}
