package board_test

import (
	"context"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/gui/display/board"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// once tells one picture.
type once struct{ view *contract.HallView }

func (o once) Watch(ctx context.Context, show func(*contract.HallView)) error {
	show(o.view)
	<-ctx.Done()
	return nil
}

func item(title string, others ...string) *contract.BulletinItem {
	i := &contract.BulletinItem{Kind: "news", Texts: []*contract.BulletinText{{Language: "nl", Title: title, Text: "tekst"}}}
	for _, language := range others {
		i.Texts = append(i.Texts, &contract.BulletinText{Language: language, Title: title + " " + language, Text: "text"})
	}
	return i
}

// looking shows a picture at one moment after another, each as long as the board itself waits, and gives what it showed.
func looking(t *testing.T, words *text.Words, v *contract.HallView, times int) (shown []board.Shown, waited []time.Duration) {
	t.Helper()
	now := time.Date(2026, time.November, 26, 10, 4, 5, 0, time.UTC)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var b *board.Board
	seen := make(chan struct{})
	b = board.New(board.Config{Source: once{v}, Words: words, Location: time.UTC, Now: func() time.Time { return now }, Pause: func(_ context.Context, d time.Duration) {
		<-seen // the picture is there
		if shown = append(shown, b.Shown()); len(shown) == times {
			cancel()
		}
		waited = append(waited, d)
		now = now.Add(d)
	}})
	first := true
	b.OnChanged(func() {
		if first {
			first = false
			close(seen)
		}
	})
	_ = b.Run(ctx) // its error is always nil
	return shown, waited
}

// TestItemsTakeTurns_A003_16: while it is closed every twenty seconds another, while it is open one a minute on a line; in the language of the
// screen where the item has that, else in Dutch.
func TestItemsTakeTurns_A003_16(t *testing.T) {
	items := []*contract.BulletinItem{item("een"), item("twee", "en"), item("drie", "tr")}
	closed := &contract.HallView{SiteName: "Berchem", Bulletin: items}
	shown, waited := looking(t, text.English(), closed, 8)
	counts := map[string]int{}
	for _, s := range shown[1:] { // before the first the board did not know how long to wait
		counts[s.News.Title]++
		if s.Line != (board.Line{}) || s.News.Head != "News" || !s.Closed {
			t.Errorf("shown %+v", s)
		}
	}
	if len(counts) != 3 || counts["een"] < 2 || counts["twee en"] < 2 || counts["drie"] < 2 {
		t.Errorf("seen %v", counts)
	}
	for _, d := range waited[2:] {
		if d != board.Dwell {
			t.Errorf("waited %v", waited)
		}
	}
	open := &contract.HallView{SiteName: "Berchem", Open: true, Bulletin: items}
	shown, waited = looking(t, nil, open, 5)
	if shown[2].Line.Short == shown[3].Line.Short || shown[2].News != (board.Item{}) || waited[3] != time.Minute {
		t.Errorf("open: %+v after %v", shown, waited)
	}
	if one, waited := looking(t, nil, &contract.HallView{Bulletin: items[:1]}, 4); one[3].News.Title != "een" || waited[3] != time.Minute {
		t.Errorf("one alone moves: %v", waited)
	}
}
