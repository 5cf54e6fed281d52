package pcsc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"time"
)

// DefaultSocket is where Debian's pcscd listens.
const DefaultSocket = "/run/pcscd/pcscd.comm"

// Conn is one conversation with the daemon, with a context of its own there. It is for one goroutine at a time; only
// Close may be called beside another call, which then fails.
type Conn struct {
	stream  net.Conn
	context uint32
}

// Dial connects, agrees on the version, and opens a context.
func Dial(ctx context.Context, socket string) (*Conn, error) {
	var dialer net.Dialer
	stream, err := dialer.DialContext(ctx, "unix", socket)
	if err != nil {
		return nil, fmt.Errorf("pcsc: %w", err)
	}
	c := &Conn{stream: stream}
	if err := c.open(ctx); err != nil {
		stream.Close()
		return nil, err
	}
	return c, nil
}

func (c *Conn) open(ctx context.Context) error {
	body, err := c.call(ctx, cmdVersion, words(versionMajor, versionMinor, 0))
	if err != nil {
		return err
	}
	if major := number(body, 0); major != versionMajor {
		return fmt.Errorf("pcsc: the daemon speaks version %d of the protocol: %w", major, Stopped)
	}
	body, err = c.call(ctx, cmdEstablish, words(scopeSystem, 0, 0))
	if err != nil {
		return err
	}
	c.context = number(body, 4)
	return nil
}

// Close ends the conversation; the daemon releases the context, and lets go of a card, by itself.
func (c *Conn) Close() error { return c.stream.Close() }

// Readers says which readers there are and what is in them.
func (c *Conn) Readers(ctx context.Context) ([]Reader, error) {
	body := make([]byte, readerSlots*stateBytes)
	if err := c.exchange(ctx, request(cmdStates, nil), body); err != nil {
		return nil, err
	}
	return decodeStates(body)
}

// Await returns the readers as soon as they are as wanted: at once, or after whichever change makes them so.
func (c *Conn) Await(ctx context.Context, wanted func([]Reader) bool) ([]Reader, error) {
	body, change := make([]byte, readerSlots*stateBytes), make([]byte, changeBytes)
	for {
		// The daemon puts us on its list before it looks at the readers, so no change falls in between.
		if err := c.exchange(ctx, request(cmdWait, nil), body); err != nil {
			return nil, err
		}
		readers, err := decodeStates(body)
		if err != nil || wanted(readers) {
			return readers, err
		}
		if err := c.exchange(ctx, nil, change); err != nil {
			return nil, err
		}
		if err := result(change); err != nil {
			return nil, err
		}
	}
}

// Connect takes the card of a reader for this conversation alone and has it speak T=0.
func (c *Conn) Connect(ctx context.Context, reader string) (*Card, error) {
	body, err := connectBody(c.context, reader)
	if err != nil {
		return nil, err
	}
	answer, err := c.call(ctx, cmdConnect, body)
	if err != nil {
		return nil, err
	}
	return &Card{conn: c, handle: number(answer, 140)}, nil
}

// call sends a body and returns its answer, which has the same length and ends in a result.
func (c *Conn) call(ctx context.Context, command uint32, body []byte) ([]byte, error) {
	answer := make([]byte, len(body))
	if err := c.exchange(ctx, request(command, body), answer); err != nil {
		return nil, err
	}
	return answer, result(answer)
}

// exchange writes and then fills answer, both before ctx ends. What fails here has broken the conversation, which is
// closed.
func (c *Conn) exchange(ctx context.Context, message, answer []byte) error {
	// A deadline in the past makes whoever reads or writes return at once.
	stop := context.AfterFunc(ctx, func() { c.stream.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	err := c.write(message)
	if err == nil {
		_, err = io.ReadFull(c.stream, answer)
	}
	if err == nil {
		return nil
	}
	c.stream.Close()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("pcsc: the daemon hung up: %w", err)
	}
	return fmt.Errorf("pcsc: %w", err)
}

func (c *Conn) write(message []byte) error {
	if len(message) == 0 {
		return nil
	}
	_, err := c.stream.Write(message)
	return err
}
