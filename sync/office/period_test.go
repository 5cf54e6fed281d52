package office_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Contains, Overlaps and Valid agree with a list of the dates themselves, open ends included.
func TestPeriodIsItsDates(t *testing.T) {
	period := rapid.Custom(func(t *rapid.T) office.Period {
		return office.Period{From: office.Date(rapid.IntRange(0, 6).Draw(t, "from")), To: office.Date(rapid.IntRange(0, 6).Draw(t, "to"))}
	})
	rapid.Check(t, func(t *rapid.T) {
		p, q := period.Draw(t, "p"), period.Draw(t, "q")
		common, own := false, false
		for d := office.Date(-2); d < 9; d++ {
			in := (p.From == 0 || d >= p.From) && (p.To == 0 || d <= p.To)
			if p.Contains(d) != in {
				t.Fatalf("%s in %v: %t", d, p, !in)
			}
			own = own || in
			common = common || in && q.Contains(d)
		}
		if p.Valid() != own || p.Valid() && q.Valid() && p.Overlaps(q) != common {
			t.Fatalf("%v: valid %t; overlaps %v: %t, want %t, %t", p, p.Valid(), q, p.Overlaps(q), own, common)
		}
	})
}

// Staff is who stands or sits on the city's side of the desk; an unknown channel is not staff.
func TestChannels(t *testing.T) {
	for c, staff := range map[office.Channel]bool{office.ChannelDesk: true, office.ChannelPhone: true,
		office.ChannelWeb: false, office.ChannelKiosk: false, office.ChannelApp: false, office.ChannelUnknown: false, 99: false} {
		if c.Staff() != staff || c.String() == "" {
			t.Errorf("%s: staff %t", c, c.Staff())
		}
	}
	if d := (office.DeskTime{Minutes: 10, PerExtraPerson: 8}); d.For(0) != 10 || d.For(1) != 10 || d.For(3) != 26 {
		t.Errorf("desk time of 0, 1 and 3 persons: %d, %d, %d", d.For(0), d.For(1), d.For(3))
	}
}
