package speech

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os/exec"
	"strconv"
	"strings"
	"sync"
)

// Voice says one utterance and returns when it is said, or when ctx ends. Volume is in per cent of the usual.
type Voice func(ctx context.Context, tag, words string, volume int) error

// Speaker says one utterance at a time. Make it with New, give it life with Run.
type Speaker struct {
	voice Voice
	log   *slog.Logger
	wake  chan struct{} // there is something else to say; one slot

	mu   sync.Mutex // guards what follows
	next utterance
	stop context.CancelFunc // of what is being said; nil: nothing is
}

type utterance struct {
	tag, words string
	volume     int
}

// New makes a speaker that is silent. log may be nil.
func New(voice Voice, log *slog.Logger) *Speaker {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Speaker{voice: voice, log: log, wake: make(chan struct{}, 1)}
}

// Say ends what is being said and says this instead, in the language of a BCP 47 tag; without words there is silence.
func (s *Speaker) Say(tag, words string, volume int) {
	s.mu.Lock()
	s.next = utterance{tag, words, volume}
	if s.stop != nil {
		s.stop()
	}
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Run says what there is to say until ctx ends; then it is silent.
func (s *Speaker) Run(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-s.wake:
			s.utter(ctx)
		}
	}
}

// utter says what was asked for last.
func (s *Speaker) utter(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s.mu.Lock()
	now := s.next
	s.next, s.stop = utterance{}, cancel
	s.mu.Unlock()
	if strings.TrimSpace(now.words) != "" {
		if err := s.voice(ctx, now.tag, now.words, now.volume); err != nil && ctx.Err() == nil {
			s.log.Warn("the page was not read aloud", "language", now.tag, "error", err)
		}
	}
	s.mu.Lock()
	s.stop = nil
	s.mu.Unlock()
}

// program is the synthesizer. Its voices are named by the same tags as our languages.
const program = "espeak-ng"

// The synthesizer's own volume is from 0 to 200, of which this is the usual; and how many words a minute are said: slower than
// it does by itself, as numbers must be understood at once.
const (
	amplitude = 100
	loudest   = 200
	pace      = 150
)

// Espeak is the voice of the synthesizer that is installed, or an error when none is.
func Espeak() (Voice, error) {
	path, err := Synthesizer()
	if err != nil {
		return nil, err
	}
	return Program(path), nil
}

// Synthesizer is where the synthesizer is installed, or an error when none is.
func Synthesizer() (path string, err error) {
	if path, err = exec.LookPath(program); err != nil {
		return "", fmt.Errorf("speech: %w", err)
	}
	return path, nil
}

// Program is the voice of a program that takes the arguments of espeak-ng.
func Program(path string) Voice {
	return func(ctx context.Context, tag, words string, volume int) error {
		c := synthesizer(ctx, path, tag, words, volume)
		out, err := c.CombinedOutput() // it is killed when ctx ends, and waited for
		if err != nil {
			return errors.Join(fmt.Errorf("speech: %s: %w", program, err), said(out))
		}
		return nil
	}
}

// synthesizer is the program, about to say words at a volume in per cent of its usual.
func synthesizer(ctx context.Context, path, tag, words string, volume int, more ...string) *exec.Cmd {
	args := append([]string{"-v", tag, "-s", strconv.Itoa(pace), "-a", strconv.Itoa(min(amplitude*max(volume, 0)/100, loudest)), "--stdin"}, more...)
	c := exec.CommandContext(ctx, path, args...)
	c.Stdin = strings.NewReader(words)
	return c
}

// said is what the program complained of, which never repeats what it was given.
func said(out []byte) error {
	line, _, _ := strings.Cut(string(out), "\n")
	if line == "" {
		return nil
	}
	return errors.New(line[:min(len(line), 200)])
}
