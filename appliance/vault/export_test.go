package vault

// RoundTrip stores an item and reads it back; Short reads its first bytes only.
func RoundTrip(i Item) (Item, error) { return decode(i.Document, i.encode()) }

func Short(i Item, n int) error {
	b := i.encode()
	_, err := decode(i.Document, b[:n%len(b)])
	return err
}
