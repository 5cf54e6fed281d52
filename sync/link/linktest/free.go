package linktest

import (
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"net"
	"sync"
	"testing"
)

// given are the addresses that this process was given: nobody gets one twice.
var given sync.Map

// FreeAddr is an address of loopback with a port that nobody has, neither for TCP nor for UDP. The port lies below those that systems
// give to whoever asks for any: what a test opens later, or opens again after a while, was not given away meanwhile. It is safe for
// concurrent use.
func FreeAddr(tb testing.TB) string {
	tb.Helper()
	for range 100 {
		draw, err := rand.Int(rand.Reader, big.NewInt(16_000))
		if err != nil {
			tb.Fatal(err)
		}
		addr := fmt.Sprintf("127.0.0.1:%d", 15_000+draw.Int64())
		if _, another := given.LoadOrStore(addr, true); another {
			continue
		}
		tcp, err := net.Listen("tcp", addr)
		if err != nil {
			continue
		}
		udp, err := net.ListenPacket("udp", addr)
		if err != nil {
			err = tcp.Close()
		} else if err = errors.Join(udp.Close(), tcp.Close()); err == nil {
			return addr
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	tb.Fatal("no free port")
	return ""
}
