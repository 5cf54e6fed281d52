package bulletin

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Showing is what a site shows at a moment, in its order: the activities of today by their hour, then news, the newest first,
// then activities to come by their day. now is in the site's own time zone.
func Showing(items []Item, site office.SiteID, now time.Time) []Item {
	today := office.DateOf(now)
	var out []Item
	for _, i := range items {
		if i.For(site) && i.Shown.Contains(today) && !i.ended(now) {
			out = append(out, i)
		}
	}
	slices.SortFunc(out, func(a, b Item) int { return before(a, b, today) })
	return out
}

// ended reports whether it is an activity that is done. In the doubled hour of the night in which the clock goes back, the
// second is meant: rather too long than too short.
func (i Item) ended(now time.Time) bool {
	if i.Kind != Activity {
		return false
	}
	end := i.Date.At(i.To, now.Location())
	if again := end.Add(time.Hour); i.To < office.EndOfDay && office.MinuteOf(again) == i.To {
		end = again
	}
	return !now.Before(end)
}

// before compares as Showing says. No two items of different names are equal.
func before(a, b Item, today office.Date) int {
	group := func(i Item) int {
		switch {
		case i.Kind == News:
			return 1
		case i.Date > today:
			return 2
		}
		return 0
	}
	byKind := cmp.Compare(group(a), group(b))
	if byKind == 0 && group(a) == 1 {
		byKind = cmp.Compare(b.Shown.From, a.Shown.From)
	}
	return cmp.Or(byKind, cmp.Compare(a.Date, b.Date), cmp.Compare(a.From, b.From), cmp.Compare(a.ID, b.ID))
}

// How much a site shows: so many items on one day that each is seen by who waits, and so many ahead that all of them are sent
// to a counter at once.
const (
	MostShown = 8
	MostAtOne = 60
)

// Room refuses an item that would be too much beside others that stand, at one of the sites.
func Room(stand []Item, more Item, sites []office.SiteID, today office.Date) error {
	for _, site := range sites {
		if !more.For(site) {
			continue
		}
		var here []Item
		for _, i := range stand {
			if i.ID != more.ID && i.For(site) && !i.Over(today) {
				here = append(here, i)
			}
		}
		if len(here) >= MostAtOne {
			return full(more, site, fmt.Sprintf("Er staan al %d berichten klaar voor '%s'.", len(here), site))
		}
		for day := max(more.Shown.From, today); day <= more.Shown.To; day++ {
			n := 0
			for _, i := range here {
				if i.Shown.Contains(day) {
					n++
				}
			}
			if n >= MostShown {
				return full(more, site, fmt.Sprintf("Op %s worden in '%s' al %d berichten getoond.", day, site, n))
			}
		}
	}
	return nil
}

func full(i Item, site office.SiteID, say string) error {
	return fault.New("bulletin.Room", fault.Refused).On(i.ID+"/"+string(site)).Tell(say, "Trek er een in, of kies andere dagen.")
}
