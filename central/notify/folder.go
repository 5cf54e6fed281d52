package notify

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/mail"
	"os"
	"path/filepath"
)

// Folder puts messages into a folder instead of sending them, so that a demonstration can be looked at: mail as .eml files, which
// mail programs open, SMS as text. A message has one file, named by when it was due and its id; handed over again it replaces it.
type Folder struct {
	Dir    string
	Sender mail.Address
	SMS    bool // it stands for an SMS gateway
}

var _ Carrier = (*Folder)(nil)

// Where implements Carrier.
func (f *Folder) Where() string { return f.Dir }

// Carry implements Carrier.
func (f *Folder) Carry(_ context.Context, p Parcel) (err error) {
	name, body := p.At.UTC().Format("20060102-150405-")+p.ID, []byte(nil)
	if f.SMS {
		name, body = name+".sms.txt", fmt.Appendf(nil, "%s\n\n%s\n", p.To, p.Say.SMS)
	} else {
		name += ".eml"
		if body, err = p.mail(f.Sender); err != nil {
			return &NotTaken{Never, "unwritable", err}
		}
	}
	if err := os.MkdirAll(f.Dir, 0o700); err != nil {
		return &NotTaken{Away, "away", err}
	}
	file := filepath.Join(f.Dir, name)
	if err := os.WriteFile(file+".new", body, 0o600); err != nil {
		return &NotTaken{Away, "away", errors.Join(err, gone(file+".new"))}
	}
	if err := os.Rename(file+".new", file); err != nil {
		return &NotTaken{Away, "away", err}
	}
	return nil
}

func gone(file string) error {
	if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
