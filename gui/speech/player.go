package speech

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os/exec"
	"time"
)

// Play plays a WAV file once, and returns when it has ended, or when ctx has.
type Play func(ctx context.Context, wav []byte) error

// players are the programs that play a WAV file from their standard input, the first that is installed.
var players = [][]string{{"pw-play", "-"}, {"paplay"}, {"aplay", "-q", "-"}}

// Player plays by the program that is installed, or is an error when none is.
func Player() (Play, error) {
	for _, p := range players {
		if _, err := exec.LookPath(p[0]); err == nil {
			return PlayedBy(p), nil
		}
	}
	return nil, errors.New("speech: no program here plays sound: aplay, paplay or pw-play")
}

// longest is what a sound may take, with a player's time to open its device and to close it: one that hangs is ended after it.
const longest = 20 * time.Second

// PlayedBy plays by a program that reads a WAV file from its standard input, with its arguments.
func PlayedBy(command []string) Play {
	return func(ctx context.Context, wav []byte) error {
		ctx, cancel := context.WithTimeout(ctx, longest)
		defer cancel()
		c := exec.CommandContext(ctx, command[0], command[1:]...)
		c.Stdin = bytes.NewReader(wav)
		c.WaitDelay = time.Second
		out, err := c.CombinedOutput() // it is killed when ctx ends, and waited for
		if err != nil {
			return errors.Join(fmt.Errorf("speech: %s: %w", command[0], err), said(out))
		}
		return nil
	}
}

// Ring sounds the chime at a volume in per cent of the loudest, and returns when it has ended, or when ctx has.
type Ring func(ctx context.Context, volume int) error

// Bell is the chime out of a player.
func Bell(play Play) Ring {
	return func(ctx context.Context, volume int) error { return play(ctx, Chime(volume)) }
}

// Through is the voice of a program that takes the arguments of espeak-ng, out of a player: where a chime goes before words, both
// come out of one loudspeaker. It is as loud as the chime at the same volume.
func Through(path string, play Play) Voice {
	return func(ctx context.Context, tag, words string, volume int) error {
		var sound, complaint bytes.Buffer
		c := synthesizer(ctx, path, tag, words, int(100*loudness(volume)), "--stdout")
		c.Stdout, c.Stderr = &sound, &complaint
		if err := c.Run(); err != nil {
			return errors.Join(fmt.Errorf("speech: %s: %w", program, err), said(complaint.Bytes()))
		}
		return play(ctx, measured(sound.Bytes()))
	}
}

// measured writes the lengths into a plain WAV file that was made into a pipe, where nobody knew them yet.
func measured(wav []byte) []byte {
	const header = 44
	if len(wav) >= header && string(wav[:4]) == "RIFF" && string(wav[36:40]) == "data" {
		binary.LittleEndian.PutUint32(wav[4:], uint32(len(wav)-8))
		binary.LittleEndian.PutUint32(wav[40:], uint32(len(wav)-header))
	}
	return wav
}
