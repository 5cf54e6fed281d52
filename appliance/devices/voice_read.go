package devices

import (
	"slices"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/hardware/voice"
)

// languages are those in which numbers can be called; see package caller.
var languages = []string{"nl", "fr", "en", "de"}

// What holds when the file does not say.
const (
	usualReset    = 30 * time.Minute
	usualVolume   = 60
	usualPatience = 20 * time.Second
)

func readVoice(t *table) *VoiceSetting {
	s := &VoiceSetting{Setting: readSetting(t), Player: t.texts("player"), Speaker: t.texts("speaker"), Recordings: t.text("recordings"), Language: t.text("language"),
		Loudest: t.number("loudest", 1, 100, 100), Usual: t.number("volume", 0, 100, usualVolume), Reset: readReset(t), Patience: t.span("patience", 2*time.Minute)}
	absolute(t, "recordings", s.Recordings)
	if s.Language == "" {
		s.Language = languages[0]
	}
	if !slices.Contains(languages, s.Language) {
		t.add(t.at("language"), "«language» is %s.", strings.Join(languages, ", "))
	}
	if s.Patience == 0 {
		s.Patience = usualPatience
	}
	switch at := t.text("at"); {
	case at != "" && at != "display" && at != "counter":
		t.add(t.at("at"), "«at» is counter of display.")
	default:
		s.Displays = at == "display"
	}
	switch {
	case s.Displays && (s.Emulator || t.has("player") || t.has("speaker") || t.has("recordings")):
		t.add(s.line, "een stem aan de schermen heeft hier geen «emulator», «player», «speaker» of «recordings».")
	case s.Displays:
		t.done()
		return s
	case s.Emulator && (t.has("player") || t.has("speaker") || t.has("recordings")):
		t.add(s.line, "een emulator heeft geen «player», «speaker» of «recordings».")
	case !s.Emulator && !t.has("player"):
		s.Player = voice.DefaultPlayer()
	}
	if slices.Equal(s.Speaker, []string{"none"}) {
		s.Speaker = nil
	} else if !s.Emulator && !t.has("speaker") {
		s.Speaker = voice.DefaultSpeaker()
	}
	t.done()
	return s
}

// readReset reads after how long a changed volume goes back: a time, or "day", its end.
func readReset(t *table) time.Duration {
	if v := t.values["reset"]; v != nil && v.Value == "day" {
		t.asked = append(t.asked, "reset")
		return 0
	}
	if d := t.span("reset", 12*time.Hour); d != 0 {
		return d
	}
	return usualReset
}
