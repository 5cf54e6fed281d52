package pin_test

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/pin"
)

// Rosters carry no parameters: a hash made years ago must still be recognised. The expected bytes are those of
// another implementation, the reference one: argon2 -id -t 2 -k 19456 -p 1 -l 32 -r.
func TestHashIsForYears(t *testing.T) {
	salt := []byte("0123456789abcdef")
	const want = "04b4192ae9efb1712fd2b7e8bd67909763a235a7c45a3982b2f6cd59b6ae2f3d"
	if got := hex.EncodeToString(pin.Hash("1234", salt)); got != want {
		t.Errorf("hash %s, want %s", got, want)
	}
}

func TestNewAndVerify(t *testing.T) {
	hash, salt, err := pin.New("1234", rand.Reader)
	if err != nil || len(hash) != pin.Length || len(salt) != pin.SaltLength {
		t.Fatalf("%d bytes of hash, %d of salt, error %v", len(hash), len(salt), err)
	}
	other, otherSalt, err := pin.New("1234", rand.Reader)
	if err != nil || bytes.Equal(salt, otherSalt) || bytes.Equal(hash, other) {
		t.Errorf("two of one PIN are alike (error %v)", err)
	}
	if !pin.Verify("1234", hash, salt) || pin.Verify("1235", hash, salt) || pin.Verify("1234", hash, otherSalt) ||
		pin.Verify("1234", nil, salt) {
		t.Error("Verify does not tell the right PIN from the wrong one")
	}
}

func TestNewFails(t *testing.T) {
	for text, ok := range map[string]bool{"1234": true, "123456789012": true, "123": false, "1234567890123": false,
		"": false, "12a4": false, "١٢٣٤": false, "12 34": false} {
		if err := pin.Check(text); (err == nil) != ok || err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: error %v", text, err)
		}
	}
	broken := errors.New("no entropy")
	if _, _, err := pin.New("1234", iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("error %v, want %v", err, broken)
	}
	if _, _, err := pin.New("12", strings.NewReader("")); !fault.Is(err, fault.Invalid) {
		t.Errorf("a PIN of two digits: error %v", err)
	}
}
