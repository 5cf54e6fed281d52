package speech_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/buurtloket/buurtloket/gui/speech"
)

// voice notes what is said; an utterance takes a second of invented time for each word.
type voice struct {
	mu    sync.Mutex
	all   []string
	at    int // how many speak now
	most  int
	fails bool
}

func (v *voice) say(ctx context.Context, tag, words string, volume int) error {
	v.mu.Lock()
	v.at++
	v.most = max(v.most, v.at)
	v.mu.Unlock()
	end := " done"
	select {
	case <-ctx.Done():
		end = " cut"
	case <-time.After(time.Duration(len(strings.Fields(words))) * time.Second):
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.at--
	loud := ""
	if volume > 100 {
		loud = " loud"
	}
	v.all = append(v.all, tag+": "+words+loud+end)
	if v.fails {
		return errors.New("no sound card")
	}
	return ctx.Err()
}

func in(t *testing.T, f func(*speech.Speaker, *voice)) {
	synctest.Test(t, func(t *testing.T) {
		v := &voice{}
		s := speech.New(v.say, nil)
		ctx, cancel := context.WithCancel(context.Background())
		var wg sync.WaitGroup
		wg.Go(func() { _ = s.Run(ctx) })
		f(s, v)
		cancel()
		wg.Wait()
		if v.most > 1 || v.at != 0 {
			t.Errorf("%d spoke at once, %d speak still", v.most, v.at)
		}
	})
}

// TestOneAtATime: what is new ends what was said, and only the last of what was asked at once is said.
func TestOneAtATime(t *testing.T) {
	in(t, func(s *speech.Speaker, v *voice) {
		s.Say("nl", "wat wilt u doen", 100)
		synctest.Wait()
		time.Sleep(time.Second) // invented time
		s.Say("fr", "que voulez", 180)
		synctest.Wait()
		time.Sleep(5 * time.Second)
		s.Say("nl", "een twee drie", 100)
		synctest.Wait()
		s.Say("nl", "", 100)
		synctest.Wait()
		time.Sleep(5 * time.Second)
		v.mu.Lock()
		defer v.mu.Unlock()
		if got, want := strings.Join(v.all, "; "), "nl: wat wilt u doen cut; fr: que voulez loud done; nl: een twee drie cut"; got != want {
			t.Errorf("said %q, want %q", got, want)
		}
	})
}

// TestAVoiceThatFails: the next utterance is tried all the same.
func TestAVoiceThatFails(t *testing.T) {
	in(t, func(s *speech.Speaker, v *voice) {
		v.fails = true
		for range 2 {
			s.Say("nl", "goed", 100)
			synctest.Wait()
			time.Sleep(2 * time.Second) // invented time
			synctest.Wait()
		}
		if len(v.all) != 2 {
			t.Errorf("tried %v", v.all)
		}
	})
}

// TestTheProgram: the words go in by its input, the language, pace and volume by its arguments; it ends when it is told to.
func TestTheProgram(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "synthesizer")
	script := "#!/bin/sh\nd=$(dirname \"$0\")\necho \"$@\" > \"$d/args\"\ncat > \"$d/words\"\ncase \"$2\" in uk) echo no such voice >&2; exit 1;; tr) exec sleep 60;; esac\n"
	if err := os.WriteFile(path, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	say := speech.Program(path)
	if err := say(t.Context(), "nl", "uw nummer", 180); err != nil {
		t.Fatal(err)
	}
	args, _ := os.ReadFile(filepath.Join(dir, "args"))
	words, _ := os.ReadFile(filepath.Join(dir, "words"))
	if string(args) != "-v nl -s 150 -a 180 --stdin\n" || string(words) != "uw nummer" {
		t.Errorf("%q, %q", args, words)
	}
	if err := say(t.Context(), "uk", "x", 1000); err == nil || !strings.Contains(err.Error(), "no such voice") {
		t.Errorf("said %v", err)
	}
	if args, _ := os.ReadFile(filepath.Join(dir, "args")); !strings.Contains(string(args), "-a 200 ") {
		t.Errorf("too loud: %q", args)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := say(ctx, "tr", "x", 100); err == nil {
		t.Error("it was not ended")
	}
}
