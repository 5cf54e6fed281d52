package portal

import (
	"net/http"

	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/sync/office"
)

// startPage is what the first page shows.
type startPage struct {
	Asked     string
	Answered  bool // a question was asked
	Private   bool // it held a national number
	Found     []office.Product
	Often     []office.Product
	All       []office.Product
	ShownOpen []openSite
}

// start is the first page: what do you need?
func (p *Portal) start(w http.ResponseWriter, r *http.Request, v *visitor) error {
	asked := trimmed(r, "q")
	d := startPage{Asked: asked, Answered: asked != "", Often: p.Words.Often}
	if citizen.HasNational(asked) {
		d.Private, d.Asked = true, ""
	} else if asked != "" {
		d.Asked = citizen.Clip(asked, 100)
		d.Found = p.Words.Find(d.Asked)
	}
	d.All = p.Words.All()
	plan, err := p.Plan()
	if err != nil {
		return err
	}
	d.ShownOpen = openSites(plan, p.Now(), v)
	title := v.T("start.title")
	if d.Answered {
		title = v.T("start.found.title")
	}
	return p.render(w, v, http.StatusOK, "start", title, d)
}
