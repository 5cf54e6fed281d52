package vault_test

import (
	"context"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/hardware/vault"
)

// overTCP is a cabinet of 64 doors on four boards, over a connection to this machine.
func overTCP(b *testing.B) *vault.Cabinet {
	b.Helper()
	var boards []vault.Board
	var doors []vault.Door
	for i := range 64 {
		if i%16 == 0 {
			boards = append(boards, vault.Board{Address: byte(1 + i/16)})
		}
		doors = append(doors, vault.Door(i+1))
		last := &boards[len(boards)-1]
		last.Fittings = append(last.Fittings, vault.Fitting{Door: doors[i], Lock: uint16(i % 16), Contact: vault.Contact{Input: uint16(i % 16)}})
	}
	e := vault.NewEmulator(nil, doors...)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var served sync.WaitGroup
	served.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			served.Go(func() { _ = e.Serve(ctx, conn, vault.ModbusTCP, boards) })
		}
	})
	connect := func(ctx context.Context) (io.ReadWriteCloser, error) {
		var d net.Dialer
		return d.DialContext(ctx, "tcp", l.Addr().String())
	}
	v, err := vault.New(vault.Config{Line: vault.Line{Connect: connect}, Dialect: vault.ModbusTCP, Boards: boards})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { v.Close(); cancel(); l.Close(); served.Wait() })
	return v
}

// BenchmarkOpenTCP is one order: the door is read, the lock is pulsed.
func BenchmarkOpenTCP(b *testing.B) {
	v := overTCP(b)
	for b.Loop() {
		if err := v.Open(context.Background(), vault.Order{Door: 40, Deadline: time.Now().Add(time.Minute)}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDoorsTCP is one reading of 64 doors on four boards.
func BenchmarkDoorsTCP(b *testing.B) {
	v := overTCP(b)
	for b.Loop() {
		if _, err := v.Doors(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkMonitor is one reading of 64 doors held against the rules, of which one has an order.
func BenchmarkMonitor(b *testing.B) {
	var r vault.Reading
	var doors []vault.Door
	for i := range 64 {
		doors = append(doors, vault.Door(i+1))
		r.Doors = append(r.Doors, vault.Seen{Door: doors[i], State: vault.Closed})
	}
	m := vault.NewMonitor(vault.Limits{OpenWithin: time.Hour, CloseWithin: time.Hour}, doors...)
	r.At = noon
	m.Ordered(7, "a", noon)
	for b.Loop() {
		m.Read(r)
	}
}
