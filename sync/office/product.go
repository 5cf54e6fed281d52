package office

// Product is one thing a visitor comes for, as the catalogue describes it (A000-01, A003-15).
// It is a plain value; the slices in it are shared and must not be changed.
type Product struct {
	ID      ProductID
	Dutch   string // name on every screen
	English string
	Cluster Sourced[ClusterID]
	Level   Sourced[uint8] // service level 0 to 4 (A003-05)

	Duration    Sourced[DeskTime]
	Photo       Sourced[bool] // needs a passport photo
	Vault       Sourced[bool] // hands out a document that was kept in a vault (A002-43)
	Appointment Sourced[AppointmentNeed]
	SelfService Sourced[SelfService]
	Snelbalie   Sourced[bool] // served at the reception without appointment (A000-34)
	WalkIn      Sourced[bool] // served on a walk-in day (A001-16)

	UrgentSameDay  bool   // may be urgent enough to be served the same day
	StatisticsOnly bool   // exists to be counted, not to be chosen (A001-12)
	Offered        Period // dates on which it is offered at all (A002-47)

	CollectBy   *Sourced[Collector]
	Uncollected *Sourced[Unclaimed]

	Presence   string // who must come, in English
	HandIn     string // what must be handed in or shown
	Production string // how long the making takes
	Validity   string // how long the document holds
	Note       string

	Seeds, PublicSources []string // where the description comes from
	IPDC                 string   // concept in the inter-administrative catalogue, if known
}

// DeskTime is the time a product takes at a desk, in minutes.
type DeskTime struct {
	Minutes        int // for the first person
	PerExtraPerson int // added for each further person of the same visit
}

// For is the desk time in minutes for so many persons; fewer than one counts as one.
func (d DeskTime) For(persons int) int { return d.Minutes + (max(persons, 1)-1)*d.PerExtraPerson }

// AppointmentNeed says whether a product is served by appointment.
type AppointmentNeed uint8

// The four needs of the catalogue; a product of which nobody said takes an appointment.
const (
	AppointmentRequired  AppointmentNeed = iota // only by appointment
	AppointmentOptional                         // with or without
	AppointmentNone                             // come along; no appointment is made
	AppointmentStaffOnly                        // only staff puts it in the agenda
)

// SelfService says how much of a product a visitor can do at a kiosk or at home.
type SelfService uint8

// The three extents of self-service.
const (
	SelfServiceNone  SelfService = iota
	SelfServiceStart             // can be begun
	SelfServiceFull              // can be done from end to end
)

// Collector says who may collect a document.
type Collector struct {
	Holder, Parent bool
	Proxy          string // under which conditions somebody else may, in English
}

// Unclaimed says what happens to a document that nobody collects. Nothing is ever destroyed by this
// rule alone: it yields a proposal for two people to confirm.
type Unclaimed struct {
	Rule        string // "annul_and_destroy", "destroy_and_reapply", "flag_for_decision"
	Months      int    // 0: no term is known
	CountedFrom string // "first_reminder_letter", "arrived_at_municipality", "ready_for_collection", or empty
	VerifyLaw   bool   // to be checked against the law now in force
}
