package catalogue

import "github.com/buurtloket/buurtloket/sync/office"

// Norm is a published target for a measure. Operator and value are data, because cities word the same
// target differently: "tot 45 seconden" in one place, "< 45 seconden" in another.
type Norm struct {
	ID            string // the measure: "phone_wait_avg", "lateness_avg"
	Dutch         string // empty for the norm of a cluster
	Op            Op
	Value         float64
	Unit          string // "%", "s", "min", "working_days"
	Period        string // over which the measure is taken: "month", "year"
	PeriodAssumed bool   // the source gives no period
	Assumed       bool
	Source, Note  string
}

// Op says how a measure is compared with its norm.
type Op string

// The operators. About is an ambition that is neither met nor missed.
const (
	Below   Op = "<"
	AtMost  Op = "<="
	AtLeast Op = ">="
	About   Op = "~"
)

// Met reports whether a measured value meets the norm; judged is false when the norm cannot tell.
func (n Norm) Met(v float64) (met, judged bool) {
	switch n.Op {
	case Below:
		return v < n.Value, true
	case AtMost:
		return v <= n.Value, true
	case AtLeast:
		return v >= n.Value, true
	}
	return false, false
}

// Cluster is a group of products that share a norm for lateness (A004-06 to A004-11).
type Cluster struct {
	ID        office.ClusterID
	Dutch     string
	English   string
	Norm      *Norm // nil: none was published
	ThemeDesk office.Sourced[string]
	Assumed   bool
}

// PhoneCategory is a band of whole seconds until a call is answered; fractions are cut off first.
type PhoneCategory struct {
	ID    string
	Dutch string
	From  int
	To    int // included; with Open it means nothing
	Open  bool
	Note  string
}

// Level is one of the five service levels, 0 to 4 (A003-05).
type Level struct {
	Level   uint8
	Dutch   string
	English string
	Source  string
}

// ThemeDesk is one of the theme desks of level 3 (A003-24).
type ThemeDesk struct {
	ID     string
	Dutch  string
	Source string
}
