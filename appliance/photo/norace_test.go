//go:build !race

package photo_test

const thorough = true
