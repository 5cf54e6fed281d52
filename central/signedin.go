package central

import (
	"cmp"
	"context"
	"net/http"
	"strings"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/ipdc"
	"github.com/buurtloket/buurtloket/central/portal"
	"github.com/buurtloket/buurtloket/central/profile"
	"github.com/buurtloket/buurtloket/central/signin"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Citizens is how citizens sign in, and who is told of the appointments of those who agreed. The zero value: nobody signs in.
type Citizens struct {
	// SignIn needs Issuer and Client; Home, Secret, Now, Random and Logger are filled in. An empty Issuer: nobody signs in.
	SignIn signin.Config
	// Profile is told of appointments; nil: nobody is. Without sign-in nobody can agree to it.
	Profile profile.Sender
}

// useCitizens has citizens sign in at the pages, where that is set up.
func (n *Node) useCitizens(p *portal.Portal, secret []byte) error {
	c := n.cfg.Citizens.SignIn
	if c.Issuer == "" {
		return nil
	}
	c.Home = cmp.Or(c.Home, strings.TrimSuffix(n.cfg.Messages.Portal, "/"))
	c.Secret, c.Now, c.Random, c.Logger = secret, n.cfg.Now, n.cfg.Random, n.cfg.Logger
	s, err := signin.New(c)
	if err != nil {
		return err
	}
	p.Use(s)
	if n.cfg.Citizens.Profile != nil {
		p.UseProfile()
	}
	return nil
}

// newProfile makes what tells profiles, on the node that leads.
func newProfile(n *Node, log consensus.Log) *profile.Outbox {
	c := profile.Config{Node: n.cfg.Name, Log: log, Machine: n.machine, Sender: n.cfg.Citizens.Profile, Now: n.cfg.Now, Logger: n.cfg.Logger,
		Leads: func() bool { _, _, isMe := n.raft.Leader(); return isMe }}
	if home := strings.TrimSuffix(n.cfg.Messages.Portal, "/"); home != "" {
		c.Link = func(id office.AppointmentID) string { return home + n.portal.Link(id) }
	}
	return profile.New(c)
}

// profileDoor is the door of colleagues to what profiles were told.
func (n *Node) profileDoor(limit connect.HandlerOption) (string, http.Handler) {
	path, h := contractconnect.NewProfileHandler(n.profile, limit)
	return path, n.withToken(h)
}

// servicesDoor is the door of planners to what the government's catalogue says of products.
func (n *Node) servicesDoor(limit connect.HandlerOption) (string, http.Handler) {
	path, h := contractconnect.NewServicesHandler(&ipdc.Door{Log: n.profile.Log, Machine: n.machine, Now: n.cfg.Now}, limit)
	return path, n.withToken(h)
}

// runProfile tells profiles until ctx ends.
func (n *Node) runProfile(ctx context.Context) error { return n.profile.Run(ctx) }
