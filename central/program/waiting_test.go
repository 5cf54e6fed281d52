package program_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// api has a program of the city do something at a node.
func (d *demo) api(t *testing.T, method, path string, send any) (answer struct {
	Visit, Hold, Link, Code, Status string
	Places                          []struct{ Place string }
}) {
	t.Helper()
	body, err := json.Marshal(send)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), method, "http://"+d.at.Public[0]+"/api/v1"+path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil || res.StatusCode >= 300 {
		t.Fatalf("%s %s: %s, %v", method, path, res.Status, err)
	}
	return answer
}

// waits is the story of somebody on the waiting list, as far as it is the same at every hour of a day: colleagues see that one waits,
// and nothing of who that is. How visitors say that it was, nobody has said yet.
func waits(t *testing.T, d *demo) {
	free := d.api(t, "GET", "/free?product=eid-aanvraag&limit=1", nil)
	held := d.api(t, "POST", "/holds", map[string]string{"visit": free.Visit, "place": free.Places[0].Place})
	booked := d.api(t, "POST", "/appointments", map[string]string{"hold": held.Hold, "name": "Wim Wacht", "mail": "wim.wacht@voorbeeld.invalid"})
	if got := d.api(t, "PUT", "/appointments/"+booked.Link+"/waiting", map[string]any{"sites": []string{hoek}}); got.Status != "waiting" {
		t.Fatalf("waits: %+v", got)
	}
	out, said := d.tool(t, "waiting")
	if !strings.Contains(out, "Groenenhoek") || !strings.Contains(said, "120 minuten") {
		t.Errorf("the waiting list:\n%s%s", out, said)
	}
	for _, never := range []string{"Wim", "wim", booked.Code, booked.Link} {
		if strings.Contains(out+said, never) {
			t.Errorf("it tells %q:\n%s", never, out)
		}
	}
	if out, said = d.tool(t, "survey", "--remarks"); !strings.Contains(out, "ANTWOORDEN") || !strings.Contains(said, "onder de 10") {
		t.Errorf("the survey:\n%s%s", out, said)
	}
}
