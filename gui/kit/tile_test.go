package kit_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
)

// sign is the picture that a tile shows; nil: none.
func sign(t *kit.Tile) *canvas.Image {
	for _, o := range test.WidgetRenderer(t).Objects() {
		if i, ok := o.(*canvas.Image); ok {
			return i
		}
	}
	return nil
}

// mustTile opens a tile with a picture, and gives the way to change its looks.
func mustTile(t *testing.T) (*kit.Tile, func(look.Theme)) {
	t.Helper()
	looks := look.NewChanging(look.Theme{})
	test.NewTempApp(t).Settings().SetTheme(looks)
	tile := kit.NewTile(nil)
	tile.Set("Ik heb een afspraak", "", true)
	tile.SetPicture(theme.LoginIcon())
	w := test.NewTempWindow(t, tile)
	w.Resize(fyne.NewSize(400, 200))
	return tile, func(now look.Theme) {
		looks.Set(now)
		tile.Refresh()
	}
}

// TestAPictureIsDrawnOnceInEachLook: large text has a picture of its own, and who goes back has the first again.
func TestAPictureIsDrawnOnceInEachLook(t *testing.T) {
	tile, dress := mustTile(t)
	usual := sign(tile)
	if usual == nil || usual.Image == nil {
		t.Fatalf("no picture was drawn: %+v", usual)
	}
	drawn := usual.Image
	for _, other := range []look.Theme{{Large: true}, {Mode: look.Dark}, {Mode: look.Contrast, Large: true}} {
		dress(other)
		now := sign(tile)
		if now == usual || now.Resource.Name() == usual.Resource.Name() && now.Size() == usual.Size() {
			t.Errorf("%+v has the picture of the usual looks", other)
		}
		if want := 2 * other.Size(look.Text); now.Size() != fyne.NewSquareSize(want) {
			t.Errorf("%+v has a picture of %v, want %v", other, now.Size(), want)
		}
		dress(look.Theme{})
		if sign(tile) != usual || usual.Image != drawn {
			t.Errorf("after %+v the usual picture was drawn again", other)
		}
	}
}

// TestATileThatNobodySeesDrawsNoPicture: looks change for all tiles, of which a page shows a few.
func TestATileThatNobodySeesDrawsNoPicture(t *testing.T) {
	tile, dress := mustTile(t)
	usual := sign(tile)
	tile.Hide()
	dress(look.Theme{Large: true})
	if sign(tile) != usual {
		t.Error("a tile that is hidden drew a picture for large text")
	}
	tile.Show()
	if sign(tile) == usual {
		t.Error("a tile that is shown again has the picture of before")
	}
}

// TestATileThatIsTriedStaysAsItIs: a page tries its tiles with words of either size before it chooses one.
func TestATileThatIsTriedStaysAsItIs(t *testing.T) {
	tile, _ := mustTile(t)
	before := test.RenderObjectToMarkup(tile)
	usual, roomy := tile.Need(300), tile.As(true).Need(300)
	if roomy <= usual {
		t.Errorf("roomy words need %v, usual ones %v", roomy, usual)
	}
	tile.Refresh()
	if after := test.RenderObjectToMarkup(tile); after != before {
		t.Errorf("it was changed:\n%s\nbefore:\n%s", after, before)
	}
	tile.SetRoomy(true)
	if got := tile.Need(300); got != roomy {
		t.Errorf("it needs %v, and was said to need %v", got, roomy)
	}
}
