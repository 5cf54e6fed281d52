package office

// SiteKind is the sort of location (A002-57).
type SiteKind string

// The kinds of site in the catalogue.
const (
	KindRegionalHub   SiteKind = "regiohub"
	KindNeighbourhood SiteKind = "buurtloket"
	KindSelfService   SiteKind = "self_service"
	KindCityOffice    SiteKind = "stadskantoor"
	KindAdminCentre   SiteKind = "administratief_centrum"
	KindModelExample  SiteKind = "model_site"
)

// Site is one location with the facilities from which its offer follows. It is a plain value; the slices
// in it are shared and must not be changed.
type Site struct {
	ID           SiteID
	Name         string // Dutch, as on the door: "Buurtloket Berchem"
	Kind         SiteKind
	Municipality string // empty when the source does not name it
	NIS          string // statistical code of the municipality, if known
	District     string

	Address    Sourced[string]
	Desks      Sourced[uint8] // service points in the building
	Vault      Sourced[bool]  // without one nothing is kept or handed out (A002-45)
	PhotoBooth Sourced[bool]
	Kiosk      Sourced[bool]  // has a self-service desk
	Reception  Sourced[uint8] // days a week with a reception (A002-49)

	Clusters []ClusterID // served here; empty: all of them
}

// Serves reports whether the site serves products of cluster c.
func (s Site) Serves(c ClusterID) bool {
	for _, own := range s.Clusters {
		if own == c {
			return true
		}
	}
	return len(s.Clusters) == 0
}
