package program

import (
	"bufio"
	"context"
	"io"
	"os"

	"connectrpc.com/connect"
	"filippo.io/age"
	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

func backupCommand(w World) *cobra.Command {
	var recipient string
	c := tool(w, &cobra.Command{Use: "backup FILE", Short: "Write all that headquarters knows to a file", Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) error { return runBackup(ctx, h, args[0], recipient) })
	c.Flags().StringVar(&recipient, "recipient", "", "seal it for this age key (age1…); without it the file is in the clear")
	return c
}

// runBackup writes the file whole or not at all. It holds personal data, so only its owner may read it.
func runBackup(ctx context.Context, h *hq, file, recipient string) (err error) {
	const op = "central.backup"
	part := file + ".part"
	f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fault.New(op, fault.Internal).On(file).Because(err).Tell("Dit bestand kan niet geschreven worden.", "Kies een andere plaats.")
	}
	defer func() {
		if err != nil {
			err = either(err, os.Remove(part))
		}
	}()
	size, err := receiveBackup(ctx, h, f, recipient)
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return fault.Wrap(op, err)
	}
	if err := os.Rename(part, file); err != nil {
		return fault.New(op, fault.Internal).On(file).Because(err)
	}
	h.remark("Bewaard: %d bytes in %s. Bewaar ook de map met de sleutels van het hoofdkantoor (authority); die zit er niet in.", size, file)
	if recipient == "" {
		h.remark("Opgelet: dit bestand is niet versleuteld en bevat persoonsgegevens. Verzegel het met --recipient.")
	}
	return nil
}

// receiveBackup gets the backup from the first node that gives it.
func receiveBackup(ctx context.Context, h *hq, f *os.File, recipient string) (size int64, err error) {
	for _, d := range h.doors {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return 0, err
		}
		if err := f.Truncate(0); err != nil {
			return 0, err
		}
		size, err = backupFrom(ctx, d, f, recipient)
		if err == nil || !fault.Is(err, fault.Unreachable) {
			return size, err
		}
	}
	return size, err
}

func backupFrom(ctx context.Context, d door, f io.Writer, recipient string) (size int64, err error) {
	const op = "central.backup"
	out, done, err := sealing(f, recipient)
	if err != nil {
		return 0, err
	}
	stream, err := d.Backup(ctx, connect.NewRequest(&contract.BackupRequest{}))
	if err != nil {
		return 0, fault.FromRPC(op, err)
	}
	for stream.Receive() {
		n, err := out.Write(stream.Msg().Data)
		if size += int64(n); err != nil {
			return size, either(fault.New(op, fault.Internal).Because(err), stream.Close())
		}
	}
	if err := stream.Err(); err != nil {
		return size, fault.FromRPC(op, err)
	}
	if err := stream.Close(); err != nil {
		return size, fault.FromRPC(op, err)
	}
	return size, done()
}

// sealing encrypts for a recipient what is written, until done; without a recipient it writes as it is.
func sealing(f io.Writer, recipient string) (out io.Writer, done func() error, err error) {
	if recipient == "" {
		return f, func() error { return nil }, nil
	}
	to, err := age.ParseX25519Recipient(recipient)
	if err != nil {
		return nil, nil, invalid("central.backup", err, "Dit is geen publieke sleutel van age.", "Ze begint met age1.")
	}
	w, err := age.Encrypt(f, to)
	if err != nil {
		return nil, nil, fault.New("central.backup", fault.Internal).Because(err)
	}
	return w, w.Close, nil
}

// unsealing reads a backup, sealed or not. identity is a file with age's secret keys; empty: none.
func unsealing(f io.Reader, identity string) (io.Reader, error) {
	const op = "central.restore"
	in := bufio.NewReader(f)
	const magic = "age-encryption.org/"
	if head, err := in.Peek(len(magic)); err != nil || string(head) != magic {
		return in, nil
	}
	if identity == "" {
		return nil, invalid(op, nil, "Deze backup is verzegeld.", "Geef met --identity het bestand met de sleutel.")
	}
	keys, err := os.Open(identity)
	if err != nil {
		return nil, fault.New(op, fault.NotFound).On(identity).Because(err).Tell("Het bestand met de sleutel is er niet.", "")
	}
	defer keys.Close()
	ids, err := age.ParseIdentities(keys)
	if err != nil {
		return nil, invalid(op, err, "In dit bestand staat geen sleutel van age.", "")
	}
	out, err := age.Decrypt(in, ids...)
	if err != nil {
		return nil, fault.New(op, fault.Denied).Because(err).Tell("Deze sleutel past niet op deze backup.", "Neem de sleutel waarvoor ze verzegeld werd.")
	}
	return out, nil
}
