package main

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/gui/kiosk"
	"github.com/buurtloket/buurtloket/gui/kiosk/flow"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/shell"
	"github.com/buurtloket/buurtloket/gui/speech"
	"github.com/buurtloket/buurtloket/sync/clock"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// kioskCommand is the self-service desk.
func kioskCommand() *cobra.Command {
	var o options
	var window, silent bool
	var share uint8
	var mm millimetres
	c := &cobra.Command{Use: "kiosk", Short: "The self-service desk: a number, an appointment, a certificate, the way",
		Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
			reach, err := mm.reach(share)
			if err == nil {
				err = o.remote.wrong("loket.kiosk")
			}
			if _, ok := look.ParseMode(o.theme); !ok && err == nil {
				err = fault.New("loket.kiosk", fault.Invalid).On(fmt.Sprintf("theme %q", o.theme))
			}
			if err != nil {
				return err
			}
			o.full = !window
			return runKiosk(c.Context(), o, reach, silent)
		}}
	f := c.Flags()
	o.remote.flags(f, "counter")
	f.StringVar(&o.socket, "socket", "/run/buurtloket/appliance.sock", "socket of the counter's service")
	f.BoolVar(&window, "window", false, "in a window that can be closed, instead of filling the screen")
	f.StringVar(&o.theme, "theme", look.Light.String(), "colours with which each visit begins: light, dark or contrast")
	f.BoolVar(&o.large, "large", false, "large text, with which each visit begins")
	f.Float32Var(&o.scale, "scale", 0, "scale of everything; 0 follows the screen")
	f.Uint8Var(&share, "reach", 55, "share of the screen's height, in per cent from below, that who sits can reach")
	f.UintVar(&mm.screen, "screen-height-mm", 0, "height of the screen's picture in millimetres; with --reach-mm, in place of --reach")
	f.UintVar(&mm.hand, "reach-mm", 0, "how high above the lower edge of the picture who sits can reach, in millimetres: 1220 less the height of that edge above the floor at most")
	f.BoolVar(&silent, "silent", false, "without a voice; one is used when espeak-ng is installed")
	return c
}

// millimetres are the band within reach as an installer measures it (EN 301 549, 8.3.2); zero: not measured.
type millimetres struct{ screen, hand uint }

// reach is the share of the screen's height within reach: of what was measured, or the one that was given in per cent. Less
// than two fifths has no room for six choices.
func (m millimetres) reach(percent uint8) (float32, error) {
	share := float32(percent) / 100
	switch {
	case (m.screen == 0) != (m.hand == 0):
		return 0, fault.New("loket.kiosk", fault.Invalid).On("screen-height-mm and reach-mm go together")
	case m.screen > 0:
		share = min(float32(m.hand)/float32(m.screen), 1)
	}
	if share < 0.4 || share > 1 {
		return 0, fault.New("loket.kiosk", fault.Invalid).On(fmt.Sprintf("reach %.0f %% of the screen", 100*share))
	}
	return share, nil
}

// runKiosk shows the kiosk and stays until ctx ends: there is nothing on it to close it by.
func runKiosk(ctx context.Context, o options, reach float32, silent bool) error {
	brussels, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		return fmt.Errorf("load the time zone: %w", err)
	}
	counter, hangUp, err := o.kiosk(ctx)
	if err != nil {
		return err
	}
	defer hangUp()
	now, _ := clock.FromEnv()
	say, hush := voice(ctx, silent)
	defer hush()
	mode, _ := look.ParseMode(o.theme)
	looks := flow.Looks{Large: o.large, Contrast: mode == look.Contrast, Dark: mode == look.Dark}
	f := flow.New(flow.Config{Counter: counter, Looks: looks, Now: now, Location: brussels, Log: slog.Default(), Say: say})
	return shell.Run(ctx, kiosk.New(f, reach), shell.Options{Theme: look.Theme{Standing: true}, FullScreen: o.full, KeepOpen: o.full, OwnLooks: true,
		Size: fyne.NewSize(1080, 1080), Scale: o.scale, Log: slog.Default()})
}

// voice is what reads pages aloud, nil when there is no synthesizer; hush ends it.
func voice(ctx context.Context, silent bool) (say func(tag, words string, volume int), hush func()) {
	if silent {
		return nil, func() {}
	}
	espeak, err := speech.Espeak()
	if err != nil {
		slog.Default().Info("the kiosk reads nothing aloud", "error", err)
		return nil, func() {}
	}
	speaker := speech.New(espeak, slog.Default())
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() { _ = speaker.Run(ctx) }) // its error is always nil
	return speaker.Say, func() { cancel(); wg.Wait() }
}
