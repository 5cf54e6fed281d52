// Package catalogue holds what a city offers and where, as typed values: products with their desk time,
// clusters with their norms, service levels, and locations with their facilities and opening hours.
//
// A first catalogue is embedded in the binary, so that headquarters and counters start with something
// real. What in it was invented or inferred rather than stated by a source is marked as assumed and stays
// so marked in every value here. Values are made once and shared: read them from any goroutine, change
// nothing in them.
package catalogue
