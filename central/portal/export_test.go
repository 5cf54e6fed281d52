package portal

// Texts are the sentences that tests look at.
var Texts = texts
