package printer

// The pure readings of what a printer says, for tables.
var (
	HealthOf = healthOf
	JobOf    = jobOf
)
