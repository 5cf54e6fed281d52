package api

import (
	"encoding/json"
	"net/http"

	"github.com/buurtloket/buurtloket/sync/office"
)

type agendaIn struct {
	Feed string `path:"feed" max:"400" doc:"The token of the link that staff got for a desk."`
}

func (a *API) agenda(by asked, in *agendaIn) (*raw, error) {
	b, err := a.door.Feed(by, in.Feed)
	return &raw{b}, err
}

// AgendaLink is where staff get the link to the agenda of a desk. Whoever serves it lets in staff only; it is no part of the public API.
type AgendaLink struct {
	Path  string `json:"path"`
	Until string `json:"until"` // last day on which it is good
}

type agendaLinkIn struct {
	Site string `query:"site" required:"yes"`
	Desk int    `query:"desk" required:"yes" min:"1" max:"255"`
}

// AgendaLinks answers with the link to a desk's agenda: ?site=…&desk=….
func (a *API) AgendaLinks() http.Handler {
	in := newInputOf[agendaLinkIn]()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked, err := in.read(r)
		if err != nil {
			a.fail(w, r, err)
			return
		}
		of := asked.Interface().(*agendaLinkIn)
		path, until, err := a.door.FeedLink(office.SiteID(of.Site), office.Desk(of.Desk))
		if err != nil {
			a.fail(w, r, err)
			return
		}
		body, err := json.Marshal(AgendaLink{path, until.String()})
		if err != nil {
			a.fail(w, r, err)
			return
		}
		send(w, http.StatusOK, "application/json", body)
	})
}
