package link_test

import (
	"bytes"
	"testing"

	"github.com/buurtloket/buurtloket/sync/link"
)

// TestSecretsFollowFromTheKey: the same on every node that has the authority, another for each purpose and each authority.
func TestSecretsFollowFromTheKey(t *testing.T) {
	one, err := link.NewAuthority(link.AuthorityOptions{})
	if err != nil {
		t.Fatal(err)
	}
	other, err := link.NewAuthority(link.AuthorityOptions{})
	if err != nil {
		t.Fatal(err)
	}
	cert, key, err := one.PEM()
	if err != nil {
		t.Fatal(err)
	}
	again, err := link.OpenAuthority(cert, key, link.AuthorityOptions{})
	if err != nil {
		t.Fatal(err)
	}
	secret := func(a *link.Authority, purpose string) []byte {
		b, err := a.Secret(purpose)
		if err != nil || len(b) != 32 {
			t.Fatalf("%s: %d bytes, %v", purpose, len(b), err)
		}
		return b
	}
	if !bytes.Equal(secret(one, "a"), secret(again, "a")) {
		t.Error("the same authority gives two secrets")
	}
	if bytes.Equal(secret(one, "a"), secret(one, "b")) || bytes.Equal(secret(one, "a"), secret(other, "a")) {
		t.Error("two purposes or two authorities share a secret")
	}
}
