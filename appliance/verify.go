package appliance

import (
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Verify reads a whole journal that no process has open and changes nothing: every hash, every head, and whether the
// projections are what the records and the feed make. The site may be empty: any.
func Verify(path string, site office.SiteID) (journal.Report, error) {
	o := journal.VerifyOptions{Site: site}
	first, err := journal.Verify(path, o)
	if err != nil {
		return first, err
	}
	o.Fold, o.FoldVersion = fold(first.Site), foldVersion
	return journal.Verify(path, o)
}
