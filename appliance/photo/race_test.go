//go:build race

package photo_test

// thorough is false where each point of a picture costs a hundred times what it should.
const thorough = false
