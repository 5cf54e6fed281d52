package program

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

func photosCommand(w World) *cobra.Command {
	q := new(contract.ListPhotosRequest)
	c := tool(w, &cobra.Command{Use: "photos", Short: "The photos of a location: what became of each, and who read them", Args: cobra.NoArgs},
		func(ctx context.Context, h *hq, _ []string) error {
			res, err := ask(ctx, h, door.ListPhotos, q)
			if err != nil {
				return err
			}
			if q.Readings {
				return showReadings(h, res)
			}
			t := &table{head: []string{"FOTO", "BEWAARD", "DOOR", "GROOTTE", "OPMERKINGEN", "TOESTAND"}}
			for _, p := range res.Photos {
				at, err := moment(p.KeptMs)
				if err != nil {
					return err
				}
				t.add(photoName(p.GetKept().GetPhoto()), at, p.Clerk, fmt.Sprintf("%d kB", (p.Kept.Size+1023)/1024), strings.Join(p.Kept.Failed, ","), sayPhoto(p))
			}
			return h.show(res, t)
		})
	c.Flags().StringVar(&q.Site, "site", "", "the location")
	c.Flags().BoolVar(&q.Readings, "readings", false, "who asked to see which photo, and why")
	c.AddCommand(getPhotoCommand(w))
	return c
}

func showReadings(h *hq, res *contract.ListPhotosResponse) error {
	t := &table{head: []string{"WANNEER", "WIE", "WAAROM", "FOTO"}}
	for _, r := range res.Readings {
		at, err := moment(r.AtMs)
		if err != nil {
			return err
		}
		t.add(at, r.By, r.Reason, photoName(r.Photo))
	}
	return h.show(res, t)
}

func getPhotoCommand(w World) *cobra.Command {
	q := new(contract.ReadPhotoRequest)
	var file string
	c := tool(w, &cobra.Command{Use: "get PHOTO", Short: "Read one photo; who asks and why is written down first", Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) error {
			id, err := uuid.Parse(args[0])
			if err != nil {
				return invalid("central photos get", err, "Dit is geen foto.", "Neem de naam uit 'central photos --site'.")
			}
			if file == "" {
				return invalid("central photos get", errors.New("no file"), "Zeg met --out in welk bestand de foto komt.", "")
			}
			q.Photo = id[:]
			res, err := ask(ctx, h, door.ReadPhoto, q)
			if err != nil {
				return err
			}
			return writeNew(file, res.Jpeg)
		})
	c.Flags().StringVar(&q.Site, "site", "", "the location")
	c.Flags().StringVar(&q.By, "by", "", "who wants to see it")
	c.Flags().StringVar(&q.Reason, "reason", "", "why")
	c.Flags().StringVar(&file, "out", "", "the file that is made; only you can read it")
	return c
}

// writeNew makes a file that only its owner can read, and replaces none.
func writeNew(name string, content []byte) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = f.Write(content)
		err = errors.Join(err, f.Close())
	}
	switch {
	case errors.Is(err, fs.ErrExist):
		return invalid("central photos get", err, "Dit bestand bestaat al.", "Kies een andere naam.")
	case err != nil:
		return fault.New("central photos get", fault.Internal).On(name).Because(err)
	}
	return nil
}

// photoName writes the id of a photo as people copy it.
func photoName(id []byte) string {
	u, err := uuid.FromBytes(id)
	if err != nil {
		return fmt.Sprintf("%x", id)
	}
	return u.String()
}

// sayPhoto writes where the bytes of a photo are.
func sayPhoto(p *contract.PhotoState) string {
	switch {
	case p.ErasedMs != 0:
		return "gewist"
	case p.PurgedMs != 0:
		return "alleen hier"
	case p.DeliveredMs != 0:
		return "hier en aan het loket"
	}
	return "nog aan het loket"
}
