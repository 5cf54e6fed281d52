package visit_test

import (
	"testing"

	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// crowd is a waiting room of 500: half by appointment, all products, and twelve manned desks.
func crowd(b *testing.B) visit.Queue {
	products := []office.ProductID{"eid", "reispas", "eid-af", "pas", "rijbewijs", "adres", "woonadvies"}
	q := visit.Queue{Offer: offer}
	for n := 1; n <= 500; n++ {
		v := waiting(b, n, "10:00")
		if n%2 == 0 {
			v = booked(b, n, "10:00", office.Minute(600+n/4).String())
			v.PlannedDesk = office.Desk(n%12 + 1)
		}
		v.Products = []office.ProductID{products[n%len(products)]}
		if n%10 == 0 {
			v.Products = append(v.Products, "woonadvies")
		}
		q.Visits = append(q.Visits, v)
	}
	for n := range 60 {
		q.Expected = append(q.Expected, visit.Expected{Planned: office.Minute(600 + 5*n), Desk: office.Desk(n%12 + 1)})
	}
	for desk := office.Desk(1); desk <= 12; desk++ {
		q.Posts = append(q.Posts, visit.Post{Desk: desk, Serves: visit.Scope{Themes: []office.ClusterID{"burgerzaken"}}, Skills: visit.Scope{Level: 3}})
	}
	q.Posts[10] = visit.Post{Desk: 11, Kind: visit.Snelbalie}
	q.Posts[11] = visit.Post{Desk: 12, Serves: visit.Scope{Themes: []office.ClusterID{"ocmw"}}}
	last := waiting(b, 501, "10:19")
	last.Products = []office.ProductID{"steun"}
	q.Visits = append(q.Visits, last)
	return q
}

// BenchmarkChoose is the decision whom a desk calls with 500 waiting: a desk that serves most, the snelbalie, and one that
// must pass over nearly everybody.
func BenchmarkChoose(b *testing.B) {
	q, now := crowd(b), clock(b, "10:20")
	for name, desk := range map[string]office.Desk{"ordinary": 1, "snelbalie": 11, "specialist": 12} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, ok := visit.DefaultOrder.Choose(q, now, desk); !ok {
					b.Fatal("nobody is called")
				}
			}
		})
	}
}

// BenchmarkArrange is the whole list of 500 with all its words.
func BenchmarkArrange(b *testing.B) {
	q, now := crowd(b), clock(b, "10:20")
	for b.Loop() {
		if n := len(visit.DefaultOrder.Arrange(q, now, 1)); n != 501 {
			b.Fatal(n)
		}
	}
}
