package voice

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"
	"unicode"
)

// Recordings are a Speech: words that a person spoke, as WAV files in a folder for each language: nl/nummer.wav, nl/a.wav,
// nl/zeventien.wav. A word without a file is put together of files of its parts, as few as there can be: tweehonderdeen of twee, honderd and een.
// All of a text is spoken, or nothing of it.
type Recordings struct{ Files fs.FS }

// maxRecording is how long one file may be, in bytes.
const maxRecording = 4 << 20

// breath lies between two words.
const breath = 60 * time.Millisecond

// Speak implements Speech.
func (r Recordings) Speak(ctx context.Context, language, text string) (out Sound, err error) {
	words := strings.FieldsFunc(strings.ToLower(text), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	for _, word := range words {
		parts := r.parts(language, []rune(word))
		if parts == nil {
			return nil, fmt.Errorf("there is no recording of «%s» in %s", word, language)
		}
		for _, part := range parts {
			s, err := r.read(language, part)
			if err = errors.Join(err, ctx.Err()); err != nil {
				return nil, err
			}
			out = append(out, s.eased()...)
		}
		out = append(out, silence(breath)...)
	}
	if time.Duration(len(out)) > MaxLength*Rate/time.Second {
		return nil, fmt.Errorf("a sound of more than %v", MaxLength)
	}
	return out, nil
}

// Check implements Speech.
func (r Recordings) Check() error {
	_, err := fs.ReadDir(r.Files, ".")
	return err
}

// parts cuts a word into the fewest pieces that were recorded; nil when there is no way.
func (r Recordings) parts(language string, word []rune) []string {
	best := make([][]string, len(word)+1)
	best[0] = []string{}
	for end := 1; end <= len(word); end++ {
		for begin := range end {
			piece := string(word[begin:end])
			if best[begin] == nil || best[end] != nil && len(best[end]) <= len(best[begin])+1 || !r.has(language, piece) {
				continue
			}
			best[end] = append(append([]string(nil), best[begin]...), piece)
		}
	}
	return best[len(word)]
}

func (r Recordings) name(language, piece string) string { return language + "/" + piece + ".wav" }

func (r Recordings) has(language, piece string) bool {
	info, err := fs.Stat(r.Files, r.name(language, piece))
	return err == nil && info.Mode().IsRegular()
}

func (r Recordings) read(language, piece string) (Sound, error) {
	name := r.name(language, piece)
	f, err := r.Files.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	file, err := io.ReadAll(io.LimitReader(f, maxRecording+1))
	if err != nil {
		return nil, err
	}
	if len(file) > maxRecording {
		return nil, fmt.Errorf("%s is too large", name)
	}
	s, err := ParseWAV(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return s, nil
}

// Either is a Speech that asks another when the first cannot: recordings of what is said every day, a program for the rest.
type Either [2]Speech

// Speak implements Speech.
func (e Either) Speak(ctx context.Context, language, text string) (Sound, error) {
	s, err := e[0].Speak(ctx, language, text)
	if err == nil {
		return s, nil
	}
	s, other := e[1].Speak(ctx, language, text)
	if other != nil {
		return nil, errors.Join(err, other)
	}
	return s, nil
}

// Check implements Speech: one of the two is enough.
func (e Either) Check() error {
	first, second := e[0].Check(), e[1].Check()
	if first == nil || second == nil {
		return nil
	}
	return errors.Join(first, second)
}
