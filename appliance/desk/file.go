package desk

import (
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/appliance/keyfile"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
)

// File is the register's name in the node's folder.
const File = "desks.pem"

const (
	keyBlock        = "PRIVATE KEY"
	authorityBlock  = "CERTIFICATE"
	screenBlock     = "BUURTLOKET SCREEN"
	invitationBlock = "BUURTLOKET INVITATION"
)

// book is what the file says of screens. It is never changed once it is in use.
type book struct {
	screens map[Place]Screen
	invited map[Place]link.Invitation
}

// clone is a book to be changed, without what expired.
func (b book) clone(now time.Time) book {
	out := book{screens: maps.Clone(b.screens), invited: map[Place]link.Invitation{}}
	for p, inv := range b.invited {
		if now.Before(inv.Expires) {
			out.invited[p] = inv
		}
	}
	if out.screens == nil {
		out.screens = map[Place]Screen{}
	}
	return out
}

// encode writes the whole file.
func encode(a *link.Authority, b book) ([]byte, error) {
	cert, key, err := a.PEM()
	if err != nil {
		return nil, err
	}
	text := slices.Concat(key, cert)
	for _, p := range slices.SortedFunc(maps.Keys(b.screens), Place.Compare) {
		s := b.screens[p]
		headers := map[string]string{headerOf[p.Role]: fmt.Sprint(p.Number), "Joined": s.Joined.UTC().Format(time.RFC3339)}
		if !s.Seen.IsZero() {
			headers["Seen"] = s.Seen.UTC().Format(time.RFC3339)
		}
		text = append(text, pem.EncodeToMemory(&pem.Block{Type: screenBlock, Bytes: s.Pass[:], Headers: headers})...)
	}
	for _, p := range slices.SortedFunc(maps.Keys(b.invited), Place.Compare) {
		inv := b.invited[p]
		headers := map[string]string{headerOf[p.Role]: fmt.Sprint(p.Number), "Expires": inv.Expires.UTC().Format(time.RFC3339)}
		if inv.Used {
			headers["Key"] = hex.EncodeToString(inv.By)
		}
		text = append(text, pem.EncodeToMemory(&pem.Block{Type: invitationBlock, Bytes: inv.Hash, Headers: headers})...)
	}
	return text, nil
}

// decode reads the whole file; whatever it does not understand is an error.
func decode(text []byte, o link.AuthorityOptions) (*link.Authority, book, error) {
	b := book{screens: map[Place]Screen{}, invited: map[Place]link.Invitation{}}
	var key, cert []byte
	for len(strings.TrimSpace(string(text))) > 0 {
		block, rest := pem.Decode(text)
		if block == nil {
			return nil, b, errors.New("text that is no PEM block")
		}
		text = rest
		var err error
		switch block.Type {
		case keyBlock:
			key = pem.EncodeToMemory(block)
		case authorityBlock:
			cert = pem.EncodeToMemory(block)
		case screenBlock:
			err = b.readScreen(block)
		case invitationBlock:
			err = b.readInvitation(block, o.Of)
		default:
			err = errors.New("unknown")
		}
		if err != nil {
			return nil, b, fmt.Errorf("block %s: %w", block.Type, err)
		}
	}
	a, err := link.OpenAuthority(cert, key, o)
	return a, b, err
}

func (b book) readScreen(block *pem.Block) error {
	p, joined, err := headers(block, "Joined")
	if err != nil {
		return err
	}
	s := Screen{Place: p, Joined: joined}
	if seen, ok := block.Headers["Seen"]; ok {
		if s.Seen, err = time.Parse(time.RFC3339, seen); err != nil {
			return err
		}
	}
	if copy(s.Pass[:], block.Bytes) != len(block.Bytes) || len(block.Bytes) != len(s.Pass) {
		return fmt.Errorf("a pass of %d bytes", len(block.Bytes))
	}
	b.screens[p] = s
	return nil
}

func (b book) readInvitation(block *pem.Block, of office.SiteID) error {
	p, expires, err := headers(block, "Expires")
	if err != nil {
		return err
	}
	inv := link.Invitation{Hash: block.Bytes, Site: of, Desk: office.Desk(p.Number), As: p.Role, Expires: expires}
	if len(inv.Hash) != 32 {
		return fmt.Errorf("a hash of %d bytes", len(inv.Hash))
	}
	if used, ok := block.Headers["Key"]; ok {
		inv.Used = true
		if inv.By, err = hex.DecodeString(used); err != nil || len(inv.By) != 32 {
			return fmt.Errorf("key %q", used)
		}
	}
	b.invited[p] = inv
	return nil
}

// headerOf is the header that has the number of a screen, and by its name says what it is. A program that knows desks alone
// finds none in the block of another, and takes it for no desk's.
var headerOf = map[link.Role]string{link.RoleDesk: "Desk", link.RoleDisplay: "Display", link.RoleKiosk: "Kiosk"}

// headers reads the place of a block, of which it must have one, and a moment.
func headers(block *pem.Block, moment string) (Place, time.Time, error) {
	var p Place
	for _, role := range link.Screens() {
		text, ok := block.Headers[headerOf[role]]
		if !ok {
			continue
		}
		n, err := strconv.ParseUint(text, 10, 8)
		if err != nil || n == 0 || p.Valid() {
			return Place{}, time.Time{}, fmt.Errorf("%s %q", headerOf[role], text)
		}
		p = Place{role, uint8(n)}
	}
	if !p.Valid() {
		return Place{}, time.Time{}, errors.New("of nobody")
	}
	at, err := time.Parse(time.RFC3339, block.Headers[moment])
	return p, at, err
}

// load reads the file, or makes it with a new authority.
func load(files keyfile.Files, o link.AuthorityOptions) (*link.Authority, book, error) {
	const op = "desk.Open"
	text, err := files.Read(File)
	if errors.Is(err, os.ErrNotExist) {
		a, err := link.NewAuthority(o)
		if err != nil {
			return nil, book{}, fault.Wrap(op, err)
		}
		return a, book{}, fault.Wrap(op, save(files, a, book{}))
	}
	if err != nil {
		return nil, book{}, fault.Wrap(op, err)
	}
	a, b, err := decode(text, o)
	if err != nil {
		return nil, b, fault.New(op, fault.Corrupt).On(File).Because(err).
			Tell("De lijst van schermen van dit loket is beschadigd of van een nieuwere versie.", "Zet ze opzij en nodig elk scherm opnieuw uit.")
	}
	return a, b, nil
}

func save(files keyfile.Files, a *link.Authority, b book) error {
	text, err := encode(a, b)
	if err != nil {
		return err
	}
	return files.Write(File, text)
}
