package local

import (
	"context"
	"crypto"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Badge is what lets this machine in over the LAN as the screen of a desk, a display or a self-service desk: a key that was made here, and the counter's
// certificate for it. It is one file, as [link.Identity.WriteFile] writes it; beside it, while a code is being used, the key
// that was made for that (".asking"). Not safe for concurrent use.
type Badge struct {
	file string
	now  func() time.Time
	id   link.Identity
}

// BadgeFile is where a badge of a role lies unless somebody says otherwise: in the user's own folder of settings. One machine may
// be the screen of a desk and drive a display too.
func BadgeFile(as link.Role) (string, error) {
	folder, err := os.UserConfigDir()
	if err != nil {
		return "", fault.New("local.BadgeFile", fault.Internal).Because(err).
			Tell("Deze gebruiker heeft geen map voor instellingen.", "Geef het bestand met --badge.")
	}
	return filepath.Join(folder, "buurtloket", as.String()+".pem"), nil
}

// OpenBadge reads a badge. Kinds: NotFound when this machine never joined, Denied when the certificate has expired,
// Corrupt. A nil now is time.Now.
func OpenBadge(file string, now func() time.Time) (*Badge, error) {
	const op = "local.OpenBadge"
	id, err := link.ReadIdentity(file)
	switch {
	case fault.Is(err, fault.NotFound):
		return nil, fault.New(op, fault.NotFound).On(file).Because(err).
			Tell("Dit scherm is nog niet aangesloten op een loket.", "Vraag een code, en tik: loket join --to host:poort --code …")
	case err != nil:
		return nil, fault.Wrap(op, err)
	}
	if now == nil {
		now = time.Now
	}
	b := &Badge{file: file, now: now, id: id}
	if !id.Peer().Role.Screen() {
		return nil, fault.New(op, fault.Corrupt).On(file).Tell("Dit bestand is geen toegang tot een loket.", "Sluit het scherm opnieuw aan met een nieuwe code.")
	}
	if now().After(id.Expires()) {
		return nil, fault.New(op, fault.Denied).On(file).
			Tell("De toegang van dit scherm is verlopen op "+id.Expires().Local().Format("02/01/2006")+".", "Kijk de klok na, of sluit het opnieuw aan met een nieuwe code.")
	}
	return b, nil
}

// Role is what this machine is to the counter.
func (b *Badge) Role() link.Role { return b.id.Peer().Role }

// Place says what this machine is, in words: "wachtscherm 1".
func (b *Badge) Place() string {
	n := b.id.Peer().Number()
	switch b.Role() {
	case link.RoleDisplay:
		return fmt.Sprintf("wachtscherm %d", n)
	case link.RoleKiosk:
		return fmt.Sprintf("zelfbediening %d", n)
	}
	return fmt.Sprintf("scherm van loket %d", n)
}

// Desk is the desk that this machine is the screen of; 0 for another role.
func (b *Badge) Desk() office.Desk { return b.id.Peer().Desk() }

// Site is whose desk it is.
func (b *Badge) Site() office.SiteID { return b.id.Peer().Site() }

// Expires is the last moment at which the badge is good, unless it is renewed: see [LAN.Run].
func (b *Badge) Expires() time.Time { return b.id.Expires() }

// Join uses a code at the counter's address, host:port, and keeps the badge it gives in file, without one in [BadgeFile]; one
// that was there before is gone then, and only then. The key is kept before the code is used: when the answer is lost the same code works again.
// Kinds: those of [link.EnrollDesk]; Invalid when the code is mistyped, with which nothing is sent.
func Join(ctx context.Context, file, address, code string, now func() time.Time) (*Badge, error) {
	const op = "local.Join"
	typed, err := link.ParseCode(code)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	asking := file + ".asking"
	if file == "" { // the code knows for what it is, and we not yet
		if asking, err = BadgeFile(link.RoleDesk); err != nil {
			return nil, err
		}
		asking = filepath.Join(filepath.Dir(asking), "asking.pem")
	}
	if err := os.MkdirAll(filepath.Dir(asking), 0o700); err != nil {
		return nil, fault.New(op, fault.Internal).On(asking).Because(err)
	}
	key, err := askingKey(asking)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	id, err := link.EnrollDesk(ctx, address, typed, link.EnrolOptions{Key: key, Now: now})
	if err == nil && file == "" {
		file, err = BadgeFile(id.Peer().Role)
	}
	if err == nil {
		err = id.WriteFile(file)
	}
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	if err := os.Remove(asking); err != nil {
		return nil, fault.New(op, fault.Internal).On(asking).Because(err)
	}
	return OpenBadge(file, now)
}

// askingKey is the key kept since an earlier try, or a new one, kept.
func askingKey(file string) (crypto.Signer, error) {
	text, err := os.ReadFile(file)
	if err == nil {
		return link.ParseKey(text)
	}
	if !os.IsNotExist(err) {
		return nil, fault.New("local.askingKey", fault.Internal).On(file).Because(err)
	}
	key, err := link.NewKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	if text, err = link.KeyPEM(key); err != nil {
		return nil, err
	}
	return key, link.WriteKeyFile(file, text)
}
