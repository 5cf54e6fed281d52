package catalogue

import (
	"fmt"

	"github.com/buurtloket/buurtloket/sync/office"
)

type rawCatalogue struct {
	rawHead
	Levels          []rawLevel     `json:"levels"`
	ThemeDesks      []rawThemeDesk `json:"theme_desks"`
	Clusters        []rawCluster   `json:"clusters"`
	Norms           []rawNorm      `json:"org_norms"`
	PhoneCategories []rawBand      `json:"phone_speed_categories"`
	Products        []rawProduct   `json:"products"`
}

type rawLevel struct {
	Level  uint8  `json:"level"`
	NL     string `json:"nl"`
	EN     string `json:"en"`
	Source string `json:"source"`
}

type rawThemeDesk struct {
	ID     string `json:"id"`
	NL     string `json:"nl"`
	Source string `json:"source"`
}

type rawCluster struct {
	ID   office.ClusterID `json:"id"`
	NL   string           `json:"nl"`
	EN   string           `json:"en"`
	Norm *struct {
		Metric  string  `json:"metric"`
		Op      Op      `json:"op"`
		Minutes float64 `json:"minutes"`
		Period  string  `json:"period"`
		Source  string  `json:"source"`
		Assumed bool    `json:"assumed"`
	} `json:"norm"`
	ThemeDesk        *string `json:"theme_desk"`
	ThemeDeskAssumed bool    `json:"theme_desk_assumed"`
	Assumed          bool    `json:"assumed"`
}

type rawNorm struct {
	ID            string  `json:"id"`
	NL            string  `json:"nl"`
	Op            Op      `json:"op"`
	Value         float64 `json:"value"`
	Unit          string  `json:"unit"`
	Period        string  `json:"period"`
	PeriodAssumed bool    `json:"period_assumed"`
	Source        string  `json:"source"`
	Note          string  `json:"note"`
}

type rawBand struct {
	ID   string `json:"id"`
	NL   string `json:"nl"`
	From int    `json:"from"`
	To   *int   `json:"to"`
	Note string `json:"note"`
}

type rawFlag struct {
	Required bool `json:"required"`
	Assumed  bool `json:"assumed"`
}

type rawMode struct {
	Mode    string `json:"mode"`
	Assumed bool   `json:"assumed"`
}

type rawProduct struct {
	ID             office.ProductID  `json:"id"`
	NL             string            `json:"nl"`
	EN             string            `json:"en"`
	Cluster        office.ClusterID  `json:"cluster"`
	ClusterAssumed bool              `json:"cluster_assumed"`
	Level          rawSourced[uint8] `json:"level"`
	Duration       struct {
		Minutes        int  `json:"minutes"`
		PerExtraPerson int  `json:"per_extra_person_minutes"`
		Assumed        bool `json:"assumed"`
	} `json:"duration"`
	Photo          rawFlag         `json:"photo"`
	VaultPickup    rawFlag         `json:"vault_pickup"`
	Appointment    rawMode         `json:"appointment"`
	SelfService    rawMode         `json:"self_service"`
	Snelbalie      bool            `json:"snelbalie"`
	WalkInAllowed  bool            `json:"walk_in_allowed"`
	UrgentSameDay  bool            `json:"urgent_same_day"`
	StatisticsOnly bool            `json:"statistics_only"`
	Presence       string          `json:"presence"`
	CollectBy      *rawCollector   `json:"collect_by"`
	Uncollected    *rawUncollected `json:"uncollected"`
	HandIn         string          `json:"hand_in"`
	Production     string          `json:"production"`
	Validity       string          `json:"validity"`
	ValidFrom      string          `json:"valid_from"`
	ValidTo        string          `json:"valid_to"`
	Seeds          []string        `json:"seeds"`
	PublicSources  []string        `json:"public_sources"`
	Note           string          `json:"note"`
	IPDCConcept    string          `json:"ipdc_concept"`
	FlagsAssumed   struct {
		Snelbalie     bool `json:"snelbalie"`
		WalkInAllowed bool `json:"walk_in_allowed"`
	} `json:"flags_assumed"`
}

type rawCollector struct {
	Holder  bool   `json:"holder"`
	Parent  bool   `json:"parent"`
	Proxy   string `json:"proxy"`
	Assumed bool   `json:"assumed"`
}

type rawUncollected struct {
	Rule        string `json:"rule"`
	Months      int    `json:"months"`
	CountedFrom string `json:"counted_from"`
	Source      string `json:"source"`
	Assumed     bool   `json:"assumed"`
	VerifyLaw   bool   `json:"verify_current_law"`
}

var needs = map[string]office.AppointmentNeed{"none": office.AppointmentNone, "optional": office.AppointmentOptional,
	"required": office.AppointmentRequired, "staff_only": office.AppointmentStaffOnly}

