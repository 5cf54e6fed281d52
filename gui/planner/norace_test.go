//go:build !race

package planner_test

const thorough = true
