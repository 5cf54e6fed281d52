//go:build race

package planner_test

// thorough is false where each point of a picture costs a hundred times what it should: what stands where is no matter of races.
const thorough = false
