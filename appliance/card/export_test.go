package card

// Forgot reports whether nothing of any card is kept.
func (w *Watch) Forgot() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, s := range w.slots {
		if s.lying != (lying{}) {
			return false
		}
	}
	return true
}
