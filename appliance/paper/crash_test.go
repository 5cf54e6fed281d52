package paper_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/buurtloket/buurtloket/appliance/paper"
	"github.com/buurtloket/buurtloket/hardware/printer"
	"github.com/buurtloket/buurtloket/hardware/receipt"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// at dies at the commit of an event of this kind, once: before it is durable, or after.
func (w *world) dieAt(kind func(*contract.Event) bool, kept bool) {
	done := false
	w.kill = func(e *contract.Event, k bool) bool {
		hit := !done && kind(e) && k == kept
		done = done || hit
		return hit
	}
}

func isSent(e *contract.Event) bool  { return e.GetPrintSent() != nil }
func isHeld(e *contract.Event) bool  { return e.GetPrintHeld() != nil }
func isEnded(e *contract.Event) bool { return e.GetPrintEnded() != nil }

// breaks breaks the ticket printer between the look at it and the sending.
func breaks(f receipt.Fault) func(*world) {
	return func(w *world) { w.before = func() { w.roll.Break(f) } }
}

// mid breaks the ticket printer when the bytes are on the line.
func mid(f receipt.Fault) func(*world) {
	return func(w *world) { w.mid = func() { w.roll.Break(f) } }
}

// TestEveryEndOfATicket: what goes wrong before, in the middle and after; then the process dies or not; then the fault is
// repaired, and nothing comes out that should not.
func TestEveryEndOfATicket(t *testing.T) {
	for name, test := range map[string]struct {
		do     func(*world) // before the first steps
		stands string       // after them
		then   func(*world) // before the last steps
		ends   string
		papers int // in the end
		say    string
	}{
		"Prints":       {nil, "printed", nil, "printed", 1, "is afgedrukt."},
		"PaperBefore":  {breakRoll(receipt.OutOfPaper), "queued paper-out", mendRoll, "printed", 1, ""},
		"PaperNever":   {breakRoll(receipt.OutOfPaper), "queued paper-out", late, "failed paper-out", 0, "is niet afgedrukt: het papier is op. Volgnummer A042 blijft geldig"},
		"CoverBefore":  {breakRoll(receipt.OpenCover), "queued cover-open", late, "failed cover-open", 0, "het deksel staat open"},
		"CutterStuck":  {breakRoll(receipt.StuckCutter), "queued cutter", mendRoll, "printed", 1, ""},
		"Unplugged":    {breakRoll(receipt.Unplugged), "queued no-answer", late, "failed no-answer", 0, "de printer antwoordt niet"},
		"Mute":         {breakRoll(receipt.Mute), "queued no-answer", late, "failed no-answer", 0, "de printer antwoordt niet"},
		"Garbled":      {breakRoll(receipt.Garbled), "queued protocol", late, "failed protocol", 0, "antwoordt onverstaanbaar"},
		"MidTicket":    {func(w *world) { w.roll.RunOutAfter(3) }, "unknown paper-out", nil, "unknown paper-out", 1, "Het is niet zeker of het volgnummer afgedrukt is: het papier is op. Volgnummer A042 blijft geldig"},
		"CoverMid":     {mid(receipt.OpenCover), "unknown cover-open", nil, "unknown cover-open", 1, "het deksel staat open"},
		"UnplugMid":    {mid(receipt.Unplugged), "queued no-answer", rested, "printed", 1, ""},
		"Hangs":        {breaks(receipt.Hung), "unknown no-answer", nil, "unknown no-answer", 1, "niet zeker"},
		"LineMid":      {breaks(receipt.LineBroken), "unknown no-answer", nil, "unknown no-answer", 0, "niet zeker"},
		"AnswerLost":   {func(w *world) { w.lost = true }, "unknown no-answer", nil, "unknown no-answer", 1, "niet zeker"},
		"PaperBetween": {breaks(receipt.OutOfPaper), "queued paper-out", rested, "printed", 1, ""},

		"KilledBeforeSent":  {func(w *world) { w.dieAt(isSent, false) }, "queued", nil, "printed", 1, ""},
		"KilledAfterSent":   {func(w *world) { w.dieAt(isSent, true) }, "sent", nil, "unknown restarted", 0, "dit toestel viel uit"},
		"KilledOnPaper":     {func(w *world) { w.dieAt(isEnded, false) }, "sent", nil, "unknown restarted", 1, "dit toestel viel uit"},
		"KilledAfterEnd":    {func(w *world) { w.dieAt(isEnded, true) }, "printed", nil, "printed", 1, ""},
		"KilledMidTicket":   {func(w *world) { breaks(receipt.LineBroken)(w); w.dieAt(isEnded, false) }, "sent", nil, "unknown restarted", 0, "dit toestel viel uit"},
		"KilledBeforeHeld":  {func(w *world) { breaks(receipt.OutOfPaper)(w); w.dieAt(isHeld, false) }, "sent", nil, "unknown restarted", 0, "dit toestel viel uit"},
		"KilledAfterHeld":   {func(w *world) { breaks(receipt.OutOfPaper)(w); w.dieAt(isHeld, true) }, "queued paper-out", rested, "printed", 1, ""},
		"KilledAndTooLate":  {func(w *world) { w.dieAt(isSent, false) }, "queued", late, "failed too-late", 0, "het stond te lang in de wachtrij"},
		"TheClockWentBack":  {breakRoll(receipt.OutOfPaper), "queued paper-out", func(w *world) { w.pass(-24 * time.Hour); mendRoll(w) }, "failed paper-out", 0, "het papier is op"},
		"NothingToDraw":     {func(w *world) { w.drawErr = errKilled }, "failed no-content", func(w *world) { w.drawErr = nil }, "failed no-content", 0, "kon niet opgemaakt worden"},
		"SomebodyWithdrew":  {func(w *world) { breakRoll(receipt.OutOfPaper)(w) }, "queued paper-out", func(w *world) { mendRoll(w); w.cancel() }, "failed withdrawn", 0, "een collega heeft het ingetrokken"},
		"WithdrawnOnItsWay": {func(w *world) { w.dieAt(isSent, true) }, "sent", func(w *world) { w.cancel() }, "unknown restarted", 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				id := w.queue(visitA)
				if test.do != nil {
					test.do(w)
				}
				w.work(tickets)
				if got := stands(w.get(id)); got != test.stands {
					t.Fatalf("it is %q, want %q", got, test.stands)
				}
				w.before, w.mid, w.lost, w.kill = nil, nil, false, nil
				if test.then != nil {
					test.then(w)
				}
				w.work(tickets)
				if got := stands(w.get(id)); got != test.ends {
					t.Fatalf("it ends as %q, want %q", got, test.ends)
				}
				mendRoll(w) // what stayed in the printer may come out now, and nothing else
				w.work(tickets)
				if n := len(w.papers()); n != test.papers {
					t.Errorf("%d papers came out, want %d", n, test.papers)
				}
				words := paper.WordsOf(w.get(id), "A042")
				if all := words.Say + " " + words.Next; !strings.Contains(all, test.say) {
					t.Errorf("it says %q, want %q", all, test.say)
				}
				w.checkNothingLeaks()
			})
		})
	}
}

