package portal

import (
	"net/http"

	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/sync/office"
)

// sheetPage is the page of one product (A003-08).
type sheetPage struct {
	citizen.Sheet
	AtHome   string // key of what can be done at home
	Form     wish
	Sites    []office.Site
	Flaws    []flaw
	Earliest office.Date
	Latest   office.Date
}

// sheet is the page of one product.
func (p *Portal) sheet(w http.ResponseWriter, r *http.Request, v *visitor) error {
	plan, err := p.Plan()
	if err != nil {
		return err
	}
	id := office.ProductID(r.PathValue("id"))
	s, err := citizen.SheetOf(plan, id, p.Now())
	if err != nil {
		return err
	}
	d := sheetPage{Sheet: s, Form: wish{citizen.Wish{Products: []office.ProductID{id}, Persons: 1}}, Sites: citizen.Sites(plan)}
	d.Earliest, d.Latest = d.Form.Bounds(plan, p.Now())
	switch s.Product.SelfService.Value {
	case office.SelfServiceFull:
		d.AtHome = "home.full"
	case office.SelfServiceStart:
		d.AtHome = "home.start"
	}
	return p.render(w, v, http.StatusOK, "sheet", v.product(s.Product), d)
}
