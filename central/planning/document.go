package planning

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Documents implements the Planning service: where a document is, or what a site has, as the journals say; and what is
// announced and has not come. Of one document there can be a row for each site that ever named it.
func (p *Planning) Documents(ctx context.Context, r *connect.Request[contract.DocumentsRequest]) (*connect.Response[contract.DocumentsResponse], error) {
	q := r.Msg
	if q.Document == "" && q.Site == "" {
		return answer[contract.DocumentsResponse](nil, fault.New("planning.Documents", fault.Invalid).Tell("Zeg welk document, of welke locatie.", ""))
	}
	number := ""
	if q.Document != "" {
		var err error
		if number, err = register.Number(q.Document); err != nil {
			return answer[contract.DocumentsResponse](nil, err)
		}
	}
	out := new(contract.DocumentsResponse)
	err := p.read(ctx, func(v register.View) error {
		if q.Site != "" {
			if err := known(v, q.Site); err != nil {
				return err
			}
		}
		out.Documents = append(out.Documents, said(v, number, q.Site)...)
		out.Documents = append(out.Documents, announced(v, number, q.Site)...)
		return nil
	})
	return answer(out, err)
}

// said is what journals say of one document, or of all that a site named.
func said(v register.View, number, site string) (rows []*contract.DocumentRow) {
	add := func(number string, d *contract.DocumentState) {
		rows = append(rows, &contract.DocumentRow{Document: number, Kind: d.Kind, Site: d.Site, State: d.State, AtMs: d.AtMs, To: d.To})
	}
	if number == "" {
		for n, d := range v.Documents(office.SiteID(site)) {
			add(n, d)
		}
		return rows
	}
	for d := range v.Document(number) {
		if site == "" || d.Site == site {
			add(number, d)
		}
	}
	return rows
}

// announced is what is on its way there.
func announced(v register.View, number, site string) (rows []*contract.DocumentRow) {
	for _, c := range v.Announced(office.SiteID(site)) {
		kinds := map[string]string{}
		for _, i := range c.Items {
			kinds[i.Document] = i.Kind
		}
		for _, n := range c.Documents {
			if number == "" || n == number {
				rows = append(rows, &contract.DocumentRow{Document: n, Kind: kinds[n], Site: c.Site, State: register.DocumentAnnounced})
			}
		}
	}
	return rows
}
