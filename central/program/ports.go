package program

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// keepAddresses gives the addresses of a demonstration's folder, and keeps them when they are new.
func keepAddresses(cfg DemoConfig) (addresses, error) {
	const op = "central.demo"
	path := filepath.Join(cfg.Dir, keptFile)
	kept, err := readAddresses(path)
	if err == nil {
		kept.TokenFile = filepath.Join(cfg.Dir, "token") // the folder may have moved
		if want := loopback(cfg.BasePort); cfg.BasePort != 0 && kept.Nodes[0] != want {
			return kept, fault.New(op, fault.Invalid).On(want).Because(fmt.Errorf("the folder has %s", kept.Nodes[0])).
				Tell("Deze map hoort bij andere poorten.", "Laat --base-port weg, of begin opnieuw in een lege map.")
		}
		return kept, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return kept, fault.New(op, fault.Corrupt).On(path).Because(err).
			Tell("Het bestand met de poorten van de demonstratie is beschadigd.", "Begin opnieuw in een lege map.")
	}
	return newAddresses(cfg, path)
}

// newAddresses chooses a folder's addresses and keeps them.
func newAddresses(cfg DemoConfig, path string) (a addresses, err error) {
	const op = "central.demo"
	var ports []int
	for i := range 2 * demoNodes {
		ports = append(ports, cfg.BasePort+i)
	}
	if cfg.BasePort == 0 {
		if ports, err = freePorts(2*demoNodes, cfg.World.Random); err != nil {
			return a, fault.New(op, fault.Refused).Because(err).Tell("Er zijn geen vrije poorten.", "")
		}
	}
	a.TokenFile = filepath.Join(cfg.Dir, "token")
	for i, p := range ports {
		if i < demoNodes {
			a.Nodes = append(a.Nodes, loopback(p))
		} else {
			a.Public = append(a.Public, loopback(p))
		}
	}
	if err := a.write(path); err != nil {
		return a, fault.New(op, fault.Internal).On(path).Because(err)
	}
	return a, nil
}

func loopback(port int) string { return fmt.Sprintf("127.0.0.1:%d", port) }

// Ports are sought below those that systems give to outgoing connections: those are taken again and again by others,
// and a folder keeps its ports for ever.
const (
	lowestPort  = 15000
	highestPort = 32000
)

// freePorts finds ports of loopback that are free for TCP and UDP.
func freePorts(n int, random io.Reader) (ports []int, err error) {
	var held []io.Closer
	defer func() {
		for _, h := range held {
			err = errors.Join(err, h.Close())
		}
	}()
	for tries := 0; len(ports) < n && tries < 20*n; tries++ {
		var b [2]byte
		if _, err := io.ReadFull(random, b[:]); err != nil {
			return nil, err
		}
		port := lowestPort + int(binary.BigEndian.Uint16(b[:]))%(highestPort-lowestPort)
		tcp, err := net.Listen("tcp", loopback(port))
		if err != nil {
			continue // taken: another one
		}
		held = append(held, tcp)
		udp, err := net.ListenPacket("udp", loopback(port))
		if err != nil {
			continue
		}
		held = append(held, udp)
		ports = append(ports, port)
	}
	if len(ports) < n {
		return nil, errors.New("no free ports of loopback")
	}
	return ports, nil
}

// keptBefore reports whether a folder has addresses already.
func keptBefore(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, keptFile))
	return err == nil
}
