package devices

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/jpeg"
	"strings"

	"github.com/buurtloket/buurtloket/hardware/camera"
	"github.com/buurtloket/buurtloket/hardware/device"
	locker "github.com/buurtloket/buurtloket/hardware/vault"
	"github.com/buurtloket/buurtloket/hardware/voice"
)

// Probe is what a harmless check of a device has shown, in Dutch.
type Probe struct {
	OK     bool
	Say    string
	Next   string
	Detail string // for whoever repairs it
}

// Test checks a device without changing anything at it: a vault's doors are read and none is opened, a printer's attributes
// are asked and nothing is printed, a camera takes two pictures and forgets them, a reader is looked for and its card is not
// read, a scanner's line is opened, a voice says that this is a test. It takes no longer than the patience of its kind, or than the
// voice speaks.
func (d Device) Test(ctx context.Context) Probe {
	ctx, cancel := context.WithTimeout(ctx, Paces()[d.Kind].Patience)
	defer cancel()
	switch one := d.Device.(type) {
	case locker.Vault:
		return d.testVault(ctx, one)
	case camera.Camera:
		return d.testCamera(ctx, one)
	case voice.Voice:
		return d.testVoice(context.WithoutCancel(ctx), one)
	}
	return d.asked(ctx)
}

// asked is how the device says it is.
func (d Device) asked(ctx context.Context) Probe {
	h := d.Health(ctx)
	say, next := Say(d.Kind, h)
	return Probe{OK: h.State.Usable(), Say: say, Next: next, Detail: strings.TrimSpace(h.Model + " " + h.Detail)}
}

func (d Device) testVault(ctx context.Context, v locker.Vault) Probe {
	r, err := v.Doors(ctx)
	var open, unknown []string
	for _, s := range r.Doors {
		switch s.State {
		case locker.Open:
			open = append(open, fmt.Sprint(s.Door))
		case locker.Unknown:
			unknown = append(unknown, fmt.Sprint(s.Door))
		}
	}
	p := d.asked(ctx)
	closed := len(r.Doors) - len(open) - len(unknown)
	p.OK = p.OK && err == nil && len(unknown) == 0
	p.Say += fmt.Sprintf(" %d deuren gelezen: %d dicht, %d open, %d onbekend.", len(r.Doors), closed, len(open), len(unknown))
	if len(open) > 0 {
		p.Say += " Open: " + strings.Join(open, ", ") + "."
	}
	if len(unknown) > 0 {
		p.Say += " Onbekend: " + strings.Join(unknown, ", ") + "."
	}
	return p
}

func (d Device) testCamera(ctx context.Context, c camera.Camera) Probe {
	stream, err := c.Open(ctx)
	if device.ReasonOf(err) == device.InUse {
		return d.asked(ctx)
	}
	var f camera.Frame
	if err == nil {
		f, err = camera.Live(ctx, stream)
		err = errors.Join(err, stream.Close())
	}
	if err != nil {
		h := device.Health{State: device.Absent, Reasons: []device.Reason{device.ReasonOf(err)}}
		say, next := Say(d.Kind, h)
		return Probe{Say: say, Next: next, Detail: err.Error()}
	}
	size, err := jpeg.DecodeConfig(bytes.NewReader(f.JPEG))
	if err != nil {
		say, next := Say(d.Kind, device.Health{State: device.Stopped, Reasons: []device.Reason{device.Unreadable}})
		return Probe{Say: say, Next: next, Detail: err.Error()}
	}
	return Probe{OK: true, Say: fmt.Sprintf("%s: klaar. Eén beeld van %d × %d punten.", d.Kind.Dutch(), size.Width, size.Height)}
}

// testVolume is how loud a voice says that this is a test, in per cent.
const testVolume = 50

// testVoice says something, which takes longer than to ask how it is.
func (d Device) testVoice(ctx context.Context, v voice.Voice) Probe {
	ctx, cancel := context.WithTimeout(ctx, voice.MaxLength)
	defer cancel()
	err := v.Announce(ctx, voice.Announcement{Chime: voice.Gong, Text: "Dit is een proef.", Language: "nl", Volume: testVolume})
	p := d.asked(ctx)
	if err != nil {
		p.OK, p.Detail = false, err.Error()
		return p
	}
	p.Say += " Een gong en «Dit is een proef.» zijn afgespeeld: luister of je ze hoorde."
	return p
}
