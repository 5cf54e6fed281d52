package rehearsal

import (
	"bytes"
	"errors"
	"fmt"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/hardware/printer"
	"github.com/buurtloket/buurtloket/hardware/receipt"
)

// printerFaults are those of a printer of documents.
var printerFaults = []named[printer.Fault]{
	{printer.OutOfPaper, "paper-out", "papier op"},
	{printer.LowPaper, "paper-low", "papier bijna op"},
	{printer.Jammed, "jammed", "papier vast"},
	{printer.OpenCover, "cover-open", "deksel open"},
	{printer.Unplugged, "unplugged", "uitgetrokken"},
	{printer.AnswerLost, "answer-lost", "drukt af, en zegt het niet"},
	{printer.LineBroken, "line-broken", "lijn breekt tijdens het afdrukken"},
	{printer.Aborting, "aborting", "breekt elke opdracht af"},
	{printer.Refusing, "refusing", "neemt niets aan"},
	{printer.Slow, "slow", "antwoordt niet op tijd"},
	{printer.NoPDF, "no-pdf", "kent geen PDF"},
	{printer.Garbled, "garbled", "antwoordt onzin"},
}

// receiptFaults are those of a printer of tickets.
var receiptFaults = []named[receipt.Fault]{
	{receipt.OutOfPaper, "paper-out", "papier op"},
	{receipt.LowPaper, "paper-low", "rol bijna op"},
	{receipt.OpenCover, "cover-open", "deksel open"},
	{receipt.StuckCutter, "cutter-stuck", "mes zit vast"},
	{receipt.Unplugged, "unplugged", "uitgetrokken"},
	{receipt.Offline, "offline", "op pauze"},
	{receipt.Mute, "mute", "drukt af, en antwoordt niet"},
	{receipt.Hung, "hung", "zegt klaar, en drukt niet af"},
	{receipt.LineBroken, "line-broken", "lijn breekt tijdens het afdrukken"},
	{receipt.Garbled, "garbled", "antwoordt onzin"},
}

// linesLeft is how much of a roll is left when it runs out in the middle of a ticket.
const linesLeft = 3

// sheetsOf are the switches of a printer of documents.
func sheetsOf(e *printer.Emulator, id string, o Options) prop {
	t := &tray{folder: o.Papers, id: id, form: "pdf", count: e.Out, last: func(most int) ([][]byte, error) { return tail(e.Tray(), most), nil }}
	return prop{levers: breaks[printer.Fault](e, printerFaults), step: t.step}
}

// rollOf are the switches of a printer of tickets.
func rollOf(e *receipt.Emulator, id string, o Options) prop {
	t := &tray{folder: o.Papers, id: id, form: "png", count: e.Cut, last: func(most int) ([][]byte, error) { return pictures(tail(e.Slips(), most)) }}
	runs := lever{code: "runs-out", say: "papier op in het midden van een ticket", moment: true,
		pull: func(bool, string) error { e.RunOutAfter(linesLeft); return nil }}
	levers := breaks[receipt.Fault](e, receiptFaults)
	return prop{levers: slices.Insert(levers, 1, runs), step: t.step}
}

// pictures draws slips. A frame stands where a code would be: the emulator has no firmware that draws them.
func pictures(slips []receipt.Slip) (out [][]byte, err error) {
	for _, s := range slips {
		img, err := s.Picture(nil)
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		if err := png.Encode(&b, img); err != nil {
			return nil, err
		}
		out = append(out, b.Bytes())
	}
	return out, nil
}

// tray lays what came out of a printer in a folder.
type tray struct {
	folder, id, form string
	count            func() int
	last             func(most int) ([][]byte, error) // so many of the last papers, or fewer, oldest first
	seen             int
}

// step lays down what came out since. What cannot be laid down is not tried again.
func (t *tray) step(now time.Time) (bool, error) {
	n := t.count()
	fresh := n - t.seen
	t.seen = n
	if t.folder == "" || fresh <= 0 {
		return false, nil
	}
	papers, err := t.last(fresh) // no more: each picture is some milliseconds in which nobody sees the counter
	if err != nil {
		return false, err
	}
	if err := os.MkdirAll(t.folder, 0o700); err != nil {
		return false, err
	}
	for i, paper := range papers {
		if err := t.lay(now, n-len(papers)+i+1, paper); err != nil {
			return false, err
		}
	}
	return false, t.clear()
}

// tail is the end of a list, no longer than most.
func tail[T any](all []T, most int) []T { return all[max(0, len(all)-most):] }

// lay writes one paper under the next number that is free: the emulator counts anew after a restart, and no paper may take
// another's place.
func (t *tray) lay(now time.Time, number int, paper []byte) error {
	for ; ; number++ {
		name := fmt.Sprintf("%s-%s-%d.%s", now.Format("20060102-150405"), t.id, number, t.form)
		f, err := os.OpenFile(filepath.Join(t.folder, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return err
		}
		_, err = f.Write(paper)
		return errors.Join(err, f.Close())
	}
}

// kept is how many papers lie in the folder at most.
const kept = 200

// clear takes the oldest papers away; their names begin with the time.
func (t *tray) clear() error {
	all, err := os.ReadDir(t.folder) // by name
	if err != nil {
		return err
	}
	for _, old := range all[:max(0, len(all)-kept)] {
		if err := os.Remove(filepath.Join(t.folder, old.Name())); err != nil {
			return err
		}
	}
	return nil
}
