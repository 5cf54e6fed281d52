package api

import (
	"time"

	"github.com/buurtloket/buurtloket/central/busy"
)

// Busy is how busy a site is now; where that is not known, how it was at an hour of today.
type Busy struct {
	Level   string `json:"level" enum:"unknown,quiet,normal,busy" doc:"Now. Unknown: the last that is known is too old, or the line to the counter is down."`
	AsOf    string `json:"asOf,omitempty" format:"date-time" doc:"Of when what follows is; without it nothing is known of today."`
	Waiting *int   `json:"waiting,omitempty" min:"0" max:"100000" doc:"How many wait, then."`
	Was     string `json:"levelThen,omitempty" enum:"quiet,normal,busy" doc:"How busy it was then."`
	From    *int   `json:"waitFromMinutes,omitempty" min:"0" max:"100000" doc:"How long one who comes then may expect to wait; only where enough were served today to tell."`
	To      *int   `json:"waitToMinutes,omitempty" min:"0" max:"100000"`
}

func busyOf(n busy.Now) *Busy {
	out := &Busy{Level: "unknown"}
	if n.AsOf.IsZero() {
		return out
	}
	out.AsOf, out.Was, out.Waiting = n.AsOf.Format(time.RFC3339), n.Level.String(), &n.Waiting
	if n.Known {
		out.Level = out.Was
	}
	if n.HasWait {
		from, to := int(n.Wait.From.Minutes()), int(n.Wait.To.Minutes())
		out.From, out.To = &from, &to
	}
	return out
}
