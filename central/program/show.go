package program

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// table is rows under a heading.
type table struct {
	head []string
	rows [][]string
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// print writes the table, columns apart by two spaces; empty cells show a dash.
func (t *table) print(to io.Writer) error {
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	for _, row := range append([][]string{t.head}, t.rows...) {
		cells := make([]string, len(row))
		for i, c := range row {
			if cells[i] = c; c == "" {
				cells[i] = "-"
			}
		}
		fmt.Fprintln(w, strings.Join(cells, "\t"))
	}
	return w.Flush()
}

// show prints the message as JSON when that was asked, else the table made of it.
func (cl *client) show(m proto.Message, t *table) error {
	if cl.json {
		return cl.showJSON(m)
	}
	return t.print(cl.Out)
}

func (cl *client) showJSON(m proto.Message) error {
	b, err := protojson.MarshalOptions{Multiline: true, UseProtoNames: true}.Marshal(m)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(cl.Out, string(b))
	return err
}

// remark says something that is not part of the answer.
func (cl *client) remark(format string, a ...any) { fmt.Fprintf(cl.Err, format+"\n", a...) }

func yes(b bool) string {
	if b {
		return "ja"
	}
	return "nee"
}

// moment writes a wall time of a command in the city's own time; 0 is never.
func moment(ms int64) (string, error) {
	if ms == 0 {
		return "", nil
	}
	zone, err := calendar.Zone()
	if err != nil {
		return "", err
	}
	return time.UnixMilli(ms).In(zone).Format("2006-01-02 15:04:05"), nil
}

// span writes the times of a run: "10:00-10:20".
func span(r *contract.Run) string {
	return office.Minute(r.GetStart()).String() + "-" + r.End().String()
}

// appointmentCells are id, code, place and products of an appointment.
func appointmentCells(a *contract.Appointment) []string {
	run := a.GetPlace().GetRun()
	return []string{a.GetPlace().GetSite(), office.Date(run.GetDate()).String(), span(run), a.AppointmentID().Code(),
		strings.Join(a.GetProducts(), ","), a.AppointmentID().String()}
}

// showTable prints a table that no message stands behind; as JSON, a list of its rows by heading.
func (cl *client) showTable(t *table) error {
	if !cl.json {
		return t.print(cl.Out)
	}
	rows := []map[string]string{}
	for _, cells := range t.rows {
		row := map[string]string{}
		for i, cell := range cells {
			row[strings.ToLower(t.head[i])] = cell
		}
		rows = append(rows, row)
	}
	b, err := json.MarshalIndent(rows, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(cl.Out, string(b))
	return err
}
