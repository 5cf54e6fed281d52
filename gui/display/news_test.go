package display_test

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/display/board"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/sync/bulletin"
	"github.com/buurtloket/buurtloket/sync/contract"
)

func with(v *contract.HallView, items ...*contract.BulletinItem) *contract.HallView {
	v.Bulletin = items
	return v
}

func shortNews() *contract.BulletinItem {
	return &contract.BulletinItem{Id: "zitdag", Kind: "news", FromDate: int32(thursday), ToDate: int32(thursday + 9), Texts: []*contract.BulletinText{
		{Language: "nl", Title: "Zitdag belastingen", Text: "Hulp bij uw aangifte? Elke woensdag van 13 tot 16 uur in Buurtloket Berchem. Breng uw identiteitskaart en uw papieren mee."},
		{Language: "en", Title: "Help with your taxes", Text: "Every Wednesday from 1 to 4 pm."}}}
}

func reading() *contract.BulletinItem {
	return &contract.BulletinItem{Id: "voorlezen", Kind: "activity", FromDate: int32(thursday), ToDate: int32(thursday + 6), Date: int32(thursday + 6), From: 14 * 60, To: 15*60 + 30,
		Place: "Bibliotheek De Poort, eerste verdieping", SignUp: true, Texts: []*contract.BulletinText{
			{Language: "nl", Title: "Voorleesuur in twee talen", Text: "Voor kinderen van 4 tot 8 jaar, in het Nederlands en het Turks."}}}
}

// fill is as many words as an item may have.
func fill(n int) string {
	words := strings.Repeat("Gemeenteraadsverkiezingen buurt met wijkwerking ", 12)
	return strings.TrimSpace(words[:n-1]) + "."
}

// longest is as much as headquarters lets be written.
func longest() *contract.BulletinItem {
	i := reading()
	i.Place = fill(bulletin.MostPlace)
	i.Texts = []*contract.BulletinText{{Language: "nl", Title: fill(bulletin.MostTitle), Text: fill(bulletin.MostBody)}}
	return i
}

// TestAllOfAnItemIsShownWhileItIsClosed_A003_16: each word of the longest one, in letters to be read at four metres.
func TestAllOfAnItemIsShownWhileItIsClosed_A003_16(t *testing.T) {
	for _, size := range []fyne.Size{{Width: 1920, Height: 1080}, {Width: 1280, Height: 720}, {Width: 1024, Height: 768}, {Width: 720, Height: 1280}, {Width: 1080, Height: 1920}} {
		s := mustScreen(t, look.Theme{}, nil, size)
		item := longest()
		s.see(with(closed(), item))
		var all []string
		for _, l := range s.texts() {
			all = append(all, l.Text)
			of := strings.Contains(item.Texts[0].Title+item.Texts[0].Text+item.Place, l.Text)
			if least := min(size.Width, size.Height) / 45; of && l.TextSize < least {
				t.Errorf("on %v %q is %v high", size, l.Text, l.TextSize)
			}
		}
		said := strings.Join(all, " ")
		for _, words := range []string{item.Texts[0].Title, item.Texts[0].Text, item.Place, "wo 2 dec, 14:00–15:30", "Schrijf u vooraf in"} {
			if !strings.Contains(said, words) {
				t.Errorf("on %v there is no %q in %q", size, words, said)
			}
		}
		s.see(closed())
		for _, l := range s.texts() {
			if strings.Contains(item.Texts[0].Text, l.Text) {
				t.Errorf("on %v %q stays", size, l.Text)
			}
		}
	}
}

// TestTheQuietLineGivesWay: to who is called, to its own length, and to a warning.
func TestTheQuietLineGivesWay(t *testing.T) {
	quiet := func(s *screen) string {
		for _, l := range s.texts() {
			if strings.HasPrefix(l.Text, "Activiteit") || strings.HasPrefix(l.Text, "Nieuws") {
				return l.Text
			}
		}
		return ""
	}
	s := mustScreen(t, look.Theme{}, nil, fyne.NewSize(1280, 720))
	for _, x := range []struct {
		item *contract.BulletinItem
		want string
	}{
		{reading(), "Activiteit: Voorleesuur in twee talen · wo 2 dec, 14:00–15:30 · Bibliotheek De Poort, eerste verdieping"},
		{longest(), "Activiteit: " + longest().Texts[0].Title},
		{shortNews(), "Nieuws: Zitdag belastingen"},
	} {
		s.see(with(busy(), x.item))
		if got := quiet(s); got != x.want {
			t.Errorf("%q, want %q", got, x.want)
		}
	}
	if s.board.Shown().News != (board.Item{}) {
		t.Error("an item takes room while it is open")
	}
	s.hall.gone <- context.DeadlineExceeded
	s.draw()
	if got := quiet(s); got != "" {
		t.Errorf("beside a warning stands %q", got)
	}
}
