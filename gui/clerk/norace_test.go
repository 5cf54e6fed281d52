//go:build !race

package clerk_test

const thorough = true
