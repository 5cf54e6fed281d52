package local

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/contact"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// NoteContact implements the Counter service.
func (s *Service) NoteContact(ctx context.Context, r *connect.Request[contract.NoteContactRequest]) (*connect.Response[contract.Done], error) {
	q := r.Msg
	return s.once(ctx, "local.NoteContact", q.Command, func(t appliance.Turn, _ appliance.Who) (*contract.Event, error) {
		c := contact.Contact{Channel: q.Channel, Subject: q.Subject, Minutes: int(q.Minutes)}
		return contact.Note(c, office.DateOf(t.Now), func(id office.ProductID) bool {
			_, ok := s.room.Products.Product(id)
			return ok
		})
	})
}

// fillContacts shows the contacts of today.
func (s *Service) fillContacts(t appliance.Turn, out *contract.View) error {
	rows, err := contact.Today(t.View, office.DateOf(t.Now))
	for _, r := range rows {
		out.Contacts = append(out.Contacts, &contract.ContactRow{Channel: r.Channel, Subject: r.Subject, Count: uint32(r.Count), Minutes: uint32(r.Minutes)})
	}
	return err
}
