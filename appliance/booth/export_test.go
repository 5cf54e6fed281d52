package booth

// Shrink is what a preview does with each picture.
var Shrink = shrink

// Encode is how a photo is written.
var Encode = encode
