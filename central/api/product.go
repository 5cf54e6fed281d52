package api

import (
	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Product is something that citizens come for.
type Product struct {
	ID      string `json:"id"`
	Name    string `json:"name" doc:"In Dutch."`
	English string `json:"english,omitempty"`
	IPDC    string `json:"ipdc,omitempty" doc:"Concept in the inter-administrative catalogue, if known."`
}

func productOf(p office.Product) Product {
	return Product{string(p.ID), p.Dutch, p.English, p.IPDC}
}

// Products is a list of them.
type Products struct {
	Products []Product `json:"products"`
	Often    []string  `json:"often" doc:"Identities of what people come for most."`
}

// Sheet is what to know before making an appointment.
type Sheet struct {
	Product
	Minutes    int      `json:"minutes" min:"0" max:"1440" doc:"At the desk, for one person."`
	Bookable   bool     `json:"bookable" doc:"It can be booked here."`
	Ended      string   `json:"ended,omitempty" doc:"It is not offered now: why and where to go, in Dutch."`
	AtHome     string   `json:"atHome" enum:"no,start,full" doc:"How far it can be done at home."`
	Bring      []string `json:"bring" doc:"What to bring, in Dutch."`
	WithoutOne []WalkIn `json:"withoutAppointment" doc:"Where it can be had without an appointment in the coming week."`
}

// WalkIn is where a product can be had without an appointment.
type WalkIn struct {
	Site string `json:"site"`
	How  string `json:"how" enum:"appointment,walk_in,reception,self_service,phone"`
	Say  string `json:"say" doc:"When, in Dutch."`
}

type productsIn struct {
	Words string `query:"q" max:"200" doc:"Words of what is needed, in any of our languages. A national number finds nothing."`
}

func (a *API) products(_ asked, in *productsIn) (*Products, error) {
	found := a.door.Words.All()
	if in.Words != "" {
		found = nil
		if !citizen.HasNational(in.Words) {
			found = a.door.Words.Find(citizen.Clip(in.Words, 100))
		}
	}
	out := &Products{Products: []Product{}, Often: []string{}}
	for _, p := range found {
		out.Products = append(out.Products, productOf(p))
	}
	for _, p := range a.door.Words.Often {
		out.Often = append(out.Often, string(p.ID))
	}
	return out, nil
}

type productIn struct {
	Product string `path:"product" max:"60"`
}

func (a *API) product(_ asked, in *productIn) (*Sheet, error) {
	plan, err := a.door.Plan()
	if err != nil {
		return nil, err
	}
	s, err := citizen.SheetOf(plan, office.ProductID(in.Product), a.door.Now())
	if err != nil {
		return nil, err
	}
	out := &Sheet{Product: productOf(s.Product), Minutes: s.Minutes, Bookable: s.Bookable, Ended: s.Ended, AtHome: "no",
		Bring: append([]string{}, s.Bring...), WithoutOne: []WalkIn{}}
	switch s.Product.SelfService.Value {
	case office.SelfServiceFull:
		out.AtHome = "full"
	case office.SelfServiceStart:
		out.AtHome = "start"
	}
	for _, x := range s.WithoutOne {
		out.WithoutOne = append(out.WithoutOne, WalkIn{string(x.Site.ID), x.How.String(), x.Say})
	}
	return out, nil
}
