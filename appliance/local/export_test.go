package local

// Rights is what each call of the service asks.
var Rights = rights
