// Package demo starts a whole city on one machine: headquarters of three nodes and two counters, as the real
// programs, from the folder the caller stands in — and takes everything down again.
package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// Counters are the sites of the demonstration; the first is the one whose window opens.
var Counters = []string{"buurtloket-berchem", "buurtloket-groenenhoek"}

// Config says where the programs are and where the state is kept over restarts.
type Config struct {
	Programs string // folder with central and appliance
	State    string
	Out      io.Writer // what people read
}

// Demo is a running city. Close takes it down.
type Demo struct {
	cfg      Config
	headq    headquarters
	children []*child
	died     chan error // a child ended by itself
	vault    error      // why the first counter's vault could not be filled
	fresh    bool       // the first counter has its devices since this start
	card     error      // why nobody can sign in with a card
}

// headquarters is what central demo writes when it is ready.
type headquarters struct {
	Nodes     []string `json:"nodes"`
	Public    []string `json:"public"`
	TokenFile string   `json:"token_file"`
}

const addressFile = "hq.json"

// Start starts everything and returns when the counters answer. On an error everything is taken down again.
func Start(ctx context.Context, cfg Config) (d *Demo, err error) {
	d = &Demo{cfg: cfg, died: make(chan error, 8)}
	defer func() {
		if err != nil {
			err = errors.Join(fault.Wrap("demo.Start", err), d.Close())
		}
	}()
	if err := d.claim(); err != nil {
		return d, err
	}
	if err := os.Remove(filepath.Join(cfg.State, addressFile)); err != nil && !os.IsNotExist(err) {
		return d, fault.New("demo.Start", fault.Internal).On(addressFile).Because(err)
	}
	if err := d.run("central", nil, "demo", "--state", cfg.State); err != nil {
		return d, err
	}
	if err := d.await(ctx, "het hoofdkantoor", d.readHeadquarters); err != nil {
		return d, err
	}
	for n, site := range Counters {
		if err := d.plugIn(n, filepath.Join(cfg.State, site)); err != nil {
			return d, err
		}
		if err := d.counter(ctx, site); err != nil {
			return d, err
		}
	}
	if d.vault = d.fillVault(ctx); d.vault == nil && d.fresh {
		d.card = d.bindCard(ctx)
	}
	return d, nil
}

// Socket is where a counter's screens find it.
func (d *Demo) Socket(site string) string { return filepath.Join(d.cfg.State, site+".sock") }

// counter starts one counter, enrolled if it has no certificate yet, and waits until it answers.
func (d *Demo) counter(ctx context.Context, site string) error {
	dir := filepath.Join(d.cfg.State, site)
	var env []string
	if _, err := os.Stat(filepath.Join(dir, "device.pem")); os.IsNotExist(err) {
		code, err := d.code(ctx, site)
		if err != nil {
			return err
		}
		env = append(env, "BUURTLOKET_CODE="+code)
	}
	err := d.run("appliance", env, "serve", "--site", site, "--dir", dir, "--hq", strings.Join(d.headq.Nodes, ","),
		"--socket", d.Socket(site), "--demo")
	if err != nil {
		return err
	}
	return d.await(ctx, site, func() error {
		conn, err := net.DialTimeout("unix", d.Socket(site), time.Second)
		if err != nil {
			return err
		}
		return conn.Close()
	})
}

// code asks headquarters for a one-time enrolment code.
func (d *Demo) code(ctx context.Context, site string) (string, error) {
	token, err := os.ReadFile(d.headq.TokenFile)
	if err != nil {
		return "", fault.New("demo.code", fault.Internal).On(d.headq.TokenFile).Because(err)
	}
	rpc := contractconnect.NewPlanningClient(http.DefaultClient, "http://"+d.headq.Public[0])
	req := connect.NewRequest(&contract.IssueCodeRequest{Site: site, ValidMinutes: 10, By: "demo"})
	req.Header().Set("Authorization", "Bearer "+strings.TrimSpace(string(token)))
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	res, err := rpc.IssueCode(ctx, req)
	if err != nil {
		return "", fault.FromRPC("demo.code", err)
	}
	return res.Msg.Code, nil
}

func (d *Demo) readHeadquarters() error {
	b, err := os.ReadFile(filepath.Join(d.cfg.State, addressFile))
	if err != nil {
		return err
	}
	d.headq = headquarters{}
	if err := json.Unmarshal(b, &d.headq); err != nil {
		return err
	}
	if len(d.headq.Nodes) == 0 || len(d.headq.Public) == 0 {
		return errors.New("no addresses yet")
	}
	return nil
}

// patience is how long a program may take to come up, on a small and busy machine.
const patience = 90 * time.Second

// await tries until it works, a child dies or patience ends.
func (d *Demo) await(ctx context.Context, what string, try func() error) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		err := try()
		if err == nil {
			return nil
		}
		select {
		case <-tick.C:
		case died := <-d.died:
			return died
		case <-ctx.Done():
			return fault.New("demo.await", fault.Unreachable).On(what).Because(err).
				Tell(fmt.Sprintf("%s antwoordt niet.", what), "Lees de verslagen (*.log) in "+d.cfg.State+".")
		}
	}
}

// Wait waits until ctx ends or a program ends by itself, which is an error.
func (d *Demo) Wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case err := <-d.died:
		return err
	}
}
