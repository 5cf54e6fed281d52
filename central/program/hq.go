package program

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"connectrpc.com/connect"
	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// client is what every tool has in common: how to reach headquarters, and how to show what it said.
type client struct {
	World
	state, tokenFile string
	nodes            []string
	json             bool
}

// tool makes a command that talks to headquarters.
func tool(w World, c *cobra.Command, run func(ctx context.Context, h *hq, args []string) error) *cobra.Command {
	cl := &client{World: w}
	cl.bind(c)
	c.RunE = func(c *cobra.Command, args []string) error {
		h, err := cl.dial()
		if err != nil {
			return err
		}
		defer h.http.CloseIdleConnections()
		return run(c.Context(), h, args)
	}
	if c.Args == nil {
		c.Args = cobra.NoArgs
	}
	c.Args = understood(c.Args)
	return c
}

// The environment's names for the flags that every tool has.
const (
	envState = "BUURTLOKET_STATE"
	envHQ    = "BUURTLOKET_HQ"
	envToken = "BUURTLOKET_TOKEN_FILE"
)

func (cl *client) bind(c *cobra.Command) {
	f := c.Flags()
	f.StringSliceVar(&cl.nodes, "hq", nil, "addresses of the plain doors, as http://host:port; default from hq.json ($"+envHQ+")")
	f.StringVar(&cl.state, "state", "state", "folder of a demonstration, where its hq.json is ($"+envState+")")
	f.StringVar(&cl.tokenFile, "token-file", "", "file with the planner's token; default from hq.json ($"+envToken+")")
	f.BoolVar(&cl.json, "json", false, "print JSON instead of a table")
}

// dial finds addresses and token: flags first, then the environment, then hq.json.
func (cl *client) dial() (*hq, error) {
	const op = "central"
	if env := cl.Getenv(envHQ); len(cl.nodes) == 0 && env != "" {
		cl.nodes = strings.Split(env, ",")
	}
	if env := cl.Getenv(envToken); cl.tokenFile == "" {
		cl.tokenFile = env
	}
	if env := cl.Getenv(envState); cl.state == "state" && env != "" {
		cl.state = env
	}
	if len(cl.nodes) == 0 {
		found, err := readAddresses(filepath.Join(cl.state, addressFile))
		if err != nil {
			return nil, fault.New(op, fault.Unreachable).On(cl.state).Because(err).
				Tell("Het hoofdkantoor is niet gevonden.", "Start 'central demo', of zeg met --hq waar het is.")
		}
		cl.nodes = found.urls()
		if cl.tokenFile == "" {
			cl.tokenFile = found.TokenFile
		}
	}
	token, err := readToken(cl.tokenFile)
	if err != nil {
		return nil, err
	}
	h := &hq{client: cl, http: &http.Client{Transport: bearer{token, http.DefaultTransport.(*http.Transport).Clone()}}}
	for _, url := range cl.nodes {
		if !strings.Contains(url, "://") {
			url = "http://" + url
		}
		h.doors = append(h.doors, door{url: url, PlanningClient: contractconnect.NewPlanningClient(h.http, url),
			BookingClient: contractconnect.NewBookingClient(h.http, url), PhotosClient: contractconnect.NewPhotosClient(h.http, url),
			messages: contractconnect.NewMessagesClient(h.http, url), hours: contractconnect.NewHoursClient(h.http, url), waiting: contractconnect.NewWaitingListClient(h.http, url),
			surveys: contractconnect.NewSurveysClient(h.http, url),
			profile: contractconnect.NewProfileClient(h.http, url), services: contractconnect.NewServicesClient(h.http, url),
			board: contractconnect.NewBoardClient(h.http, url), rosters: contractconnect.NewRostersClient(h.http, url)})
	}
	return h, nil
}

// callLimit bounds one call at one node. It is longer than a node waits for its majority, so that the node's own words
// arrive.
const callLimit = 30 * time.Second

// hq is headquarters as a tool sees it: any of its doors will do.
type hq struct {
	*client
	http  *http.Client
	doors []door
}

// door is the plain door of one node.
type door struct {
	url string
	contractconnect.PlanningClient
	contractconnect.BookingClient
	contractconnect.PhotosClient
	messages contractconnect.MessagesClient
	profile  contractconnect.ProfileClient
	services contractconnect.ServicesClient
	hours    contractconnect.HoursClient
	waiting  contractconnect.WaitingListClient
	surveys  contractconnect.SurveysClient
	board    contractconnect.BoardClient
	rosters  contractconnect.RostersClient
}

// ask makes one call, at the next node when one does not answer or cannot help. Every call may be repeated: it carries
// an id, or changes nothing the second time. call is a method of door, as door.Status.
func ask[Q, A any](ctx context.Context, h *hq, call func(door, context.Context, *connect.Request[Q]) (*connect.Response[A], error), q *Q) (*A, error) {
	var failed error
	for _, d := range h.doors {
		a, err := askAt(ctx, d, call, q)
		if err == nil {
			return a, nil
		}
		// What a node that lives says weighs more than the silence of another.
		if failed == nil || connect.IsWireError(errors.Unwrap(err)) {
			failed = err
		}
		if ctx.Err() != nil || !fault.Is(err, fault.Unreachable) {
			return nil, err
		}
	}
	return nil, failed
}

// askAt makes one call at one node.
func askAt[Q, A any](ctx context.Context, d door, call func(door, context.Context, *connect.Request[Q]) (*connect.Response[A], error), q *Q) (*A, error) {
	ctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	res, err := call(d, ctx, connect.NewRequest(q))
	if err != nil {
		return nil, fault.FromRPC("central", err)
	}
	return res.Msg, nil
}

// bearer shows the planner's token with each request.
type bearer struct {
	token string
	next  *http.Transport
}

// RoundTrip implements http.RoundTripper.
func (b bearer) RoundTrip(r *http.Request) (*http.Response, error) {
	if b.token != "" {
		r = r.Clone(r.Context())
		r.Header.Set("Authorization", "Bearer "+b.token)
	}
	return b.next.RoundTrip(r)
}

// CloseIdleConnections lets http.Client close what it keeps.
func (b bearer) CloseIdleConnections() { b.next.CloseIdleConnections() }

// readToken reads the planner's token; an empty name gives none.
func readToken(file string) (string, error) {
	if file == "" {
		return "", nil
	}
	b, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", fault.New("central.token", fault.NotFound).On(file).Because(err).
			Tell("Het bestand met het token van de planner is er niet.", "Kijk --token-file na.")
	case err != nil:
		return "", fault.New("central.token", fault.Internal).On(file).Because(err)
	}
	return strings.TrimSpace(string(b)), nil
}
