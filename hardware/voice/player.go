package voice

import "context"

// Player is an Output: a program that reads a WAV file from its standard input and plays it, with its arguments.
type Player []string

// DefaultPlayer is that of ALSA.
func DefaultPlayer() Player { return Player{"aplay", "-q", "-"} }

// Play implements Output.
func (p Player) Play(ctx context.Context, s Sound) error {
	_, err := run(ctx, p, s.WAV())
	return err
}

// Check implements Output.
func (p Player) Check() error { return check(p) }
