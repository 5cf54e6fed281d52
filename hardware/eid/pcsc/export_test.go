package pcsc

// What tests look at from outside.
var (
	DecodeStates = decodeStates
	ConnectBody  = connectBody
)