func breakRoll(f receipt.Fault) func(*world) { return func(w *world) { w.roll.Break(f) } }

func mendRoll(w *world) {
	w.before = nil
	for f := receipt.LowPaper; f <= receipt.LineBroken; f++ {
		w.roll.Repair(f)
	}
}

// late lets the visitor walk on, and repairs the printer only then.
func late(w *world) {
	w.pass(2*time.Minute + time.Second)
	mendRoll(w)
}

// rested repairs the printer and waits until it is tried again.
func rested(w *world) {
	mendRoll(w)
	w.pass(5 * time.Second)
}

func (w *world) cancel() {
	w.must(cancelFirst)
}

// TestEveryEndOfADocument: the same for a printer that can be asked what became of a print.
func TestEveryEndOfADocument(t *testing.T) {
	brk := func(f printer.Fault) func(*world) { return func(w *world) { w.sheet.Break(f) } }
	mend := func(w *world) {
		for f := printer.OutOfPaper; f <= printer.Garbled; f++ {
			w.sheet.Repair(f)
		}
	}
	soon := func(w *world) { w.pass(20 * time.Second) }
	both := func(all ...func(*world)) func(*world) {
		return func(w *world) {
			for _, one := range all {
				one(w)
			}
		}
	}
	pass := func(d time.Duration) func(*world) { return func(w *world) { w.pass(d) } }
	step := func(w *world) { w.work(documents) }
	for name, test := range map[string]struct {
		do     func(*world)
		stands string
		then   func(*world)
		ends   string
		papers int
		say    string
	}{
		"Prints":         {nil, "sent", soon, "printed", 1, "Het dagblad is afgedrukt."},
		"PaperBefore":    {brk(printer.OutOfPaper), "queued paper-out", both(mend, step, soon), "printed", 1, ""},
		"PaperNever":     {brk(printer.OutOfPaper), "queued paper-out", both(pass(15*time.Minute+time.Second), mend), "failed paper-out", 0, "is niet afgedrukt: het papier is op"},
		"PaperMid":       {nil, "sent", both(brk(printer.OutOfPaper), soon, step, mend, soon), "printed", 1, ""},
		"PaperMidNever":  {nil, "sent", both(brk(printer.OutOfPaper), pass(15*time.Minute+time.Second), step, mend), "failed canceled", 0, "bij de printer gestopt"},
		"Aborted":        {brk(printer.Aborting), "sent", soon, "failed aborted", 0, "heeft de opdracht afgebroken"},
		"AnswerLost":     {brk(printer.AnswerLost), "sent", soon, "printed", 1, ""},
		"LineMid":        {brk(printer.LineBroken), "sent", mend, "unknown no-job", 0, "Het is niet zeker of het dagblad afgedrukt is: de printer kent deze opdracht niet meer. Kijk bij de printer."},
		"Unplugged":      {brk(printer.Unplugged), "queued no-answer", both(mend, step, soon), "printed", 1, ""},
		"UnpluggedMid":   {nil, "sent", both(brk(printer.Unplugged), soon, step, mend), "unknown no-job", 0, "niet meer"},
		"UnpluggedOnce":  {nil, "sent", both(brk(printer.Unplugged), pass(17*time.Minute+time.Second)), "unknown no-answer", 0, "antwoordt niet"},
		"OtherFormat":    {brk(printer.NoPDF), "failed unprinted", mend, "failed unprinted", 0, "kan dit soort document niet"},
		"Refusing":       {brk(printer.Refusing), "queued error", both(mend, pass(5*time.Second), step, soon), "printed", 1, ""},
		"Garbled":        {brk(printer.Garbled), "queued protocol", both(mend, step, soon), "printed", 1, ""},
		"KilledBefore":   {func(w *world) { w.dieAt(isSent, false) }, "queued", both(step, soon), "printed", 1, ""},
		"KilledAfter":    {func(w *world) { w.dieAt(isSent, true) }, "sent", soon, "unknown no-job", 0, ""},
		"KilledEnd":      {func(w *world) { w.dieAt(isEnded, false) }, "sent", both(soon, step), "printed", 1, ""},
		"KilledAndMoved": {func(w *world) { w.dieAt(isSent, true) }, "sent", pass(time.Hour), "unknown no-job", 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			id := w.queue(today)
			if test.do != nil {
				test.do(w)
			}
			w.work(documents)
			if got := stands(w.get(id)); got != test.stands {
				t.Fatalf("it is %q, want %q", got, test.stands)
			}
			test.then(w)
			w.work(documents)
			w.kill = nil
			w.work(documents)
			if got := stands(w.get(id)); got != test.ends {
				t.Fatalf("it ends as %q, want %q", got, test.ends)
			}
			mend(w)
			w.pass(time.Hour)
			w.work(documents)
			if n := len(w.papers()); n != test.papers {
				t.Errorf("%d papers came out, want %d", n, test.papers)
			}
			words := paper.WordsOf(w.get(id), "")
			if all := words.Say + " " + words.Next; !strings.Contains(all, test.say) {
				t.Errorf("it says %q, want %q", all, test.say)
			}
			w.checkNothingLeaks()
		})
	}
}
