package voice

import (
	"context"
	"fmt"
)

// Speaker is a Speech: espeak-ng, or a program that takes its options, with arguments that come before ours.
type Speaker []string

// DefaultSpeaker is espeak-ng.
func DefaultSpeaker() Speaker { return Speaker{"espeak-ng"} }

// pace is how fast it speaks, in words a minute: slower than its own 175, since a number is heard once.
const pace = "140"

// Speak implements Speech.
func (s Speaker) Speak(ctx context.Context, language, text string) (Sound, error) {
	argv := append(append([]string(nil), s...), "-v", language, "-s", pace, "-b", "1", "--stdin", "--stdout")
	file, err := run(ctx, argv, []byte(text))
	if err != nil {
		return nil, err
	}
	out, err := ParseWAV(file)
	if err == nil && len(out) == 0 {
		err = fmt.Errorf("%s: it says nothing", s[0])
	}
	return out, err
}

// Check implements Speech.
func (s Speaker) Check() error { return check(s) }
