package main

import (
	"context"
	"log/slog"
	"strings"

	"github.com/spf13/pflag"

	"github.com/buurtloket/buurtloket/gui/display/aloud"
	"github.com/buurtloket/buurtloket/gui/speech"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// sound is whether and how a display calls visitors aloud.
type sound struct {
	on     bool
	player string
}

func (s *sound) flags(f *pflag.FlagSet) {
	f.BoolVar(&s.on, "sound", false, "call visitors aloud here, where the counter's devices say that its displays do (voice: at: display)")
	f.StringVar(&s.player, "player", "", "program that plays a WAV file from its standard input, with its arguments (default: pw-play, paplay or aplay)")
}

// herald calls visitors aloud, until hush, which must be called. A display that was asked to and cannot sound at all does not
// start: nobody would hear that it is silent. Without a program that speaks there is the chime.
func (s sound) herald(ctx context.Context, from aloud.Source) (hush func(), err error) {
	if !s.on {
		return func() {}, nil
	}
	cfg := aloud.Config{Source: from, Log: slog.Default()}
	play, err := speech.Player()
	if s.player != "" {
		play, err = speech.PlayedBy(strings.Fields(s.player)), nil
	}
	if err != nil {
		return nil, fault.New("loket.display", fault.NotFound).Because(err).
			Tell("Op dit toestel is geen programma dat geluid afspeelt.", "Installeer alsa-utils, of geef een ander met --player.")
	}
	cfg.Ring = speech.Bell(play)
	if path, err := speech.Synthesizer(); err != nil {
		slog.Default().Warn("the display has a chime and no voice", "error", err)
	} else {
		cfg.Voice = speech.Through(path, play)
	}
	return kept(ctx, aloud.New(cfg)), nil
}
