package simulation_test

import (
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// granted is a seat that is on its way to a box.
func granted(b *box) (office.SeatID, bool) { return office.SeatID{}, false }

func onItsWay(b *box, p *contract.Place) bool { return false }
