//go:build !race

package kiosk_test

const thorough = true
