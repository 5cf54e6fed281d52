package vault

// The makers' answers, for tests that try every one.
var (
	KerongAnswer  = kerongAnswer
	WinnsenAnswer = winnsenAnswer
)