var selfServices = map[string]office.SelfService{"none": office.SelfServiceNone,
	"start": office.SelfServiceStart, "full": office.SelfServiceFull}

// readCatalogue reads the file of products and norms.
func (c *Catalogue) readCatalogue(data []byte) error {
	var raw rawCatalogue
	if err := decode(data, "catalogue/1", &raw, &raw.Schema); err != nil {
		return err
	}
	for _, l := range raw.Levels {
		c.Levels = append(c.Levels, Level{Level: l.Level, Dutch: l.NL, English: l.EN, Source: l.Source})
	}
	for _, t := range raw.ThemeDesks {
		c.ThemeDesks = append(c.ThemeDesks, ThemeDesk{ID: t.ID, Dutch: t.NL, Source: t.Source})
	}
	for _, cl := range raw.Clusters {
		c.Clusters = append(c.Clusters, cl.cluster())
	}
	for _, n := range raw.Norms {
		c.Norms = append(c.Norms, Norm{ID: n.ID, Dutch: n.NL, Op: n.Op, Value: n.Value, Unit: n.Unit, Period: n.Period,
			PeriodAssumed: n.PeriodAssumed, Source: n.Source, Note: n.Note})
	}
	for _, b := range raw.PhoneCategories {
		band := PhoneCategory{ID: b.ID, Dutch: b.NL, From: b.From, Open: b.To == nil, Note: b.Note}
		if b.To != nil {
			band.To = *b.To
		}
		c.PhoneCategories = append(c.PhoneCategories, band)
	}
	for _, r := range raw.Products {
		p, err := r.product()
		if err != nil {
			return fmt.Errorf("product %q: %w", r.ID, err)
		}
		c.Products = append(c.Products, p)
	}
	return nil
}

// cluster turns the file's form of a cluster into ours.
func (r rawCluster) cluster() Cluster {
	c := Cluster{ID: r.ID, Dutch: r.NL, English: r.EN, Assumed: r.Assumed,
		ThemeDesk: rawSourced[string]{Value: r.ThemeDesk, Assumed: r.ThemeDeskAssumed}.sourced()}
	if n := r.Norm; n != nil {
		c.Norm = &Norm{ID: n.Metric, Op: n.Op, Value: n.Minutes, Unit: "min", Period: n.Period,
			Source: n.Source, Assumed: n.Assumed}
	}
	return c
}

// product turns the file's form of a product into ours.
func (r rawProduct) product() (office.Product, error) {
	offered, err := period(r.ValidFrom, r.ValidTo)
	if err != nil {
		return office.Product{}, err
	}
	need, ok := needs[r.Appointment.Mode]
	if !ok {
		return office.Product{}, fmt.Errorf("appointment mode %q is unknown", r.Appointment.Mode)
	}
	self, ok := selfServices[r.SelfService.Mode]
	if !ok {
		return office.Product{}, fmt.Errorf("self-service mode %q is unknown", r.SelfService.Mode)
	}
	p := office.Product{
		ID: r.ID, Dutch: r.NL, English: r.EN, Cluster: marked(r.Cluster, r.ClusterAssumed), Level: r.Level.sourced(),
		Duration:      marked(office.DeskTime{Minutes: r.Duration.Minutes, PerExtraPerson: r.Duration.PerExtraPerson}, r.Duration.Assumed),
		Photo:         marked(r.Photo.Required, r.Photo.Assumed),
		Vault:         marked(r.VaultPickup.Required, r.VaultPickup.Assumed),
		Appointment:   marked(need, r.Appointment.Assumed),
		SelfService:   marked(self, r.SelfService.Assumed),
		Snelbalie:     marked(r.Snelbalie, r.FlagsAssumed.Snelbalie),
		WalkIn:        marked(r.WalkInAllowed, r.FlagsAssumed.WalkInAllowed),
		UrgentSameDay: r.UrgentSameDay, StatisticsOnly: r.StatisticsOnly, Offered: offered,
		Presence: r.Presence, HandIn: r.HandIn, Production: r.Production, Validity: r.Validity, Note: r.Note,
		Seeds: r.Seeds, PublicSources: r.PublicSources, IPDC: r.IPDCConcept,
	}
	if by := r.CollectBy; by != nil {
		v := marked(office.Collector{Holder: by.Holder, Parent: by.Parent, Proxy: by.Proxy}, by.Assumed)
		p.CollectBy = &v
	}
	if u := r.Uncollected; u != nil {
		v := marked(office.Unclaimed{Rule: u.Rule, Months: u.Months, CountedFrom: u.CountedFrom, VerifyLaw: u.VerifyLaw}, u.Assumed)
		v.Source = u.Source
		p.Uncollected = &v
	}
	return p, nil
}
