package program

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/sync/bulletin"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// bulletinCommand is what headquarters has to say to visitors: one person writes, another approves (A003-16, A003-19).
func bulletinCommand(w World) *cobra.Command {
	c := &cobra.Command{Use: "bulletin", Short: "News and activities on self-service desks and in waiting rooms: written by one, approved by another",
		Args: understood(cobra.NoArgs), RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(bulletinListCommand(w), bulletinShowCommand(w), bulletinDraftCommand(w), bulletinApproveCommand(w), bulletinWithdrawCommand(w), bulletinHistoryCommand(w))
	return c
}

func bulletinListCommand(w World) *cobra.Command {
	var site string
	var all bool
	c := tool(w, &cobra.Command{Use: "list", Short: "Every item, how far it is, and what waits for approval"},
		func(ctx context.Context, h *hq, _ []string) error {
			res, err := ask(ctx, h, door.Bulletin, &contract.BulletinRequest{})
			if err != nil {
				return err
			}
			return h.showBulletin(res, func(e bulletin.Entry, now office.Date) bool {
				stage := e.Stage(now)
				gone := e.Draft == nil && (stage == bulletin.Over || stage == bulletin.Withdrawn)
				return (all || !gone) && (site == "" || newest(e).For(office.SiteID(site)))
			})
		})
	c.Flags().StringVar(&site, "site", "", "only what is for this location")
	c.Flags().BoolVar(&all, "all", false, "also what is over or withdrawn")
	return c
}

// newest is the draft that waits, or what is shown.
func newest(e bulletin.Entry) bulletin.Item {
	switch {
	case e.Draft != nil:
		return *e.Draft
	case e.Shown != nil:
		return *e.Shown
	}
	return bulletin.Item{}
}

var stageWords = map[bulletin.Stage]string{bulletin.Draft: "ontwerp", bulletin.Approved: "goedgekeurd", bulletin.Published: "getoond",
	bulletin.Over: "voorbij", bulletin.Withdrawn: "ingetrokken"}

// showBulletin lists the items that are wanted: what is shown and what waits each have a row.
func (h *hq) showBulletin(res *contract.BulletinResponse, wanted func(bulletin.Entry, office.Date) bool) error {
	now, err := today(h.Now())
	if err != nil {
		return err
	}
	t := &table{head: []string{"NAAM", "FASE", "VERSIE", "SOORT", "LOCATIES", "GETOOND", "WANNEER", "TITEL", "TALEN", "GESCHREVEN", "GOEDGEKEURD"}}
	for _, m := range res.Entries {
		e, err := bulletin.EntryOf(m)
		if err != nil {
			return err
		}
		if !wanted(e, now) {
			continue
		}
		if e.Shown != nil {
			t.add(itemCells(*e.Shown, stageWords[e.Stage(now)], "", e.ShownWriter, e.Approver)...)
		}
		if e.Draft != nil {
			t.add(itemCells(*e.Draft, "wacht", number(e.Version), e.Writer, "")...)
		}
	}
	return h.show(res, t)
}

func itemCells(i bulletin.Item, stage, version, writer, approver string) []string {
	dutch, _ := i.In(bulletin.Dutch)
	var languages []string
	for _, t := range i.Texts {
		languages = append(languages, t.Language)
	}
	return []string{i.ID, stage, version, kindWord(i.Kind), saySites(i), i.Shown.From.String() + " – " + i.Shown.To.String(), sayActivity(i), dutch.Title,
		strings.Join(languages, ","), writer, approver}
}

func kindWord(k bulletin.Kind) string {
	return cmp.Or(map[bulletin.Kind]string{bulletin.News: "nieuws", bulletin.Activity: "activiteit"}[k], string(k))
}

func saySites(i bulletin.Item) string {
	var out []string
	for _, s := range i.Sites {
		out = append(out, string(s))
	}
	return cmp.Or(strings.Join(out, ","), "alle")
}

// sayActivity is day, hours and place of an activity; empty for news.
func sayActivity(i bulletin.Item) string {
	if i.Kind != bulletin.Activity {
		return ""
	}
	out := fmt.Sprintf("%s %s-%s %s", i.Date, i.From, i.To, i.Place)
	if i.SignUp {
		out += ", inschrijven"
	}
	return out
}

func bulletinShowCommand(w World) *cobra.Command {
	return tool(w, &cobra.Command{Use: "show NAME", Short: "One item in full, in every language: to be read before it is approved", Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) error {
			res, err := ask(ctx, h, door.Bulletin, &contract.BulletinRequest{})
			if err != nil {
				return err
			}
			m, err := entryNamed(res, args[0])
			if err != nil {
				return err
			}
			t := &table{head: []string{"VERSIE", "TAAL", "TITEL", "TEKST"}}
			for _, one := range []struct {
				item    *contract.BulletinItem
				version string
			}{{m.Shown, "getoond"}, {m.Draft, number(m.Version)}} {
				for _, x := range one.item.GetTexts() {
					t.add(one.version, x.Language, x.Title, x.Text)
				}
			}
			return h.show(m, t)
		})
}

// entryNamed finds an item by its name.
func entryNamed(res *contract.BulletinResponse, name string) (*contract.BulletinEntry, error) {
	for _, m := range res.Entries {
		if m.GetDraft().GetId() == name || m.GetShown().GetId() == name {
			return m, nil
		}
	}
	return nil, fault.New("central.bulletin", fault.NotFound).On(name).Tell("Dit bericht is er niet.", "Vraag de lijst met 'central bulletin list --all'.")
}

func bulletinApproveCommand(w World) *cobra.Command {
	q := new(contract.BulletinApproved)
	c := tool(w, &cobra.Command{Use: "approve NAME VERSION", Short: "Let a draft be shown, as somebody else than its writer who read that version", Args: cobra.ExactArgs(2)},
		func(ctx context.Context, h *hq, args []string) (err error) {
			q.Id = args[0]
			if q.Version, err = strconv.ParseUint(args[1], 10, 64); err != nil {
				return invalid("central.bulletin", err, "Dit is geen versie.", "Lees de versie met 'central bulletin show "+args[0]+"'.")
			}
			res, err := ask(ctx, h, door.ApproveBulletin, q)
			return h.showOne(res, err, q.Id)
		})
	c.Flags().StringVar(&q.By, "by", "", "who read it")
	return c
}

func bulletinWithdrawCommand(w World) *cobra.Command {
	q := new(contract.BulletinWithdrawn)
	c := tool(w, &cobra.Command{Use: "withdraw NAME", Short: "Take an item off every screen, for good", Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) error {
			q.Id = args[0]
			res, err := ask(ctx, h, door.WithdrawBulletin, q)
			return h.showOne(res, err, q.Id)
		})
	c.Flags().StringVar(&q.By, "by", "", "who withdraws it")
	c.Flags().StringVar(&q.Reason, "reason", "", "why")
	return c
}

// showOne shows how one item stands after a step.
func (h *hq) showOne(res *contract.BulletinResponse, err error, name string) error {
	if err != nil {
		return err
	}
	return h.showBulletin(res, func(e bulletin.Entry, _ office.Date) bool { return newest(e).ID == name })
}

func bulletinHistoryCommand(w World) *cobra.Command {
	return tool(w, &cobra.Command{Use: "history [NAME]", Short: "Every step: who wrote, approved or withdrew which", Args: cobra.MaximumNArgs(1)},
		func(ctx context.Context, h *hq, args []string) error {
			res, err := ask(ctx, h, door.Bulletin, &contract.BulletinRequest{History: true})
			if err != nil {
				return err
			}
			words := map[string]string{"drafted": "geschreven", "approved": "goedgekeurd", "withdrawn": "ingetrokken"}
			t := &table{head: []string{"VERSIE", "WANNEER", "WIE", "NAAM", "WAT", "TITEL", "WIJZIGING"}}
			last := map[string]*contract.BulletinItem{}
			for _, n := range res.History {
				at, err := moment(n.AtMs)
				if err != nil {
					return err
				}
				if len(args) == 0 || args[0] == n.Id {
					t.add(number(n.Version), at, n.By, n.Id, cmp.Or(words[n.What], n.What), titleOf(n.Item), cmp.Or(n.Reason, changed(last[n.Id], n.Item)))
				}
				last[n.Id] = n.Item
			}
			return h.show(res, t)
		})
}

func titleOf(m *contract.BulletinItem) string {
	for _, t := range m.GetTexts() {
		if t.Language == bulletin.Dutch {
			return t.Title
		}
	}
	return ""
}

// changed names what is not as it was in the step before; nothing for the first.
func changed(before, after *contract.BulletinItem) string {
	if before == nil || proto.Equal(before, after) {
		return ""
	}
	was, is := proto.CloneOf(before), proto.CloneOf(after)
	was.Texts, is.Texts = nil, nil
	var out []string
	if said := fields(was, is); said != "" {
		out = append(out, said)
	}
	for _, language := range bulletin.Languages {
		one := func(m *contract.BulletinItem) *contract.BulletinText {
			if at := slices.IndexFunc(m.Texts, func(t *contract.BulletinText) bool { return t.Language == language }); at >= 0 {
				return m.Texts[at]
			}
			return &contract.BulletinText{Language: language}
		}
		if said := fields(one(before), one(after)); said != "" {
			out = append(out, language+": "+said)
		}
	}
	return strings.Join(out, ", ")
}
