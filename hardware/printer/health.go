package printer

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/buurtloket/buurtloket/hardware/device"
)

// healthAttributes are what Health asks for.
var healthAttributes = []string{
	"printer-state", "printer-state-reasons", "printer-is-accepting-jobs", "printer-make-and-model",
}

// Health implements device.Device.
func (p *IPP) Health(ctx context.Context) device.Health {
	about, err := p.describe(ctx, "printer.Health", healthAttributes)
	if err == nil {
		return healthOf(about)
	}
	h := device.Health{State: device.Unknown, Reasons: []device.Reason{device.ReasonOf(err)}}
	switch h.Reasons[0] {
	case device.OutOfReach:
		h.State = device.Absent
	case device.NotAllowed:
		h.State = device.Stopped
	}
	var e *device.Error
	if errors.As(err, &e) && e.Err != nil {
		h.Detail = e.Err.Error()
	}
	return h
}

// words are the printer-state-reasons of RFC 8011, section 5.4.12, and of the registry behind it, that have a word of ours.
// Others keep their own.
var words = map[string]device.Reason{
	"media-empty":           device.PaperOut,
	"media-needed":          device.PaperOut,
	"input-tray-missing":    device.PaperOut,
	"media-low":             device.PaperLow,
	"media-jam":             device.PaperJam,
	"toner-low":             device.InkLow,
	"marker-supply-low":     device.InkLow,
	"toner-empty":           device.InkOut,
	"marker-supply-empty":   device.InkOut,
	"marker-supply-missing": device.InkOut,
	"cover-open":            device.CoverOpen,
	"door-open":             device.CoverOpen,
	"interlock-open":        device.CoverOpen,
	"paused":                device.Paused,
	"moving-to-paused":      device.Paused,
	"stopping":              device.Paused,
	"stopped-partly":        device.Paused,
	"shutdown":              device.NoPower,
	"power-down":            device.NoPower,
	"fuser-over-temp":       device.Hot,
	"connecting-to-device":  device.OutOfReach,
	"timed-out":             device.OutOfReach,
	"offline":               device.OutOfReach,
	"other":                 device.Unspecified,
}

// severity is what a printer-state-reason ends in: how much it matters.
type severity uint8

// The severities, the gravest first.
const (
	grave   severity = iota // "-error", and no ending at all
	warning                 // "-warning"
	report                  // "-report"
)

// graded is a reason with its severity.
type graded struct {
	reason   device.Reason
	severity severity
}

// reasonOf reads a printer's keyword. One that is no keyword at all becomes Unspecified, because reasons are shown.
func reasonOf(keyword string) graded {
	g := graded{severity: grave}
	name := keyword
	for suffix, s := range map[string]severity{"-error": grave, "-warning": warning, "-report": report} {
		if cut, ok := strings.CutSuffix(keyword, suffix); ok {
			name, g.severity = cut, s
		}
	}
	switch {
	case !isKeyword(name):
		g.reason = device.Unspecified
	case words[name] != "":
		g.reason = words[name]
	default:
		g.reason = device.Reason(name)
	}
	return g
}

// isKeyword reports whether a text looks as a keyword does, so that it can be shown and logged.
func isKeyword(s string) bool {
	return s != "" && len(s) <= 64 && !strings.ContainsFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.')
	})
}

// healthOf reads what a printer says of itself. The printer's own state decides whether it stands still, with one
// exception: a printer that is at work with something grave on its mind is not getting on with it.
func healthOf(about Group) device.Health {
	h := device.Health{Model: model(about.Text("printer-make-and-model"))}
	keywords := slices.DeleteFunc(about.Texts("printer-state-reasons"), func(k string) bool { return k == "none" })
	var all []graded
	for _, k := range keywords {
		all = append(all, reasonOf(k))
	}
	slices.SortStableFunc(all, func(a, b graded) int { return cmp.Compare(a.severity, b.severity) })
	for _, g := range all {
		if !h.Has(g.reason) {
			h.Reasons = append(h.Reasons, g.reason)
		}
	}
	// Only keywords: the message beside them can name documents and people.
	h.Detail = strings.Join(slices.DeleteFunc(keywords, func(k string) bool { return !isKeyword(k) }), " ")

	state, _ := about.Int("printer-state")
	matters := len(all) > 0 && all[0].severity < report
	switch {
	case state == 5, state == 4 && matters && all[0].severity == grave:
		h.State = device.Stopped
	case state == 3 || state == 4:
		h.State = map[int32]device.State{3: device.Ready, 4: device.Busy}[state]
		if matters {
			h.State = device.Attention
		}
	}
	if accepting, ok := boolean(about, "printer-is-accepting-jobs"); ok && !accepting && h.State.Usable() {
		h.State = device.Stopped
		h.Reasons = append([]device.Reason{device.Paused}, h.Reasons...)
	}
	if h.State == device.Ready || h.State == device.Busy {
		h.Reasons = nil
	}
	if h.State == device.Stopped && len(h.Reasons) == 0 {
		h.Reasons = []device.Reason{device.Unspecified}
	}
	return h
}

// model cuts what a printer says it is to what fits in a line, without what is not printable.
func model(s string) string {
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	for utf8.RuneCountInString(s) > 64 {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	return s
}

// boolean gives the first value of an attribute as a boolean.
func boolean(g Group, name string) (value, ok bool) {
	for _, v := range g.Get(name) {
		return v.Bool()
	}
	return false, false
}
