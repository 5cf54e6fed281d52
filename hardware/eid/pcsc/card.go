package pcsc

import (
	"context"
	"fmt"
)

// Card is a card that a conversation holds. It is for one goroutine at a time.
type Card struct {
	conn   *Conn
	handle uint32
}

// Transmit sends a command and returns the response, with the two status bytes at its end. An error that is a [Code]
// leaves the conversation usable; any other has ended it. Whether the card acted on a command whose response was lost is
// not known.
func (k *Card) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	message := append(request(cmdTransmit, transmitBody(k.handle, len(command))), command...)
	defer clear(message) // it may carry a PIN
	answer := make([]byte, 32)
	if err := k.conn.exchange(ctx, message, answer); err != nil {
		return nil, err
	}
	if err := result(answer); err != nil {
		return nil, err
	}
	length := number(answer, 24)
	if length == 0 {
		// Some reader drivers call it a success when the card left in the middle of a command.
		return nil, DataLost
	}
	if length > maxResponse {
		k.conn.Close()
		return nil, fmt.Errorf("pcsc: a response of %d bytes", length)
	}
	response := make([]byte, length)
	if err := k.conn.exchange(ctx, nil, response); err != nil {
		return nil, err
	}
	return response, nil
}

// Disconnect lets the card go and has it forget what it was told, a verified PIN before all.
func (k *Card) Disconnect(ctx context.Context) error {
	_, err := k.conn.call(ctx, cmdDisconnect, words(k.handle, resetCard, 0))
	return err
}
