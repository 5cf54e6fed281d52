package program

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"
	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/sync/bulletin"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// draftFlags are an item as it is typed. What is not typed stays as it was.
type draftFlags struct {
	kind, from, to, date, start, end, place string
	sites                                   []string
	all, signUp                             bool
	titles, texts                           map[string]*string // by language
}

func bulletinDraftCommand(w World) *cobra.Command {
	var by string
	d := &draftFlags{titles: map[string]*string{}, texts: map[string]*string{}}
	c := &cobra.Command{Use: "draft NAME", Short: "Write an item, or change one that is there: what is not typed stays as it was", Args: cobra.ExactArgs(1)}
	d.bind(c)
	c.Flags().StringVar(&by, "by", "", "who writes it")
	return tool(w, c, func(ctx context.Context, h *hq, args []string) error {
		res, err := ask(ctx, h, door.Bulletin, &contract.BulletinRequest{})
		if err != nil {
			return err
		}
		item := &contract.BulletinItem{Id: args[0], Kind: string(bulletin.News)}
		if m, err := entryNamed(res, args[0]); err == nil && !m.Withdrawn {
			item = proto.CloneOf(m.Draft)
			if item == nil {
				item = proto.CloneOf(m.Shown)
			}
		} else if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		if err := d.put(c, item); err != nil {
			return err
		}
		res, err = ask(ctx, h, door.DraftBulletin, &contract.BulletinDrafted{Item: item, By: by})
		return h.showOne(res, err, args[0])
	})
}

func (d *draftFlags) bind(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&d.kind, "kind", string(bulletin.News), "news or activity")
	f.StringSliceVar(&d.sites, "site", nil, "locations where it is shown")
	f.BoolVar(&d.all, "everywhere", false, "shown at every location, which it is too when none was ever named")
	f.StringVar(&d.from, "from", "", "first day on which it is shown")
	f.StringVar(&d.to, "to", "", "last day on which it is shown")
	f.StringVar(&d.date, "date", "", "of an activity: its day")
	f.StringVar(&d.start, "start", "", "from which hour")
	f.StringVar(&d.end, "end", "", "until which hour")
	f.StringVar(&d.place, "place", "", "where")
	f.BoolVar(&d.signUp, "sign-up", false, "who comes must say so before")
	for _, language := range bulletin.Languages {
		dash, in := "-"+language, " in "+language
		if language == bulletin.Dutch {
			dash, in = "", ", in Dutch"
		}
		d.titles[language] = f.String("title"+dash, "", fmt.Sprintf("title%s: %d letters at most", in, bulletin.MostTitle))
		d.texts[language] = f.String("text"+dash, "", fmt.Sprintf("text%s: %d letters at most", in, bulletin.MostBody))
	}
}

// put writes what was typed over the item.
func (d *draftFlags) put(c *cobra.Command, m *contract.BulletinItem) error {
	typed := c.Flags().Changed
	for _, one := range []struct {
		flag, text string
		to         *int32
	}{{"from", d.from, &m.FromDate}, {"to", d.to, &m.ToDate}, {"date", d.date, &m.Date}} {
		if !typed(one.flag) {
			continue
		}
		date, err := parseDate(one.text)
		if err != nil {
			return err
		}
		*one.to = date
	}
	if err := parseHours(d.start, d.end, &m.From, &m.To); err != nil {
		return err
	}
	if typed("kind") {
		m.Kind = d.kind
	}
	if typed("place") {
		m.Place = d.place
	}
	if typed("sign-up") {
		m.SignUp = d.signUp
	}
	if typed("site") {
		m.Sites = d.sites
	}
	if d.all {
		m.Sites = nil
	}
	d.putTexts(typed, m)
	return nil
}

// putTexts writes titles and texts; a language of which both are emptied goes.
func (d *draftFlags) putTexts(typed func(string) bool, m *contract.BulletinItem) {
	for _, language := range bulletin.Languages {
		dash := "-" + language
		if language == bulletin.Dutch {
			dash = ""
		}
		at := slices.IndexFunc(m.Texts, func(t *contract.BulletinText) bool { return t.Language == language })
		if !typed("title"+dash) && !typed("text"+dash) {
			continue
		}
		if at < 0 {
			at, m.Texts = len(m.Texts), append(m.Texts, &contract.BulletinText{Language: language})
		}
		if typed("title" + dash) {
			m.Texts[at].Title = *d.titles[language]
		}
		if typed("text" + dash) {
			m.Texts[at].Text = *d.texts[language]
		}
		if m.Texts[at].Title == "" && m.Texts[at].Text == "" {
			m.Texts = slices.Delete(m.Texts, at, at+1)
		}
	}
}
