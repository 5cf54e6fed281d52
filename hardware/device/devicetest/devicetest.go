// Package devicetest is what the tests of drivers share that start programs: the ports those listen on, and scripts for them to be.
package devicetest

import (
	"crypto/rand"
	"fmt"
	"math/big"
	"net"
	"os"
	"sync"
	"syscall"
	"testing"
)

// given are the ports that this process was given: nobody gets one twice.
var given sync.Map

// FreePort is a TCP port of loopback that nobody has, below those that systems give to whoever asks for any: what a program opens a
// moment later was not given away meanwhile. It is safe for concurrent use.
func FreePort(tb testing.TB) string {
	tb.Helper()
	for range 100 {
		draw, err := rand.Int(rand.Reader, big.NewInt(16_000))
		if err != nil {
			tb.Fatal(err)
		}
		port := fmt.Sprint(15_000 + draw.Int64())
		if _, another := given.LoadOrStore(port, true); another {
			continue
		}
		l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", port))
		if err != nil {
			continue
		}
		if err := l.Close(); err != nil {
			tb.Fatal(err)
		}
		return port
	}
	tb.Fatal("no free port")
	return ""
}

// Script writes a program that a test starts. No other program starts while the file is open: it would have it open too for a moment,
// and what is open for writing does not start ("text file busy"). It is safe for concurrent use.
func Script(tb testing.TB, path, text string) {
	tb.Helper()
	syscall.ForkLock.RLock()
	err := os.WriteFile(path, []byte(text), 0o700)
	syscall.ForkLock.RUnlock()
	if err != nil {
		tb.Fatal(err)
	}
}
