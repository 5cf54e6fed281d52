package catalogue

import (
	"fmt"

	"github.com/buurtloket/buurtloket/sync/office"
)

type rawLocations struct {
	rawHead
	Home      rawHome       `json:"home"`
	Districts []rawDistrict `json:"districts"`
	Locations []rawLocation `json:"locations"`
}

// rawHome is the municipality whose catalogue this is.
type rawHome struct {
	NIS  string `json:"nis"`
	Note string `json:"note"`
}

type rawDistrict struct {
	ID        string   `json:"id"`
	Postcodes []string `json:"postcodes"`
	Assumed   bool     `json:"assumed"`
}

type rawLocation struct {
	ID               office.SiteID      `json:"id"`
	NL               string             `json:"nl"`
	Kind             office.SiteKind    `json:"kind"`
	Municipality     string             `json:"municipality"`
	MunicipalityNote string             `json:"municipality_note"`
	NIS              string             `json:"nis"`
	District         string             `json:"district"`
	Clusters         []office.ClusterID `json:"clusters"`
	Host             *string            `json:"host"`
	HostAssumed      bool               `json:"host_assumed"`

	Address   rawSourced[string] `json:"address"`
	Opened    rawSourced[string] `json:"opened"`
	Desks     rawSourced[uint8]  `json:"desks"`
	Vault     rawSourced[bool]   `json:"vault"`
	Booth     rawSourced[bool]   `json:"photo_booth"`
	Kiosk     rawSourced[bool]   `json:"self_service_kiosk"`
	Reception rawSourced[struct {
		DaysPerWeek uint8 `json:"days_per_week"`
	}] `json:"reception"`
	Pattern       rawSourced[string] `json:"pattern"`
	PilotStart    rawSourced[string] `json:"pilot_start"`
	KioskUse      rawSourced[string] `json:"kiosk_use"`
	PartnerKeeps  rawSourced[bool]   `json:"partner_wants_to_keep"`
	Snelbalie     rawSourced[bool]   `json:"snelbalie"`
	ContactCentre rawSourced[bool]   `json:"contact_centre"`

	Opening              []rawHours `json:"opening"`
	ReceptionOpening     []rawHours `json:"reception_opening"`
	ContactCentreOpening []rawHours `json:"contact_centre_opening"`
	WalkInRule           *rawWalkIn `json:"walk_in_rule"`
	VisitorOrigin        []struct {
		District string  `json:"district"`
		Percent  float64 `json:"percent"`
		Assumed  bool    `json:"assumed"`
	} `json:"visitor_origin"`
}

type rawHours struct {
	Day       string `json:"day"`
	From      string `json:"from"`
	To        string `json:"to"`
	Mode      string `json:"mode"`
	ValidFrom string `json:"valid_from"`
	ValidTo   string `json:"valid_to"`
	Assumed   bool   `json:"assumed"`
}

type rawWalkIn struct {
	Day              string             `json:"day"`
	Cluster          office.ClusterID   `json:"cluster"`
	ExcludedProducts []office.ProductID `json:"excluded_products"`
	ValidFrom        string             `json:"valid_from"`
	Assumed          bool               `json:"assumed"`
	Source           string             `json:"source"`
}

// readLocations reads the file of locations.
func (c *Catalogue) readLocations(data []byte) error {
	var raw rawLocations
	if err := decode(data, "locations/1", &raw, &raw.Schema); err != nil {
		return err
	}
	c.Home = raw.Home.NIS
	for _, d := range raw.Districts {
		c.Districts = append(c.Districts, District{ID: d.ID, Postcodes: d.Postcodes, Assumed: d.Assumed})
	}
	for _, r := range raw.Locations {
		l, err := r.location()
		if err != nil {
			return fmt.Errorf("location %q: %w", r.ID, err)
		}
		rules, err := r.rules()
		if err != nil {
			return err
		}
		c.Locations = append(c.Locations, l)
		c.rules = append(c.rules, rules...)
	}
	return nil
}

// location turns the file's form of a location into ours.
func (r rawLocation) location() (Location, error) {
	opened := office.Sourced[office.Date]{Unknown: r.Opened.Value == nil, Assumed: r.Opened.Assumed, Source: r.Opened.Source}
	if r.Opened.Value != nil {
		d, err := office.ParseDate(*r.Opened.Value)
		if err != nil {
			return Location{}, err
		}
		opened.Value = d
	}
	reception := office.Sourced[uint8]{Unknown: r.Reception.Value == nil, Assumed: r.Reception.Assumed,
		Source: r.Reception.Source, Note: r.Reception.Note}
	if r.Reception.Value != nil {
		reception.Value = r.Reception.Value.DaysPerWeek
	}
	if !r.ID.Valid() {
		return Location{}, fmt.Errorf("the id is malformed")
	}
	l := Location{
		Site: office.Site{ID: r.ID, Name: r.NL, Kind: r.Kind, Municipality: r.Municipality, NIS: r.NIS,
			District: r.District, Address: r.Address.sourced(), Desks: r.Desks.sourced(), Vault: r.Vault.sourced(),
			PhotoBooth: r.Booth.sourced(), Kiosk: r.Kiosk.sourced(), Reception: reception, Clusters: r.Clusters},
		Pattern: r.Pattern.sourced(), Opened: opened, PilotStart: r.PilotStart.sourced(),
		Host:     rawSourced[string]{Value: r.Host, Assumed: r.HostAssumed}.sourced(),
		KioskUse: r.KioskUse.sourced(), PartnerKeeps: r.PartnerKeeps.sourced(),
		Snelbalie: r.Snelbalie.sourced(), ContactCentre: r.ContactCentre.sourced(), Note: r.MunicipalityNote,
	}
	for _, v := range r.VisitorOrigin {
		l.Origin = append(l.Origin, VisitorShare(v))
	}
	return l, nil
}
