//go:build !race

package display_test

const thorough = true
