package photo

import (
	"image"
	"math"

	"github.com/buurtloket/buurtloket/appliance/photo/face"
)

// Judge looks at a picture in which these faces were found. It may be called concurrently.
func (n Norm) Judge(img image.Image, found []face.Face) (v Verdict) {
	v.add(OneFace, len(found) == 1, float64(len(found)), "%s", sayFaces(len(found)))
	if len(found) != 1 {
		return v
	}
	p := pictureOf(img)
	h := headOf(p, found[0])
	v.Cut = h.cut(p, n)
	n.place(&v, h)
	n.pose(&v, p, h)
	n.light(&v, p, h)
	return v
}

func sayFaces(n int) string {
	if n == 0 {
		return "Er is geen gezicht te zien. Vraag om recht in de camera te kijken, zonder iets voor het gezicht."
	}
	return "Er staat meer dan één gezicht op de foto. Laat één persoon voor de camera zitten."
}

// place judges how large the head is and where: what the cut could not mend.
func (n Norm) place(v *Verdict, h head) {
	mm := float64(v.Cut.Dy()) / n.Height
	size := h.height() / mm
	v.add(Size, size >= n.HeadMin-0.05 && size <= n.HeadMax+0.05, size,
		"Het hoofd is %s mm hoog (tussen %s en %s). Vraag om verder van de camera te gaan zitten.", figure(size), figure(n.HeadMin), figure(n.HeadMax))
	beside := math.Abs(h.middle-float64(v.Cut.Min.X+v.Cut.Max.X)/2) / mm
	above := (h.crown - float64(v.Cut.Min.Y)) / mm
	switch {
	case above < n.Above/2:
		v.add(Centred, false, above, "Boven het hoofd is te weinig plaats. Zet de stoel lager of de camera hoger.")
	default:
		v.add(Centred, beside <= n.Beside, beside,
			"Het gezicht staat %s mm naast het midden (hoogstens %s). Vraag om voor het midden van de camera te zitten.", figure(beside), figure(n.Beside))
	}
}

// pose judges how the head is held, and eyes and mouth.
func (n Norm) pose(v *Verdict, p picture, h head) {
	roll := h.roll()
	v.add(Roll, math.Abs(roll) <= n.Roll, roll, "Het hoofd staat %s° scheef (hoogstens %s°). Vraag om het hoofd recht te houden.", figure(math.Abs(roll)), figure(n.Roll))
	turn := h.turn()
	v.add(Turn, math.Abs(turn) <= n.Turn, turn, "Het hoofd is gedraaid. Vraag om recht in de camera te kijken.")
	cheeks := p.toneOf(h.cheek(true), h.cheek(false)).luma()
	open, pupil := h.open(), 1.0
	for _, eye := range [][]face.Point{h.Points[36:42], h.Points[42:48]} {
		pupil = min(pupil, 1-p.toneOf(around(eye)).lowest/max(cheeks, 1))
	}
	switch {
	case open < n.Eyes:
		v.add(EyesOpen, false, open, "De ogen zijn niet ver genoeg open. Vraag om de ogen open te doen.")
	default:
		v.add(EyesOpen, pupil >= n.Pupil, pupil, "De ogen zijn niet goed te zien. Let op haar, een bril of spiegeling voor de ogen.")
	}
	gap := h.gap()
	v.add(MouthShut, gap <= n.Mouth, gap, "De mond is open. Vraag om de mond te sluiten en niet te lachen.")
}

// light judges exposure, ground, sharpness, and whether the camera gave enough points.
func (n Norm) light(v *Verdict, p picture, h head) {
	skin := p.toneOf(around(h.Points[17:]))
	switch l := skin.luma(); {
	case l < n.Dark:
		v.add(Exposure, false, l, "Het gezicht is te donker. Zet het licht aan of zet de camera lichter.")
	case l > n.Light:
		v.add(Exposure, false, l, "Het gezicht is te licht. Zet de camera donkerder of haal fel licht weg.")
	default:
		v.add(Exposure, skin.extreme <= n.Lost, l, "Delen van het gezicht zijn helemaal wit of zwart. Haal fel licht en diepe schaduw weg.")
	}
	left, right := p.toneOf(h.cheek(true)).luma(), p.toneOf(h.cheek(false)).luma()
	even := min(left, right) / max(left, right, 1)
	v.add(EvenLight, even >= n.Even, even, "Een kant van het gezicht ligt in de schaduw. Zorg voor gelijk licht van beide kanten.")
	ground := p.ground(h)
	switch {
	case ground.n == 0:
		v.add(Background, false, 0, "De achtergrond is niet te zien. Vraag om verder van de camera te gaan zitten.")
	case ground.luma() < n.Ground:
		v.add(Background, false, ground.luma(), "De achtergrond is te donker. Gebruik een licht, effen scherm.")
	default:
		v.add(Background, ground.plain <= n.Plain, ground.plain, "De achtergrond is niet effen. Hang het scherm recht en haal weg wat te zien is.")
	}
	sharp := p.sharpness(around(h.Points[:]))
	v.add(Sharpness, sharp >= n.Sharp, sharp, "De foto is niet scherp. Vraag om stil te zitten en stel de camera scherp.")
	dpi := float64(v.Cut.Dy()) / n.Height * 25.4
	v.add(Resolution, dpi >= n.Resolution, dpi, "De foto heeft te weinig punten: %s per inch (minstens %s). Vraag om dichter bij de camera te gaan zitten.", figure(math.Round(dpi)), figure(n.Resolution))
}

// cheek is an area of skin beside the nose, as it stands in the picture.
func (h head) cheek(left bool) image.Rectangle {
	eye, lip, jaw := h.Points[36], h.Points[48], h.Points[3]
	if !left {
		eye, lip, jaw = h.Points[45], h.Points[54], h.Points[13]
	}
	at := mean([]face.Point{eye, lip, jaw})
	r := int(max(h.jaw/10, 1))
	return image.Rect(int(at.X)-r, int(at.Y)-r, int(at.X)+r+1, int(at.Y)+r+1)
}
