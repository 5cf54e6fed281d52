package virtual

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"time"
)

// Serve puts a slot's card into a card daemon, by the protocol of the virtual reader vpcd (virtualsmartcard). A card that is
// in the slot dials the reader; one that is pulled hangs up. It returns nil when ctx ends, and an error when the reader
// cannot be dialled.
//
// A message is its length in two bytes, the highest first, and so many bytes. One byte is for the reader's own use: 0
// power off, 1 power on, 2 reset, which have no answer, and 4, which is answered with the card's answer to reset; the
// reader asks that several times a second to see whether the card is still there. Anything longer is a command for the
// chip, answered with its response.
func Serve(ctx context.Context, dial func(context.Context) (net.Conn, error), slot *Slot) error {
	for {
		if err := slot.Inserted(ctx); err != nil {
			return nil // ctx has ended, or the slot was closed
		}
		conn, err := dial(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return fmt.Errorf("virtual: %w", err)
		}
		// How one line ended says nothing that the next one needs.
		_ = serveLine(ctx, conn, slot)
	}
}

// The messages of one byte.
const (
	powerOff = 0
	powerOn  = 1
	reset    = 2
	askATR   = 4
)

var errNoCard = errors.New("no card in the slot")

// serveLine speaks to the reader until the card is pulled.
func serveLine(ctx context.Context, conn net.Conn, slot *Slot) error {
	defer conn.Close()
	// A deadline in the past makes whoever reads return at once.
	stop := context.AfterFunc(ctx, func() { conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	card := slot.Card()
	if card == nil {
		return errNoCard
	}
	card.Reset()
	for {
		message, err := receive(conn)
		if err != nil {
			return err
		}
		if len(message) > 1 {
			slot.count()
		}
		if slot.Card() != card {
			return errNoCard
		}
		answer, answered := respond(card, message)
		if !answered {
			continue
		}
		if _, err := conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(answer))), answer...)); err != nil {
			return err
		}
	}
}

func receive(conn net.Conn) ([]byte, error) {
	var length [2]byte
	if _, err := io.ReadFull(conn, length[:]); err != nil {
		return nil, err
	}
	message := make([]byte, binary.BigEndian.Uint16(length[:]))
	_, err := io.ReadFull(conn, message)
	return message, err
}

// tooLong is longer than an answer to reset may be: the reader sees that something is in the slot, and cannot power it,
// which is how a card looks that lies upside down.
const tooLong = 40

func respond(card *Card, message []byte) (answer []byte, answered bool) {
	if len(message) != 1 {
		return card.Process(message), true
	}
	switch message[0] {
	case powerOff, powerOn, reset:
		card.Reset()
		return nil, false
	case askATR:
		if !card.answers() {
			return make([]byte, tooLong), true
		}
		return AnswerToReset, true
	}
	return nil, false
}
