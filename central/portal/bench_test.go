package portal_test

import (
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"runtime/debug"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central"
)

// discard is an answer that nobody reads.
type discard struct{ header http.Header }

func (d discard) Header() http.Header         { return d.header }
func (d discard) Write(b []byte) (int, error) { return len(b), nil }
func (d discard) WriteHeader(int)             {}

// BenchmarkPage makes one page after the other, without a network: what each costs the processor.
func BenchmarkPage(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(central.GCPercent))
	c := mustCity(b)
	for name, path := range pagesToMeasure {
		b.Run(name, func(b *testing.B) {
			r := httptest.NewRequestWithContext(b.Context(), "GET", path, nil)
			for b.Loop() {
				c.portal.ServeHTTP(discard{http.Header{}}, r)
			}
		})
	}
}

var pagesToMeasure = map[string]string{"first": "/", "search": "/?q=nieuwe+identiteitskaart", "sheet": "/product/eid-aanvraag", "moments": "/vrij?product=eid-aanvraag",
	"moments-filtered": "/vrij?product=eid-aanvraag&personen=3&uren=na-het-werk&postcode=2600&drempelvrij=1", "places": "/locaties"}

// asked is how many pages a second browsers come for.
const asked = 300

// BenchmarkPagesUnderLoad has browsers come for all pages in turn over HTTP, so many a second whether or not the ones before were
// answered, client and server on the same cores. How long one takes counts from when it was to begin. "nothing" is the same for a server
// that answers with a word: what is left is the machine's.
func BenchmarkPagesUnderLoad(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(central.GCPercent))
	c := mustCity(b)
	nothing := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ja") })
	for _, way := range []struct {
		name  string
		serve http.Handler
	}{{"pages", c.portal}, {"nothing", nothing}} {
		b.Run(way.name, func(b *testing.B) { visit(b, way.serve) })
	}
}

// visit asks b.N times for pages and reports how long that took.
func visit(b *testing.B, pages http.Handler) {
	server := httptest.NewServer(pages)
	b.Cleanup(server.Close)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 256}}
	b.Cleanup(client.CloseIdleConnections)
	paths := slices.Sorted(maps.Values(pagesToMeasure))
	took := make([]time.Duration, b.N)
	var all sync.WaitGroup
	b.ResetTimer()
	start := time.Now()
	for i := range b.N {
		began := start.Add(time.Duration(i) * time.Second / asked)
		<-time.After(time.Until(began))
		all.Go(func() {
			res, err := client.Get(server.URL + paths[i%len(paths)])
			if err == nil {
				_, err = io.Copy(io.Discard, res.Body)
				_ = res.Body.Close()
			}
			if err != nil || res.StatusCode != http.StatusOK {
				b.Errorf("%s: %v", paths[i%len(paths)], err)
			}
			took[i] = time.Since(began)
		})
	}
	all.Wait()
	b.StopTimer()
	slices.Sort(took)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
	b.ReportMetric(float64(took[b.N/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[b.N*99/100].Microseconds()), "p99-µs")
}
