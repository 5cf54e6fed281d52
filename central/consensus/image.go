package consensus

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"

	bolt "go.etcd.io/bbolt"
)

// An image is the whole state as one stream: the body of raft's snapshots and the file that Backup writes.
//
//	offset  bytes
//	0       8      "BLSTATE1"
//	8       8      raft index of the last entry in the state, big endian (as all that follow)
//	16      8      raft term of that entry
//	24      8      number of commands in the state
//	32      8      seconds since 1970 when it was made, for people; 0 in snapshots
//	40      …      records: section (1 byte: 1 meta, 2 state), key length and value length (uvarint each), key,
//	               value; ascending by section and key
//	…       1      0, the end of the records
//	…       8      number of records
//	…       32     SHA-256 of everything before it
//
// Records instead of raw pages: the stream is the same on every node for the same state, is compact without
// free pages, and outlives a change of store. Reading it back costs a sorted load instead of a copy.
const (
	imageMagic   = "BLSTATE1"
	imageHeader  = 40
	imageMaxKey  = bolt.MaxKeySize
	imageMaxData = 64 << 20
)

var errImage = errors.New("not an intact image of the state")

// imageHead is the fixed head of an image.
type imageHead struct {
	position
	made int64
}

func (h imageHead) bytes() []byte {
	b := append(make([]byte, 0, imageHeader), imageMagic...)
	for _, v := range []uint64{h.raft, h.term, h.index, uint64(h.made)} {
		b = binary.BigEndian.AppendUint64(b, v)
	}
	return b
}

// writeImage streams a state to w.
func writeImage(w io.Writer, v *view, made int64) error {
	sum := sha256.New()
	out := bufio.NewWriterSize(io.MultiWriter(w, sum), 64<<10)
	if _, err := out.Write(imageHead{v.position(), made}.bytes()); err != nil {
		return err
	}
	var count uint64
	for s, r := range []reader{v.meta, v.state} {
		n, err := writeSection(out, byte(s+1), r)
		if err != nil {
			return err
		}
		count += n
	}
	if _, err := out.Write(binary.BigEndian.AppendUint64([]byte{0}, count)); err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	_, err := w.Write(sum.Sum(nil))
	return err
}

func writeSection(out *bufio.Writer, tag byte, r reader) (count uint64, err error) {
	head := make([]byte, 0, 1+2*binary.MaxVarintLen64)
	for k, v := range r.Scan(nil, nil) {
		head = append(head[:0], tag)
		head = binary.AppendUvarint(head, uint64(len(k)))
		head = binary.AppendUvarint(head, uint64(len(v)))
		for _, part := range [][]byte{head, k, v} {
			if _, err := out.Write(part); err != nil {
				return count, err
			}
		}
		count++
	}
	return count, nil
}

// imageReader reads an image back. Nothing it yields may be trusted before next returned io.EOF: only then
// has the checksum been compared.
type imageReader struct {
	in    *bufio.Reader
	sum   hash.Hash
	count uint64
	last  []byte // section and key of the previous record, to hold the order
}

// openImage reads the head.
func openImage(r io.Reader) (*imageReader, imageHead, error) {
	ir := &imageReader{in: bufio.NewReaderSize(r, 64<<10), sum: sha256.New()}
	b, err := ir.take(imageHeader)
	if err != nil || string(b[:8]) != imageMagic {
		return nil, imageHead{}, fmt.Errorf("%w: head", errImage)
	}
	u := func(at int) uint64 { return binary.BigEndian.Uint64(b[at:]) }
	return ir, imageHead{position{raft: u(8), term: u(16), index: u(24)}, int64(u(32))}, nil
}

// next yields the next record, io.EOF after the last one of an intact image, or an error.
func (ir *imageReader) next() (tag byte, key, value []byte, err error) {
	t, err := ir.take(1)
	if err != nil {
		return 0, nil, nil, fmt.Errorf("%w: %w", errImage, err)
	}
	if tag = t[0]; tag == 0 {
		return 0, nil, nil, ir.end()
	}
	klen, kerr := binary.ReadUvarint(ir)
	vlen, verr := binary.ReadUvarint(ir)
	if kerr != nil || verr != nil || klen == 0 || klen > imageMaxKey || vlen > imageMaxData {
		return 0, nil, nil, fmt.Errorf("%w: lengths", errImage)
	}
	data, err := ir.take(int(klen + vlen))
	if err != nil {
		return 0, nil, nil, fmt.Errorf("%w: %w", errImage, err)
	}
	here := append([]byte{tag}, data[:klen]...)
	if bytes.Compare(ir.last, here) >= 0 {
		return 0, nil, nil, fmt.Errorf("%w: order", errImage)
	}
	ir.last, ir.count = here, ir.count+1
	return tag, data[:klen], data[klen:], nil
}

// end checks what follows the records and returns io.EOF when all is well.
func (ir *imageReader) end() error {
	n, err := ir.take(8)
	if err != nil || binary.BigEndian.Uint64(n) != ir.count {
		return fmt.Errorf("%w: count", errImage)
	}
	want := ir.sum.Sum(nil)
	got := make([]byte, len(want))
	if _, err := io.ReadFull(ir.in, got); err != nil || !bytes.Equal(got, want) {
		return fmt.Errorf("%w: checksum", errImage)
	}
	if _, err := ir.in.ReadByte(); err != io.EOF {
		return fmt.Errorf("%w: bytes after the end", errImage)
	}
	return io.EOF
}

// take reads n bytes into the checksum. Large ones grow as they come, so a lying length costs no memory.
func (ir *imageReader) take(n int) ([]byte, error) {
	var b bytes.Buffer
	if _, err := io.CopyN(&b, ir.in, int64(n)); err != nil {
		return nil, io.ErrUnexpectedEOF
	}
	ir.sum.Write(b.Bytes())
	return b.Bytes(), nil
}

// ReadByte implements io.ByteReader for the uvarints.
func (ir *imageReader) ReadByte() (byte, error) {
	b, err := ir.in.ReadByte()
	if err == nil {
		ir.sum.Write([]byte{b})
	}
	return b, err
}
